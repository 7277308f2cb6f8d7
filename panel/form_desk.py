"""What the desks share that take a form: whose it is, how many one network may send, and how rows are asked."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from campaigns.tenant import Tenant
from delivery.clock import Clock
from delivery.workplace import Workplace, Workplaces, configured_face
from panel.desk import Desk, Refused
from panel.public import Networks, Public
from panel.visits import Flooded, Visitor
from storage.database import Database

Found = TypeVar("Found")

OFTEN, WITHIN = 20, timedelta(hours=1)
"""How many forms one network may send: a class of a school does, a program wants more."""


class FormDesk(Desk):
    """Serves the municipalities that are configured here, and take such a form."""

    def __init__(self, database: Database, public: Public, clock: Clock, places: Workplaces) -> None:
        """As `Desk` has it."""
        super().__init__(database, public, clock, places)
        self._sent = Networks(OFTEN, WITHIN)

    @abstractmethod
    def is_open(self, tenant: Tenant) -> bool:
        """Whether a municipality takes it."""

    @abstractmethod
    async def form_page(self, request: Request) -> Response:
        """Show the form, or take what was sent."""

    @property
    def form_routes(self) -> list[Route]:
        """The form of the only municipality, or of one of several."""
        both = ["GET", "POST"]
        return [
            Route(self.prefix, self.form_page, methods=both),
            Route(f"{self.prefix}de/{{municipality}}", self.form_page, methods=both),
        ]

    @property
    def open_places(self) -> Mapping[int, Workplace]:
        """The municipalities that take it, by their numbers."""
        return {number: place for number, place in self.places.by_id.items() if self.is_open(place.tenant)}

    def place(self, request: Request) -> Workplace:
        """Whose form it is. Raises `Refused`."""
        slug, among = request.path_params.get("municipality"), self.open_places.values()
        found = [place for place in among if slug is None or place.tenant.slug == slug]
        if len(found) != 1:
            raise Refused(self.refusals.unknown)
        return found[0]

    def who(self, request: Request) -> Visitor:
        """Who asks. Raises `Refused` where their network asks too often."""
        return Visitor(self.visitor(request), self.browser(request))

    def count(self, visitor: Visitor) -> None:
        """One more is sent from this network. Raises `Refused` where these are too many."""
        if not self._sent.admits(visitor.address, self.clock.now()):
            raise Refused(self.refusals.too_often)

    async def ask(self, work: Callable[[Connection], Found]) -> Found:
        """What the rows say. Raises `Refused` where they cannot be asked now."""
        with self.at_the_rows():
            return await self.database.ask(work)

    async def run(self, work: Callable[[Connection], Found]) -> Found:
        """Write rows. Raises `Refused` where that cannot be done now."""
        try:
            with self.at_the_rows():
                return await self.database.run(work)
        except Flooded as error:
            raise Refused(self.refusals.busy) from error

    def print(
        self, request: Request, template: str, place: Workplace | None, values: Mapping[str, object], code: int = 200
    ) -> Response:
        """A page of a municipality; None: nobody knows whose."""
        face = None if place is None else configured_face(place.tenant)
        return HTMLResponse(self.paper.print(template, request.url.path, face, **values), code)
