"""A WordPress site: `python -m tests.servers.wordpress_api --journal FILE --script FILE`. Its REST API, for one user.

Faults besides the shared ones: `error:CODE:STATUS` (an error in WordPress's form that echoes the password),
`done-drop` (does it and breaks the connection), `late` (a list without its newest), `maintenance`, `odd` (a yes without
number), `me:NAME` (another user: without that right), `version:V` (of the feed), `bare` (an API without `wp/v2`).
"""

import json
import socket
import sys
from base64 import b64encode
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from tests.servers.scripted_http import Handler, serve

USER, PASSWORD = "prensa", "cana rioZ x81w ordp ress 1234"
BASIC = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
RIGHTS = ("publish_posts", "upload_files", "delete_published_posts", "manage_categories")
API = "/wp-json/wp/v2/"


class WordPressApi(Handler):
    """Keeps posts, files and categories, and gives each a slug of its own as WordPress does."""

    kept: ClassVar[dict[str, list[dict[str, Any]]]] = {
        "posts": [],
        "media": [],
        "categories": [{"id": 7, "name": "Salud &amp; vida"}],
    }

    def entry(self) -> dict[str, Any]:
        """What was asked, whether the password came in its header, and what was said."""
        return {
            "call": f"{self.command} {urlsplit(self.path).path}",
            "authorised": self.headers.get("Authorization") == f"Basic {BASIC}",
            "query": self.query,
            "headers": dict(self.headers.items()),
            "document": json.loads(self.body) if self._is_json() else None,
            "size": len(self.body),
        }

    def _is_json(self) -> bool:
        return self.headers.get("Content-Type") == "application/json"

    @property
    def query(self) -> dict[str, str]:
        """What stands behind the question mark."""
        return dict(parse_qsl(urlsplit(self.path).query))

    def good(self) -> None:
        """Answers whoever may ask."""
        path = urlsplit(self.path).path
        if path == "/wp-json/":
            self.say(200, {"name": "Alcaldía", "namespaces": ["oembed/1.0", "wp/v2"]})
        elif path == "/":
            self.answer(200, "application/rss+xml", b"<generator>https://wordpress.org/?v=6.8</generator>")
        elif self.headers.get("Authorization") != f"Basic {BASIC}":
            self._refuse("incorrect_password", 401)
        else:
            self._serve(*path.removeprefix(API).split("/"))

    def _serve(self, kind: str, number: str = "") -> None:
        if kind == "users":
            self.say(200, {"slug": USER, "capabilities": dict.fromkeys(RIGHTS, True)})
        elif kind == "comments":
            self.say(200, [{"id": 1}], {"X-WP-Total": "3"})
        elif number:
            self._one(kind, int(number))
        elif self.command == "GET":
            self.say(200, self._listed(kind))
        else:
            self.say(201, self._keep(kind))

    def _listed(self, kind: str) -> list[dict[str, Any]]:
        if kind == "categories":
            words = self.query["search"].replace("&", "&amp;").lower()
            return [each for each in self.kept[kind] if words in each["name"].lower()]
        states = self.query["status"].split(",")
        found = [each for each in self.kept[kind] if each["slug"] == self.query["slug"]]
        return [each for each in found if each["status"] in states]

    def _keep(self, kind: str) -> dict[str, Any]:
        """https://developer.wordpress.org/reference/functions/wp_unique_post_slug/"""
        with self.lock:
            given = self.query | (json.loads(self.body) if self._is_json() else {})
            number = 100 + sum(map(len, self.kept.values()))
            made: dict[str, Any] = {"id": number} | given
            if kind != "categories":
                taken = {each["slug"] for each in self.kept[kind] if each["status"] != "trash"}
                slug = given["slug"] if given["slug"] not in taken else f"{given['slug']}-2"
                made |= {"slug": slug, "link": f"https://www.municipio.gov.co/{slug}/"}
                made |= (
                    {"status": "inherit", "source_url": f"https://www.municipio.gov.co/f/{slug}"}
                    if (kind == "media")
                    else {}
                )
            self.kept[kind].append(made)
        return made

    def _one(self, kind: str, number: int) -> None:
        found = next((each for each in self.kept[kind] if each["id"] == number), None)
        if found is None:
            self._refuse("rest_post_invalid_id", 404)
        elif self.command == "DELETE" and found["status"] == "trash":
            self._refuse("rest_already_trashed", 410)
        elif self.command == "DELETE":
            found |= {"status": "trash"}
            self.say(200, found)
        else:
            found |= {"status": self.query.get("status", found["status"])} if self.command == "POST" else {}
            self.say(200, found)

    def fault(self, name: str) -> bool:
        """Breaks in WordPress's ways."""
        match name.split(":"):
            case ["error", code, status]:
                self._refuse(code, int(status))
            case ["term_exists"]:
                self.say(400, {"code": "term_exists", "message": "?", "data": {"status": 400, "term_id": 55}})
            case ["done-drop"]:
                self._keep(urlsplit(self.path).path.removeprefix(API))
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
            case ["late"]:
                self.say(200, self._listed(urlsplit(self.path).path.removeprefix(API))[:-1])
            case ["maintenance"]:
                self.answer(503, "text/html", b"<p>Briefly unavailable</p>", {"Retry-After": "600"})
            case ["odd"]:
                self.say(201, {"id": True})
            case ["me", right]:
                self.say(200, {"capabilities": dict.fromkeys(RIGHTS, True) | {right: False}})
            case ["version", version]:
                self.answer(200, "text/xml", f"<generator>https://wordpress.org/?v={version}</generator>".encode())
            case ["bare"]:
                self.say(200, {"namespaces": []})
            case _:
                return False
        return True

    def _refuse(self, code: str, status: int) -> None:
        self.say(status, {"code": code, "message": f"No: {PASSWORD} {BASIC}", "data": {"status": status}})


if __name__ == "__main__":
    serve(WordPressApi, sys.argv[1:])
