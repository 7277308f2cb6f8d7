"""Every route of the panel is asked what nobody would ask: it answers, as what it is, and never breaks.

Paths come from the application's own routes; names of fields and of what stands behind a question mark from the pages
and their code, so that what is added is asked too.
"""

import asyncio
import re
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.routing import Route

from panel.app import application
from panel.door import names
from panel.entrance.roles import Role
from panel.public import Public
from storage.database import Database
from storage.schema import prepare
from tests.house.tree import ROOT
from tests.panel.staffed import OFFICE, OWN, Office, office, token_in

PAGES = [*ROOT.glob("panel/**/*.py"), *ROOT.glob("panel/plantillas/**/*.html")]
NAMED = re.compile(r'(?:field|fields|files|query|as_typed|last|get)\((?:\w+, ?)?"([a-z-]+)"|name="([a-z-]+)"')
FIELDS = sorted({found for path in PAGES for pair in NAMED.findall(path.read_text("utf-8")) for found in pair if found})
METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH")
PATIENCE = 30.0
"""Seconds for one answer, on a machine that has much else to do."""
KNOWN = (
    "villa-clara",
    "1",
    "2",
    "matriculas",
    "anuncio",
    "correo",
    "ana",
    "2027-01",
    "hoy",
    "todo",
    "si",
    "csv",
    "pdf",
)
"""Words that lead somewhere: behind them lies more to break."""
HOSTILE = (
    "",
    "0",
    "-1",
    "9" * 30,
    "1e309",
    "NaN",
    "2027-02-30",
    "0001-01-01",
    "9999-12-31",
    "9999-W53",
    "../../claves",
    "..%2f..%2fclaves",
    "%00",
    "\x00",
    "\ud83d",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "' OR 1=1 --",
    "=HYPERLINK(1)",
    "a\r\nSet-Cookie: x=1",
    "ñ" * 500,
    "a" * 9000,
)
told = st.one_of(st.sampled_from(KNOWN), st.sampled_from(HOSTILE), st.text(max_size=40))
HEADERS = (
    *("Accept-Encoding", "Accept-Language", "Content-Length", "Content-Type", "Cookie", "HX-Request"),
    *("If-Modified-Since", "If-None-Match", "Range", "Sec-Fetch-Site", "X-Forwarded-For", "X-Forwarded-Proto"),
)
SAID = ("true", "bytes=0-", "bytes=9-1", "-1", "gzip", "text/csv", "multipart/form-data; boundary=a")
headers = st.dictionaries(
    st.sampled_from(HEADERS), st.one_of(st.sampled_from(SAID), st.text("\x21az;=,ñ", max_size=30)), max_size=2
)


class Asked(NamedTuple):
    """Something that somebody asks."""

    route: str
    method: str
    parts: dict[str, str]
    query: dict[str, str]
    form: dict[str, str]
    files: dict[str, bytes]
    headers: dict[str, str]
    raw: bytes | None
    member: bool


@dataclass
class Besieged:
    """A town, and the loop in which it is at work."""

    runner: asyncio.Runner
    office: Office
    routes: list[str]
    stranger: httpx.AsyncClient
    token: str = ""

    def __repr__(self) -> str:
        """Short: it stands in what is told of a failure."""
        return "the town"

    def come_in(self) -> None:
        """Sign in, wherever what was asked before signed somebody out."""
        page = self.runner.run(self.office.get("cuenta"))
        if page.status_code != 200:
            self.runner.run(self.office.sign_in("ana"))
            page = self.runner.run(self.office.get("cuenta"))
        self.token = token_in(page.text)


