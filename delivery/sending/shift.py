"""A lane at work: claim, let go of the database, send, record; until nothing is due or somebody says stop."""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby, islice, takewhile

from campaigns.account import Account
from delivery.accounts.books import Books
from delivery.accounts.outlets import Outlets
from delivery.engines.engine import LaneId
from delivery.pace import admit, earliest, spend
from delivery.sending.chunk import Chunk, Taken, chunk_size
from delivery.sending.finishing import Finishing
from delivery.sending.step import Step, Stepped, keep_alone, take
from delivery.sending.verdict import Outgoing, Verdict
from delivery.sending.wires import Wires
from delivery.shares import overdrawn
from delivery.workplace import Workplaces
from logs import Log
from storage.errors import StorageError
from storage.ledger import Claimed
from storage.unsent import Unsent, Unsents

log = Log(__name__)

BREATH = timedelta(seconds=2)
"""A wait longer than this is not slept through: the lane closes and is woken when it is over."""
AHEAD = 2
"""For each send on the wire another is being intended or recorded: the wire does not wait for the disk. Both are in
doubt after a crash."""
ASK_AGAIN = timedelta(seconds=0.3)
"""How long a lane that waits for answers believes that nothing else is due on it."""
MEASURED = 100
"""Results from which a lane's rate is told."""
TRIES = 600
"""How often, a second apart, a result is offered to a database that is full or locked; then the send is uncertain."""
BETWEEN_TRIES = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Found:
    """Of what is claimed, that which has its turn now."""

    ready: list[tuple[Outgoing, Account]] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    """Deliveries that cannot be made into a message, and why."""
    orphans: list[Chunk] = field(default_factory=list)
    """Chunks whose account is not configured any more."""


