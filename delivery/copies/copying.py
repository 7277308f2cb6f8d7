"""The daemon's part in a copy: it begins the process that makes it, waits, and writes down what came of it."""

import asyncio
import json
from dataclasses import replace
from functools import partial

from sqlalchemy import Connection

from delivery.apart import at_work
from delivery.clock import Clock
from delivery.copies.copies import (
    AGAIN,
    BELIEVED,
    Order,
    Outcome,
    asks_for_one,
    file_of,
    forget,
    keeper,
    note,
    outcome_of,
    settings,
    take_copy,
    unwanted,
)
from delivery.publishing.freeze import media_folder
from delivery.workplace import KEYS, Workplace, Workplaces
from logs import Log
from storage.chores import Chore, ChoreState, end_chore, keep_chore
from storage.database import Database

log = Log(__name__)

UNKNOWN = "el proceso que la hace se detuvo ({}); el registro del pregonero dice por qué"


class Copying:
    """Makes the copies that are due, one at a time."""

    def __init__(self, database: Database, places: Workplaces, clock: Clock) -> None:
        """All stay the caller's."""
        self._database = database
        self._places = places
        self._clock = clock

    async def look(self, stop: asyncio.Event) -> None:
        """Make the copy that is due, if one is. `stop`: the daemon ends, and no copy holds it up.

        Raises `StorageError`, `OSError` where no process can be begun."""
        place = keeper(self._places.all)
        keeping, now = place.tenant_id if place is not None else None, self._clock.now()
        for number in await self._database.ask(partial(unwanted, keeping=keeping)):
            await self._database.run(partial(forget, tenant=number, now=now))
        if place is None or not await self._database.ask(partial(asks_for_one, place=place, now=now)):
            return
        due = await self._database.run(partial(take_copy, place=place, now=now))
        if due is not None:
            await self._make(place, due, stop)

    async def _make(self, place: Workplace, due: Chore, stop: asyncio.Event) -> None:
        target = file_of(place, self._clock.now())
        order = Order(
            url=self._database.url,
            keyring=str(place.folder / KEYS),
            files=str(media_folder(place.folder)),
            target=str(target),
            slug=place.tenant.slug,
            keep=settings(place).keep,
        )
        log.info("a copy is made", tenant=place.tenant.slug, slot=due.slot, file=str(target))
        told = await self._told(order, due, stop)
        if told is None:
            log.info("a copy is put off", tenant=place.tenant.slug, slot=due.slot)
            await self._database.run(partial(self._put_off, due=due))
            return
        await self._database.run(partial(self._record, place=place, due=due, file=str(target), told=told))

    async def _told(self, order: Order, due: Chore, stop: asyncio.Event) -> dict[str, object] | None:
        """What the process says in the end; None: the daemon ends before it."""

        async def still_at_it() -> None:
            await self._database.run(partial(keep_chore, number=due.id, now=self._clock.now(), believed=BELIEVED))

        async with at_work("delivery.copies.copyist", order.to_json().encode()) as worker:
            heard = await worker.heard(stop, still_at_it)
        if heard is None:
            return None
        said, errors = heard
        if errors:
            log.error("the process that makes a copy says", errors=errors.decode(errors="replace")[-2_000:])
        try:
            told: dict[str, object] = json.loads(said)
        except ValueError:
            told = {"error": UNKNOWN.format(worker.process.returncode)}
        return told

    def _put_off(self, connection: Connection, due: Chore) -> None:
        end_chore(connection, due.id, ChoreState.DUE, self._clock.now())

    def _record(self, connection: Connection, place: Workplace, due: Chore, file: str, told: dict[str, object]) -> None:
        now = self._clock.now()
        if error := told.get("error"):
            last = outcome_of(connection, place.tenant_id) or Outcome(now)
            note(connection, place.tenant_id, replace(last, tried_at=now, error=str(error)))
            end_chore(connection, due.id, ChoreState.FAILING, now + AGAIN)
            log.error("no copy could be made", tenant=place.tenant.slug, slot=due.slot, reason=str(error))
            return
        rows, bytes_, lost = (int(str(told[name])) for name in ("rows", "size", "lost"))
        note(connection, place.tenant_id, Outcome(now, "", now, file, rows, bytes_, lost))
        end_chore(connection, due.id, ChoreState.DONE, due.due_at)
        log.info("a copy was made and proven", tenant=place.tenant.slug, slot=due.slot, rows=rows, bytes=bytes_)
        if lost:
            log.warning("kept files are lost or damaged on the disk", tenant=place.tenant.slug, files=lost)
