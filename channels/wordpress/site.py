"""One site's REST API: what is asked of it and what it answers, failures told as outcomes. Loads httpx."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import unescape
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import quote, urlencode

from channels.capabilities import Finding
from channels.exchange import Answer, Exchange, Request
from channels.hour import Hour
from channels.message import Media, NotSent, Rejected, Uncertain
from channels.uploaded import read
from channels.wordpress.errors import code_of, failed, unsent
from channels.wordpress.options import WordPressOptions

API = "/wp-json/wp/v2"
SEEN = "id,link,slug,status"
ANY = "publish,future,draft,pending,private"
"""Every state but the bin's: a post that a person turned into a draft went out all the same."""
MOST_CATEGORIES = 100
"""That one answer names."""


class Post(NamedTuple):
    """A post or file as WordPress has it."""

    number: int
    url: str
    slug: str


class Site:
    """Calls as one user."""

    def __init__(self, options: WordPressOptions, connections: int) -> None:
        """Opens nothing yet."""
        self._options = options
        deadlines = options.deadlines
        self._exchange = Exchange(options.host, options.secrets, connections, deadlines.connect, deadlines.read)

    async def close(self) -> None:
        """Closes the connections."""
        await self._exchange.close()

    def hour(self) -> Hour | None:
        """What the site's last answer says of the hour."""
        return self._exchange.hour()

    def certificates(self, now: datetime) -> Sequence[Finding]:
        """How long the certificate of the site holds; nothing before it has answered."""
        return self._exchange.certificates(now)

    async def ask(
        self, method: str, path: str, query: Mapping[str, str], content: bytes = b"", **headers: str
    ) -> Answer:
        """Any answer. `path`: under the site's address. Raises `Unavailable`, `Uncertain`."""
        url = f"{self._options.server}{path}" + (f"?{urlencode(query)}" if query else "")
        own = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self._exchange.ask(
            Request(method, url, {"Authorization": f"Basic {self._options.basic}", **own}, content)
        )

    def refusal(self, answer: Answer) -> NotSent:
        """The outcome of an answer that is no yes."""
        return failed(answer, self._options.host, self._exchange.said(answer))

    async def find(self, kind: str, slug: str) -> Post | None:
        """The post, or file of `media`, of this slug. Raises `Rejected`, `Unavailable`."""
        status = ANY if kind == "posts" else "inherit"
        query = {"slug": slug, "status": status, "per_page": "1", "_fields": SEEN + ",source_url"}
        for each in await self._read(f"{API}/{kind}", query):
            if each.get("slug") == slug and (post := _post(each)) is not None:
                return post
        return None

    async def publish(self, body: Mapping[str, object]) -> Post:
        """Makes one post. Raises `Rejected`, `Unavailable`, `Uncertain`."""
        answer = await self.ask(
            "POST", f"{API}/posts", {"_fields": SEEN}, json.dumps(body).encode(), Content_Type="application/json"
        )
        return self._made(answer)

    async def upload(self, file: Media, slug: str) -> Post:
        """Hands over one file with its description. Raises `Rejected`, `Unavailable`."""
        name = quote(file.name.encode("ascii", "ignore").decode() or "archivo", safe=" ._-")
        query = {"slug": slug, "alt_text": file.alt, "title": file.alt or file.name, "_fields": SEEN + ",source_url"}
        headers = {"Content_Type": file.mime, "Content_Disposition": f'attachment; filename="{name}"'}
        data = await read(file)
        try:
            return self._made(await self.ask("POST", f"{API}/media", query, data, **headers))
        except Uncertain as failure:
            problem = unsent(failure)
        raise problem

    async def category(self, name: str) -> int:
        """The number of a category, which is made where there is none. Raises `Rejected`, `Unavailable`."""
        query = {"search": name, "per_page": str(MOST_CATEGORIES), "_fields": "id,name"}
        for each in await self._read(f"{API}/categories", query):
            number = _number(each.get("id"))
            if number is not None and unescape(str(each.get("name"))).casefold() == name.casefold():
                return number
        return await self._make_category(name)

    async def _make_category(self, name: str) -> int:
        body = json.dumps({"name": name}).encode()
        try:
            answer = await self.ask("POST", f"{API}/categories", {}, body, Content_Type="application/json")
        except Uncertain as failure:
            problem = unsent(failure)
        else:
            document = answer.document if isinstance(answer.document, dict) else {}
            data = document.get("data") if code_of(answer) == "term_exists" else None
            number = _number(data.get("term_id") if isinstance(data, dict) else document.get("id"))
            if number is not None:
                return number
            problem = unsent(self.refusal(answer))
        raise problem

    async def _read(self, path: str, query: Mapping[str, str]) -> list[dict[str, object]]:
        """A list. Raises `Rejected`, `Unavailable`."""
        try:
            answer = await self.ask("GET", path, query)
        except Uncertain as failure:
            problem = unsent(failure)
        else:
            found = answer.document
            if answer.status == HTTPStatus.OK and isinstance(found, list) and all(isinstance(x, dict) for x in found):
                return found
            problem = unsent(self.refusal(answer))
            if isinstance(problem, Rejected):
                # WordPress calls a state that one may not ask for a wrong parameter: it knows no such user.
                problem = failed(
                    Answer(HTTPStatus.UNAUTHORIZED, {}, b'{"code":"rest_not_logged_in"}'),
                    self._options.host,
                    self._exchange.said(answer),
                )
        raise problem

    def _made(self, answer: Answer) -> Post:
        if not HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
            raise self.refusal(answer)
        document = answer.document
        post = _post(document) if isinstance(document, dict) else None
        if post is None:
            reason = f"{self._options.host} respondió algo que no es de WordPress; mire si se publicó."
            raise Uncertain(reason, code="respuesta")
        return post


def _post(document: Mapping[str, object]) -> Post | None:
    """None: it has no number."""
    number = _number(document.get("id"))
    url = document.get("source_url") or document.get("link") or ""
    return None if number is None else Post(number, str(url), str(document.get("slug", "")))


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
