"""The panel's pages. Everything is read from rows: so it is the same beside the daemon and in a process of its own."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import Connection
from starlette.applications import Starlette
from starlette.convertors import IntegerConvertor, register_url_convertor
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from delivery.clock import Clock, SystemClock
from delivery.watching.health import Health, health
from delivery.workplace import Workplaces
from panel.approval_pages import ApprovalPages
from panel.desk import Desk
from panel.door import NOT_FOR_ALL, Door, Names
from panel.health_document import CODES, document, unknown
from panel.hooks import Hooks
from panel.leaving_pages import LeavingPages
from panel.office.offices import office
from panel.proposal_pages import ProposalPages
from panel.public import Proxies, Public, from_outside, is_public
from panel.site_pages import SitePages, hosts_of
from panel.subscription_pages import SubscriptionPages
from panel.survey_pages import SurveyPages
from storage.database import Database
from storage.errors import StorageError
from storage.lock import is_held

if TYPE_CHECKING:
    from panel.metrics import Metrics

Found = TypeVar("Found")
Handler = Callable[[Request, Exception], Awaitable[Response]]

PATIENCE = 5.0
"""Seconds within which the database has to answer: a monitor waits no longer either."""
SILENT = "La base de datos no responde."
AT_ONCE = 2
"""How many looks at the database at once: the threads that read are the daemon's too."""
INDEX = """Pregonero

/salud    cómo va, para un monitor: 200 si los mensajes salen, 503 si no
/metrics  cifras para Prometheus
"""
NOTHING = "Aquí no hay nada. Hay /salud y /metrics.\n"


class Panel:
    """Answers from one database."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        """`database` stays the caller's."""
        self._database = database
        self._clock = clock or SystemClock()
        self._metrics: Metrics | None = None
        self._room = asyncio.Semaphore(AT_ONCE)

    async def health(self, _: Request) -> Response:
        """Whether messages go out: 200, or 503 with the reasons."""
        now = self._clock.now()
        found = await self._look(now)
        if isinstance(found, str):
            return JSONResponse(unknown(found, now), 503)
        return JSONResponse(document(found), CODES[found.state])

    async def metrics(self, _: Request) -> Response:
        """Figures for Prometheus; 503 where the rows cannot be read."""
        from panel.metrics import CONTENT_TYPE, Metrics  # noqa: PLC0415 - few ask for them, and they weigh 2 MB

        now = self._clock.now()
        found = await self._look(now)
        if isinstance(found, str):
            return PlainTextResponse(f"{found}\n", 503)
        self._metrics = self._metrics or Metrics()
        work = partial(self._metrics.text, found=found, database=self._database)
        told = await self._ask(work)
        return PlainTextResponse(told, 503) if isinstance(told, str) else Response(told, media_type=CONTENT_TYPE)

    async def _look(self, now: datetime) -> Health | str:
        """The health, or in Spanish why it cannot be told."""

        def work(connection: Connection) -> Health:
            return health(connection, now, held=is_held(self._database))

        return await self._ask(work)

    async def _ask(self, work: Callable[[Connection], Found]) -> Found | str:
        """What the database answers, or in Spanish why it does not."""
        try:
            async with asyncio.timeout(PATIENCE), self._room:
                return await self._database.ask(work)
        except TimeoutError:
            return SILENT
        except StorageError as error:
            return str(error)


class Number(IntegerConvertor):
    """A number in an address: of no more digits than a row's, for Python reads none of thousands."""

    regex = "[0-9]{1,19}"


def application(
    database: Database,
    names: Names,
    clock: Clock | None = None,
    places: Workplaces | None = None,
    public: Public | None = None,
) -> Starlette:
    """The panel as an ASGI application. `names`: those under which it answers; without `public` nobody votes here.

    `places`: the municipalities that are called by their services, and to which people subscribe; None: none is.
    """
    register_url_convertor("int", Number())
    panel = Panel(database, clock)
    proxies = public.proxies if public is not None else Proxies()
    hooks = Hooks(places or Workplaces(), clock or SystemClock(), proxies)
    routes = [
        Route("/salud", panel.health),
        Route("/metrics", panel.metrics),
        hooks.route,
    ]

    site = SitePages(places or Workplaces(), proxies, clock or SystemClock())
    routes.append(Route("/favicon.ico", site.icon))

    async def nothing(request: Request, error: Exception) -> Response:
        outside, path = from_outside(request.headers), request.url.path
        if is_public(path):
            return PlainTextResponse(NOT_FOR_ALL, 404)
        found = await site.answer(request)
        if found is not None:
            return found
        if path == "/" and not outside:
            return PlainTextResponse(INDEX)
        return PlainTextResponse(NOT_FOR_ALL if outside else NOTHING, 404)

    handlers: dict[int, Handler] = {404: nothing}
    desks = _desks(database, public, clock or SystemClock(), places or Workplaces()) if public is not None else []
    routes += [route for desk in desks for route in desk.routes]
    routes += office(places or Workplaces(), clock or SystemClock(), proxies) if public is not None else []

    async def wrong_way(request: Request, error: Exception) -> Response:
        desk = next((each for each in desks if request.url.path.startswith(each.prefix)), None)
        return PlainTextResponse(f"{error}\n", 405) if desk is None else await desk.wrong_way(request)

    handlers[405] = wrong_way
    door = Middleware(Door, names, proxies, more=lambda: _own_names(places))
    found = Starlette(routes=routes, middleware=[door], exception_handlers=handlers)
    found.state.environment = public.environment if public is not None else {}
    return found


def _own_names(places: Workplaces | None) -> set[str]:
    """The names of the municipalities' own sites and desks."""
    return {name for place in (places.all if places is not None else ()) for name in hosts_of(place)}


def _desks(database: Database, public: Public, clock: Clock, places: Workplaces) -> list[Desk]:
    """The pages for citizens, and for staff without an account."""
    kinds: tuple[type[Desk], ...] = (SurveyPages, SubscriptionPages, ApprovalPages, LeavingPages, ProposalPages)
    return [kind(database, public, clock, places) for kind in kinds]
