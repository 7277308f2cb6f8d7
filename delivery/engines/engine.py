"""What carries wake-ups. Messages never travel here: they are rows."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from delivery.contained import contained


@dataclass(frozen=True, slots=True, order=True)
class LaneId:
    """A credential of a tenant, and a shard of it."""

    tenant: int
    sender: str
    shard: int = 0


GRACE = 7.0
"""Seconds. A service that hangs does not keep the daemon from ending: what it has not answered is uncertain then."""

Handler = Callable[[LaneId, asyncio.Event], Awaitable[None]]
"""Works a lane until nothing is due on it, or the event says stop. It does not raise."""


class Engine(Protocol):
    """Wakes lanes, each in one place at a time."""

    def wake(self, lanes: Iterable[LaneId], *, urgent: bool = False) -> None:
        """Ask that these lanes be worked. Idempotent; may be lost: the sweep asks again."""

    async def run(self, handler: Handler, stop: asyncio.Event, concurrency: int) -> None:
        """Hand woken lanes to `handler`, `concurrency` at a time, until `stop`; then wait for those left."""


class LocalEngine:
    """All in this process. A lane woken while it is being worked is worked once more."""

    def __init__(self, grace: float = GRACE) -> None:
        """Nothing is woken yet. `grace`: seconds that lanes under way have to end in, once they are to stop."""
        self._grace = grace
        self._urgent: dict[LaneId, None] = {}
        self._woken: dict[LaneId, None] = {}
        self._under_way: dict[LaneId, asyncio.Task[None]] = {}
        self._news = asyncio.Event()
        self._quiet = asyncio.Event()
        self._quiet.set()

    @property
    def is_quiet(self) -> bool:
        """Whether no lane is woken or being worked."""
        return self._quiet.is_set()

    async def quiet(self) -> None:
        """Return when no lane is woken or being worked."""
        await self._quiet.wait()

    def wake(self, lanes: Iterable[LaneId], *, urgent: bool = False) -> None:
        """Put the lanes in line; urgent ones before all others."""
        for lane in lanes:
            (self._urgent if urgent else self._woken)[lane] = None
            self._quiet.clear()
        self._news.set()

    async def run(self, handler: Handler, stop: asyncio.Event, concurrency: int) -> None:
        """See `Engine.run`. An urgent lane does not count against `concurrency`."""
        stopping = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                self._news.clear()
                self._start(handler, stop, concurrency)
                if not self._under_way:
                    self._quiet.set()
                news = asyncio.create_task(self._news.wait())
                await asyncio.wait({news, stopping, *self._under_way.values()}, return_when=asyncio.FIRST_COMPLETED)
                news.cancel()
                self._reap()
            if self._under_way:
                await asyncio.wait(self._under_way.values(), timeout=self._grace)
        finally:
            stopping.cancel()
            for task in self._under_way.values():
                task.cancel()
            outcomes = await asyncio.gather(*self._under_way.values(), return_exceptions=True)
            self._under_way.clear()
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                raise outcome

    def _start(self, handler: Handler, stop: asyncio.Event, concurrency: int) -> None:
        for line, limit in ((self._urgent, None), (self._woken, concurrency)):
            for lane in [lane for lane in line if lane not in self._under_way]:
                if limit is not None and len(self._under_way) >= limit:
                    return
                del line[lane]
                self._under_way[lane] = asyncio.create_task(self._work(handler, lane, stop))

    async def _work(self, handler: Handler, lane: LaneId, stop: asyncio.Event) -> None:
        with contained("a lane's handler failed", lane=lane.sender):
            await handler(lane, stop)

    def _reap(self) -> None:
        for lane, task in list(self._under_way.items()):
            if task.done():
                del self._under_way[lane]
                task.result()
