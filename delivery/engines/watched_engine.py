"""An engine of this process, watched: for how long a woken lane has waited though there was room for it."""

import asyncio
import time
from collections.abc import Callable, Iterable

from delivery.engines.engine import Engine, Handler, LaneId


class WatchedEngine:
    """Hands all on to another engine, and sees when that one begins what it was asked for."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        """`engine` works all lanes in this process; `clock`: seconds."""
        self._engine = engine
        self._clock = clock
        self._woken: dict[LaneId, float] = {}
        self._under_way: set[LaneId] = set()
        self._room = 1
        self._begun_at = clock()

    def wake(self, lanes: Iterable[LaneId], *, urgent: bool = False) -> None:
        """See `Engine.wake`."""
        asked = tuple(lanes)
        now = self._clock()
        for lane in asked:
            self._woken.setdefault(lane, now)
        self._engine.wake(asked, urgent=urgent)

    async def run(self, handler: Handler, stop: asyncio.Event, concurrency: int) -> None:
        """See `Engine.run`."""
        self._room = concurrency

        async def watched(lane: LaneId, stop: asyncio.Event) -> None:
            self._woken.pop(lane, None)
            self._under_way.add(lane)
            self._begun_at = self._clock()
            try:
                await handler(lane, stop)
            finally:
                self._under_way.discard(lane)
                self._begun_at = self._clock()

        await self._engine.run(watched, stop, concurrency)

    def waits(self) -> float:
        """For how many seconds the engine has begun nothing though it could: 0 where all waits its turn.

        A lane that is under way and is woken again is worked once more when it ends; with as many under way as there
        is room for, the others wait for one to end.
        """
        waiting = [moment for lane, moment in self._woken.items() if lane not in self._under_way]
        if not waiting or len(self._under_way) >= self._room:
            return 0.0
        return self._clock() - max(min(waiting), self._begun_at)
