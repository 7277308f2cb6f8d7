"""Statements that are built once, handed to SQLite's driver at once; SQLAlchemy's way costs ten times the database's.

What a statement says stays SQLAlchemy's affair: it is compiled by it, for each dialect, and its columns' types make
values fit on both ways. A list is one value in JSON, so that a statement's text does not change with its length and the
driver keeps it prepared.
"""

import json
import re
import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import Executable

Given = Mapping[str, Any]
"""Parameter to value; a list for one that expands."""
Process = Callable[[Any], Any]


class Fetched:
    """What a statement answered, all of it."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rows: Sequence[Any], rowcount: int) -> None:
        """`rowcount`: how many rows an update changed."""
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Any]:
        """Each row, a named tuple."""
        return iter(self._rows)

    def all(self) -> Sequence[Any]:
        """Every row."""
        return self._rows

    def first(self) -> Any:  # noqa: ANN401 - a row of whatever was asked
        """The first row, or None."""
        return self._rows[0] if self._rows else None

    def one(self) -> Any:  # noqa: ANN401 - a row of whatever was asked
        """The only row. Raises ValueError where there is another number of them."""
        [row] = self._rows
        return row

    def one_or_none(self) -> Any:  # noqa: ANN401 - a row of whatever was asked
        """The only row, or None where there is none."""
        return self.one() if self._rows else None

    def scalars(self) -> list[Any]:
        """The first value of every row."""
        return [row[0] for row in self._rows]

    def scalar_one(self) -> Any:  # noqa: ANN401 - a value of whatever was asked
        """The first value of the only row."""
        return self.one()[0]

    def scalar_one_or_none(self) -> Any:  # noqa: ANN401 - a value of whatever was asked
        """The first value of the only row, or None where there is none."""
        return self.one()[0] if self._rows else None


class _Prepared(NamedTuple):
    """A statement as the driver takes it."""

    sql: str
    values: tuple[tuple[str, Process | None, Any], ...]
    """For each mark: the parameter, what makes its value fit, and a constant."""
    make: Callable[[Any], Any] | None
    """Makes a row of what the driver gives; None where there are no rows."""


_SQLITE = SQLiteDialect_pysqlite(dbapi=sqlite3)
"""One for every SQLite database of the process, so that what is built for one serves those who write and who read."""
_CONSTANT = ""
_LIST = re.compile(r"\(__\[POSTCOMPILE_\w+\]\)")
"""Where SQLAlchemy would put as many marks as a list has values."""


def execute(connection: Connection, statement: Executable, given: Given | None = None) -> Fetched:
    """Execute a statement that is built once and kept: its compiled form is kept beside it.

    On SQLite errors are the driver's own, which `Database` explains as it does SQLAlchemy's.
    """
    told: Given = given or {}
    if connection.dialect.name != "sqlite":
        result = connection.execute(statement, told)
        return Fetched(result.all() if result.returns_rows else (), result.rowcount)
    prepared = _prepared(statement, tuple(told))
    cursor = _driver(connection).execute(prepared.sql, _values(prepared, told))
    rows = cursor.fetchall()
    return Fetched(rows if prepared.make is None else list(map(prepared.make, rows)), cursor.rowcount)


def select_many(connection: Connection, statement: Executable, given: Given) -> Fetched:
    """The same for a select that finds hundreds of rows, in its order.

    SQLite hands them over as one value: the driver lets other threads run at each row that it fetches, and gets its
    turn back milliseconds later while they are busy. No column of bytes can come this way.
    """
    if connection.dialect.name != "sqlite":
        return execute(connection, statement, given)
    prepared = _prepared(statement, tuple(given), whole=True)
    [(found,)] = _driver(connection).execute(prepared.sql, _values(prepared, given)).fetchall()
    rows = json.loads(found)
    return Fetched(rows if prepared.make is None else list(map(prepared.make, rows)), -1)


def _driver(connection: Connection) -> Any:  # noqa: ANN401 - sqlite3's, which SQLAlchemy types as any driver's
    return connection.connection.driver_connection


def _values(prepared: _Prepared, given: Given) -> list[Any]:
    found = []
    for name, process, constant in prepared.values:
        if name == _CONSTANT:
            found.append(constant)
            continue
        value = given[name]
        found.append(value if process is None else process(value))
    return found


@lru_cache(maxsize=1024)
def _prepared(statement: Executable, names: tuple[str, ...], *, whole: bool = False) -> _Prepared:
    compiled = _compiled(statement, names)
    sql = _LIST.sub("(SELECT value FROM json_each(?))", compiled.string)
    values: list[tuple[str, Process | None, Any]] = []
    for mark in compiled.positiontup or ():
        bind = compiled.binds[mark]
        process = bind.type.dialect_impl(_SQLITE).bind_processor(_SQLITE)
        if bind.expanding:
            process = partial(_as_json, process)
        if mark in names:
            values.append((mark, process, None))
        else:
            constant = compiled.params[mark]
            values.append((_CONSTANT, None, constant if process is None else process(constant)))
    if whole:
        columns = ", ".join(f"c{place}" for place, _ in enumerate(_columns(statement)))
        sql = f"WITH found({columns}) AS ({sql}) SELECT json_group_array(json_array({columns})) FROM found"  # noqa: S608 - of ours alone
    return _Prepared(sql, tuple(values), _maker(statement))


def _as_json(process: Process | None, values: Sequence[Any]) -> str:
    return json.dumps(list(values) if process is None else [process(value) for value in values])


@lru_cache(maxsize=512)
def _compiled(statement: Executable, names: tuple[str, ...]) -> SQLCompiler:
    compiled = statement.compile(dialect=_SQLITE, column_keys=sorted(names))  # type: ignore[attr-defined]  # of all
    assert isinstance(compiled, SQLCompiler)
    return compiled


@lru_cache(maxsize=512)
def _maker(statement: Executable) -> Callable[[Any], Any] | None:
    """Makes a named tuple of what the driver gives, its values as the columns' types have them."""
    columns = _columns(statement)
    if not columns:
        return None
    row: Any = namedtuple("Row", columns.keys(), rename=True)  # type: ignore[misc]
    processors = [column.type.dialect_impl(_SQLITE).result_processor(_SQLITE, None) for column in columns]
    fitting = [(place, process) for place, process in enumerate(processors) if process is not None]

    def make(given: tuple[Any, ...]) -> Any:  # noqa: ANN401 - a row of whatever was asked
        values = list(given)
        for place, process in fitting:
            values[place] = process(values[place])
        return row._make(values)

    return make if fitting else row._make


def _columns(statement: Executable) -> ReadOnlyColumnCollection[str, Any]:
    found: ReadOnlyColumnCollection[str, Any] = statement.exported_columns  # type: ignore[attr-defined]  # where rows
    return found
