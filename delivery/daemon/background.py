"""What a daemon does in the background, for it takes its time: copies, web sites, what people are handed."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import NamedTuple

from delivery.clock import Clock
from delivery.faults import Faults, Part, Subject
from delivery.told import Told
from storage.errors import StorageError


class Work(NamedTuple):
    """One thing that is looked after again and again."""

    name: str
    """As faults and the log call it."""
    every: float
    """Seconds between two looks."""
    look: Callable[[asyncio.Event], Awaitable[None]]
    """Do what there is to do; give up once the event is set. May raise `StorageError`, `OSError`."""
    trouble: str
    """What the log says where that happens, in English."""
    at_once: bool = False
    """The first look comes at the daemon's start; else what has come together until the second is seen together."""


class Background:
    """Does each work in a round of its own: messages go out beside them, and none holds up another."""

    def __init__(self, works: Sequence[Work], faults: Faults, clock: Clock, told: Told) -> None:
        """All stay the caller's."""
        self._works = works
        self._faults = faults
        self._clock = clock
        self._told = told

    def rounds(self, stop: asyncio.Event) -> list[Coroutine[None, None, None]]:
        """One for each work, until `stop` is set."""
        return [self._round(work, stop) for work in self._works]

    async def _round(self, work: Work, stop: asyncio.Event) -> None:
        if work.at_once:
            await self._look(work, stop)
        while not await stopped_within(stop, work.every):
            await self._look(work, stop)

    async def _look(self, work: Work, stop: asyncio.Event) -> None:
        subject = Subject(Part.DAEMON, work.name)
        try:
            if not self._faults.rests(subject, self._clock.now()):
                with self._faults.contained(subject, self._clock, OSError):
                    await work.look(stop)
            self._told.well(work.name)
        except (StorageError, OSError) as error:
            self._told.trouble(work.name, work.trouble, error)


async def stopped_within(stop: asyncio.Event, seconds: float) -> bool:
    """Whether it is set before the time is over."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return False
    return True
