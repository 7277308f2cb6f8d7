"""A list of people into the database: streamed, the same list twice changes nothing, nobody who left comes back."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, func, select

from audience.column_uses import read_columns
from audience.consent_list import Grant, Said, read_consents
from audience.contact_changes import ContactChanges
from audience.contact_row import Row
from audience.contacts_file import ContactsFile, open_list
from audience.few_collections import few_collections
from audience.headings import untaken
from audience.import_batches import Batch, begin, move
from audience.import_result import ImportResult, Tally
from audience.known_people import KnownPeople, renaming
from audience.list_pieces import Piece, pieces
from audience.people import max_contact_id
from audience.people_lists import count_dropped, forget_older
from audience.row_heaps import by_address
from audience.seen_rows import SeenRows
from audience.sensitive_columns import left_out, remarks, without
from audience.suppression import suppressed_among
from storage.alone import alone
from storage.database import Database
from storage.errors import StorageError
from storage.subscribed import OWN_WORDS
from storage.tables import publication
from storage.turns import PEOPLE, in_turn

PIECE = 2_000
"""Lines of one transaction: the daemon's own transactions come in between."""
BREATH = 0.2
"""Of a piece's time, for how long at least nothing is written after it on SQLite, where one writes at a time: whoever
waits looks every tenth of a second whether it is their turn (https://www.sqlite.org/c3ref/busy_timeout.html)."""
ALONE = "importacion"
"""What `storage.alone` calls an import: two at once would make the same people twice."""

LEFT = "una de sus direcciones pidió no recibir más, o que se la borrara; la persona no se trae por otra"

Watch = Callable[[float], None]
"""Told, after each piece, how much of the list went by: 0 to 1."""


class ImportUnderWay(StorageError):
    """Another process is importing into this database."""

    def __init__(self) -> None:
        """The text is Spanish."""
        super().__init__(
            "Otro programa está trayendo o deshaciendo una lista en esta base de datos. Espere a que termine: "
            "«pregonero contacts imports» muestra hasta dónde va."
        )


@dataclass(frozen=True, slots=True)
class _Import:
    tenant: int
    horizon: int
    """Contacts with a higher number were made by this import: it knows those from the list itself."""
    seen: SeenRows
    tally: Tally
    said: Said
    brings: str | None = None
    """Which list of the municipality's it brings; None: none."""
    left_out: tuple[str, ...] = ()
    """Columns that are not kept."""

    def pieces(self, lines: ContactsFile, secret: bytes, tell: Watch, homes: bool) -> Iterator[Piece]:
        """The list as it is taken; after each piece it is told how much went by, half of it by being read."""
        kept = without(lines, self.left_out)
        for piece in by_address(self._dealt(pieces(kept, secret, PIECE, self.seen, homes)), PIECE):
            if piece.lines:
                yield piece
            tell(lines.passed * (1 + self.tally.rows / self.tally.dealt) / 2)

    def _dealt(self, cut: Iterable[Piece]) -> Iterator[Piece]:
        for piece in cut:
            self.tally.dealt += piece.lines
            yield piece

    def decide(self, connection: Connection, piece: Piece) -> ContactChanges:
        """What the rows change; all that is counted or remarked goes to the tally."""
        self.tally.read(piece)
        people = KnownPeople(connection, self.tenant, {key for row in piece.rows for key in row.known_by}, self.horizon)
        kept = self._reachable(connection, piece.rows, people)
        changes = ContactChanges(self.tenant, listed=self.brings is not None)
        for row in kept:
            known = people.meant_by(row, self.seen)
            if known is None:
                changes.create(row)
                self.tally.created += 1
                continue
            self.seen.take(known.id)
            changes.mentioned.add(known.id)
            if told := renaming(known, row):
                self.tally.remark(row.line, told)
            if changes.update(known, row):
                self.tally.updated += 1
            else:
                self.tally.unchanged += 1
        said = [*piece.rows, *piece.refusing]
        changes.consents = read_consents(connection, self.tenant, kept, said, self.said, self.tally)
        return changes

    def compare(self, database: Database) -> None:
        """Count who stands in the list as it is, and not in this one, which has gone by."""
        if self.brings is not None:
            with database.read() as connection:
                self.tally.dropped = count_dropped(connection, self.tenant, self.brings, self.seen.is_taken)

    def _reachable(self, connection: Connection, rows: list[Row], people: KnownPeople) -> list[Row]:
        """Without the addresses that get nothing, and without people who said so: no other address brings them in.

        A household's address that one of them silenced keeps nobody out who is known by another.
        """
        excluded = suppressed_among(connection, self.tenant, {key for row in rows for key in row.keys})
        if not excluded:
            return rows
        kept = []
        for row in rows:
            silent = row.keys & excluded.keys()
            if not silent:
                kept.append(row)
                continue
            left = row.without(silent)
            if not left.keys:
                self.tally.suppressed += 1
            elif any(excluded[key] in OWN_WORDS for key in silent) and not people.has(left):
                self.tally.suppressed += 1
                self.tally.remark(row.line, LEFT)
            else:
                kept.append(left)
                self.tally.remark(row.line, "a una de sus direcciones no se le escribe; no se agrega")
        return kept


