"""The duties of a daemon: what it does again and again, for all, until it is told to stop."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from typing import TypeVar

from delivery.clock import Clock
from delivery.daemon.background import Background, stopped_within
from delivery.daemon.dispatcher import Dispatcher
from delivery.daemon.intake import Intake
from delivery.daemon.looks import Looks
from delivery.daemon.supervisor import Supervisor
from delivery.engines.engine import Engine
from delivery.faults import Part, Subject
from delivery.pulse import SignOfLife
from delivery.rounds import Duty, Rounds, late
from delivery.told import Told
from storage.database import Database
from storage.errors import StorageError
from storage.lock import AlreadyRunning, DaemonLock

Result = TypeVar("Result")

SWEEP = timedelta(seconds=2)
"""The longest between two sweeps."""
BREATH = 0.1
"""Seconds, the shortest between two sweeps that nobody asks for: while they write down what is over, piece by piece,
what goes out has the database."""
WATCH = 0.2
"""Seconds between two looks at whether another process has written."""
GUARD = 5.0
"""Seconds between two looks at whether the database is still this daemon's alone."""
RELOAD = 2.0
"""Seconds between two looks at whether the files have changed."""
SIGN = 1.0
"""Seconds between two looks at whether a sign of life is due."""
LANES = 64
"""How many lanes are worked at once; urgent ones do not count."""


