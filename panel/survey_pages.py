"""The pages of surveys: to read and to vote, without cookies and without a script."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from campaigns.moment import Moment
from panel.desk import Desk, Refused, last
from panel.public import SURVEYS
from panel.refusals import SURVEYS as REFUSALS
from panel.voting import Page, Stage, Visitor, visit, vote
from storage.tenants import Face, only_face

CODES = {Stage.STALE: 403, Stage.FULL: 403, Stage.EMPTY: 400}


class SurveyPages(Desk):
    """Serves the surveys of one database."""

    prefix = SURVEYS
    refusals = REFUSALS

    @property
    def pages(self) -> list[Route]:
        """A survey's page, and the same by a personal link."""
        return [
            Route(f"{SURVEYS}{{code}}", self.page, methods=["GET", "POST"]),
            Route(f"{SURVEYS}{{code}}/{{token}}", self.page, methods=["GET", "POST"]),
        ]

    async def page(self, request: Request) -> Response:
        """Read it, or vote."""
        try:
            address, now = self.visitor(request), self.clock.now()
            visitor = Visitor(address, self.browser(request), request.path_params.get("token", ""))
            if request.method != "POST":
                return await self._answer(request, self.database.ask, partial(visit, visitor=visitor, now=now))
            form = await self.form(request)
            option, sent = _chosen(last(form, "opcion")), last(form, "formulario")
            work = partial(vote, visitor=visitor, option=option, form=sent, now=now)
            return await self._answer(request, self.database.run, work)
        except Refused as error:
            return self.refuse(request, error.refusal)

    async def _answer(self, request: Request, ask: Callable[..., object], work: Callable[..., Page | None]) -> Response:
        code, path = request.path_params["code"], request.url.path

        def read(connection: Connection) -> Page | Face | None:
            return work(connection, self.keyring(), code) or only_face(connection)

        with self.at_the_rows():
            found = await ask(read)  # type: ignore[misc]  # of `run` and `ask` alike
        if not isinstance(found, Page):
            return self.paper.refuse(REFUSALS.unknown, path, found if isinstance(found, Face) else None)
        html = self.paper.print("encuesta.html", path, found.face, page=found, local=_local(found))
        return HTMLResponse(html, CODES.get(found.stage, 200))


def _chosen(option: str) -> int | None:
    return int(option) if option.isascii() and option.isdigit() and len(option) < 4 else None


def _local(page: Page) -> Callable[[datetime], str]:
    zone = ZoneInfo(page.face.zone)
    return lambda moment: str(Moment(moment.astimezone(zone)))
