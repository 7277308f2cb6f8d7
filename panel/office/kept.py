"""What takes longer to make than a page may take: made beside the page, kept for a while, made once for all who ask."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime, timedelta
from typing import Generic, NamedTuple, TypeVar

Value = TypeVar("Value")
PATIENCE = 0.08
"""Seconds that a page waits for what is not there yet."""


class Held(NamedTuple, Generic[Value]):
    """What is there now."""

    value: Value | None
    """None: it is made for the first time still."""
    as_of: datetime | None = None
    """The moment that it tells of, aware."""
    coming: bool = False
    """A newer one is being made."""


class Kept(Generic[Value]):
    """By its key; within one event loop."""

    def __init__(self, fresh: timedelta, most: int, patience: float = PATIENCE) -> None:
        """`fresh`: how long one is as good as new; `most`: how many are kept, of which the longest unasked goes."""
        self._fresh, self._most, self._patience = fresh, most, patience
        self._held: OrderedDict[Hashable, Held[Value]] = OrderedDict()
        self._making: dict[Hashable, asyncio.Task[Held[Value]]] = {}

    async def get(self, key: Hashable, now: datetime, make: Callable[[], Awaitable[Value]]) -> Held[Value]:
        """The newest there is. Raises what `make` does: the next who asks has it made again."""
        found = self._held.get(key, Held(None))
        if found.as_of is not None and timedelta(0) <= now - found.as_of < self._fresh:
            self._held.move_to_end(key)
            return found
        task = self._making.get(key)
        if task is None:
            task = self._making[key] = asyncio.create_task(_made(make, now))
            task.add_done_callback(_heard)
        done, _ = await asyncio.wait({task}, timeout=self._patience)
        if not done:
            return found._replace(coming=True)
        if self._making.get(key) is task:
            del self._making[key]
        held = self._held[key] = task.result()
        self._held.move_to_end(key)
        while len(self._held) > self._most:
            self._held.popitem(last=False)
        return held


async def _made(make: Callable[[], Awaitable[Value]], now: datetime) -> Held[Value]:
    return Held(await make(), now)


def _heard(task: asyncio.Task[Held[Value]]) -> None:
    """Whoever asks next is told of what went wrong; nobody may."""
    if not task.cancelled():
        task.exception()
