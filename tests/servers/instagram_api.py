"""Instagram's server: `python -m tests.servers.instagram_api --journal FILE --script FILE`. One account, number 3040.

Faults besides those of `graph`: `status:WORD`, what a container says of itself (`status:ERROR:2207052` with a reason);
`published-drop` publishes and breaks the connection; `full` and `unmetered`, what is left of the day's posts;
`nothing`, no data of an insight.
"""

import socket
import sys
from typing import Any, ClassVar

from tests.servers.graph import GraphApi
from tests.servers.scripted_http import serve

USER = "3040"
INSIGHTS = {"views": 900, "reach": 400, "saved": 6, "shares": 3}
WHEN = "2027-01-05T13:00:00+0000"
"""When all that it has was published, in Instagram's words."""


class InstagramApi(GraphApi):
    """Makes containers of pictures, and posts of containers."""

    scopes = ("instagram_basic", "instagram_content_publish", "instagram_manage_insights")
    containers: ClassVar[dict[str, dict[str, Any]]] = {}
    posts: ClassVar[list[dict[str, Any]]] = []

    def serve(self) -> None:
        """One call."""
        match self.command, self.parts:
            case "POST", [user, "media"] if user == USER:
                self._contain(self.document)
            case "POST", [user, "media_publish"] if user == USER:
                self._publish(self.document.get("creation_id"))
            case "GET", [user, "media"] if user == USER:
                self.tell({"data": list(reversed(self.posts))[: int(self.query["limit"])]})
            case "GET", [user, "content_publishing_limit"] if user == USER:
                used = {"quota_usage": len(self.posts), "config": {"quota_total": 50, "quota_duration": 86_400}}
                self.tell({"data": [used]})
            case "GET", [user] if user == USER:
                self.tell({"id": USER, "username": "alcaldia"})
            case "GET", [_, "insights"]:
                self._tell_of_insight()
            case "GET", [number]:
                self._one(number)
            case _:
                self.refuse(100, 33)

    def fault(self, name: str) -> bool:
        """Breaks in Instagram's ways."""
        if name.startswith("status:"):
            word, _, subcode = name.removeprefix("status:").partition(":")
            said = f"Error: Media upload has failed with error code {subcode}" if subcode else word
            self.tell({"id": self.parts[-1], "status_code": word, "status": said})
        elif name == "published-drop":
            self._keep(str(self.document["creation_id"]))
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        elif name == "full":
            self.tell({"data": [{"quota_usage": 50, "config": {"quota_total": 50}}]})
        elif name in ("unmetered", "nothing"):
            self.tell({"data": []})
        else:
            return super().fault(name)
        return True

    def _contain(self, given: dict[str, Any]) -> None:
        items = given.get("children", [])
        whole = given.get("media_type") == "CAROUSEL"
        if whole != bool(items) or not set(items) <= set(self.containers):
            self.refuse(100, 2_207_028)
        elif not whole and not str(given.get("image_url", "")).startswith("https://"):
            self.refuse(9004, 2_207_052)
        else:
            with self.lock:
                number = str(17_001 + len(self.containers))
                self.containers[number] = {"caption": given.get("caption", ""), "published": False}
            self.tell({"id": number})

    def _publish(self, container: object) -> None:
        if container not in self.containers or self.containers[str(container)]["published"]:
            self.refuse(24, 2_207_006)
        else:
            self.tell({"id": self._keep(str(container))["id"]})

    def _keep(self, container: str) -> dict[str, Any]:
        with self.lock:
            made = self.containers[container]
            made["published"] = True
            number = str(18_001 + len(self.posts))
            address = f"https://www.instagram.com/p/{number}/"
            post = {"id": number, "caption": made["caption"], "timestamp": WHEN, "permalink": address}
            self.posts.append(post)
        return post

    def _one(self, number: str) -> None:
        post = next((post for post in self.posts if post["id"] == number), None)
        if number in self.containers:
            word = "PUBLISHED" if self.containers[number]["published"] else "FINISHED"
            self.tell({"id": number, "status_code": word, "status": f"{word.title()}: ready"})
        elif post is not None:
            self.tell({"id": number, "permalink": post["permalink"], "like_count": 9, "comments_count": 0})
        else:
            self.refuse(100, 33)

    def _tell_of_insight(self) -> None:
        value = INSIGHTS.get(str(self.query.get("metric")))
        if value is None:
            self.refuse(100)
        else:
            self.tell({"data": [{"name": self.query["metric"], "total_value": {"value": value}}]})


if __name__ == "__main__":
    serve(InstagramApi, sys.argv[1:])
