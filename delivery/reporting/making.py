"""Reports made apart, before what they go out with is published: no transaction waits for what draws and sets them."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select

from campaigns.calendar import Occurrence
from delivery.clock import Clock
from delivery.publications.answer import UNREPORTED
from delivery.publications.reported import day_of, place_of
from delivery.publishing.freeze import media_folder
from delivery.publishing.review import locate
from delivery.reporter import CannotMake, MadeReport, MissingFigure, Reading
from delivery.workplace import Workplace, Workplaces
from logs import Log
from storage.database import Database
from storage.execution import execute
from storage.files import put_file
from storage.reports import KeptFile, Place, keep_report, note_waiting, report_at
from storage.states import PublicationState
from storage.tables import measurement, publication
from storage.turns import take_turn

log = Log(__name__)

AGAIN = timedelta(minutes=10)
"""After which figures are counted anew of a report that waits, though nobody has given one meanwhile."""
_WAITING = select(
    publication.c.campaign, publication.c.message, publication.c.occurrence, publication.c.planned_at
).where(
    publication.c.tenant == bindparam("of"),
    publication.c.state == PublicationState.WAITING.value,
    publication.c.depends_on == UNREPORTED,
)
"""A row for each account: to group them SQLite would go through all that ever went out, every few seconds."""
_NEWEST = select(func.max(measurement.c.id)).where(measurement.c.tenant == bindparam("of"))


class Wanted(NamedTuple):
    """A report that a publication waits for."""

    occurrence: Occurrence
    place: Place


class Looked(NamedTuple):
    """What was there when a report's figures were counted last."""

    newest: int | None
    """The last figure that anybody gave."""
    configuration: str
    at: datetime


class Reporting:
    """Has the reports made that publications wait for, in every municipality."""

    def __init__(self, database: Database, places: Workplaces, clock: Clock) -> None:
        """All stay the caller's."""
        self._database = database
        self._places = places
        self._clock = clock
        self._looked: dict[Place, Looked] = {}
        """Those that wait for figures."""

    async def look(self) -> None:
        """Make what is waited for. Raises `StorageError`, `OSError`."""
        await self.make()

    async def make(self) -> int:
        """The same; how many were made."""
        made = 0
        for place in self._places.all:
            for wanted in await self._database.ask(partial(wanted_reports, workplace=place, now=self._clock.now())):
                made += await self._look_at(place, wanted)
        return made

    async def _look_at(self, place: Workplace, wanted: Wanted) -> bool:
        now = self._clock.now()
        newest = await self._database.ask(partial(_newest, tenant_id=place.tenant_id))
        seen, before = Looked(newest, place.tenant.digest, now), self._looked.get(wanted.place)
        if before is not None and before[:2] == seen[:2] and now - before.at < AGAIN:
            return False
        reading = await self._database.ask(partial(read, workplace=place, occurrence=wanted.occurrence, now=now))
        waiting = partial(_wait, workplace=place, wanted=wanted, reading=reading)
        if reading.missing and not place.simulated:
            self._looked[wanted.place] = seen
            await self._database.run(waiting)
            return False
        try:
            # A virtual clock sees when all wait, and would see nothing of a thread.
            made = reading.make() if place.simulated else await asyncio.to_thread(reading.make)
        except CannotMake as error:
            self._looked[wanted.place] = seen
            log.error("a report cannot be made", message=wanted.occurrence.message.reference, reason=str(error))
            await self._database.run(partial(waiting, trouble=str(error)))
            return False
        self._looked.pop(wanted.place, None)
        keeping = partial(keep, workplace=place, occurrence=wanted.occurrence, made=made, missing=reading.missing)
        kept = await self._database.run(partial(keeping, now=now))
        if kept:
            log.info("a report was made", message=wanted.occurrence.message.reference, period=made.period)
        return kept


def wanted_reports(connection: Connection, workplace: Workplace, now: datetime) -> list[Wanted]:
    """Those that publications wait for, each once for all its accounts."""
    if workplace.reporter is None:
        return []
    found, hours = list[Wanted](), dict[tuple[str, str, str], set[datetime]]()
    for row in execute(connection, _WAITING, {"of": workplace.tenant_id}).all():
        planned = hours.setdefault((row.campaign, row.message, row.occurrence), set())
        planned |= {row.planned_at} - {None}
    for (campaign, message, name), planned in sorted(hours.items()):
        occurrence = locate(connection, workplace, campaign, message, name, min(planned, default=now))
        if occurrence is not None and occurrence.message.entry.report is not None:
            found.append(Wanted(occurrence, place_of(workplace, occurrence)))
    return found


def read(connection: Connection, workplace: Workplace, occurrence: Occurrence, now: datetime) -> Reading:
    """The figures of an occurrence's report as they are now."""
    entry, reporter = occurrence.message.entry.report, workplace.reporter
    assert entry is not None
    assert reporter is not None
    day = day_of(occurrence, now.astimezone(workplace.tenant.municipality.zone))
    return reporter(connection, workplace.tenant, workplace.tenant_id, entry, day, now)


def keep(
    connection: Connection,
    workplace: Workplace,
    occurrence: Occurrence,
    made: MadeReport,
    missing: Sequence[MissingFigure],
    now: datetime,
) -> bool:
    """Keep a report with its bytes; False where another daemon was faster: its bytes are those that go out."""
    take_turn(connection, workplace.tenant_id)
    folder = media_folder(workplace.folder)
    files = []
    for each in made.files:
        digest = put_file(connection, folder, each.data, each.name, each.mime, now)
        files.append(KeptFile(digest, each.name, each.mime, len(each.data)))
    period = (made.period, made.period_name)
    place, digest = place_of(workplace, occurrence), workplace.tenant.digest
    return keep_report(connection, place, period, made.summary, missing, files, digest, now)


def make_at_once(connection: Connection, workplace: Workplace, occurrence: Occurrence, now: datetime) -> None:
    """The report of what a person lets go now, with its gaps marked, unless it is there. Raises `CannotMake`."""
    if occurrence.message.entry.report is None:
        return
    found = report_at(connection, place_of(workplace, occurrence))
    if found is not None and found.serves(workplace.tenant.digest):
        return
    if workplace.reporter is None:
        raise CannotMake("Quien lo envía no sabe hacer informes.")
    reading = read(connection, workplace, occurrence, now)
    keep(connection, workplace, occurrence, reading.make(), reading.missing, now)


def _wait(connection: Connection, workplace: Workplace, wanted: Wanted, reading: Reading, trouble: str = "") -> None:
    missing = () if trouble else reading.missing
    note_waiting(connection, wanted.place, reading.period, missing, workplace.tenant.digest, trouble)


def _newest(connection: Connection, tenant_id: int) -> int | None:
    newest: int | None = execute(connection, _NEWEST, {"of": tenant_id}).scalar_one()
    return newest