class Shift:
    """The time from a lane's opening to its closing."""

    def __init__(self, places: Workplaces, lane: LaneId, outlets: Outlets, books: Books) -> None:
        """`books` are those of the lane that was just opened."""
        self._places = places
        self._place = places.by_id[lane.tenant]
        self._lane = lane
        self._outlets = outlets
        self._books = books
        self._news = asyncio.Event()
        self._among = self._place.shards(lane.sender)
        self._wires = Wires(self._place, books, self._news)
        self._finishing = Finishing(self._place.folder, self._place.keyring, self._place.tenant_id)
        self._claimed: deque[tuple[Chunk, Claimed]] = deque()
        self._in_doubt = 0
        """How many were intended and have no recorded result."""
        self._exhausted = False
        """Nothing more was due when the lane last asked."""
        self._next_turn: datetime | None = None
        """When the pace allows the next one."""
        self._busy = False
        """Another lane is writing down whom the next messages are for."""
        self._loose = False
        """Something claimed was let go of, and is still claimed in the rows."""
        self._opened = self._place.clock.now()
        self._recorded = 0
        self._closed = False
        self._alone = False
        """What it has in hand was in hand when the program died: nothing else is taken in hand beside it."""
        self._patient = True
        """What the database cannot take now is offered to it again."""
        self._unsent = Unsents(lane.sender, self._place.clock.now())

    async def work(self, taken: Taken, stop: asyncio.Event) -> None:
        """Send what is claimed already, and all else that is due."""
        stopping = asyncio.create_task(self._tell_of(stop))
        try:
            self._receive(taken)
            await self._until_quiet(stop)
        except asyncio.CancelledError:
            # The daemon ends and waits no longer: what has not been answered, or has no room in the rows, is in doubt.
            self._patient = False
            self._wires.cut()
            raise
        finally:
            stopping.cancel()
            self._wires.give_back()
            await self._wires.drain()
            self._unsent.tell(self._place.clock.now(), closing=True)
            if not self._closed:
                await self._end()

    async def _until_quiet(self, stop: asyncio.Event) -> None:
        while not self._closed:
            if (self._wires.laden or self._busy) and not (stop.is_set() or self._books.closing):
                # A step for many results costs hardly more than one for few.
                await self._wait()
            self._busy = False
            self._news.clear()
            # With another number of lanes the shares are others: opened anew, each knows what all have used.
            ends = stop.is_set() or self._books.closing or self._place.shards(self._lane.sender) != self._among
            if stop.is_set():
                self._wires.give_back()
            if self._wires.failed is not None:
                raise self._wires.failed
            step, ready = self._next_step(ends=ends)
            if not step.empty:
                await self._take(step, ready)
            elif self._in_doubt or self._next_turn is not None:
                await self._wait()

    def _next_step(self, *, ends: bool) -> tuple[Step, Sequence[tuple[Outgoing, Account]]]:
        """What to ask of the database now, and the messages that leave once it has agreed."""
        verdicts = self._wires.collect()
        # A lane that ends waits for no turn: one that is over already would end every wait at once.
        self._next_turn = None
        found = Found() if ends else self._ready(self._in_doubt - len(verdicts))
        left = self._in_doubt - len(verdicts) + len(found.ready)
        wants = not (ends or self._exhausted or self._claimed or (self._alone and left))
        step = Step(
            verdicts=verdicts,
            refused=found.refused,
            orphans=found.orphans,
            intends=[outgoing.row.id for outgoing, _ in found.ready],
            listed=[outgoing.row.id for outgoing, _ in found.ready if outgoing.chunk.listed],
            ranked=[outgoing.row.id for outgoing, _ in found.ready if outgoing.chunk.ranked],
            capped=[outgoing.row.id for outgoing, _ in found.ready if outgoing.chunk.capped],
            claims=chunk_size(self._place, self._lane, self._rate) if wants else 0,
            closes=left == 0 and not wants and (ends or not self._claimed),
            releases=self._loose or bool(self._claimed),
        )
        return step, found.ready

    @property
    def _rate(self) -> float | None:
        """How many it has sent a second; None while it is too early to say."""
        seconds = (self._place.clock.now() - self._opened).total_seconds()
        return self._recorded / seconds if self._recorded >= MEASURED and seconds > 0 else None

    def _ready(self, in_doubt: int) -> Found:
        """What room, pace and quota let go now."""
        found = Found()
        while self._claimed:
            chunk, _ = self._claimed[0]
            account = self._place.tenant.accounts.get(chunk.account)
            if account is None:
                self._claimed.popleft()
                self._loose = True
                found.orphans.append(chunk)
                continue
            if chunk.closes_at is not None and chunk.closes_at <= self._place.clock.now():
                self._claimed.popleft()
                self._loose = True
                continue
            room = AHEAD * self._place.pace(account, self._lane.shard).concurrency - in_doubt - len(found.ready)
            turns = self._turns(account, self._alike(chunk, room), past_quota=chunk.past_quota)
            if not turns:
                break
            for _ in range(turns):
                self._make(found, account)
        return found

    def _alike(self, chunk: Chunk, most: int) -> int:
        """How many of `most` that are next are of this chunk."""
        return sum(1 for _ in takewhile(lambda claimed: claimed[0] is chunk, islice(self._claimed, max(most, 0))))

    def _make(self, found: Found, account: Account) -> None:
        """Make a message of what is next."""
        chunk, row = self._claimed.popleft()
        now = self._place.clock.now()
        late = self._finishing.too_late(chunk, account, now)
        adapter = self._outlets.adapter(self._place, account, chunk.mode)
        made = late or self._finishing.finish(chunk, row, account, adapter, now)
        if isinstance(made, Outgoing):
            found.ready.append((made, account))
        else:
            found.refused.append((row.id, made))
            self._unsent.note(Unsent.REFUSED, chunk.key, made)

    def _turns(self, account: Account, wanted: int, *, past_quota: bool) -> int:
        """How many of so many the pace lets go now; they are spent then. A long wait closes the lane.

        `past_quota`: they count for the quota, and need not wait for it.
        """
        books, now = self._books, self._place.clock.now()
        pace = self._place.pace(account, self._lane.shard)
        over, forgotten = overdrawn(account.pace, books.siblings, self._among, now)
        if pace.quota is not None and over:
            pace = replace(pace, quota=max(pace.quota - over, 0))
        limits = replace(pace, quota=None) if past_quota else pace
        count = admit(limits, books.pace, now, wanted)
        if count:
            books.pace = spend(pace, books.pace, now, count)
        if count or not wanted:
            return count
        moment = earliest(limits, books.pace, now)
        if limits.quota == 0 and forgotten is not None:
            moment = max(moment, forgotten)
        if moment - now > BREATH:
            books.waits_until = moment
        else:
            self._next_turn = moment
        return 0

    async def _take(self, step: Step, ready: Sequence[tuple[Outgoing, Account]]) -> None:
        # What is published while the lane is open may need what the configuration says now.
        self._place = self._places.by_id.get(self._lane.tenant, self._place)
        stepped = await self._commit(step)
        self._in_doubt += len(stepped.go) - len(step.verdicts)
        self._recorded += len(step.verdicts)
        self._closed = step.closes
        for name, alike in groupby(ready, lambda each: each[0].chunk.account):
            made = list(alike)
            going = [outgoing for outgoing, _ in made if outgoing.row.id in stepped.go]
            self._wires.begin(name, going, self._place.pace(made[0][1], self._lane.shard).concurrency)
        self._note_unsent(stepped, ready)
        if step.claims:
            self._receive(stepped.taken)

    def _note_unsent(self, stepped: Stepped, ready: Sequence[tuple[Outgoing, Account]]) -> None:
        for outgoing, _ in ready:
            if outgoing.row.id not in stepped.go:
                skipped = outgoing.row.id in stepped.skipped
                reason = "unwanted or cancelled" if skipped else "it does not run any more"
                self._unsent.note(Unsent.SKIPPED if skipped else Unsent.HELD, outgoing.chunk.key, reason)
        self._unsent.tell(self._place.clock.now(), closing=False)

    def _receive(self, taken: Taken) -> None:
        """Take over what was claimed."""
        chunk = taken.chunk
        self._exhausted = not taken.more
        self._busy = taken.busy
        if chunk is not None:
            self._alone = chunk.alone
            self._books.touched.add(chunk.publication)
            self._claimed.extend((chunk, row) for row in chunk.rows)

    async def _wait(self) -> None:
        """Until there is a verdict, the pace allows more, somebody says stop, or it is time to ask what else is due."""
        turn: asyncio.Task[None] | None = None
        if self._next_turn is not None:
            turn = asyncio.create_task(self._place.clock.sleep_until(self._next_turn))
            turn.add_done_callback(lambda over: None if over.cancelled() else self._news.set())
        try:
            async with asyncio.timeout(ASK_AGAIN.total_seconds()):
                await self._news.wait()
        except TimeoutError:
            self._exhausted = False
            self._wires.hurry()
        finally:
            if turn is not None:
                turn.cancel()

    async def _tell_of(self, stop: asyncio.Event) -> None:
        """Once: a wait that asked for itself whether to stop would end at once, again and again, until all is sent."""
        await stop.wait()
        self._news.set()

    async def _commit(self, step: Step) -> Stepped:
        now = self._place.clock.now()
        work = partial(take, place=self._place, lane=self._lane, books=self._books, step=step, now=now)
        try:
            return await self._place.database.run(work)
        except StorageError as error:
            if step.verdicts and self._patient:
                await self._record_later(step.verdicts, error)
            raise

    async def _record_later(self, verdicts: Sequence[Verdict], error: StorageError) -> None:
        """What was sent has to be remembered: a database that could not take it is asked again for a while."""
        clock = self._place.clock
        log.error("results cannot be recorded yet", count=len(verdicts), reason=str(error))
        # Counted, not timed: a clock that is set forward meanwhile must not make known results unknown.
        for _ in range(TRIES):
            await clock.sleep_until(clock.now() + BETWEEN_TRIES)
            with suppress(StorageError):
                work = partial(keep_alone, place=self._place, verdicts=verdicts, now=clock.now())
                await self._place.database.run(work)
                self._in_doubt -= len(verdicts)
                return

    async def _end(self) -> None:
        """The lane did not come to its quiet end: record what is known, and give back what was not begun."""
        await self._commit(Step(verdicts=self._wires.collect(), closes=True, releases=True))
