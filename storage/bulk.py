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
from sqlalchemy.types import TypeEngine

from storage.execution import Process, execute
from storage.parameters import bound

Rows = Sequence[Sequence[object]]
"""Each row holds its values in the order of the columns that are named beside it."""
Types = tuple[tuple[str, TypeEngine[Any]], ...]
"""Name and type of each column of rows that are given."""
_ROWS = "rows"


def insert_many(connection: Connection, table: Table, columns: tuple[str, ...], rows: Rows) -> None:
    """Insert rows; their columns' types make values fit, as ever."""
    if rows:
        dialect = connection.dialect
        execute(connection, _inserting(table, columns, dialect.name), given(dialect, types(table, columns), rows))


def update_many(connection: Connection, table: Table, columns: tuple[str, ...], rows: Rows) -> None:
    """Set columns of the rows whose first value is their `id`, which stands first in `columns`."""
    if rows:
        dialect = connection.dialect
        execute(connection, _updating(table, columns, dialect.name), given(dialect, types(table, columns), rows))


@lru_cache(maxsize=32)
def types(table: Table, columns: tuple[str, ...]) -> Types:
    """The types of a table's columns."""
    return tuple((name, table.c[name].type) for name in columns)


def source(columns: Types, dialect: str) -> dict[str, ColumnElement[Any]]:
    """Each column's value in the rows that are given: arrays on PostgreSQL, one list of lists in JSON on SQLite.

    For statements that are built once and kept; `given` has their parameters.
    """
    if dialect == "postgresql":
        # Lists of JSON are values, too, and no further dimension.
        arrays = [bindparam(bound(name), type_=ARRAY(kind, dimensions=1)) for name, kind in columns]
        typed = [column(name, kind) for name, kind in columns]
        rows = func.unnest(*arrays).table_valued(*typed, name="given").render_derived()
        return {name: rows.c[name] for name, _ in columns}
    each = func.json_each(bindparam(_ROWS, type_=Text())).table_valued("value", name="given")
    return {
        name: func.json_extract(each.c.value, f"$[{place}]", type_=kind) for place, (name, kind) in enumerate(columns)
    }


def given(dialect: Dialect, columns: Types, rows: Rows) -> dict[str, object]:
    """Parameter to value, for a statement over `source`."""
    by_column = zip(*rows, strict=True)
    if dialect.name == "postgresql":
        return {bound(name): list(values) for (name, _), values in zip(columns, by_column, strict=True)}
    fitting = [
        values if process is None else list(map(process, values))
        for process, values in zip(_processes(columns, dialect), by_column, strict=True)
    ]
    return {_ROWS: json.dumps(list(zip(*fitting, strict=True)))}


@lru_cache(maxsize=32)
def _processes(columns: Types, dialect: Dialect) -> tuple[Process | None, ...]:
    return tuple(kind.dialect_impl(dialect).bind_processor(dialect) for _, kind in columns)


@lru_cache(maxsize=32)
def _updating(table: Table, columns: tuple[str, ...], dialect: str) -> Update:
    rows = source(types(table, columns), dialect)
    rest = {name: value for name, value in rows.items() if name != "id"}
    return update(table).where(table.c.id == rows["id"]).values(rest)


@lru_cache(maxsize=32)
def _inserting(table: Table, columns: tuple[str, ...], dialect: str) -> Insert:
    return insert(table).from_select(list(columns), select(*source(types(table, columns), dialect).values()))
