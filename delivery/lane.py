"""A lane: opened, worked until it is quiet, and asked what became of the uncertain."""

import asyncio
from datetime import datetime

from sqlalchemy import Connection

from delivery.books import Books
from delivery.chunk import NOTHING, Taken, chunk_size, next_chunk
from delivery.engine import LaneId
from delivery.leases import Lease, Leases
from delivery.outlets import Outlets
from delivery.pace import PaceState
from delivery.reconciling import Inquirer
from delivery.retry import FIRST_WAIT, LONGEST_WAIT, backoff
from delivery.shift import Shift
from delivery.workplace import Workplaces
from logs import Log
from storage.lanes import update_lane
from storage.ledger import OpenedLane, Tally, open_lane, resend_interrupted

log = Log(__name__)


AFTER_A_STOP = tuple(backoff(failures, FIRST_WAIT, LONGEST_WAIT, jitter=0.5) for failures in range(2))
"""How long what a stop cut off waits before it is sent again, where a campaign says so: as after any doubt."""


class LaneWorker:
    """Works one lane from waking to quiet."""

    def __init__(
        self, places: Workplaces, lane: LaneId, outlets: Outlets, owner: str, leases: Leases | None = None
    ) -> None:
        """`owner` names this process in the lane's row; without `leases` no other daemon works on the database."""
        self._places = places
        self._place = places.by_id[lane.tenant]
        self._lane = lane
        self._outlets = outlets
        self._owner = owner
        self._leases = leases

    async def work(self, stop: asyncio.Event) -> None:
        """Send what is due on the lane. Returns when nothing is, when the lane must rest, or soon after `stop`."""
        taken = await self._place.database.run(self._open)
        if taken is None:
            return
        opened, lease, first = taken
        if opened.uncertain:
            log.warning("sends that a stop cut off are uncertain", lane=self._lane.sender, count=opened.uncertain)
        if _rests(opened, self._place.clock.now()):
            return
        pace = PaceState(opened.next_send_at, opened.quota_used, opened.quota_since)
        books = Books(self._lane.sender, opened.epoch, pace, opened.failures, lease=lease)
        shift = Shift(self._places, self._lane, self._outlets, books)
        if self._leases is None or lease is None:
            await shift.work(first, stop)
        else:
            async with self._leases.kept(opened, lease):
                await shift.work(first, stop)
        await Inquirer(self._place, self._lane, self._outlets, books).work(stop)

    def _open(self, connection: Connection) -> tuple[OpenedLane, Lease | None, Taken] | None:
        """Make the lane ours, and claim the first of what is due on it; None: another daemon holds it."""
        tally = Tally()
        taken = self._take(connection, tally)
        tally.write(connection)
        return taken

    def _take(self, connection: Connection, tally: Tally) -> tuple[OpenedLane, Lease | None, Taken] | None:
        lane, place, now = self._lane, self._place, self._place.clock.now()
        lease: Lease | None = None
        if self._leases is None:
            opened = open_lane(connection, lane.tenant, lane.sender, lane.shard, self._owner, now, tally)
        elif (taken := self._leases.take(connection, lane, self._owner, now, tally)) is not None:
            opened, lease = taken
        else:
            return None
        if opened.uncertain:
            resend_interrupted(connection, lane.tenant, lane.sender, lane.shard, now, AFTER_A_STOP, tally)
        if _rests(opened, now):
            update_lane(connection, lane.tenant, lane.sender, lane.shard, opened.epoch, leased_until=None)
            return opened, None, NOTHING
        return opened, lease, next_chunk(connection, place, lane, opened.epoch, chunk_size(place, lane), now, tally)


def _rests(opened: OpenedLane, now: datetime) -> bool:
    return opened.needs_person or (opened.paused_until is not None and opened.paused_until > now)
