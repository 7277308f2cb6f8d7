"""One statement for many rows, straight to the driver: SQLAlchemy's own way costs more than the database does."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Update

_Processor = Callable[[Any], Any]


def execute_many(
    connection: Connection, statement: Insert | Update, names: tuple[str, ...], rows: Sequence[Sequence[object]]
) -> None:
    """Execute the statement for each row, whose values stand in the order of `names`, its bound parameters.

    Values become what the driver takes by their columns' types, as ever. Twice as fast as handing SQLAlchemy
    dictionaries, where results come by the thousand a second.
    """
    if not rows:
        return
    sql, order, processors = _prepared(statement, names, connection.dialect)
    columns = [
        column if process is None else [process(value) for value in column]
        for process, column in zip(processors, zip(*rows, strict=True), strict=True)
    ]
    if order is None:
        connection.exec_driver_sql(sql, [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)])
    else:
        connection.exec_driver_sql(sql, list(zip(*(columns[place] for place in order), strict=True)))


@lru_cache(maxsize=32)
def _prepared(
    statement: Insert | Update, names: tuple[str, ...], dialect: Dialect
) -> tuple[str, tuple[int, ...] | None, tuple[_Processor | None, ...]]:
    """The text for the driver, where each value stands in it (None: by name), and what makes values fit."""
    compiled = statement.compile(dialect=dialect, column_keys=names)
    processors = tuple(compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names)
    order = tuple(names.index(name) for name in compiled.positiontup) if compiled.positiontup else None
    return str(compiled), order, processors
