"""Time that only passes when all wait: an event loop that jumps to its next timer, and a wall clock that can be set."""

import asyncio
import selectors
from bisect import bisect_right
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

SPINNING = 5_000
"""Turns of a loop in which no time passes, after which somebody waits in a way that is none."""


class Time:
    """Seconds since the beginning, and what the wall clock made of them."""

    def __init__(self, start: datetime) -> None:
        """`start` is aware: what the wall clock says at 0."""
        self.seconds = 0.0
        self._set_at = [0.0]
        self._offsets = [start.astimezone(UTC)]
        self._waiters: dict[asyncio.Future[None], None] = {}

    def wall(self, at: float | None = None) -> datetime:
        """What the wall clock says, or said at a moment."""
        seconds = self.seconds if at is None else at
        return self._offsets[bisect_right(self._set_at, seconds) - 1] + timedelta(seconds=seconds)

    def set(self, by: timedelta) -> None:
        """Somebody sets the wall clock forward, or back."""
        self._offsets.append(self._offsets[-1] + by)
        self._set_at.append(self.seconds)
        for waiter in list(self._waiters):
            if not waiter.done():
                waiter.set_result(None)

    def was_set(self, since: float, until: float) -> bool:
        """Whether somebody set it between two moments."""
        return any(since <= at <= until for at in self._set_at[1:])

    def lowest(self, since: float, until: float) -> datetime:
        """The earliest that the wall clock said between two moments."""
        return min([self.wall(max(since, 0.0)), *(self.wall(at) for at in self._set_at if since <= at <= until)])

    def highest(self, until: float) -> datetime:
        """The latest that it ever said until a moment."""
        just_before = [self._offsets[place] + timedelta(seconds=at) for place, at in enumerate(self._set_at[1:])]
        told = [said for said, at in zip(just_before, self._set_at[1:], strict=True) if at <= until]
        return max(self.wall(until), *told, self.wall(0.0))

    def now(self) -> datetime:
        """See `delivery.clock.Clock`."""
        return self.wall()

    async def sleep_until(self, moment: datetime) -> None:
        """See `delivery.clock.Clock`."""
        loop = asyncio.get_running_loop()
        before = self.now()
        await asyncio.sleep(0)
        while (left := (moment - self.now()).total_seconds()) > 0:
            waiter: asyncio.Future[None] = loop.create_future()
            timer = loop.call_later(left, _end, waiter)
            self._waiters[waiter] = None
            try:
                await waiter
            finally:
                timer.cancel()
                del self._waiters[waiter]
            if self.now() < before:
                return
            before = self.now()


def _end(waiter: "asyncio.Future[None]") -> None:
    if not waiter.done():
        waiter.set_result(None)


class Loop(asyncio.SelectorEventLoop):
    """An event loop in which nothing takes time but waiting, and which asks at each turn whether it goes on."""

    def __init__(self, time: Time, turn: Callable[[], None]) -> None:
        """`turn` is called at every turn of the loop; what it raises ends the run."""
        self._virtual = time
        super().__init__(_Jumps(time, turn))

    def time(self) -> float:
        """See `asyncio.AbstractEventLoop`."""
        return self._virtual.seconds

    def run_to(self, moment: float) -> None:
        """Run until the time is `moment`; whatever is due just then has its turn first."""
        if self._virtual.seconds < moment:
            timer = self.call_at(moment, self.stop)
            self.run_forever()
            timer.cancel()


class _Jumps(selectors.SelectSelector):
    """asyncio asks its selector to wait only when no callback is ready: that is the moment to jump."""

    def __init__(self, time: Time, turn: Callable[[], None]) -> None:
        super().__init__()
        self._time = time
        self._turn = turn
        self._idle = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self._turn()
        if timeout is None:
            raise RuntimeError("everyone waits for ever")
        self._idle = self._idle + 1 if timeout == 0 else 0
        if self._idle > SPINNING:
            raise RuntimeError("somebody spins: no time passes")
        # One nanosecond more: a timer whose moment is not quite reached would ask again and again.
        self._time.seconds += timeout + 1e-9 if timeout > 0 else 0
        return []
