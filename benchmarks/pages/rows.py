"""Very many rows, written some thousands at a time."""

from collections.abc import Iterable

from sqlalchemy import Table, text

from storage.bulk import insert_many
from storage.database import Database
from storage.tables import metadata

AT_ONCE = 20_000
Row = tuple[object, ...]
Columns = tuple[str, ...]


def put(database: Database, table: Table, columns: Columns, rows: Iterable[Row]) -> None:
    """Write rows, each with its values in the order of `columns`."""
    some: list[Row] = []
    for row in rows:
        some.append(row)
        if len(some) == AT_ONCE:
            _write(database, table, columns, some)
            some.clear()
    if some:
        _write(database, table, columns, some)


def settle(database: Database) -> None:
    """What PostgreSQL counts by itself some time after so many rows have come."""
    with database.write() as connection:
        if connection.dialect.name != "postgresql":
            return
        connection.execute(text("ANALYZE " + ", ".join(f'"{each.name}"' for each in metadata.sorted_tables)))
        for table in metadata.sorted_tables:
            if "id" in table.c:
                # Rows came with numbers of their own: whoever writes next goes on behind them.
                last = f'(SELECT COALESCE(MAX(id), 1) FROM "{table.name}")'
                connection.execute(text(f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', 'id'), {last})"))


def mail(number: int) -> str:
    """Somebody's address."""
    return f"persona{number}@correo{number % 40}.com.co"


def _write(database: Database, table: Table, columns: Columns, rows: list[Row]) -> None:
    with database.write() as connection:
        insert_many(connection, table, columns, rows)
