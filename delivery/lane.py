"""A lane at work: claim, let go of the database, send, record; until nothing is due or somebody says stop."""

import asyncio
from datetime import timedelta

from sqlalchemy import Connection

from campaigns.account import Account
from channels.adapter import Pace
from delivery.books import Books
from delivery.chunk import Chunk, next_chunk
from delivery.engine import LaneId
from delivery.outlets import Outlets
from delivery.pace import PaceState, earliest, spend
from delivery.sending import Sending
from delivery.workplace import Workplaces
from logs import Log
from storage.lanes import update_lane
from storage.ledger import Cause, finish, move_publication, open_lane, release
from storage.states import PublicationState

log = Log(__name__)

BREATH = timedelta(seconds=2)
"""A wait longer than this is not slept through: the lane closes and is woken when it is over."""
CHUNK_SECONDS = 0.4
"""How much work is claimed at once: an urgent message waits for no more than this."""
LARGEST_CHUNK = 200
AHEAD = 2
"""For each send on the wire another is being intended or recorded: the wire does not wait for the disk. Both are in
doubt after a crash."""

Tasks = set[asyncio.Task[None]]


class LaneWorker:
    """Works one lane from waking to quiet."""

    def __init__(self, places: Workplaces, lane: LaneId, outlets: Outlets, owner: str) -> None:
        """`owner` names this process in the lane's row."""
        self._places = places
        self._place = places.by_id[lane.tenant]
        self._lane = lane
        self._outlets = outlets
        self._owner = owner

    async def work(self, stop: asyncio.Event) -> None:
        """Send what is due on the lane. Returns when nothing is, when the lane must rest, or soon after `stop`."""
        now, lane = self._place.clock.now(), self._lane
        opened = await self._place.database.run(
            lambda connection: open_lane(connection, lane.tenant, lane.sender, lane.shard, self._owner, now)
        )
        if opened.uncertain:
            log.warning("sends that a stop cut off are uncertain", lane=lane.sender, count=opened.uncertain)
        if opened.needs_person or (opened.paused_until is not None and opened.paused_until > now):
            return
        pace = PaceState(opened.next_send_at, opened.quota_used, opened.quota_since)
        books = Books(lane.sender, opened.epoch, pace, opened.failures)
        try:
            await self._until_quiet(books, Sending(self._place, lane, books), stop)
        finally:
            await self._place.database.run(lambda connection: self._close(connection, books))

    async def _until_quiet(self, books: Books, sending: Sending, stop: asyncio.Event) -> None:
        under_way: Tasks = set()
        try:
            while not (stop.is_set() or books.closing):
                chunk = await self._claim(books)
                if chunk is not None:
                    await self._start(chunk, books, sending, under_way, stop)
                if chunk is None or chunk.last:
                    if under_way:
                        await _first_done(under_way)
                    if not under_way:
                        # What has come due meanwhile wakes the lane again.
                        return
        except asyncio.CancelledError:
            # The daemon ends and waits no longer: what has not been answered stays in doubt.
            for task in under_way:
                task.cancel()
            raise
        finally:
            # Each of them has to be recorded, also where another failed.
            outcomes = await asyncio.gather(*under_way, return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome

    async def _claim(self, books: Books) -> Chunk | None:
        # What has been published since the lane was opened may need what the configuration says now.
        self._place = place = self._places.by_id.get(self._lane.tenant, self._place)
        lane, now, limit = self._lane, place.clock.now(), self._chunk_size()
        return await place.database.run(lambda connection: next_chunk(connection, place, lane, books.epoch, limit, now))

    async def _start(self, chunk: Chunk, books: Books, sending: Sending, under_way: Tasks, stop: asyncio.Event) -> None:
        """Start the chunk's sends at the lane's pace; what cannot start any more is given back when the lane closes."""
        books.touched.add(chunk.publication)
        account = self._place.tenant.accounts.get(chunk.account)
        if account is None:
            await self._place.database.run(lambda connection: self._orphan(connection, chunk))
            return
        adapter = self._outlets.adapter(self._place, account, chunk.mode)
        for row in chunk.rows:
            while len(under_way) >= AHEAD * account.pace.concurrency:
                await _first_done(under_way)
            if not await self._turn(account.pace, books, stop):
                break
            under_way.add(asyncio.create_task(sending.send(chunk, row, account, adapter)))

    async def _turn(self, pace: Pace, books: Books, stop: asyncio.Event) -> bool:
        """Wait for the next moment that pace and quota allow. False: the lane has to close first."""
        clock = self._place.clock
        while not (stop.is_set() or books.closing):
            now = clock.now()
            moment = earliest(pace, books.pace, now)
            if moment <= now:
                books.pace = spend(pace, books.pace, now)
                return True
            if moment - now > BREATH:
                books.waits_until = moment
            else:
                await clock.sleep_until(moment)
        return False

    def _orphan(self, connection: Connection, chunk: Chunk) -> None:
        """The account was taken out of the configuration: the publication waits for it, visibly."""
        now = self._place.clock.now()
        reason = f"El canal «{chunk.account}» ya no está en canales.yaml. Vuelva a ponerlo y reanude, o cancele."
        move_publication(connection, chunk.publication, PublicationState.PAUSED, Cause.PAUSE, now, reason)

    def _close(self, connection: Connection, books: Books) -> None:
        """Give back what was claimed and not begun, finish what is finished, and write the lane's row."""
        lane, now = self._lane, self._place.clock.now()
        release(connection, lane.tenant, lane.sender, lane.shard, books.epoch)
        for number in books.touched:
            finish(connection, number, now)
        update_lane(
            connection,
            lane.tenant,
            lane.sender,
            lane.shard,
            books.epoch,
            due_at=books.waits_until,
            **books.pace.columns,
            paused_until=books.rests_until,
            needs_person=books.needs_person,
            failures=books.failures,
            last_error=books.last_error,
        )

    def _chunk_size(self) -> int:
        rates = [account.pace.per_second for account in self._accounts()]
        return max(1, min(LARGEST_CHUNK, int(min(rates, default=1.0) * CHUNK_SECONDS)))

    def _accounts(self) -> list[Account]:
        accounts = self._place.tenant.accounts.values()
        return [account for account in accounts if account.sender == self._lane.sender]


async def _first_done(under_way: Tasks) -> None:
    """Wait until one send has ended, and take out what has. Raises what it raised: a database that is full, say."""
    done, _ = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
    under_way -= done
    failed = [error for task in done if (error := task.exception()) is not None]
    if failed:
        raise failed[0]
