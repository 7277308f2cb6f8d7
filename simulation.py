"""The same path on a virtual clock: what a plan would send, without anything leaving."""

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from sqlalchemy import URL, Connection, event

from audience.copying import copy_people
from audience.imagined import imagine, imagine_subscribers
from audience.made_up import named_values
from campaigns.tenant import Tenant
from delivery.clock import JumpingClock, run_jumping
from delivery.daemon.assistant import assist
from delivery.daemon.dispatcher import Dispatcher
from delivery.engines.engine import LocalEngine
from delivery.faults import Faults
from delivery.reporting.making import Reporting
from delivery.watching.leftovers import Leftover, leftovers
from delivery.watching.slowed import Slowed, slowed
from delivery.watching.tally import Tally, tally
from delivery.workplace import Workplace, Workplaces, open_workplace
from reporter import reporter, sketcher
from storage import meta
from storage.database import Database
from storage.schema import prepare
from storage.tenants import find_tenant
from webmaster import has_site, order_of
from website.site import build

Result = TypeVar("Result")

HORIZON = timedelta(days=31)
"""How far ahead a campaign's next hour is looked for: farther costs more at each look, nearer makes more looks."""
STUCK = 10_000
"""Turns without the clock moving after which a simulation gives up rather than go on for ever."""


class Scratch(Database):
    """A database of the simulation alone: its work is done in place, so that a virtual clock sees when all wait.

    A power cut may spoil it, for it is made anew each time: nothing waits for the disk.
    """

    def __init__(self, url: str, parsed: URL) -> None:
        """See `Database`."""
        super().__init__(url, parsed)
        event.listen(self._writer, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))

    async def run(self, work: Callable[[Connection], Result]) -> Result:
        """See `Database.run`; no thread."""
        with self.write() as connection:
            return work(connection)

    async def ask(self, work: Callable[[Connection], Result]) -> Result:
        """See `Database.ask`; no thread."""
        with self.read() as connection:
            return work(connection)


@dataclass(frozen=True, slots=True)
class Simulated:
    """What a simulation did for one tenant."""

    tally: Tally
    seconds: float
    """Real seconds until the last row."""
    imagined: tuple[str, ...]
    """The made-up persons, as they are told to the operator; where contacts were copied, only subscribers of messages
    that nobody is subscribed to."""
    now: datetime
    """The last virtual moment, in UTC."""
    unsent: tuple[Leftover, ...]
    """What was due and did not go out."""
    slowed: tuple[Slowed, ...]
    """What a quota made late."""
    made_up: bool
    """No contacts were there to be counted: all its persons are made up."""


Progress = Callable[[date], None]
"""Told each virtual day as it begins."""


