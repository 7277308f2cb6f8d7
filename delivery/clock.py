"""The only time that delivery knows: what it is, and waiting until it is something else."""

import asyncio
import heapq
import itertools
import selectors
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Protocol, TypeVar

Result = TypeVar("Result")

LONGEST_NAP = 1.0
"""Seconds. A wait is taken in naps, so that a wall clock that was set is noticed at once."""


class Clock(Protocol):
    """A source of time."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""

    async def sleep_until(self, moment: datetime) -> None:
        """Return when `now()` is at or past `moment`; also where the clock was set back meanwhile: look again then."""


class SystemClock:
    """The machine's wall clock."""

    def now(self) -> datetime:
        """The wall clock, in UTC."""
        return datetime.now(UTC)

    async def sleep_until(self, moment: datetime) -> None:
        """Sleep in naps until the wall clock says so, or jumps: set back by a day, nobody sleeps a day longer."""
        before = self.now()
        while (left := (moment - before).total_seconds()) > 0:
            await asyncio.sleep(min(left, LONGEST_NAP))
            now = self.now()
            if now < before:
                return
            before = now


class JumpingClock:
    """A virtual clock: when nothing is left to do, it jumps to the earliest sleeper.

    It has to run under `run_jumping`, whose event loop tells it when it is idle.
    """

    def __init__(self, start: datetime) -> None:
        """`start` is aware."""
        self._now = start.astimezone(UTC)
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    def now(self) -> datetime:
        """The virtual moment."""
        return self._now

    async def sleep_until(self, moment: datetime) -> None:
        """Wait for the jump that reaches `moment`; a moment that is past only yields."""
        if moment <= self._now:
            await asyncio.sleep(0)
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (moment.astimezone(UTC), next(self._order), future))
        await future

    def jump(self) -> bool:
        """Go to the earliest sleeper and wake it. False: nobody sleeps."""
        while self._sleepers:
            moment, _, future = heapq.heappop(self._sleepers)
            if future.done():
                continue
            self._now = max(self._now, moment)
            future.set_result(None)
            return True
        return False


class _JumpingSelector(selectors.SelectSelector):
    """asyncio asks its selector to wait only when no callback is ready: that is the moment to jump."""

    def __init__(self, clock: JumpingClock) -> None:
        super().__init__()
        self._clock = clock

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if (timeout is None or timeout > 0) and self._clock.jump():
            return super().select(0)
        return super().select(timeout)


def run_jumping(clock: JumpingClock, main: Callable[[], Awaitable[Result]]) -> Result:
    """Run `main()` to its end on an event loop that makes `clock` jump whenever all wait."""

    async def whole() -> Result:
        return await main()

    with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(_JumpingSelector(clock))) as runner:
        return runner.run(whole())
