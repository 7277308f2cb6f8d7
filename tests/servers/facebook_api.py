"""Facebook's server: `python -m tests.servers.facebook_api --journal FILE --script FILE`. One page, number 1020.

Faults besides those of `graph`: `posted-drop` publishes and breaks the connection, `late` lists all but the newest,
`hidden` says that nobody sees the page, `uncounted` tells no figures of a post, `nothing` no data of an insight.
"""

import socket
import sys
from typing import Any, ClassVar

from tests.servers.graph import GraphApi
from tests.servers.scripted_http import serve

PAGE = "1020"
LARGEST_PAGE = 5
"""Posts in one answer."""
COUNTED = {
    "reactions": {"data": [], "summary": {"total_count": 12}},
    "comments": {"data": [], "summary": {"total_count": 0}},
    "shares": {"count": 2},
}
INSIGHTS = {"post_media_view": 480, "post_total_media_view_unique": 310, "post_clicks": 7}


class FacebookApi(GraphApi):
    """Takes photos and posts of one page, and lists what it has published."""

    kind = "PAGE"
    scopes = ("pages_manage_posts", "pages_read_engagement", "read_insights")
    posts: ClassVar[list[dict[str, Any]]] = []
    photos: ClassVar[list[str]] = []

    def serve(self) -> None:
        """One call."""
        match self.command, self.parts:
            case "POST", [page, "feed"] if page == PAGE:
                self._publish()
            case "POST", [page, "photos"] if page == PAGE:
                self._take_photo(self.document)
            case "GET", [page, "published_posts"] if page == PAGE:
                self._list(list(reversed(self.posts)))
            case "GET", [page] if page == PAGE:
                self.tell({"id": PAGE, "name": "Alcaldía", "is_published": True})
            case "GET", [_, "insights"]:
                self._tell_of_insight()
            case method, [number]:
                self._one(method, number)
            case _:
                self.refuse(100, 33)

    def fault(self, name: str) -> bool:
        """Breaks in Facebook's ways."""
        if name == "posted-drop":
            self._keep(self.document)
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        elif name == "hidden":
            self.tell({"id": PAGE, "name": "Alcaldía", "is_published": False})
        elif name == "uncounted":
            self.tell({"id": self.parts[0]})
        elif name == "nothing":
            self.tell({"data": []})
        elif name == "late":
            self._list(list(reversed(self.posts))[1:])
        else:
            return super().fault(name)
        return True

    def _publish(self) -> None:
        given = self.document
        wanted = [each.get("media_fbid") for each in given.get("attached_media", [])]
        if not set(wanted) <= set(self.photos) or not given.get("published"):
            self.refuse(100)
        elif any(post["message"] == given["message"] for post in self.posts):
            self.refuse(506, 1_455_006)
        else:
            self.tell({"id": self._keep(given)["id"]})

    def _keep(self, given: dict[str, Any]) -> dict[str, Any]:
        """As Facebook keeps it: spaces at the ends gone, breaks its own."""
        with self.lock:
            number = f"{PAGE}_{len(self.posts) + 1}"
            post = {"id": number, "message": given["message"], "shown": given["message"].strip().replace("\n", "\r\n")}
            self.posts.append(post)
        return post

    def _take_photo(self, form: dict[str, str]) -> None:
        if form.get("published") != "false" or not form.get("source", "").startswith("file:"):
            self.refuse(324)
            return
        with self.lock:
            self.photos.append(str(9001 + len(self.photos)))
            number = self.photos[-1]
        self.tell({"id": number})

    def _list(self, posts: list[dict[str, Any]]) -> None:
        """A page of the newest; each answer bears the token in the address of the next."""
        start = int(self.query.get("after", "0"))
        page = [{"id": each["id"], "message": each["shown"]} for each in posts[start : start + LARGEST_PAGE]]
        paging: dict[str, Any] = {"cursors": {"before": str(start), "after": str(start + LARGEST_PAGE)}}
        if start + LARGEST_PAGE < len(posts):
            paging["next"] = "https://graph.facebook.com/next?access_token=x"
        self.tell({"data": page, "paging": paging})

    def _one(self, method: str, number: str) -> None:
        with self.lock:
            known = any(post["id"] == number for post in self.posts)
            if method == "DELETE":
                self.posts[:] = [post for post in self.posts if post["id"] != number]
        if not known:
            self.refuse(100, 33)
        elif method == "DELETE":
            self.tell({"success": True})
        else:
            self.tell({"id": number} | (COUNTED if "reactions" in self.query["fields"] else {}))

    def _tell_of_insight(self) -> None:
        value = INSIGHTS.get(str(self.query.get("metric")))
        if value is None:
            self.refuse(100)
        else:
            self.tell({"data": [{"name": self.query["metric"], "period": "lifetime", "values": [{"value": value}]}]})


if __name__ == "__main__":
    serve(FacebookApi, sys.argv[1:])
