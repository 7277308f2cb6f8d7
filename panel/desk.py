"""What all pages for citizens share: how often they are asked, how much they take, and what is answered otherwise."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from urllib.parse import parse_qs

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from delivery.clock import Clock
from delivery.workplace import Workplaces
from panel.paper import STYLE, Paper
from panel.public import LARGEST, Networks, Public
from panel.refusals import Refusal, Refusals
from storage.database import Database
from storage.errors import StorageError
from storage.keyring import Keyring, read_keyring

AT_ONCE = 64
"""How many forms are read at the same time: each is small, and slow telephones are honest."""
PATIENCE = 10.0
"""Seconds in which a form has to be read."""

LONGEST_BROWSER = 500
"""Characters of what a browser says of itself that are looked at."""

Form = Mapping[str, Sequence[str]]
"""What was sent: each field with its values, in the order of the form."""


class Refused(Exception):
    """The request gets no page; the refusal says why."""

    def __init__(self, refusal: Refusal) -> None:
        """`refusal`: what the citizen is told."""
        super().__init__(refusal.title)
        self.refusal = refusal


class Desk(ABC):
    """Pages under one prefix, without cookies and without a script. Children say which, and what they answer."""

    prefix: str
    """One of `panel.public.DESKS`."""
    refusals: Refusals

    def __init__(self, database: Database, public: Public, clock: Clock, places: Workplaces) -> None:
        """`places` are those of today's configuration, whoever keeps them so.

        The keys are read when somebody comes: the daemon may make them after the panel is open.
        """
        self.database, self.public, self.clock, self.places = database, public, clock, places
        self.paper = Paper(self.prefix)
        self._throttle = Networks()
        self._room = asyncio.Semaphore(AT_ONCE)

    @property
    @abstractmethod
    def pages(self) -> list[Route]:
        """The pages themselves."""

    @property
    def routes(self) -> list[Route]:
        """The style sheet and the pages; what is none of them is told so on a page, too."""
        return [
            Route(f"{self.prefix}{STYLE}", self.style),
            *self.pages,
            Route(f"{self.prefix}{{rest:path}}", self.nothing, methods=["GET", "POST"]),
        ]

    async def style(self, _: Request) -> Response:
        """The one style sheet."""
        return Response(self.paper.style, media_type="text/css")

    async def nothing(self, request: Request) -> Response:
        """There is no such page."""
        return self.refuse(request, self.refusals.unknown)

    async def wrong_way(self, request: Request) -> Response:
        """A method that these pages do not know."""
        return self.refuse(request, self.refusals.wrong_way)

    def refuse(self, request: Request, refusal: Refusal) -> Response:
        """The page that says why there is none."""
        return self.paper.refuse(refusal, request.url.path)

    def keyring(self) -> Keyring:
        """The keys of the database. Raises OSError and `WrongKeys`."""
        return read_keyring(self.public.keys)

    def visitor(self, request: Request, throttle: Networks | None = None) -> str:
        """The address that the request comes from. Raises `Refused` where its network asks too often.

        `throttle`: which counts what is asked for besides the pages themselves.
        """
        peer = request.client.host if request.client is not None else ""
        address = self.public.proxies.client(peer, request.headers)
        if not (throttle or self._throttle).admits(address, self.clock.now()):
            raise Refused(self.refusals.too_often)
        return address

    def browser(self, request: Request) -> str:
        """What the browser says of itself."""
        return request.headers.get("user-agent", "")[:LONGEST_BROWSER]

    @contextmanager
    def at_the_rows(self) -> Iterator[None]:
        """Rows and keys are asked within. Raises `Refused` where they cannot be had now."""
        try:
            yield
        except (StorageError, OSError) as error:
            raise Refused(self.refusals.busy) from error

    async def form(self, request: Request, largest: int = LARGEST) -> Form:
        """What was sent, by its fields. Raises `Refused`. `largest`: in octets."""
        return parse_qs((await self.body(request, largest)).decode("ascii", "replace"), keep_blank_values=True)

    async def body(self, request: Request, largest: int = LARGEST) -> bytes:
        """What was sent, whatever it says of its length. Raises `Refused`. `largest`: in octets."""
        try:
            async with asyncio.timeout(PATIENCE), self._room:
                body = await _body(request, largest)
        except (TimeoutError, ClientDisconnect) as error:
            raise Refused(self.refusals.too_slow) from error
        if body is None:
            raise Refused(self.refusals.too_large)
        return body


def last(form: Form, name: str) -> str:
    """The value of a field that has one; empty where it was not sent."""
    return form.get(name, ("",))[-1]


async def _body(request: Request, largest: int) -> bytes | None:
    found = bytearray()
    async for piece in request.stream():
        found += piece
        if len(found) > largest:
            return None
    return bytes(found)
