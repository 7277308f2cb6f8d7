"""The page behind the link of each message to a person: one click leaves (RFC 8058), looking changes nothing."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from urllib.parse import parse_qs

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from audience.leaving import WHOLE_KEY
from audience.leaving_token import Leaver
from delivery.clock import Clock
from delivery.workplace import Workplaces
from panel.desk import Desk, Refused
from panel.leaving import BY_CLICK, BY_PAGE, BY_PAGE_ALL, Page, Wish, is_over, is_stand_in, obey, read_link, visit
from panel.multipart import fields, is_multipart
from panel.preferring import PAGE as PREFERENCES
from panel.preferring import preferences_token
from panel.public import LEAVING, SUBSCRIPTIONS, Public, Throttle
from panel.refusals import LEAVING as REFUSALS
from panel.refusals import TRIAL
from storage.database import Database

FIELD, ONE_CLICK = "List-Unsubscribe", "One-Click"
"""What a mail program posts, without cookie and without asking (RFC 8058 §3.2)."""


class LeavingPages(Desk):
    """Serves the links of one database's messages."""

    prefix = LEAVING
    refusals = REFUSALS

    def __init__(self, database: Database, public: Public, clock: Clock, places: Workplaces) -> None:
        """As `Desk` has it: topics are called as they are today."""
        super().__init__(database, public, clock, places)
        self._of_one = Throttle()
        """Of right links, each for itself: a mail provider posts thousands of them from one network."""

    @property
    def pages(self) -> list[Route]:
        """One for each recipient of each list."""
        return [Route(f"{LEAVING}{{token}}", self.page, methods=["GET", "POST"])]

    async def page(self, request: Request) -> Response:
        """Look, leave, or come back."""
        try:
            with self.at_the_rows():
                return await self._answer(request)
        except Refused as error:
            return self.refuse(request, error.refusal)

    async def _answer(self, request: Request) -> Response:
        now = self.clock.now()
        leaver = self._leaver(request, now)
        told = await self._told(request) if request.method == "POST" else {}
        clicked = told.get(FIELD) == ONE_CLICK
        if leaver is None:
            return self._nobody(request, clicked)
        wish = Wish.LIST if clicked else _wish(told.get("accion", ""))
        if wish is None or (clicked and await self.database.ask(partial(is_over, leaver=leaver))):
            work = partial(self._visit, leaver=leaver, now=now)
            return self._printed(request, await self.database.ask(work), clicked, self._own(leaver))
        evidence = BY_CLICK if clicked else BY_PAGE_ALL if wish is Wish.ALL else BY_PAGE
        form = told.get("formulario", "")
        work = partial(self._obey, leaver=leaver, wish=wish, form=form, evidence=evidence, now=now)
        return self._printed(request, await self.database.run(work), clicked, self._own(leaver))

    def _leaver(self, request: Request, now: datetime) -> Leaver | None:
        """Whose link it is. Raises `Refused` where one link, or one network with wrong ones, asks too often."""
        token = request.path_params["token"]
        leaver = read_link(self.keyring(), token, now)
        if leaver is None:
            self.visitor(request)
        elif not self._of_one.admits(token, now):
            raise Refused(REFUSALS.too_often)
        return leaver

    def _nobody(self, request: Request, clicked: bool) -> Response:
        """A link that is not ours; a mail program is answered as always, and nothing happens."""
        refusal = TRIAL if is_stand_in(request.path_params["token"]) else REFUSALS.unknown
        answer = self.refuse(request, refusal)
        if clicked:
            answer.status_code = 200
        return answer

    def _visit(self, connection: Connection, leaver: Leaver, now: datetime) -> Page | None:
        return visit(connection, self.keyring(), leaver, self._names(leaver.tenant), now)

    def _obey(
        self, connection: Connection, leaver: Leaver, wish: Wish, form: str, evidence: str, now: datetime
    ) -> Page | None:
        return obey(connection, self.keyring(), leaver, wish, form, evidence, self._names(leaver.tenant), now)

    def _names(self, tenant: int) -> Mapping[str, str]:
        place = self.places.by_id.get(tenant)
        return {} if place is None else {slug: each.name for slug, each in place.tenant.municipality.topics.items()}

    def _own(self, leaver: Leaver) -> str:
        """Where somebody who leaves topics may choose others; empty: there is no such page, or it is a test's link."""
        place = self.places.by_id.get(leaver.tenant)
        if place is None or leaver.trial or not leaver.topics or len(leaver.key) != WHOLE_KEY:
            return ""
        return f"..{SUBSCRIPTIONS}{PREFERENCES}{preferences_token(place.keyring, leaver.tenant, leaver.key)}"

    def _printed(self, request: Request, page: Page | None, clicked: bool, own: str) -> Response:
        if page is None:
            return self._nobody(request, clicked)
        return HTMLResponse(self.paper.print("baja.html", request.url.path, page.face, page=page, own=own))

    async def _told(self, request: Request) -> Mapping[str, str]:
        """The fields that were sent, in either form that RFC 8058 §3.2 allows."""
        body = await self.body(request)
        kind = request.headers.get("content-type", "")
        if is_multipart(kind):
            return fields(kind, body)
        return {name: values[-1] for name, values in parse_qs(body.decode("ascii", "replace")).items()}


def _wish(told: str) -> Wish | None:
    return Wish(told) if told in list(Wish) else None
