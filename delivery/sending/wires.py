"""The sends of an open lane that are under way: as many at once as each account allows, the others in line."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from channels.capabilities import Carries
from channels.message import STOPPED, Message, NotSent, Sent, Unavailable
from channels.message import Scope as Stops
from delivery.accounts.books import Books
from delivery.contained import contained
from delivery.sending.attempt import attempt, unforeseen
from delivery.sending.crew import Crew
from delivery.sending.verdict import Judge, Outgoing, Verdict
from delivery.workplace import Workplace
from storage.ledger import remember


class Wires:
    """Sends what is intended; whoever opened the lane collects the verdicts and records them."""

    def __init__(self, place: Workplace, books: Books, news: asyncio.Event) -> None:
        """`news` is set whenever there is a verdict to collect."""
        self._place = place
        self._books = books
        self._judge = Judge(books)
        self._news = news
        self._crews: dict[str, Crew] = {}
        self._verdicts: list[Verdict] = []
        self.failed: BaseException | None = None
        """What went wrong in a way that nobody foresaw."""

    def begin(self, account: str, messages: Sequence[Outgoing], concurrency: int) -> None:
        """Put intended messages of an account in its line, of which `concurrency` are sent at once."""
        if account not in self._crews:
            self._crews[account] = Crew(self._work, self._ended)
        self._crews[account].put(messages, concurrency)

    @property
    def laden(self) -> bool:
        """Whether every sender will have something to do for a while."""
        return bool(self._crews) and all(crew.laden for crew in self._crews.values())

    def hurry(self) -> None:
        """Nothing has been answered for a while: nobody waits behind whom it keeps waiting."""
        for crew in self._crews.values():
            crew.hurry()

    def collect(self) -> list[Verdict]:
        """The verdicts since the last time."""
        found, self._verdicts = self._verdicts, []
        return found

    def give_back(self) -> None:
        """What has not had its turn gets none: surely nothing of it has left."""
        now = self.now()
        for crew in self._crews.values():
            while crew.line:
                self._verdicts.append(self._judge.unsent(crew.line.popleft().row, now))

    async def drain(self) -> None:
        """Return when nothing is under way any more; nothing can be begun afterwards."""
        for crew in self._crews.values():
            crew.close()
        while workers := [worker for crew in self._crews.values() for worker in crew.workers]:
            await asyncio.wait(workers)

    def cut(self) -> None:
        """Break off what is under way: it stays in doubt."""
        for crew in self._crews.values():
            crew.cut()

    async def _work(self, crew: Crew) -> None:
        while crew.line:
            turn = Turn(self, crew)
            adapter = crew.line[0].adapter
            if isinstance(adapter, Carries):
                with contained("the adapter failed in a way it does not know", channel=adapter.name) as block:
                    await adapter.carry(turn)
                turn.end(block.error)
            elif (message := turn.next()) is not None:
                number = turn.number_of(message)
                turn.done(message, await attempt(adapter, message, partial(self._remember, number)))

    def now(self) -> datetime:
        """The lane's time."""
        return self._place.clock.now()

    def resting(self) -> Unavailable | None:
        """Another learned meanwhile that the service is down: it is not asked once more."""
        if self._books.rests_until is None:
            return None
        return Unavailable(self._books.last_error or STOPPED, code="resting", scope=Stops.ACCOUNT)

    @property
    def ours(self) -> bool:
        """Whether what is intended may still leave."""
        return self._books.ours

    def note(self, outgoing: Outgoing, outcome: Sent | NotSent, started: datetime) -> float:
        """What came of one, for whoever collects. Returns how many seconds it was under way."""
        now = self.now()
        if isinstance(outcome, Unavailable) and not self.ours:
            # The service is not to blame: it was not asked.
            self._verdicts.append(self._judge.unsent(outgoing.row, now))
        else:
            self._verdicts.append(self._judge.judge(outgoing, outcome, started, now))
        if not self._crews[outgoing.chunk.account].laden:
            self._news.set()
        return (now - started).total_seconds()

    async def _remember(self, delivery: int, token: str) -> None:
        epoch = self._books.epoch
        await self._place.database.run(lambda connection: remember(connection, delivery, epoch, token))

    def _ended(self, worker: asyncio.Task[None]) -> None:
        if not worker.cancelled() and (error := worker.exception()) is not None:
            self.failed = error
        self._news.set()


class Turn:
    """One worker's part of a line: it takes messages one after another and tells what came of each."""

    def __init__(self, wires: Wires, crew: Crew) -> None:
        """All messages of the turn go through the adapter of the line's first."""
        self._wires = wires
        self._crew = crew
        self._line = crew.line
        self._adapter = crew.line[0].adapter
        self._taken: dict[str, tuple[Outgoing, datetime]] = {}

    def next(self) -> Message | None:
        """See `Line.next`."""
        while self._line and self._line[0].adapter is self._adapter:
            if not self._wires.ours:
                self._wires.give_back()
                return None
            outgoing, now = self._line.popleft(), self._wires.now()
            resting = self._wires.resting()
            if resting is None:
                self._taken[outgoing.message.key] = (outgoing, now)
                return outgoing.message
            self._wires.note(outgoing, resting, now)
        return None

    def leaves(self, _message: Message) -> bool:
        """See `Line.leaves`."""
        return self._wires.ours

    def done(self, message: Message, outcome: Sent | NotSent) -> None:
        """See `Line.done`."""
        outgoing, started = self._taken.pop(message.key)
        self._crew.took(self._wires.note(outgoing, outcome, started))

    def number_of(self, message: Message) -> int:
        """The delivery of a message that was taken."""
        return self._taken[message.key][0].row.id

    def end(self, error: Exception | None) -> None:
        """What an adapter took and never told of may have left."""
        for outgoing, started in self._taken.values():
            self._wires.note(outgoing, unforeseen(error), started)
        self._taken.clear()
