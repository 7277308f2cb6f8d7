"""Who sends an account's messages: as many at once as it allows, and no more awake than a fast service needs.

Each message costs a connection an exchange; one that goes on with the next message at once saves a second one.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable

from delivery.sending.verdict import Outgoing

Line = deque[Outgoing]
SHORT = 0.05
"""Seconds. Whoever is woken gets as much to do as takes about so long."""
LONGEST_RUN = 8
"""Messages for one that is woken, however fast the service."""
_WEIGHT = 0.1
"""Of the newest duration in the average."""


class Crew:
    """The workers of one account in an open lane."""

    def __init__(self, work: Callable[["Crew"], Awaitable[None]], ended: Callable[[asyncio.Task[None]], None]) -> None:
        """`work` sends what stands in the line until it is empty; `ended` is told of each worker's end."""
        self.line: Line = deque()
        self._work = work
        self._ended = ended
        self._most = 1
        self._workers: set[asyncio.Task[None]] = set()
        self._idle: list[asyncio.Future[None]] = []
        self._closed = False
        self._seconds: float | None = None

    def put(self, messages: Iterable[Outgoing], most: int) -> None:
        """Send these, at most so many at once."""
        self.line.extend(messages)
        self._most = most
        self._wake(-(-len(self.line) // self._run))

    def hurry(self) -> None:
        """Something takes its time: all hands, as far as there is anything in the line."""
        self._wake(len(self.line))

    def took(self, seconds: float) -> None:
        """How long a message was under way."""
        known = self._seconds
        self._seconds = seconds if known is None else known + _WEIGHT * (seconds - known)

    def close(self) -> None:
        """Nothing more comes: each ends when the line is empty."""
        self._closed = True
        self._wake(len(self._idle))

    def cut(self) -> None:
        """Break off what is under way."""
        for worker in self._workers:
            worker.cancel()

    @property
    def workers(self) -> set[asyncio.Task[None]]:
        """Those that have not ended."""
        return self._workers

    @property
    def laden(self) -> bool:
        """There is work in the line for half of those who may send at once: results can wait a moment for others."""
        return len(self.line) * 2 >= self._most and bool(self.line)

    @property
    def _run(self) -> int:
        """How many messages one that is woken will find time for."""
        if self._seconds is None:
            return 1
        return max(1, min(LONGEST_RUN, int(SHORT / max(self._seconds, SHORT / LONGEST_RUN))))

    def _wake(self, count: int) -> None:
        for _ in range(count):
            if self._idle:
                rest = self._idle.pop()
                if not rest.done():
                    rest.set_result(None)
            elif len(self._workers) < self._most and not self._closed:
                worker = asyncio.create_task(self._live())
                self._workers.add(worker)
                worker.add_done_callback(self._over)
            else:
                return

    async def _live(self) -> None:
        while self.line or not self._closed:
            if self.line:
                await self._work(self)
                continue
            rest: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._idle.append(rest)
            try:
                await rest
            finally:
                if rest in self._idle:
                    self._idle.remove(rest)

    def _over(self, worker: asyncio.Task[None]) -> None:
        self._workers.discard(worker)
        self._ended(worker)
