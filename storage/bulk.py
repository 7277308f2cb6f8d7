"""Many rows in one statement: row by row, SQLAlchemy costs more than the database, and PostgreSQL five times as much.

SQLite's driver, besides, lets other threads run at each row, and gets its turn back milliseconds later.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    Connection,
    Dialect,
    Insert,
    Table,
    Text,
    Update,
    bindparam,
    column,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.sql.elements import ColumnElement

from storage.execution import Process, execute
from storage.parameters import bound

Rows = Sequence[Sequence[object]]
"""Each row holds its values in the order of the columns that are named beside it."""
_ROWS = "rows"


def insert_many(connection: Connection, table: Table, columns: tuple[str, ...], rows: Rows) -> None:
    """Insert rows; their columns' types make values fit, as ever."""
    if rows:
        dialect = connection.dialect
        execute(connection, _inserting(table, columns, dialect.name), _given(dialect, table, columns, rows))


def update_many(connection: Connection, table: Table, columns: tuple[str, ...], rows: Rows) -> None:
    """Set columns of the rows whose first value is their `id`, which stands first in `columns`."""
    if rows:
        dialect = connection.dialect
        execute(connection, _updating(table, columns, dialect.name), _given(dialect, table, columns, rows))


def _given(dialect: Dialect, table: Table, columns: tuple[str, ...], rows: Rows) -> dict[str, object]:
    by_column = zip(*rows, strict=True)
    if dialect.name == "postgresql":
        return {bound(name): list(values) for name, values in zip(columns, by_column, strict=True)}
    fitting = [
        values if process is None else [process(value) for value in values]
        for process, values in zip(_processes(table, columns, dialect), by_column, strict=True)
    ]
    return {_ROWS: json.dumps(list(zip(*fitting, strict=True)))}


@lru_cache(maxsize=32)
def _processes(table: Table, columns: tuple[str, ...], dialect: Dialect) -> tuple[Process | None, ...]:
    return tuple(table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in columns)


@lru_cache(maxsize=32)
def _updating(table: Table, columns: tuple[str, ...], dialect: str) -> Update:
    given = _source(table, columns, dialect)
    rest = {name: value for name, value in given.items() if name != "id"}
    return update(table).where(table.c.id == given["id"]).values(rest)


@lru_cache(maxsize=32)
def _inserting(table: Table, columns: tuple[str, ...], dialect: str) -> Insert:
    return insert(table).from_select(list(columns), select(*_source(table, columns, dialect).values()))


def _source(table: Table, columns: tuple[str, ...], dialect: str) -> dict[str, ColumnElement[Any]]:
    """Each column's value in the rows that are given: arrays on PostgreSQL, one list of lists in JSON on SQLite."""
    if dialect == "postgresql":
        arrays = [bindparam(bound(name), type_=ARRAY(table.c[name].type)) for name in columns]
        typed = [column(name, table.c[name].type) for name in columns]
        rows = func.unnest(*arrays).table_valued(*typed, name="given").render_derived()
        return {name: rows.c[name] for name in columns}
    each = func.json_each(bindparam(_ROWS, type_=Text())).table_valued("value", name="given")
    return {
        name: func.json_extract(each.c.value, f"$[{place}]", type_=table.c[name].type)
        for place, name in enumerate(columns)
    }