@pytest.fixture(scope="module")
def besieged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Besieged]:
    """A town with something in it, its administrator signed in, and a stranger."""
    folder = tmp_path_factory.mktemp("town")
    database = Database.open(f"sqlite:///{folder / 'town.db'}")
    prepare(database)
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()

        async def enter() -> Besieged:
            town = await stack.enter_async_context(office(database, folder))
            town.user("ana", Role.ADMINISTRATOR)
            town.desk.people("eva@example.com", "luz@example.com")
            await town.desk.turn()
            await town.desk.settle()
            app = application(database, names("127.0.0.1"), town.desk.clock, town.desk.places, _public(town))
            transport = httpx.ASGITransport(app, client=("127.0.0.1", 4711))
            stranger = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000")
            await stack.enter_async_context(stranger)
            routes = sorted({each.path for each in app.routes if isinstance(each, Route)})
            return Besieged(runner, town, routes, stranger)

        yield runner.run(enter())
        runner.run(stack.aclose())
    database.close()


def _public(town: Office) -> Public:
    return Public(town.desk.folder / "claves")


def asked(routes: list[str]) -> st.SearchStrategy[Asked]:
    """What may be asked of these routes."""

    @st.composite
    def one(draw: st.DrawFn) -> Asked:
        route = draw(st.sampled_from(routes))
        named = re.findall(r"\{(\w+)(?::\w+)?\}", route)
        some = st.dictionaries(st.sampled_from(FIELDS), told, max_size=5)
        return Asked(
            route,
            draw(st.sampled_from(("GET", "POST", "GET", "POST", *METHODS))),
            {name: draw(told) for name in named},
            draw(some),
            draw(some),
            draw(st.dictionaries(st.sampled_from(FIELDS), st.binary(max_size=200), max_size=1)),
            draw(headers),
            draw(st.one_of(st.none(), st.none(), st.none(), st.binary(max_size=300))),
            draw(st.booleans()),
        )

    return one()


def path_of(it: Asked) -> str:
    """The route with its parts filled in; a municipality that there is, mostly, or nothing would be behind it."""
    parts = {**it.parts, "town": it.parts.get("town", "") if len(it.parts.get("town", "")) < 3 else "villa-clara"}
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: quote(parts[found[1]].encode("utf-8", "replace")), it.route)


def test_the_fields_of_the_pages_are_found() -> None:
    """Or nothing of what follows would ask for anything."""
    assert {"ficha", "hacer", "clave", "tema"} <= set(FIELDS)


@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(data=st.data())
def test_whatever_is_asked_is_answered(besieged: Besieged, data: st.DataObject) -> None:
    """With a code that blames whoever asked or asks for patience, whole headers, and nothing of our insides."""
    it = data.draw(asked(besieged.routes))
    client = besieged.office.browser if it.member else besieged.stranger
    path = path_of(it)
    if it.member:
        besieged.come_in()
    form = {"ficha": besieged.token, **it.form} if it.member else it.form
    extra = {name.encode(): value.encode("latin-1") for name, value in {**OWN, **it.headers}.items()}
    content: dict[str, object] = {"content": it.raw} if it.raw is not None else {"data": _sendable(form)}
    if it.raw is None and it.files:
        content["files"] = {name: ("a.csv", data) for name, data in it.files.items()}
    if it.method in ("GET", "HEAD", "OPTIONS", "TRACE"):
        content = {}
    request = client.build_request(
        it.method,
        path,
        params=_sendable(it.query),
        headers=extra,
        **content,  # type: ignore[arg-type]
    )
    answer = besieged.runner.run(asyncio.wait_for(client.send(request), PATIENCE))
    assert answer.status_code < 500 or answer.status_code == 503, (it, answer.text[:2000])
    assert {"content-security-policy", "x-content-type-options", "referrer-policy"} <= set(answer.headers)
    assert "Traceback" not in answer.text
    assert "<script>alert(1)" not in answer.text
    assert "x=1" not in answer.headers.get("set-cookie", "")
    if path.startswith(OFFICE) and not it.member and answer.status_code == 200:
        assert "Salir" not in answer.text


def _sendable(fields: dict[str, str]) -> dict[str, str]:
    """Without what no browser can put on a line."""
    return {name: value.encode("utf-8", "replace").decode() for name, value in fields.items()}
