"""What takes longer than a page may: made beside it, once for the same state, and kept for whoever looks next."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime, timedelta
from typing import Generic, NamedTuple, TypeVar

from delivery.contained import contained
from panel.office.asked import Turned
from pieces.refusal import CannotDraw
from storage.errors import StorageError
from storage.snapshots import SpoiledSnapshot

Made = TypeVar("Made")

FRESH = timedelta(minutes=1)
"""How long what was made is shown as it is, though rows may have come meanwhile."""
PATIENCE = 0.05
"""Seconds in which a page waits for what is being made: of a small municipality it is there by then."""
ALONE = 0.08
"""The same of a page that has nothing else made."""
LOST = "No se pudo hacer"
MOST_JOBS = 40
"""Of one municipality, made or waiting for its turn: whoever asks for one period after the other fills no memory."""
CROWDED = Turned(
    503,
    "Hay mucho haciéndose",
    "Se hace una cosa después de otra, y hay muchas en espera.",
    "Espere un minuto y recargue la página.",
)


class Seen(NamedTuple, Generic[Made]):
    """What stands of something at this moment."""

    made: Made | None
    """As it was made last; None: not yet."""
    at: datetime | None
    """When that was begun."""
    busy: bool
    """It is being made, anew where there was one."""


class _Kept(NamedTuple, Generic[Made]):
    made: Made
    state: Hashable
    at: datetime


class Background(Generic[Made]):
    """Makes one thing for each key, one at a time; within one event loop.

    A key begins with whose it is: municipalities take turns.
    """

    def __init__(self, most: int, fresh: timedelta = FRESH, patience: float = PATIENCE) -> None:
        """`most`: how many are kept, of which the longest unasked goes. `fresh`: how long one is as good as new.

        `patience` in seconds.
        """
        self._most, self._fresh, self._patience = most, fresh, patience
        self._kept: OrderedDict[Hashable, _Kept[Made]] = OrderedDict()
        self._jobs: dict[Hashable, asyncio.Task[None]] = {}
        self._lost: dict[Hashable, Turned] = {}
        self._room = asyncio.Semaphore(1)
        self._turns: dict[Hashable, asyncio.Semaphore] = {}

    async def look(
        self, key: Hashable, state: Hashable, now: datetime, make: Callable[[], Awaitable[Made]], *, waits: bool = True
    ) -> Seen[Made]:
        """What stands; where it is of another `state` (None: it has but one), or old, it is made anew.

        Raises `Turned` where that failed, or too much else waits to be made.

        `waits`: for a moment; a page that has waited for something does not wait for the next thing.
        """
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
        if kept is not None and kept.state == state and timedelta() <= now - kept.at < self._fresh:
            return Seen(kept.made, kept.at, busy=False)
        if key not in self._jobs and sum(_whose(each) == _whose(key) for each in self._jobs) >= MOST_JOBS:
            if kept is None:
                raise CROWDED
            return Seen(kept.made, kept.at, busy=True)
        if key not in self._jobs:
            self._jobs[key] = asyncio.get_running_loop().create_task(self._make(key, state, now, make))
        await asyncio.wait({self._jobs[key]}, timeout=self._patience if waits else 0)
        if (lost := self._lost.pop(key, None)) is not None:
            raise lost
        kept = self._kept.get(key)
        return Seen(kept and kept.made, kept and kept.at, busy=key in self._jobs)

    async def settle(self) -> None:
        """Wait until nothing is being made."""
        while self._jobs:
            await asyncio.wait(set(self._jobs.values()))

    async def _make(self, key: Hashable, state: Hashable, now: datetime, make: Callable[[], Awaitable[Made]]) -> None:
        try:
            with contained("what a page shows could not be made", key=str(key)) as block:
                made = await self._made(key, make)
                if made is not None:
                    self._keep(key, _Kept(made, state, now))
            if block.error is not None:
                why = f"Falló de una manera imprevista ({type(block.error).__name__})."
                self._lost[key] = Turned(500, LOST, why, "El registro del pregonero dice por qué.")
        finally:
            self._jobs.pop(key, None)

    def _keep(self, key: Hashable, made: _Kept[Made]) -> None:
        self._kept[key] = made
        self._kept.move_to_end(key)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)

    async def _made(self, key: Hashable, make: Callable[[], Awaitable[Made]]) -> Made | None:
        # One of each municipality waits for the room, so that none waits for all that another one wants.
        turn = self._turns.setdefault(_whose(key), asyncio.Semaphore(1))
        try:
            async with turn, self._room:
                return await make()
        except SpoiledSnapshot as error:
            self._lost[key] = Turned(500, "Este periodo no se puede mostrar", str(error))
        except CannotDraw as error:
            self._lost[key] = Turned(500, LOST, str(error), "Corrija lo que dice, y ábralo otra vez.")
        except (StorageError, OSError) as error:
            self._lost[key] = Turned(503, LOST, str(error), "Espere un momento y recargue la página.")
        return None


def _whose(key: Hashable) -> Hashable:
    return key[0] if isinstance(key, tuple) else None
