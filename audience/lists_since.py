"""Lists that were taken back after a copy was made: they are taken back again in it, with the consents they brought."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from audience.import_batches import find
from audience.import_undo import Undone, undo_at_once
from storage.tables import import_batch


class ListsSince:
    """Those that one state of a database has undone, or begun to undo, for an older state of the same one."""

    def __init__(self) -> None:
        """Knows nothing before `read`."""
        self._undone: Sequence[Row[Any]] = ()

    def read(self, connection: Connection) -> None:
        """Take them in, of every municipality, in the order in which they were taken back."""
        its = import_batch.c
        back = select(import_batch).where(its.undoing_since.is_not(None) | its.undone_at.is_not(None))
        self._undone = connection.execute(back.order_by(its.undone_at.is_(None), its.undone_at, its.id)).all()

    def write(self, connection: Connection, there: int, number: int, now: datetime) -> list[Undone]:
        """Take those of a municipality back that are not so here; one that is not here is passed over.

        `there` is its number where they were read, `number` the one that it has here.
        """
        its, undone = import_batch.c, []
        for row in self._undone:
            if row.tenant != there:
                continue
            # A number alone may be another list's: two databases that go on from one copy count on by themselves.
            same = (its.tenant == number, its.id == row.id, its.sha256 == row.sha256, its.at == row.at)
            batch = find(connection, number, row.id)
            if connection.scalar(select(its.id).where(*same, its.undone_at.is_(None))) and batch is not None:
                undone.append(undo_at_once(connection, number, batch, now))
        return undone