def import_contacts(
    database: Database,
    tenant_id: int,
    path: Path,
    secret: bytes,
    now: datetime,
    dry_run: bool = False,
    watch: Watch | None = None,
    grant: Grant | None = None,
    name: str | None = None,
    homes: bool = False,
    asked: Collection[str] = (),
) -> ImportResult:
    """Take in the people of a list, and tell line by line what was not taken and why.

    `grant`: what is said of the consents in it; None: its own column alone says who gave one. `name`: which list of the
    municipality's it is; who stands in it no more is counted, and stays a contact. `homes`: whoever has no address is
    taken too, under name and place. `asked`: columns that publics ask for; sensitive ones are kept of these alone.

    `dry_run` counts and tells the same and writes nothing. Otherwise each two thousand lines are one transaction: after
    a crash the same file is imported again, under the same number, and who is in already stays one person. Raises
    BadContactsFile where the file cannot be read as a list, before anything of it is in; OSError; StorageError.
    """
    said = Said(grant or Grant(f"Lista «{path.name}»", UTC), now)
    with open_list(path, homes) as lines, few_collections():
        tell = watch or (lambda _: None)
        if dry_run:
            with _begun(database, tenant_id, path, lines, said, name, asked) as work:
                for piece in work.pieces(lines, secret, tell, homes):
                    with database.read() as connection:
                        work.decide(connection, piece)
                work.compare(database)
                return work.tally.result(None)
        with alone(database, ALONE) as ours:
            if not ours:
                raise ImportUnderWay()
            with _begun(database, tenant_id, path, lines, said, name, asked) as work, database.writing_much():
                batch = _write(database, work, work.pieces(lines, secret, tell, homes), now)
                return work.tally.result(batch.id, resumed=batch.rows > 0)


@contextmanager
def _begun(
    database: Database,
    tenant: int,
    path: Path,
    lines: ContactsFile,
    said: Said,
    name: str | None,
    asked: Collection[str],
) -> Iterator[_Import]:
    with database.read() as connection:
        horizon = max_contact_id(connection, tenant)
    with SeenRows(horizon) as seen:
        tally = Tally(path, read_columns(lines.columns, lines.headings, asked))
        for remark in (lines.remark, *remarks(lines.columns, asked), *untaken(lines.columns, asked)):
            if remark:
                tally.remark(1, remark)
        yield _Import(tenant, horizon, seen, tally, said, name, left_out(lines.columns, asked))


def _write(database: Database, work: _Import, cut: Iterable[Piece], now: datetime) -> Batch:
    """All pieces into the database, one transaction each; the import as it was when it began."""
    tally, begun = work.tally, time.monotonic()
    with database.write() as connection:
        batch = begin(connection, work.tenant, tally.file, now, work.brings)
        above = connection.scalar(select(func.max(publication.c.max_contact_id))) or 0
    free_until = 0.0
    for piece in cut:
        time.sleep(max(0.0, free_until - time.monotonic()))
        since = time.monotonic()
        with database.write() as connection:
            in_turn(connection, PEOPLE)
            changes = work.decide(connection, piece)
            changes.write(connection, batch.id, now, above)
            moment = now + timedelta(seconds=time.monotonic() - begun)
            move(connection, batch, tally.rows, tally.created, tally.updated, moment)
        if database.path is not None:
            free_until = time.monotonic() + (time.monotonic() - since) * BREATH
    work.compare(database)
    with database.write() as connection:
        moment = now + timedelta(seconds=time.monotonic() - begun)
        move(connection, batch, tally.rows, tally.created, tally.updated, moment, over=True)
    if work.brings is not None:
        forget_older(database, work.tenant, work.brings)
    return batch