class Duties:
    """Sweeps, lanes, watches, readings: each goes on whatever befalls the others."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        dispatcher: Dispatcher,
        engine: Engine,
        looks: Looks,
        intake: Intake,
        sign: SignOfLife,
        rounds: Rounds,
        supervisor: Supervisor,
        told: Told,
        lock: DaemonLock | None,
        background: Background,
        listen: Callable[[asyncio.Event], Awaitable[None]],
    ) -> None:
        """`lock`: what keeps other daemons out; where it is lost to another, `done` raises.

        `listen` hears what services tell until the event is set that it is handed.
        """
        self._database = database
        self._clock = clock
        self._dispatcher = dispatcher
        self._engine = engine
        self._looks = looks
        self._intake = intake
        self._sign = sign
        self._rounds = rounds
        self._supervisor = supervisor
        self._told = told
        self._lock = lock
        self._background = background
        self._listen = listen
        self._faults = dispatcher.faults
        self._told_to_read = False
        self._poke = asyncio.Event()
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """End: what is under way is finished."""
        self._supervisor.ending()
        self._stop.set()

    def again(self) -> None:
        """Read the files anew, whether they have changed or not."""
        self._supervisor.reading()
        self._told_to_read = True
        self._intake.again()

    async def done(self) -> None:
        """Do them all until `stop`. Raises `AlreadyRunning` where another daemon has taken the database."""
        await _together(
            self._sweeps(),
            self._watches(),
            self._reloads(),
            self._lanes(),
            self._guards(),
            self._signs(),
            self._feeds(),
            self._listens(),
            *self._background.rounds(self._stop),
        )

    async def _guards(self) -> None:
        """See that no other daemon has come. Raises `AlreadyRunning`."""
        while not await self._stopped_within(GUARD):
            try:
                if self._lock is not None:
                    await asyncio.to_thread(self._lock.check)
                self._rounds.turned(Duty.LOCK, done=True)
            except AlreadyRunning:
                raise
            except StorageError as error:
                self._rounds.turned(Duty.LOCK, done=False)
                self._told.trouble("lock", "the daemon's lock cannot be asked", error)

    async def _lanes(self) -> None:
        while not self._stop.is_set():
            await self._duty(Duty.LANES, lambda: self._engine.run(self._dispatcher.handle, self._stop, LANES))
            await self._stopped_within(WATCH)

    async def _signs(self) -> None:
        """Apart from all others: it tells which of them have come to a stop."""
        while True:
            try:
                await self._contained("sign of life", lambda: self._sign.give(self._clock.now()))
            except StorageError as error:
                self._told.trouble("sign of life", "no sign of life can be given", error)
            if await self._stopped_within(SIGN):
                return

    async def _feeds(self) -> None:
        """Apart from the sign of life, which waits for the database: a locked one is no reason to be started anew."""
        while True:
            self._supervisor.alive(late(self._rounds.since_done()), self._rounds.hanging())
            if await self._stopped_within(SIGN):
                return

    async def _listens(self) -> None:
        """Each account that is asked for news is asked apart from all others."""
        while not self._stop.is_set():
            await self._contained("listening", lambda: self._listen(self._stop))
            await self._stopped_within(SIGN)

    async def _sweeps(self) -> None:
        while not self._stop.is_set():
            self._poke.clear()
            upcoming = None
            try:
                upcoming = await self._duty(Duty.SWEEP, self._sweep)
                self._told.well("database")
            except StorageError as error:
                self._told.trouble("database", "sweep stopped by its database", error)
            now = self._clock.now()
            moment = min(upcoming or now + SWEEP, now + SWEEP)
            await self._wait(max((moment - now).total_seconds(), BREATH))

    async def _sweep(self) -> datetime | None:
        """Look at all rows once, and at what bells have overlooked. Returns when rows make the next thing due."""
        await self._looks.overlooked()
        found = await self._dispatcher.sweep()
        for place, campaign in found.looks:
            await self._looks.at(place.tenant_id, campaign.id)
        return found.next

    async def _duty(
        self, duty: Duty, work: Callable[[], Awaitable[Result]], *foreseen: type[Exception]
    ) -> Result | None:
        """One round of a duty; None where it failed in an unforeseen way, or rests because it did."""
        done = False
        try:
            result, done = await self._contained(duty, work, *foreseen)
        finally:
            self._rounds.turned(duty, done=done)
        return result

    async def _contained(
        self, name: str, work: Callable[[], Awaitable[Result]], *foreseen: type[Exception]
    ) -> tuple[Result | None, bool]:
        """What came of the work, and whether it was done."""
        subject = Subject(Part.DAEMON, name)
        if not self._faults.rests(subject, self._clock.now()):
            with self._faults.contained(subject, self._clock, *foreseen):
                return await work(), True
        return None, False

    async def _wait(self, seconds: float) -> None:
        """Until the time is over, somebody writes a row, or the daemon stops."""
        waits = {asyncio.create_task(self._poke.wait()), asyncio.create_task(self._stop.wait())}
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()

    async def _watches(self) -> None:
        """On SQLite: a verb in another process has written."""
        seen = 0
        while not await self._stopped_within(WATCH):
            try:
                changed = await self._duty(Duty.WATCH, self._changes)
            except StorageError as error:
                self._told.trouble("database", "the database cannot be watched", error)
                continue
            if changed is not None and changed != seen:
                seen = changed
                self._poke.set()

    async def _changes(self) -> int:
        # A server may keep one waiting; a file does not.
        return self._database.changed() if self._database.path else await asyncio.to_thread(self._database.changed)

    async def _reloads(self) -> None:
        while not await self._stopped_within(RELOAD):
            try:
                await self._duty(Duty.RELOAD, self._reload_if_due, OSError)
            except (StorageError, OSError) as error:
                self._told.trouble("configuration", "the configuration could not be taken up", error)
                self._intake.again()

    async def _reload_if_due(self) -> None:
        if self._intake.due:
            await self._intake.take(self._looks)
            self._told.well("configuration")
            if self._told_to_read:
                self._told_to_read = False
                self._supervisor.ready()

    async def _stopped_within(self, seconds: float) -> bool:
        return await stopped_within(self._stop, seconds)


async def _together(*works: Coroutine[None, None, None]) -> None:
    """Do all of them; the first that fails ends the others, and its error is raised as it is."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        await asyncio.gather(*tasks)
    finally:
        # One that was cancelled with this is tidying up: a second time would cut that short.
        for task in tasks:
            if not task.cancelling():
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
