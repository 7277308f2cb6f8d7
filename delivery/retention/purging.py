"""Each night what has been kept long enough is forgotten: one row for each day, so that none is done twice."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from functools import partial
from time import time as clock

from sqlalchemy import Connection, select

from audience.brought_list import room_of, sweep
from delivery.clock import Clock
from delivery.retention.forgetting import KINDS, forget_some, old_rehearsals
from delivery.workplace import Workplace, Workplaces
from logs import Log
from storage.audit import append
from storage.chores import Chore, ChoreState, add_chore, chores, end_chore, keep_chore, take_chore
from storage.database import Database
from storage.tables import contact
from storage.traces import compact_small, cut_log

log = Log(__name__)

KIND = "purge"
SUBJECT = "rows"
HOUR = time(3)
"""By the municipality's clock: when hardly anything goes out."""
BELIEVED = timedelta(minutes=10)
"""For how long whoever is at it is believed to be without a word."""
ACTOR = "conservación"
DAY = timedelta(days=1, hours=1)
"""From one night's purge to the next, with some room."""


class Purging:
    """Forgets, municipality by municipality."""

    def __init__(self, database: Database, places: Workplaces, clock: Clock) -> None:
        """All stay the caller's."""
        self._database = database
        self._places = places
        self._clock = clock

    async def look(self, stop: asyncio.Event) -> None:
        """Do what is due. `stop`: the daemon ends; what is left is done after its next start. Raises `StorageError`."""
        for place in self._places.all:
            due = await self._database.run(partial(take_purge, place=place, now=self._clock.now()))
            if due is not None:
                await self._purge(place, due, stop)

    async def _purge(self, place: Workplace, due: Chore, stop: asyncio.Event) -> None:
        gone: dict[str, int] = {}
        for name in KINDS:
            after = -1
            while not stop.is_set():
                work = partial(forget_some, place=place, name=name, after=after, now=self._clock.now())
                count, last = await self._database.run(work)
                if last == after:
                    break
                gone[name], after = gone.get(name, 0) + count, last
                if not await self._database.run(partial(_still, number=due.id, now=self._clock.now())):
                    return
        if stop.is_set():
            return
        await asyncio.to_thread(forget_rehearsals, place, self._clock.now())
        await asyncio.to_thread(forget_handed_in, place)
        await self._database.run(partial(_end, place=place, due=due, gone=gone, now=self._clock.now()))
        forgotten = sum(gone.values()) or await self._database.ask(partial(_erased, place=place, now=self._clock.now()))
        await asyncio.to_thread(compact_small if forgotten else cut_log, self._database)


def purge_now(place: Workplace, actor: str, now: datetime) -> dict[str, int]:
    """Forget all that is old at once, by a person's word; how much of each kind."""
    gone: dict[str, int] = {}
    for name in KINDS:
        after, count, last = -1, 0, -1
        while True:
            with place.database.write() as connection:
                count, last = forget_some(connection, place, name, after, now)
            if last == after:
                break
            gone[name], after = gone.get(name, 0) + count, last
    gone["pruebas"] = forget_rehearsals(place, now)
    forget_handed_in(place)
    with place.database.write() as connection:
        append(connection, place.tenant_id, actor, "purge", place.tenant.slug, gone, now)
    cut_log(place.database)
    return gone


def take_purge(connection: Connection, place: Workplace, now: datetime) -> Chore | None:
    """Begin the day's purge, written down where it is new; None where none is due, or another is at it."""
    local = now.astimezone(place.tenant.municipality.zone)
    due = datetime.combine(local.date(), HOUR, local.tzinfo)
    if local >= due:
        add_chore(connection, place.tenant_id, KIND, SUBJECT, local.date().isoformat(), due.astimezone(UTC))
    last = next(iter(chores(connection, place.tenant_id, KIND, SUBJECT, 1)), None)
    return last if last is not None and take_chore(connection, last.id, now, BELIEVED) else None


def forget_rehearsals(place: Workplace, now: datetime) -> int:
    """Delete finished messages of `pruebas` that are old; how many."""
    old = old_rehearsals(place.sandbox, place.tenant.municipality.retention.cutoffs(now)["pruebas"])
    for path in old:
        with suppress(FileNotFoundError):
            path.unlink()
    return len(old)


def forget_handed_in(place: Workplace) -> int:
    """Delete lists that were handed in a day ago and that nobody works on; how many."""
    return sweep(room_of(place.folder, place.tenant.slug), clock())


def _erased(connection: Connection, place: Workplace, now: datetime) -> bool:
    """Whether somebody was forgotten since the night before."""
    its = contact.c
    asked = select(its.id).where(its.tenant == place.tenant_id, its.erased_at > now - DAY).limit(1)
    return connection.execute(asked).first() is not None


def _still(connection: Connection, number: int, now: datetime) -> bool:
    return keep_chore(connection, number, now, BELIEVED)


def _end(connection: Connection, place: Workplace, due: Chore, gone: dict[str, int], now: datetime) -> None:
    if told := {name: count for name, count in gone.items() if count}:
        append(connection, place.tenant_id, ACTOR, "purge", place.tenant.slug, told, now)
        log.info("rows were forgotten", tenant=place.tenant.slug, **told)
    end_chore(connection, due.id, ChoreState.DONE, now)
