"""Where services call with their news: proven, kept as rows, answered. Nothing else is told to whoever calls."""

import asyncio
from functools import partial
from weakref import WeakValueDictionary

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from campaigns.account import Account
from channels.adapter import Adapter
from channels.capabilities import Confirms, Hears, Intake
from channels.news import Call, Forged
from delivery.accounts.intakes import HOOKS, hearers
from delivery.accounts.outlets import Outlets
from delivery.clock import Clock
from delivery.news.hearing import take_in
from delivery.workplace import Workplace, Workplaces
from logs import Log
from panel.public import Proxies
from storage.errors import StorageError
from storage.states import Mode

log = Log(__name__)

LARGEST = 3 * 1024 * 1024
"""Bytes of one call: Meta sends no more (https://developers.facebook.com/docs/graph-api/webhooks/getting-started)."""
JSON = "application/json"
AT_ONCE = 8
"""How many calls are read at the same time: who fills our memory with bodies waits for himself."""
OF_ONE = 2
"""How many of these may come from one address: the services call from many."""
PATIENCE = 10.0
"""Seconds in which a call has to be read and kept: the service calls again."""


class Hooks:
    """The addresses of all accounts that are called."""

    def __init__(self, places: Workplaces, clock: Clock, proxies: Proxies) -> None:
        """`places` are those of today's configuration, whoever keeps them so."""
        self._places = places
        self._clock = clock
        self._outlets: dict[int, Outlets] = {}
        self._proxies = proxies
        self._room = asyncio.Semaphore(AT_ONCE)
        self._of_one: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    @property
    def route(self) -> Route:
        """Where they answer: `/avisos/<municipality>/<account>`."""
        return Route(f"{HOOKS}/{{municipality}}/{{account}}", self.call, methods=["GET", "POST"])

    async def call(self, request: Request) -> Response:
        """One call. 404: no account is called here; 401, 403: nothing proves it; 503: it is to come again."""
        place, account, adapter = self._found(request)
        try:
            if request.method != "POST":
                return _confirmed(request, adapter)
            hears = _admitted(request, adapter)
            async with asyncio.timeout(PATIENCE), self._turn(request), self._room:
                news = hears.hear(Call(dict(request.headers), await _body(request)), self._clock.now())
                if news:
                    keeping = partial(take_in, workplace=place, account=account, news=news, now=self._clock.now())
                    await place.database.run(keeping)
        except Forged as error:
            log.warning("a call that nothing proves", account=account.name, reason=str(error))
            raise HTTPException(401 if request.method == "POST" else 403) from error
        except (StorageError, TimeoutError, ClientDisconnect) as error:
            log.warning("a call could not be kept", account=account.name, reason=str(error))
            raise HTTPException(503) from error
        return PlainTextResponse("")

    def _found(self, request: Request) -> tuple[Workplace, Account, Adapter]:
        wanted = (request.path_params["municipality"], request.path_params["account"])
        for place in self._places.all:
            for account in hearers(place.tenant, Intake.HOOK).values():
                if (place.tenant.slug, account.name) == wanted:
                    outlets = self._outlets.setdefault(place.tenant_id, Outlets())
                    return place, account, outlets.adapter(place, account, Mode.REAL)
        raise HTTPException(404)

    def _turn(self, request: Request) -> asyncio.Semaphore:
        """Whoever calls waits behind the own calls before those of others."""
        peer = request.client.host if request.client is not None else ""
        address = self._proxies.client(peer, request.headers)
        found = self._of_one.get(address)
        if found is None:
            found = self._of_one[address] = asyncio.Semaphore(OF_ONE)
        return found


def _admitted(request: Request, adapter: Adapter) -> Hears:
    """Whoever is no service is sent away before anything of the call is read, and takes up nobody's room.

    Raises `Forged`, and HTTPException for what is no call of a service.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON or not isinstance(adapter, Hears):
        raise HTTPException(415)
    adapter.recognise(request.headers)
    length = request.headers.get("content-length", "")
    if not (length.isascii() and length.isdecimal()):
        raise HTTPException(411)
    if len(length) > len(str(LARGEST)) or int(length) > LARGEST:
        raise HTTPException(413)
    return adapter


async def _body(request: Request) -> bytes:
    """All of it, as it came. Raises HTTPException where it is larger than it said."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise HTTPException(413)
    return bytes(body)


def _confirmed(request: Request, adapter: Adapter) -> Response:
    if not isinstance(adapter, Confirms):
        raise HTTPException(405)
    return PlainTextResponse(adapter.confirm(dict(request.query_params)))
