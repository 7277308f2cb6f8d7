"""The pages of surveys: to read and to vote, without cookies and without a script."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from campaigns.moment import Moment
from delivery.clock import Clock
from delivery.sending.ballots import HOUSE, network_of
from panel.paper import STYLE, Paper
from panel.public import LARGEST, PREFIX, Public, Throttle
from panel.refusals import BUSY, TOO_LARGE, TOO_OFTEN, TOO_SLOW, UNKNOWN, WRONG_WAY
from panel.voting import Page, Stage, Visitor, visit, vote
from storage.database import Database
from storage.errors import StorageError
from storage.keyring import Keyring, read_keyring
from storage.tenants import Face, only_face

LONGEST_BROWSER = 500
"""Characters of what a browser says of itself that are looked at."""
AT_ONCE = 64
"""How many votes are read at the same time: each is small, and slow telephones are honest."""
PATIENCE = 10.0
"""Seconds in which a vote has to be read."""
CODES = {Stage.STALE: 403, Stage.FULL: 403, Stage.EMPTY: 400}


class SurveyPages:
    """Serves the surveys of one database."""

    def __init__(self, database: Database, public: Public, clock: Clock) -> None:
        """The keys are read when somebody comes: the daemon may make them after the panel is open."""
        self._database, self._public, self._clock = database, public, clock
        self._throttle = Throttle()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._paper = Paper()

    @property
    def routes(self) -> list[Route]:
        """All under one prefix; what is none of them is told so on a page, too."""
        return [
            Route(f"{PREFIX}{STYLE}", self.style),
            Route(f"{PREFIX}{{code}}", self.page, methods=["GET", "POST"]),
            Route(f"{PREFIX}{{code}}/{{token}}", self.page, methods=["GET", "POST"]),
            Route(f"{PREFIX}{{rest:path}}", self.nothing, methods=["GET", "POST"]),
        ]

    async def style(self, _: Request) -> Response:
        """The one style sheet."""
        return Response(self._paper.style, media_type="text/css")

    async def nothing(self, request: Request) -> Response:
        """No survey has such an address."""
        return self._paper.refuse(UNKNOWN, request.url.path)

    async def wrong_way(self, request: Request, error: Exception) -> Response:
        """A method that these pages do not know; elsewhere it is told to a program."""
        if request.url.path.startswith(PREFIX):
            return self._paper.refuse(WRONG_WAY, request.url.path)
        return PlainTextResponse(f"{error}\n", 405)

    async def page(self, request: Request) -> Response:
        """Read it, or vote."""
        now = self._clock.now()
        peer = request.client.host if request.client is not None else ""
        address = self._public.proxies.client(peer, request.headers)
        if not self._throttle.admits(network_of(address, HOUSE), now):
            return self._paper.refuse(TOO_OFTEN, request.url.path)
        browser = request.headers.get("user-agent", "")[:LONGEST_BROWSER]
        visitor = Visitor(address, browser, request.path_params.get("token", ""))
        if request.method != "POST":
            return await self._answer(request, self._database.ask, partial(visit, visitor=visitor, now=now))
        try:
            async with asyncio.timeout(PATIENCE), self._room:
                body = await _body(request)
        except (TimeoutError, ClientDisconnect):
            return self._paper.refuse(TOO_SLOW, request.url.path)
        if body is None:
            return self._paper.refuse(TOO_LARGE, request.url.path)
        option, form = _chosen(body)
        work = partial(vote, visitor=visitor, option=option, form=form, now=now)
        return await self._answer(request, self._database.run, work)

    async def _answer(self, request: Request, ask: Callable[..., object], work: Callable[..., Page | None]) -> Response:
        code, path = request.path_params["code"], request.url.path

        def read(connection: Connection) -> Page | Face | None:
            return work(connection, self._keyring(), code) or only_face(connection)

        try:
            found = await ask(read)  # type: ignore[misc]  # of `run` and `ask` alike
        except (StorageError, OSError):
            return self._paper.refuse(BUSY, path)
        if not isinstance(found, Page):
            return self._paper.refuse(UNKNOWN, path, found if isinstance(found, Face) else None)
        html = self._paper.print("encuesta.html", path, found.face, page=found, local=_local(found))
        return HTMLResponse(html, CODES.get(found.stage, 200))

    def _keyring(self) -> Keyring:
        return read_keyring(self._public.keys)


async def _body(request: Request) -> bytes | None:
    """What was sent; None where it is too large, whatever it says of its length."""
    found = bytearray()
    async for piece in request.stream():
        found += piece
        if len(found) > LARGEST:
            return None
    return bytes(found)


def _chosen(body: bytes) -> tuple[int | None, str]:
    told = parse_qs(body.decode("ascii", "replace"), max_num_fields=None)
    option = told.get("opcion", [""])[-1]
    number = int(option) if option.isascii() and option.isdigit() and len(option) < 4 else None
    return number, told.get("formulario", [""])[-1]


def _local(page: Page) -> Callable[[datetime], str]:
    zone = ZoneInfo(page.face.zone)
    return lambda moment: str(Moment(moment.astimezone(zone)))