class Simulation:
    """One tenant's plan, from one day to another, on a scratch database."""

    def __init__(self, tenant: Tenant, folder: Path, since: date, until: date, *, keeps_messages: bool) -> None:
        """`folder` takes `simulacion.db` and, where `keeps_messages`, the finished messages; `until` is included."""
        zone = tenant.municipality.zone
        self._tenant = tenant
        self._folder = folder
        self._keeps = keeps_messages
        self._start = datetime.combine(since, time(), zone)
        self._end = datetime.combine(until + timedelta(days=1), time(), zone)
        self._clock = JumpingClock(self._start)
        self._turns = itertools.count()

    def run(self, people: Database | None = None, progress: Progress | None = None) -> Simulated:
        """Play it. `people`: the database whose contacts are counted, if it has any, without who they are."""
        began = perf_counter()
        # What is not announced yet lies in it.
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._folder / "simulacion.db"
        path.unlink(missing_ok=True)
        database = Scratch.open(f"sqlite:///{path}")
        try:
            prepare(database)
            place, imagined, copied = self._open(database, people)
            run_jumping(self._clock, lambda: self._play(place, progress))
            with database.write() as connection:
                meta.put(connection, meta.LAST_NOW, self._clock.now().isoformat())
            seconds = perf_counter() - began
            with database.read() as connection:
                counted = tally(connection, place)
                unsent = leftovers(connection, place, self._start, self._end)
                late = slowed(connection, place)
            if self._keeps and has_site(place.tenant):
                self._build_site(place)
            now = self._clock.now()
            return Simulated(counted, seconds, imagined, now, tuple(unsent), tuple(late), made_up=not copied)
        finally:
            database.close()

    def _build_site(self, place: Workplace) -> None:
        with place.database.read() as connection:
            order = order_of(connection, place, since=self._start)
        build(order, place.database)

    def _open(self, database: Database, people: Database | None) -> tuple[Workplace, tuple[str, ...], bool]:
        with database.write() as connection:
            meta.put(connection, meta.SIMULATION, "1")
            place = open_workplace(
                connection,
                self._tenant,
                database,
                self._clock,
                self._folder,
                simulated=True,
                keeps_messages=self._keeps,
                reporter=reporter() if self._keeps else sketcher(),
            )
            copied = people is not None and self._copy(people, connection, place.tenant_id) > 0
            invent, key = (imagine_subscribers if copied else imagine), place.keyring.address_key
            imagined = invent(connection, place.tenant_id, self._tenant, key, self._clock.now())
            return place, tuple(imagined), copied

    def _copy(self, people: Database, connection: Connection, number: int) -> int:
        with people.read() as source:
            known = find_tenant(source, self._tenant.slug)
            return 0 if known is None else copy_people(source, known, connection, number, named_values(self._tenant))

    async def _play(self, place: Workplace, progress: Progress | None) -> None:
        places, engine, stop = Workplaces(), LocalEngine(), asyncio.Event()
        places.put(place)
        dispatcher = Dispatcher(places, engine, "simulación", HORIZON)
        reporting = Reporting(place.database, places, place.clock)
        lanes = asyncio.create_task(engine.run(dispatcher.handle, stop, concurrency=64))
        await dispatcher.start(place)
        bells = dict.fromkeys(sorted(place.tenant.campaigns), place.clock.now())
        while place.clock.now() < self._end:
            await self._turn(place, dispatcher, engine, reporting, bells)
            if progress is not None:
                progress(place.clock.now().astimezone(self._start.tzinfo).date())
        stop.set()
        await lanes
        await dispatcher.close()

    async def _turn(
        self,
        place: Workplace,
        dispatcher: Dispatcher,
        engine: LocalEngine,
        reporting: Reporting,
        bells: dict[str, datetime],
    ) -> None:
        """Do all that is due now, then let the clock jump to what is next. `bells`: when to look at each campaign."""
        now = place.clock.now()
        for name in [name for name, moment in bells.items() if moment <= now]:
            bells[name] = await dispatcher.publish(place, place.tenant.campaigns[name])
        helped = await place.database.run(partial(assist, workplace=place, now=now))
        found = await dispatcher.sweep()
        looks = list(found.looks)
        while not engine.is_quiet or await reporting.make():
            await engine.quiet()
            _show(dispatcher.faults)
            found = await dispatcher.sweep()
            looks += found.looks
        _show(dispatcher.faults)
        bells.update({campaign.id: now for _, campaign in looks})
        moments = [moment for moment in (helped, found.next) if moment is not None and moment > now]
        await place.clock.sleep_until(min([self._end, *moments, *bells.values()]))
        self._turns = itertools.count() if place.clock.now() > now else self._turns
        if next(self._turns) > STUCK:
            raise RuntimeError(f"the simulation does not get past {now.isoformat()}")


def _show(faults: Faults) -> None:
    """A daemon goes on without what fails in an unforeseen way; a rehearsal is there to show it."""
    for fault in faults.all:
        raise RuntimeError(f"{fault.subject.part.value} {fault.subject.name}: {fault.error}")
