"""A list of people into the database: streamed, the same list twice changes nothing, nobody who left comes back."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, insert, update

from audience.contact_changes import ContactChanges
from audience.contact_row import BadRow, Row, read_row
from audience.contacts_csv import ContactsFile, Line
from audience.import_result import ImportResult, Tally
from audience.known_people import KnownPeople
from audience.people import max_contact_id
from audience.seen_rows import SeenRows
from audience.suppression import suppressed_among
from storage.database import Database
from storage.tables import import_batch

PIECE = 500
"""Lines of one transaction: the daemon's own transactions come in between."""


@dataclass(frozen=True, slots=True)
class _Import:
    tenant: int
    horizon: int
    """Contacts with a higher number were made by this import: it knows those from the list itself."""
    seen: SeenRows
    tally: Tally

    def decide(self, connection: Connection, rows: Iterable[Row]) -> ContactChanges:
        """What the rows change; all that is counted or remarked goes to the tally."""
        kept = self._reachable(connection, [row for row in rows if not self._repeated(row)])
        people = KnownPeople(connection, self.tenant, {key for row in kept for key in row.keys}, self.horizon)
        changes = ContactChanges(self.tenant)
        for row in kept:
            known = people.meant_by(row, self.seen)
            if known is None:
                changes.create(row)
                self.tally.created += 1
            else:
                self.seen.take(known.id)
                if changes.update(known, row):
                    self.tally.updated += 1
                else:
                    self.tally.unchanged += 1
        return changes

    def _repeated(self, row: Row) -> bool:
        if repeated := self.seen.repeats(row):
            self.tally.duplicates += 1
            self.tally.remark(row.line, "la misma persona ya está más arriba en el archivo; este renglón no se toma")
        self.seen.remember(row)
        return repeated

    def _reachable(self, connection: Connection, rows: list[Row]) -> list[Row]:
        excluded = suppressed_among(connection, self.tenant, {key for row in rows for key in row.keys})
        kept = [
            replace(row, addresses=tuple(pair for pair in row.addresses if pair[0] not in excluded)) for row in rows
        ]
        for before, after in zip(rows, kept, strict=True):
            if not after.addresses:
                self.tally.suppressed += 1
            elif before.keys - after.keys:
                self.tally.remark(after.line, "una de sus direcciones pidió no recibir más mensajes; no se agrega")
        return [row for row in kept if row.addresses]


def import_contacts(
    database: Database, tenant_id: int, path: Path, secret: bytes, now: datetime, dry_run: bool = False
) -> ImportResult:
    """Take in the people of a CSV file, and tell line by line what was not taken and why.

    `dry_run` counts and tells the same and writes nothing. Otherwise each five hundred lines are one transaction: after
    a crash the same file is imported again, and who is in already stays one person. Raises BadContactsFile where the
    file cannot be read as a list (then what stood before that place is in); OSError; StorageError.
    """
    with ContactsFile(path) as lines, SeenRows() as seen:
        tally = Tally(path)
        with database.read() as connection:
            work = _Import(tenant_id, max_contact_id(connection, tenant_id), seen, tally)
        rows = _rows(lines, secret, tally)
        if dry_run:
            for piece in _pieces(rows):
                with database.read() as connection:
                    work.decide(connection, piece)
            return tally.result(None)
        batch = _open_batch(database, tenant_id, path, now)
        for piece in _pieces(rows):
            with database.write() as connection:
                work.decide(connection, piece).write(connection, batch, now)
                connection.execute(
                    update(import_batch)
                    .where(import_batch.c.id == batch)
                    .values(rows=tally.rows, created=tally.created)
                )
        return tally.result(batch)


def _rows(lines: Iterable[Line], secret: bytes, tally: Tally) -> Iterator[Row]:
    for line in lines:
        tally.rows += 1
        try:
            row = read_row(line, secret)
        except BadRow as error:
            tally.refused += 1
            tally.remark(line.number, str(error))
            continue
        for remark in row.remarks:
            tally.remark(line.number, remark)
        yield row


def _pieces(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while piece := list(islice(rows, PIECE)):
        yield piece


def _open_batch(database: Database, tenant: int, path: Path, now: datetime) -> int:
    with path.open("rb") as data:
        digest = hashlib.file_digest(data, "sha256").hexdigest()
    row = {"tenant": tenant, "file": path.name, "sha256": digest, "rows": 0, "created": 0, "at": now}
    with database.write() as connection:
        return int(connection.scalars(insert(import_batch).returning(import_batch.c.id), [row]).one())
