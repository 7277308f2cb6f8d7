"""The page of a link that asks for an approval: what is to go out, what changed, and two buttons with a note."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial
from urllib.parse import quote

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from delivery.approving.by_link import LONGEST_NOTE, Page, Stage, Word, speak, visit
from delivery.approving.exhibits import Changed, Exhibit
from delivery.approving.reported import exhibit, with_report
from delivery.approving.shown import words_of
from delivery.clock import Clock
from delivery.reporter import CannotMake
from delivery.reporting.glimpse import Glimpses
from delivery.workplace import Workplaces
from panel.desk import Desk, Form, Refused, last
from panel.public import APPROVALS, Networks, Public
from panel.refusals import APPROVALS as REFUSALS
from panel.refusals import NOT_SHOWN
from pieces.refusal import CannotDraw
from storage.database import Database
from storage.tenants import Face, face_of
from storage.tokens import BadToken

CODES = {Stage.MUTE: 400, Stage.CHANGED: 409, Stage.OVER: 410, Stage.STRANGER: 403}
GLANCES = 120
"""Pictures that a network may open within the time of its pages: several people may read one with ten."""
AT_ONCE = 2
"""How many are read or drawn at the same time: each may take some tens of megabytes."""
LARGEST = 12 * LONGEST_NOTE + 1_000
"""Octets of a form: a note whose every sign takes the most that one can (four octets, each written as «%F0»)."""


class ApprovalPages(Desk):
    """Serves the links of all municipalities of a database."""

    prefix = APPROVALS
    refusals = REFUSALS

    def __init__(self, database: Database, public: Public, clock: Clock, places: Workplaces) -> None:
        """As `Desk` has it: what is read is what the configuration says now."""
        super().__init__(database, public, clock, places)
        self._glances, self._easel = Networks(GLANCES), asyncio.Semaphore(AT_ONCE)
        self._glimpses = Glimpses()

    @property
    def pages(self) -> list[Route]:
        """One for each link, and what it shows."""
        return [
            Route(f"{APPROVALS}{{token}}", self.page, methods=["GET", "POST"]),
            Route(f"{APPROVALS}{{token}}/{{number:int}}", self.exhibit),
        ]

    async def page(self, request: Request) -> Response:
        """What the link shows; POST says the word, GET decides nothing."""
        token, now = request.path_params["token"], self.clock.now()
        try:
            self.visitor(request)
            if request.method != "POST":
                return await self._answer(request, self.database.ask, partial(visit, token=token, now=now), now)
            form = await self.form(request, LARGEST)
            work = partial(speak, token=token, word=_word(form), now=now)
            return await self._answer(request, self.database.run, work, now)
        except Refused as error:
            return self.refuse(request, error.refusal)

    async def exhibit(self, request: Request) -> Response:
        """A picture or a document of the page, as long as it is asked about."""
        token, number, now = request.path_params["token"], request.path_params["number"], self.clock.now()

        def find(connection: Connection) -> Exhibit:
            return exhibit(connection, self.places, self.keyring(), self._glimpses, token, number, now)

        try:
            self.visitor(request, self._glances)
            with self.at_the_rows():
                found = await self.database.ask(find)
            if found.too_large:
                return self.refuse(request, self.refusals.unknown)
            async with self._easel:
                return handed(found, await asyncio.to_thread(found.read))
        except BadToken:
            return self.refuse(request, self.refusals.unknown)
        except (Changed, CannotDraw, CannotMake, OSError):
            return self.refuse(request, NOT_SHOWN)
        except Refused as error:
            return self.refuse(request, error.refusal)

    async def _answer(
        self, request: Request, ask: Callable[..., object], work: Callable[..., Page], now: datetime
    ) -> Response:
        def read(connection: Connection) -> tuple[Page, Face]:
            page = work(connection, places=self.places, keyring=self.keyring())
            return page, face_of(connection, page.tenant)

        try:
            with self.at_the_rows():
                page, face = await ask(read)  # type: ignore[misc]  # of `run` and `ask` alike
                page = await self._with_report(page, now)
        except BadToken:
            return self.refuse(request, self.refusals.unknown)
        token = request.path_params["token"]
        html = self.paper.print("aprobar.html", request.url.path, face, page=page, token=token, words_of=words_of)
        return HTMLResponse(html, CODES.get(page.stage, 200))

    async def _with_report(self, page: Page, now: datetime) -> Page:
        """Counted apart from the word, for which others may wait."""
        if page.question is None or page.question.message.entry.report is None:
            return page
        work = partial(with_report, places=self.places, glimpses=self._glimpses, page=page, now=now)
        async with self._easel:
            return await self.database.ask(work)


def handed(exhibit: Exhibit, data: bytes) -> Response:
    """A picture to be seen in its page, anything else to be kept: nothing of it runs where the page does."""
    way = "inline" if exhibit.drawn else "attachment"
    named = {"Content-Disposition": f"{way}; filename*=UTF-8''{quote(exhibit.name, safe='')}"}
    return Response(data, media_type=exhibit.mime, headers=named)


def _word(form: Form) -> Word:
    """Raises `Refused` for what no button of the page sends."""
    said = {"si": True, "no": False, "enlace": None}
    pressed = last(form, "decision")
    if pressed not in said:
        raise Refused(REFUSALS.wrong_way)
    return Word(said[pressed], last(form, "nota"))
