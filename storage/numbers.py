"""Numbers of rows that are known before the rows are written, so that what refers to them goes in with them."""

from collections.abc import Sequence

from sqlalchemy import Connection, Table, func, select, text

_NEXT = text("SELECT nextval(pg_get_serial_sequence(:named, 'id')) FROM generate_series(1, :many)")


def reserve(connection: Connection, table: Table, many: int, above: int = 0) -> Sequence[int]:
    """So many numbers for new rows of a table, rising; within a transaction that writes, which alone has them.

    `above`: on SQLite, which gives the numbers of its last rows anew once these are deleted, none is lower than this.
    PostgreSQL never gives one twice.
    """
    if connection.dialect.name == "postgresql":
        return sorted(connection.scalars(_NEXT, {"named": table.name, "many": many}))
    highest: int = connection.scalar(select(func.max(table.c.id))) or 0
    first = max(highest, above) + 1
    return range(first, first + many)
