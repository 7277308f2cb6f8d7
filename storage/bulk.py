"""Many rows in one go, as each dialect likes it best: SQLAlchemy's own way costs more than the database does."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    Connection,
    Dialect,
    Insert,
    Table,
    Update,
    bindparam,
    column,
    func,
    insert,
    select,
    update,
)

from storage.parameters import bound, parameters

Rows = Sequence[Sequence[object]]
"""Each row holds its values in the order of the columns that are named beside it."""


def insert_many(connection: Connection, table: Table, columns: tuple[str, ...], rows: Rows) -> None:
    """Insert rows; their columns' types make values fit, as ever."""
    _execute(connection, table, columns, rows, updates=False)


def update_many(connection: Connection, table: Table, columns: tuple[str, ...], rows: Rows) -> None:
    """Set columns of the rows whose first value is their `id`, which stands first in `columns`."""
    _execute(connection, table, columns, rows, updates=True)


def _execute(connection: Connection, table: Table, columns: tuple[str, ...], rows: Rows, updates: bool) -> None:
    if not rows:
        return
    by_column = zip(*rows, strict=True)
    if connection.dialect.name == "postgresql":
        # One statement over arrays: row by row, PostgreSQL takes five times as long.
        statement = (_update_from_arrays if updates else _insert_from_arrays)(table, columns)
        connection.execute(
            statement, {bound(name): list(values) for name, values in zip(columns, by_column, strict=True)}
        )
        return
    sql, order, processors = _prepared(table, columns, updates, connection.dialect)
    fitting = [
        values if process is None else [process(value) for value in values]
        for process, values in zip(processors, by_column, strict=True)
    ]
    connection.exec_driver_sql(sql, list(zip(*(fitting[place] for place in order), strict=True)))


@lru_cache(maxsize=32)
def _prepared(
    table: Table, columns: tuple[str, ...], updates: bool, dialect: Dialect
) -> tuple[str, tuple[int, ...], tuple[Callable[[Any], Any] | None, ...]]:
    """The text for the driver, which column stands at each of its marks, and what makes values fit."""
    values = parameters(table, columns)
    statement: Insert | Update
    if updates:
        statement = update(table).where(table.c.id == values.pop("id")).values(values)
    else:
        statement = insert(table).values(values)
    compiled = statement.compile(dialect=dialect)
    places = {bound(name): place for place, name in enumerate(columns)}
    processors = tuple(table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in columns)
    return str(compiled), tuple(places[name] for name in compiled.positiontup or ()), processors


@lru_cache(maxsize=32)
def _update_from_arrays(table: Table, columns: tuple[str, ...]) -> Update:
    given = _arrays(table, columns)
    rest = {name: given.c[name] for name in columns if name != "id"}
    return update(table).where(table.c.id == given.c.id).values(rest)


@lru_cache(maxsize=32)
def _insert_from_arrays(table: Table, columns: tuple[str, ...]) -> Insert:
    given = _arrays(table, columns)
    return insert(table).from_select(list(columns), select(*(given.c[name] for name in columns)))


def _arrays(table: Table, columns: tuple[str, ...]) -> Any:  # noqa: ANN401 - SQLAlchemy types it by its call
    arrays = [bindparam(bound(name), type_=ARRAY(table.c[name].type)) for name in columns]
    typed = [column(name, table.c[name].type) for name in columns]
    return func.unnest(*arrays).table_valued(*typed, name="given").render_derived()
