"""Imports as rows: begun, under way, finished or broken off, taken back."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select, update

from storage.tables import import_batch
from storage.upsert import insert


@dataclass(frozen=True, slots=True)
class Batch:
    """One import as it stands."""

    id: int
    file: str
    list: str | None
    """Which of the municipality's lists it brings; None: none."""
    rows: int
    """Lines read."""
    created: int
    updated: int
    at: datetime
    """When it was begun."""
    moved_at: datetime | None
    finished_at: datetime | None
    """None: under way, or broken off after `moved_at`."""
    undoing_since: datetime | None
    undone_at: datetime | None

    @property
    def state(self) -> str:
        """`done`, `unfinished`, `undoing` (broken off on the way back), `undone`."""
        if self.undone_at:
            return "undone"
        if self.undoing_since:
            return "undoing"
        return "done" if self.finished_at else "unfinished"


_COLUMNS = [import_batch.c[name] for name in Batch.__dataclass_fields__]


def begin(connection: Connection, tenant: int, path: Path, now: datetime, name: str | None = None) -> Batch:
    """A new import of a file as the list of that name; of one that was broken off, the same again. Raises OSError."""
    with path.open("rb") as data:
        digest = hashlib.file_digest(data, "sha256").hexdigest()
    its = import_batch.c
    broken_off = (its.sha256 == digest) & its.finished_at.is_(None) & its.undoing_since.is_(None)
    broken_off &= its.list.is_not_distinct_from(name)
    found = connection.execute(
        select(*_COLUMNS).where(its.tenant == tenant, broken_off).order_by(its.id.desc()).limit(1)
    ).first()
    if found:
        return Batch(*found)
    row = {"tenant": tenant, "file": path.name, "sha256": digest, "list": name, "rows": 0, "created": 0}
    row |= {"at": now, "moved_at": now}
    made = connection.execute(insert(connection, import_batch).values(row).returning(*_COLUMNS))
    return Batch(*made.one())


def move(
    connection: Connection, before: Batch, rows: int, created: int, updated: int, now: datetime, *, over: bool = False
) -> None:
    """So far has the import come that stood at `before` when it was begun; `over`: that was all of the list."""
    counts = {"rows": rows, "created": before.created + created, "updated": before.updated + updated}
    moments = {"moved_at": now} | ({"finished_at": now} if over else {})
    connection.execute(update(import_batch).where(import_batch.c.id == before.id).values(counts | moments))


def batches(connection: Connection, tenant: int, most: int | None = None) -> Sequence[Batch]:
    """Imports, the latest first: all of them, or `most`."""
    listed = select(*_COLUMNS).where(import_batch.c.tenant == tenant).order_by(import_batch.c.id.desc()).limit(most)
    return [Batch(*row) for row in connection.execute(listed)]


def find(connection: Connection, tenant: int, number: int) -> Batch | None:
    """The import with this number."""
    found = connection.execute(
        select(*_COLUMNS).where(import_batch.c.tenant == tenant, import_batch.c.id == number)
    ).first()
    return Batch(*found) if found else None
