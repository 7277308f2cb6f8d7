"""A report before its hour, for whoever decides on it: as it stands now, kept for a minute and frozen nowhere."""

from datetime import datetime, timedelta
from threading import Lock
from typing import NamedTuple

from sqlalchemy import Connection

from campaigns.calendar import Occurrence
from campaigns.campaign import Format
from delivery.publications.reported import place_of
from delivery.reporter import Reading
from delivery.reporting.making import read
from delivery.workplace import Workplace
from storage.reports import Place

FRESH = timedelta(minutes=1)
"""How long one count serves: a page and the files that are opened from it say the same."""
MOST = 8
"""Reports that are kept at the same time: each with its files is some hundred kilobytes."""


class Glimpse:
    """One report as it stood at a moment."""

    def __init__(self, reading: Reading, at: datetime) -> None:
        """`at`: when its figures were counted, in UTC."""
        self.reading, self.at = reading, at
        self._made: dict[Format, bytes] = {}
        self._making = Lock()

    def file(self, form: Format) -> bytes:
        """Its file in a format; made where it is asked for first. Takes its time. Raises `CannotMake`."""
        with self._making:
            if form not in self._made:
                self._made[form] = self.reading.file(form).data
            return self._made[form]


class ReportFile(NamedTuple):
    """One format of a report that is looked at."""

    glimpse: Glimpse
    form: Format

    def read(self) -> bytes:
        """Its bytes. Raises `CannotMake`."""
        return self.glimpse.file(self.form)


class Glimpses:
    """The reports that were looked at a moment ago; may be asked from several threads."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Place, str], Glimpse] = {}
        self._counting = Lock()

    def look(self, connection: Connection, workplace: Workplace, occurrence: Occurrence, now: datetime) -> Glimpse:
        """The report that an occurrence would take along if it were its hour now. The connection only reads."""
        key = (place_of(workplace, occurrence), workplace.tenant.digest)
        with self._counting:
            found = self._kept.get(key)
            if found is None or not timedelta() <= now - found.at < FRESH:
                found = Glimpse(read(connection, workplace, occurrence, now), now)
                self._kept.pop(key, None)
                self._kept[key] = found
                self._kept = dict(list(self._kept.items())[-MOST:])
            return found
