"""The municipality's bookkeeper: closes the periods whose days of grace are over, beside the daemon."""

import asyncio
from datetime import date
from functools import partial

from delivery.clock import Clock
from delivery.workplace import Workplace, Workplaces
from indicators.closing import PROGRAM, NotClosed, close, count_to_close, due_periods
from indicators.periods import Period
from logs import Log
from storage.database import Database

log = Log(__name__)


class Bookkeeper:
    """Has each municipality's periods counted and closed, one by one."""

    def __init__(self, database: Database, places: Workplaces, clock: Clock) -> None:
        """All stay the caller's."""
        self._database = database
        self._places = places
        self._clock = clock
        self._looked: dict[int, tuple[date, str]] = {}
        """By municipality: on which of its days, and with which configuration, all that was due was closed."""

    async def look(self, stop: asyncio.Event) -> None:
        """Close what is due. `stop`: the daemon ends; what is left is closed after its next start.

        Raises `StorageError`.
        """
        for place in self._places.all:
            today = self._clock.now().astimezone(place.tenant.municipality.zone).date(), place.tenant.digest
            if self._looked.get(place.tenant_id) != today and await self._close_due(place, stop):
                self._looked[place.tenant_id] = today

    async def _close_due(self, place: Workplace, stop: asyncio.Event) -> bool:
        """Whether nothing is left."""
        asked = partial(due_periods, tenant=place.tenant, tenant_id=place.tenant_id, now=self._clock.now())
        due = await self._database.ask(asked)
        closed = [not stop.is_set() and await self._close(place, period) for period in due]
        return all(closed)

    async def _close(self, place: Workplace, period: Period) -> bool:
        """Counted while others write, and written in a moment; False where somebody noted a figure meanwhile."""
        asked = partial(count_to_close, tenant=place.tenant, tenant_id=place.tenant_id, period=period)
        counted = await self._database.ask(partial(asked, now=self._clock.now()))
        work = partial(close, tenant_id=place.tenant_id, counted=counted, actor=PROGRAM)
        try:
            closed = await self._database.run(work)
        except NotClosed:
            # Another daemon, or a person, was first.
            return True
        if closed is not None:
            log.info("a period is closed", tenant=place.tenant.slug, period=period.key, digest=closed.digest)
        return closed is not None
