"""A lane: opened, worked until it is quiet, asked what became of the uncertain, and given its chores."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from delivery.accounts.books import Books
from delivery.accounts.intakes import answers_through
from delivery.accounts.outlets import Outlets
from delivery.chores.lane_chores import LaneChores
from delivery.engines.engine import LaneId
from delivery.engines.leases import Lease, Leases, take_lane
from delivery.pace import PaceState, read_log
from delivery.retry import FIRST_WAIT, LONGEST_WAIT, backoff
from delivery.sending.answering import Answerer
from delivery.sending.chunk import Taken, chunk_size, next_chunk
from delivery.sending.reconciling import Inquirer
from delivery.sending.shift import Shift
from delivery.workplace import Workplaces
from logs import Log
from storage.lanes import Sibling, siblings, update_lane
from storage.ledger import OpenedLane, Tally, resend_interrupted

log = Log(__name__)


AFTER_A_STOP = tuple(backoff(failures, FIRST_WAIT, LONGEST_WAIT, jitter=0.5) for failures in range(2))
"""How long what a stop cut off waits before it is sent again, where a campaign says so: as after any doubt."""


class _Opening(NamedTuple):
    """A lane that was opened."""

    lane: OpenedLane
    lease: Lease | None
    first: Taken | None
    """What was claimed with it; None: it is put in order, and not worked now."""
    siblings: Sequence[Sibling]


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
        while await self._round(stop) and not stop.is_set():
            # What was interrupted so that somebody got an answer goes on.
            self._place = self._places.by_id.get(self._lane.tenant, self._place)

    async def _round(self, stop: asyncio.Event) -> bool:
        """From the lane's opening to its closing; whether it is to be opened again at once."""
        opening = await self._place.database.run(self._open)
        if opening is None:
            return False
        opened, lease = opening.lane, opening.lease
        if opened.uncertain:
            log.warning("sends that a stop cut off are uncertain", lane=self._lane.sender, count=opened.uncertain)
        if opening.first is None:
            return False
        pace = PaceState(opened.next_send_at, read_log(opened.quota_log))
        books = Books(
            self._lane.sender,
            opened.epoch,
            pace,
            opened.failures,
            siblings=_used(opening.siblings),
            answers=self._lane.shard == 0 and answers_through(self._place.tenant, self._lane.sender),
            lease=lease,
        )
        shift = Shift(self._places, self._lane, self._outlets, books)
        if self._leases is None or lease is None:
            await shift.work(opening.first, stop)
        else:
            async with self._leases.kept(opened, lease):
                await shift.work(opening.first, stop)
        await Inquirer(self._place, self._lane, self._outlets, books).work(stop)
        await LaneChores(self._place, self._lane, self._outlets, books).work(stop)
        if not books.answers or stop.is_set():
            return False
        return await Answerer(self._place, self._lane, self._outlets, books).work(stop) > 0

    def _open(self, connection: Connection) -> _Opening | None:
        """Make the lane ours, and claim the first of what is due on it; None: another daemon holds it."""
        tally = Tally()
        opening = self._take(connection, tally)
        tally.write(connection)
        return opening

    def _take(self, connection: Connection, tally: Tally) -> _Opening | None:
        lane, place, now = self._lane, self._place, self._place.clock.now()
        among, others = place.shards(lane.sender), self._siblings(connection)
        surplus = lane.shard >= among
        if not surplus and any(each.held and each.shard >= among for each in others):
            # The lanes were more: until those at work have noticed, what they take of the pace is not to be had.
            return None
        taken = take_lane(connection, lane, self._owner, self._leases, now, tally)
        if taken is None:
            return None
        opened, lease = taken
        if opened.uncertain:
            resend_interrupted(connection, lane.tenant, lane.sender, lane.shard, now, AFTER_A_STOP, tally)
        if surplus or _rests(opened, now) or any(_rests(each, now) for each in others):
            # Without a sign of life: it has not found out how its service is.
            unseen = {"leased_until": None, "beat_at": None}
            update_lane(connection, lane.tenant, lane.sender, lane.shard, opened.epoch, **unseen)
            return _Opening(opened, None, None, others)
        first = next_chunk(connection, place, lane, opened.epoch, chunk_size(place, lane), now, tally)
        return _Opening(opened, lease, first, others)

    def _siblings(self, connection: Connection) -> Sequence[Sibling]:
        """Where one daemon works at a time, a sender has one lane."""
        if not self._place.spreads:
            return ()
        return siblings(connection, self._lane.tenant, self._lane.sender, self._lane.shard)


def _rests(lane: OpenedLane | Sibling, now: datetime) -> bool:
    return lane.needs_person or (lane.paused_until is not None and lane.paused_until > now)


def _used(others: Sequence[Sibling]) -> dict[int, PaceState]:
    return {each.shard: PaceState(sent=read_log(each.quota_log)) for each in others}
