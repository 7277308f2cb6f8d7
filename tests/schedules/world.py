"""The whole engine on a virtual morning: a daemon that may die at any await, a relay, a disk, and people."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from types import ModuleType, SimpleNamespace
from typing import Any

from sqlalchemy import Connection, select

from delivery.daemon.dispatcher import Dispatcher
from delivery.engines.engine import LocalEngine
from delivery.sending import verdict
from delivery.workplace import Workplace, Workplaces, open_workplace
from storage.errors import StorageError
from storage.tables import delivery, publication
from tests.schedules.disk import Disk
from tests.schedules.relay import Conversation, Relay
from tests.schedules.time import Loop, Time
from tests.schedules.town import ACCOUNTS, PORTS, START, Town
from tests.schedules.wire import Wire

SWEEP = 2.0
"""Seconds between two sweeps while anything is under way; at rest the rows say when the next one is due."""
AT_REST = timedelta(hours=6)
WATCH = 0.2
"""Seconds until a daemon has noticed that somebody else wrote."""

RESTLESS = 20_000
"""Turns of its loops after which a world does not come to rest any more: most need a few hundred."""
Sending = tuple[str, str]
"""Message and address."""

_SENDING = (
    select(publication.c.message, delivery.c.address)
    .join(publication, publication.c.id == delivery.c.publication)
    .where(delivery.c.state == "sending")
)


class Crashed(BaseException):
    """The process is dead: nothing that it still does counts."""


class Process:
    """One life of the daemon, in an event loop of its own."""

    def __init__(self, world: "World") -> None:
        """It lives as long as it is let."""
        self._world = world
        self._left: int | None = None
        self.dead = self._buried = False
        self._stop = asyncio.Event()
        self._loop = Loop(world.time, self._turned)
        self._loop.set_exception_handler(lambda *_: None)
        self._loop.create_connection = self._connect  # type: ignore[method-assign,assignment]  # the only way out
        self._poke = asyncio.Event()
        world.disk.step = self._step
        self._places, self._engine = Workplaces(), LocalEngine()
        self.dispatcher = Dispatcher(self._places, self._engine, "prueba")
        self._main = self._loop.create_task(self._live())

    def run_to(self, moment: float) -> None:
        """Live until a moment. Raises Crashed, and whatever ends a daemon though it should not."""
        self._loop.run_to(moment)
        if self._main.done():
            self._main.result()

    def poke(self) -> None:
        """Somebody else has written."""
        self._loop.call_later(self._world.random.uniform(0, WATCH), self._poke.set)

    def stop(self) -> None:
        """Ask it to end in order, and let it. Raises Crashed, and RuntimeError where it does not end."""
        self._stop.set()
        self._poke.set()
        for _ in range(20):
            if self._main.done():
                return self._main.result()
            self._loop.run_to(self._world.time.seconds + 1)
        raise RuntimeError("it did not end")

    def bury(self) -> None:
        """Take apart what is left of it; it is dead, so that no row and no relay hears of that."""
        self.dead = self._buried = True
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        for _ in range(100):
            self._loop.call_soon(self._loop.stop)
            self._loop.run_forever()
            if not asyncio.all_tasks(self._loop):
                break
        self._loop.close()

    def die_after(self, steps: int | None) -> None:
        """From now on it lives so many turns, commits and writes; None: as long as it is let."""
        self._left = steps

    def _turned(self) -> None:
        if not self._buried:
            self._world.turns += 1
            if self._world.turns > RESTLESS:
                raise RuntimeError("it never comes to rest")
            self._step()

    def _step(self) -> None:
        if self._left is not None and not self.dead:
            self._left -= 1
            self.dead = self._left < 0
        if self.dead:
            raise Crashed

    async def _connect(self, factory: Callable[[], asyncio.BaseProtocol], **where: Any) -> tuple[Any, Any]:
        await asyncio.sleep(0.001)
        protocol, relay = factory(), self._world.relays[where["port"]]
        trouble = relay.trouble("CONNECT", "")
        if trouble == "drop":
            raise ConnectionRefusedError(111, "nobody listens")
        wire = Wire(self._loop, protocol, lambda near: Conversation(relay, near), self._through)
        self._loop.call_soon(wire.begin)
        return wire, protocol

    def _through(self, data: bytes) -> int:
        """How much of what is written leaves; a process that dies just then cuts it anywhere."""
        if self.dead:
            return 0
        try:
            self._step()
        except Crashed:
            return self._world.random.randint(0, len(data))
        return len(data)

    async def _live(self) -> None:
        world = self._world
        with world.disk.write() as connection:
            place = open_workplace(connection, world.town.tenant, world.disk, world.time, world.town.var)
        self._places.put(place)
        lanes = asyncio.create_task(self._engine.run(self.dispatcher.handle, self._stop, 16))
        bells: dict[str, datetime] = {}
        started = False
        while not (lanes.done() or self._stop.is_set()):
            self._poke.clear()
            moment = world.time.now() + timedelta(seconds=SWEEP)
            with suppress(StorageError):
                if not started:
                    await self.dispatcher.start(place)
                    started = True
                moment = await self._turn(place, bells)
            await self._rest(moment)
        await lanes

    async def _turn(self, place: Workplace, bells: dict[str, datetime]) -> datetime:
        """Do what is due; when to look again."""
        now = place.clock.now()
        for name, campaign in place.tenant.campaigns.items():
            if bells.get(name, now) <= now:
                bells[name] = await self.dispatcher.publish(place, campaign)
        found = await self.dispatcher.sweep()
        for _, campaign in found.looks:
            bells[campaign.id] = now
        return min(now + AT_REST, *bells.values(), *([found.next] if found.next else []))

    async def _rest(self, moment: datetime) -> None:
        """Until a moment, until somebody writes, or a lane has come to its end."""
        left = (moment - self._world.time.now()).total_seconds()
        if not self._engine.is_quiet:
            left = min(left, SWEEP)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._poke.wait(), max(left, 0.01))


class World:
    """Everything, at one moment of virtual time."""

    drawing: random.Random
    """What the newest world draws from."""

    def __init__(self, town: Town, disk: Disk, seed: int, messages: Collection[str] = tuple(ACCOUNTS)) -> None:
        """All that is drawn while it runs follows `seed`. No daemon runs yet."""
        self.disk, self.messages = disk, messages
        campaigns = {name: town.tenant.campaigns[name] for name in messages}
        self.town = replace(town, tenant=replace(town.tenant, campaigns=campaigns))
        self.random = World.drawing = random.Random(seed)
        self.time = Time(START)
        self.relays = {port: Relay(self.time, self.random) for port in PORTS.values()}
        self.process: Process | None = None
        self.turns = 0
        """Of the loops of all processes."""
        self.disk_troubles: list[tuple[float, float, int]] = []
        """From when to when commits fail, and with which code."""
        self.cut: Counter[Sending] = Counter()
        """How often a crash, or an end that waited no longer, left a delivery in the midst of its sending."""
        self.faults: list[str] = []
        """What failed in the engine in a way that nobody foresaw."""
        disk.begin_anew()
        disk.delay = self._delay
        with self.outside() as connection:
            self.place = open_workplace(connection, self.town.tenant, disk, self.time, town.var)

    def start(self) -> None:
        """A daemon begins, unless one runs."""
        if self.process is None:
            self.disk.trouble = self._disk_trouble
            self.process = Process(self)

    def end(self) -> None:
        """The daemon ends in order."""
        if self.process is not None:
            with suppress(Crashed, StorageError):
                self.process.stop()
            self.crash()

    def crash(self) -> None:
        """Its memory is thrown away, wherever it is."""
        if self.process is not None:
            self.faults += [str(fault) for fault in self.process.dispatcher.faults.all]
            self.process.bury()
            self.process = None
            self.disk.let_go()
            with self.outside() as connection:
                self.cut.update(sending(connection))

    def run_to(self, moment: float) -> bool:
        """Let time pass; False where the daemon died before the moment had come, and then it is that time."""
        if self.process is None:
            self.time.seconds = max(self.time.seconds, moment)
            return True
        try:
            self.process.run_to(moment)
        except (Crashed, StorageError):
            # A daemon that cannot begin on its database says so and ends.
            self.crash()
            return False
        return True

    @contextmanager
    def outside(self) -> Iterator[Connection]:
        """A transaction of another process; a daemon that lives hears of it. Raises StorageError."""
        step, self.disk.step = self.disk.step, lambda: None
        try:
            with self.disk.write() as connection:
                yield connection
        finally:
            self.disk.step = step
        if self.process is not None:
            self.process.poke()

    def _delay(self) -> float:
        # What is taken apart after a crash has no order of its own: it draws nothing.
        dead = self.process is not None and self.process.dead
        return 0.0 if dead else self.random.choice((0.0, 0.0, 0.002, 0.05))

    def _disk_trouble(self) -> int | None:
        here = self.time.seconds
        return next((code for since, until, code in self.disk_troubles if since <= here < until), None)


def follow_the_seed(put: Callable[[object, str, object], None]) -> None:
    """The lane's own draws follow the seed too, or a seed would not play the same again; `put` undoes it."""
    assert isinstance(verdict.random, ModuleType), "lanes draw elsewhere"  # type: ignore[attr-defined]  # a seam
    put(verdict, "random", SimpleNamespace(Random=lambda: World.drawing))


def sending(connection: Connection) -> list[Sending]:
    """What may be on the wire now, by the rows."""
    return [(row.message, row.address) for row in connection.execute(_SENDING)]
