"""An X API server: `python -m tests.servers.x_api --journal FILE --script FILE`. It checks each OAuth 1.0a signature.

Faults besides the shared ones: `bad-request`, `too-long`, `unauthorized`, `no-credits`, `duplicate`, `suspended`,
`flood` (over in 120 s by the answer's own date), `flood-day`, `flood-thousandths`,
`flood-untimed`, `flood-past`, `flood-dateless`,
`flood-garbled`, `usage-cap`, `usage-cap-403`, `depleted-429`, `depleted-403`, `not-found`, `server-error`, `moved`,
`no-data`, `strange`, `list-400`; `posted-drop` publishes and breaks the connection, `late` shows the timeline without
its newest post. Of images: `pending`, `failed`, `forgotten` (a post with images that X holds no more). Of a look:
`read-only`, `bare` (no headers), `spent`. Of a post: `closed` (its poll), `odd-post`, `odd-poll`.
"""

import html
import json
import re
import socket
import sys
from email.utils import formatdate
from typing import Any, ClassVar
from urllib.parse import parse_qs, parse_qsl, urlsplit

from oauthlib.common import Request
from oauthlib.oauth1.rfc5849 import signature

from tests.servers.scripted_http import Handler, serve

API_KEY, API_SECRET = "canario-clave-api", "canario-secreto-api"
ACCESS_TOKEN, ACCESS_SECRET = "777-canario-acceso", "canario-secreto-acceso"
NOW = 1_800_000_000
"""The server's own clock, in Unix seconds: far from the client's."""
PROBLEMS = "https://api.twitter.com/2/problems"
LARGEST_PAGE = 5
"""Posts in one answer of the timeline."""
DATE = formatdate(NOW, usegmt=True)

Refusal = tuple[int, dict[str, Any], dict[str, str]]


def _problem(status: int, detail: str, headers: dict[str, str] | None = None, kind: str = "about:blank") -> Refusal:
    return status, {"title": "Problem", "status": status, "type": kind, "detail": detail}, headers or {}


REFUSALS: dict[str, Refusal] = {
    "bad-request": (400, {"errors": [{"message": "text is not valid"}], "title": "Invalid Request"}, {}),
    "too-long": _problem(400, "Your Tweet text is too long."),
    "unauthorized": _problem(401, "Unauthorized"),
    "no-credits": _problem(402, "Your account has no credits left.", kind=f"{PROBLEMS}/credits"),
    "duplicate": _problem(403, "You are not allowed to create a Tweet with duplicate content."),
    "suspended": _problem(403, "Your account is suspended."),
    "not-found": _problem(404, "Not Found"),
    "forgotten": _problem(400, "Your media IDs are invalid."),
    "gone": _problem(404, "Could not find tweet.", kind="https://api.x.com/2/problems/resource-not-found"),
    "server-error": _problem(503, "Service Unavailable"),
    "flood": _problem(429, "Too Many Requests", {"x-rate-limit-reset": str(NOW + 120), "Date": DATE}),
    "flood-day": _problem(429, "Too Many Requests", {"x-rate-limit-reset": str(NOW + 86_400), "Date": DATE}),
    "flood-thousandths": _problem(429, "Too Many Requests", {"x-rate-limit-reset": str(NOW * 1000), "Date": DATE}),
    "flood-past": _problem(429, "Too Many Requests", {"x-rate-limit-reset": str(NOW - 500), "Date": DATE}),
    "flood-dateless": _problem(429, "Too Many Requests", {"x-rate-limit-reset": str(NOW + 120), "Date": ""}),
    "flood-garbled": _problem(429, "Too Many Requests", {"x-rate-limit-reset": "soon", "Date": DATE}),
    "flood-untimed": _problem(429, "Too Many Requests"),
    "usage-cap": _problem(429, "Usage cap exceeded: Monthly product cap", kind=f"{PROBLEMS}/usage-capped"),
    "usage-cap-403": (403, {"title": "UsageCapExceeded", "detail": "Usage cap exceeded"}, {}),
    "depleted-429": (429, {"title": "CreditsDepleted", "detail": "Your account does not have any credits."}, {}),
    "depleted-403": _problem(403, "Your account does not have any credits.", kind=f"{PROBLEMS}/credits"),
    "moved": (307, {}, {"Location": "/2/elsewhere"}),
}
OPTIONS = [{"position": 2, "label": "No", "votes": 4}, {"position": 1, "label": "Sí", "votes": 9}]
FIGURES = {
    "impression_count": 200,
    "like_count": 7,
    "reply_count": 1,
    "retweet_count": 3,
    "quote_count": 2,
    "bookmark_count": 0,
}
ACCESS = {"x-access-level": "read-write", "x-rate-limit-limit": "75", "x-rate-limit-remaining": "74"}
IMAGE = "1800000000000000000"
ODD: dict[str, tuple[int, object]] = {
    "pending": (200, {"data": {"id": IMAGE, "processing_info": {"state": "pending", "check_after_secs": 7}}}),
    "failed": (200, {"data": {"id": IMAGE, "processing_info": {"state": "failed"}}}),
    "odd-post": (200, {"data": {"public_metrics": {"like_count": "many"}}}),
    "odd-poll": (200, {"data": {}, "includes": {"polls": [{"options": [1]}]}}),
    "no-data": (201, {}),
    "strange": (201, {"data": {"id": {"?": 1}}}),
    "list-400": (400, [{"errors": 1}]),
}


