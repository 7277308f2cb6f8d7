"""A panel that is asked without a socket."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import httpx

from panel.app import application
from panel.door import Names, names
from storage.database import Database


class Fixed:
    """A clock that stands."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        """The moment at which it stands."""
        return self._now

    async def sleep_until(self, moment: datetime) -> None:
        """Nobody waits by it."""


@asynccontextmanager
async def panel(database: Database, now: datetime, called: Names | None = None) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a panel on these rows."""
    app = application(database, called or names("127.0.0.1"), Fixed(now))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8000") as client:
        yield client
