"""The sends of an open lane that are under way: as many at once as each account allows, the others in line."""

import asyncio
from collections import deque
from datetime import datetime

from channels.message import NotSent, Sent, Unavailable
from channels.message import Scope as Stops
from delivery.attempt import attempt
from delivery.books import Books
from delivery.verdict import STOPPED, Judge, Outgoing, Verdict
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
        self._lines: dict[str, deque[Outgoing]] = {}
        self._workers: dict[asyncio.Task[None], str] = {}
        self._verdicts: list[Verdict] = []
        self.failed: BaseException | None = None
        """What went wrong in a way that nobody foresaw."""

    def begin(self, outgoing: Outgoing, concurrency: int) -> None:
        """Put an intended message in its account's line, of which `concurrency` are sent at once."""
        account = outgoing.chunk.account
        line = self._lines.setdefault(account, deque())
        line.append(outgoing)
        if sum(name == account for name in self._workers.values()) < concurrency:
            worker = asyncio.create_task(self._work(line))
            self._workers[worker] = account
            worker.add_done_callback(self._ended)

    def collect(self) -> list[Verdict]:
        """The verdicts since the last time."""
        found, self._verdicts = self._verdicts, []
        return found

    def give_back(self) -> None:
        """What has not had its turn gets none: surely nothing of it has left."""
        now = self._now()
        for line in self._lines.values():
            while line:
                self._verdicts.append(self._judge.unsent(line.popleft().row, now))

    async def drain(self) -> None:
        """Return when nothing is under way any more."""
        while self._workers:
            await asyncio.wait(self._workers)

    def cut(self) -> None:
        """Break off what is under way: it stays in doubt."""
        for worker in list(self._workers):
            worker.cancel()

    async def _work(self, line: deque[Outgoing]) -> None:
        while line:
            outgoing = line.popleft()
            started = self._now()
            outcome = await self._send(outgoing)
            self._verdicts.append(self._judge.judge(outgoing, outcome, started, self._now()))
            self._news.set()

    async def _send(self, outgoing: Outgoing) -> Sent | NotSent:
        if self._books.rests_until is not None:
            # Another learned meanwhile that the service is down: it is not asked once more.
            return Unavailable(self._books.last_error or STOPPED, code="resting", scope=Stops.ACCOUNT)
        number = outgoing.row.id
        return await attempt(outgoing.adapter, outgoing.message, lambda token: self._remember(number, token))

    async def _remember(self, delivery: int, token: str) -> None:
        epoch = self._books.epoch
        await self._place.database.run(lambda connection: remember(connection, delivery, epoch, token))

    def _ended(self, worker: asyncio.Task[None]) -> None:
        del self._workers[worker]
        if not worker.cancelled() and (error := worker.exception()) is not None:
            self.failed = error
        self._news.set()

    def _now(self) -> datetime:
        return self._place.clock.now()