ME = {"data": {"id": "777", "username": "alcaldia", "name": "Alcaldía"}}
LOOKS: dict[str, dict[str, str]] = {
    "read-only": ACCESS | {"x-access-level": "read"},
    "bare": {},
    "spent": ACCESS | {"x-rate-limit-remaining": "0"},
}


class XApi(Handler):
    """Takes posts and images of one user, refuses a text that it already has, and shows the user's timeline."""

    posts: ClassVar[list[dict[str, Any]]] = []
    images: ClassVar[list[str]] = []

    def entry(self) -> dict[str, Any]:
        """The method, the path, whether the signature holds, and the body."""
        return {"method": self.command, "path": self.path, "signed": self._signed()} | self._document()

    def good(self) -> None:
        """Publishes, or answers with the timeline."""
        if not self._signed():
            self.say(*REFUSALS["unauthorized"])
        elif self.command == "POST" and self.path == "/2/tweets":
            self._publish(self._document())
        elif self.command == "POST" and self.path == "/2/media/upload":
            self._take_image(self._document())
        elif self.command == "POST" and self.path == "/2/media/metadata":
            known = self._document()["id"] in self.images
            self.say(*((200, {"data": {"id": self._document()["id"]}}) if known else REFUSALS["not-found"]))
        elif self.command == "GET" and self.path.startswith("/2/media/upload?"):
            self.say(200, {"data": {"id": parse_qs(urlsplit(self.path).query)["media_id"][0]}})
        elif self.command == "GET" and self.path == "/2/users/me":
            self.say(200, ME, ACCESS)
        elif self.command == "GET" and self.path.startswith("/2/tweets/"):
            self._show(urlsplit(self.path).path.rpartition("/")[2], "open")
        elif self.command == "DELETE" and self.path.startswith("/2/tweets/"):
            self._delete(self.path.rpartition("/")[2])
        elif self.command == "GET" and re.fullmatch(r"/2/users/777/tweets(\?.*)?", self.path):
            self._timeline(list(reversed(self.posts)))
        else:
            self.say(*REFUSALS["not-found"])

    def fault(self, name: str) -> bool:
        """Refuses as X does, says yes in odd words, posts without telling, or shows the newest post late."""
        if name == "posted-drop":
            self._keep(self._document()["text"], self._document().get("media", {}).get("media_ids", []))
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return True
        if name == "closed":
            self._show(urlsplit(self.path).path.rpartition("/")[2], "closed")
            return True
        if name in LOOKS:
            self.say(200, ME, LOOKS[name])
            return True
        if name == "late":
            self._timeline(list(reversed(self.posts))[1:])
            return True
        if name in REFUSALS:
            self.say(*REFUSALS[name])
        elif name in ODD:
            self.say(*ODD[name])
        return name in REFUSALS or name in ODD

    def _document(self) -> dict[str, Any]:
        """The body: JSON, or a form."""
        if self.headers.get("Content-Type", "").startswith("multipart/"):
            return dict(self.fields())
        return dict(json.loads(self.body)) if self.body else {}

    def _take_image(self, form: dict[str, str]) -> None:
        if form.get("media_category") != "tweet_image" or not form.get("media", "").startswith("file:"):
            self.say(*REFUSALS["bad-request"])
            return
        with self.lock:
            number = str(1_800_000_000_000_000_000 + len(self.images))
            self.images.append(number)
        self.say(200, {"data": {"id": number, "media_key": f"3_{number}"}})

    def _publish(self, given: dict[str, Any]) -> None:
        text = given["text"]
        if not set(given.get("media", {}).get("media_ids", [])) <= set(self.images):
            self.say(*REFUSALS["bad-request"])
            return
        with self.lock:
            if any(post["text"] == text for post in self.posts):
                self.say(*REFUSALS["duplicate"])
                return
        post = self._keep(text, given.get("media", {}).get("media_ids", []))
        post["poll"] = given.get("poll")
        self.say(201, {"data": {"id": post["id"], "text": post["text"]}})

    def _keep(self, text: str, images: list[str]) -> dict[str, Any]:
        """As X keeps it: each address in t.co's form, one more for images, signs of HTML escaped."""
        with self.lock:
            number = str(1_900_000_000_000_000_000 + len(self.posts))
            urls = [
                {"url": f"https://t.co/{number[-3:]}{place}", "expanded_url": each}
                for place, each in enumerate(re.findall(r"https://\S+", text))
            ]
            shown = html.escape(text, quote=False)
            for each in urls:
                shown = shown.replace(html.escape(each["expanded_url"], quote=False), each["url"])
            if images:
                urls.append({"url": f"https://t.co/{number[-3:]}m", "media_key": f"3_{images[0]}"})
                shown = f"{shown} {urls[-1]['url']}"
            post = {"id": number, "text": text, "shown": shown, "urls": urls, "poll": None}
            self.posts.append(post)
        return post

    def _timeline(self, posts: list[dict[str, Any]]) -> None:
        """A page of the newest posts; X may give fewer than were asked for."""
        asked = dict(parse_qsl(urlsplit(self.path).query))
        start = int(asked.get("pagination_token", "0"))
        page = [
            {"id": each["id"], "text": each["shown"], "entities": {"urls": each["urls"]}}
            for each in posts[start : start + LARGEST_PAGE]
        ]
        meta: dict[str, Any] = {"result_count": len(page)}
        if start + LARGEST_PAGE < len(posts):
            meta["next_token"] = str(start + LARGEST_PAGE)
        self.say(200, {"meta": meta} | ({"data": page} if page else {}))

    def _show(self, number: str, status: str) -> None:
        """A post's figures, and its poll where it has one; one that is not there is told with status 200."""
        found = [post for post in self.posts if post["id"] == number]
        if not found:
            self.say(200, {"errors": [REFUSALS["gone"][1]]})
            return
        answer: dict[str, Any] = {"data": {"id": number, "text": found[0]["shown"], "public_metrics": FIGURES}}
        if found[0]["poll"]:
            answer["includes"] = {"polls": [{"id": "5", "options": OPTIONS, "voting_status": status}]}
        self.say(200, answer)

    def _delete(self, number: str) -> None:
        with self.lock:
            left = [post for post in self.posts if post["id"] != number]
            known = len(left) < len(self.posts)
            self.posts[:] = left
        self.say(*((200, {"data": {"deleted": True}}) if known else REFUSALS["gone"]))

    def _signed(self) -> bool:
        """Whether the Authorization header was made with the four keys over this very request (RFC 5849, 3.4)."""
        header = self.headers.get("Authorization", "")
        scheme = "https" if hasattr(self.connection, "cipher") else "http"
        request = Request(f"{scheme}://{self.headers['Host']}{self.path}", self.command, "", {"Authorization": header})
        query = urlsplit(self.path).query
        pairs = signature.collect_parameters(query, headers={"Authorization": header}, with_realm=False)
        given = dict(signature.collect_parameters(headers={"Authorization": header}, exclude_oauth_signature=False))
        if (given.get("oauth_consumer_key"), given.get("oauth_token")) != (API_KEY, ACCESS_TOKEN):
            return False
        request.params, request.signature = pairs, given["oauth_signature"]
        return bool(signature.verify_hmac_sha1(request, API_SECRET, ACCESS_SECRET))


if __name__ == "__main__":
    serve(XApi, sys.argv[1:])
