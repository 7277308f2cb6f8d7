"""Leases: a daemon holds a lane for a few seconds at a time, and sends nothing once it may have lost it.

Only several daemons on one database need them. The database's clock says when a lease ends; whoever holds it counts by
a clock of its own, which ends earlier, and which goes on while the process is frozen or the machine sleeps.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from delivery.engines.engine import LaneId
from logs import Log
from storage.database import Database
from storage.errors import StorageError
from storage.lanes import renew
from storage.ledger import OpenedLane, Tally, lease_lane, open_lane

log = Log(__name__)

TERM = timedelta(seconds=8)
"""How long after its holder's last sign a lane may be taken over."""
RENEWAL = 2.0
"""Seconds between two renewals."""
MARGIN = 1.0
"""Seconds. So much earlier than the database the holder takes its lease for ended: more than clocks drift in a term,
and than a message takes from the last look at the lease to its first byte."""
Steady = Callable[[], float]
"""Seconds that only ever go forward."""


def steady() -> float:
    """Seconds since the machine started, those included in which it slept (`CLOCK_BOOTTIME`, clock_gettime(2))."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


@dataclass(slots=True)
class Lease:
    """One open lane's, as its holder knows it."""

    until: float
    clock: Steady = steady
    lost: bool = field(default=False)
    """Another daemon has opened the lane."""

    @property
    def holds(self) -> bool:
        """Whether nobody else can have opened the lane yet."""
        return not self.lost and self.clock() < self.until


class Leases:
    """A daemon's, for all its lanes."""

    def __init__(self, database: Database, term: timedelta = TERM, clock: Steady = steady) -> None:
        """`database` is PostgreSQL's."""
        self._database = database
        self._term = term
        self._clock = clock

    def take(
        self, connection: Connection, lane: LaneId, owner: str, now: datetime, tally: Tally
    ) -> tuple[OpenedLane, Lease] | None:
        """Open a lane under a lease, and leave what that counts in `tally`; None: another daemon holds it."""
        begun = self._clock()
        opened = lease_lane(connection, lane.tenant, lane.sender, lane.shard, owner, now, self._term, tally)
        return None if opened is None else (opened, Lease(self._until(begun), self._clock))

    @asynccontextmanager
    async def kept(self, opened: OpenedLane, lease: Lease) -> AsyncIterator[None]:
        """Renew the lease every few seconds for the length of a block; closing the lane ends it."""
        renewing = asyncio.create_task(self._renew_again(opened, lease))
        try:
            yield
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)

    async def _renew_again(self, opened: OpenedLane, lease: Lease) -> None:
        while not lease.lost:
            await asyncio.sleep(RENEWAL)
            begun = self._clock()
            try:
                # Beside the writers' threads: a lease does not wait behind what waits for a lock.
                held = await asyncio.to_thread(self._renew, opened)
            except StorageError as error:
                log.warning("a lease could not be renewed", lane=opened.id, reason=str(error))
                continue
            if held:
                lease.until = self._until(begun)
            else:
                lease.lost = True
                log.warning("another daemon has taken a lane over", lane=opened.id, epoch=opened.epoch)

    def _renew(self, opened: OpenedLane) -> bool:
        with self._database.write(tells=False) as connection:
            return renew(connection, opened.id, opened.epoch, self._term)

    def _until(self, begun: float) -> float:
        return begun + self._term.total_seconds() - MARGIN


def take_lane(
    connection: Connection, lane: LaneId, owner: str, leases: Leases | None, now: datetime, tally: Tally
) -> tuple[OpenedLane, Lease | None] | None:
    """Open a lane, under a lease where there are `leases`: without, no other daemon works on the database.

    None: another daemon holds it.
    """
    if leases is None:
        return open_lane(connection, lane.tenant, lane.sender, lane.shard, owner, now, tally), None
    return leases.take(connection, lane, owner, now, tally)
