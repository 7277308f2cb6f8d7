"""Statements that are built once, handed to SQLite's driver at once; SQLAlchemy's way costs ten times the database's.

What a statement says stays SQLAlchemy's affair: it is compiled by it, for each dialect, and its columns' types make
values fit on both ways.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect
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
    values: tuple[tuple[str, int | None, Process | None, Any], ...]
    """For each mark: the parameter, which of its values where it is a list, what makes it fit, and a constant."""
    make: Callable[[Any], Any] | None
    """Makes a row of what the driver gives; None where there are no rows."""


_CONSTANT = ""


def execute(connection: Connection, statement: Executable, given: Given | None = None) -> Fetched:
    """Execute a statement that is built once and kept: its compiled form is kept beside it.

    On SQLite errors are the driver's own, which `Database` explains as it does SQLAlchemy's.
    """
    told: Given = given or {}
    if connection.dialect.name != "sqlite":
        result = connection.execute(statement, told)
        return Fetched(result.all() if result.returns_rows else (), result.rowcount)
    prepared = _prepared(statement, connection.dialect, tuple(told), _sizes(told))
    cursor = _driver(connection).execute(prepared.sql, _values(prepared, told))
    rows = cursor.fetchall()
    return Fetched(rows if prepared.make is None else list(map(prepared.make, rows)), cursor.rowcount)


def execute_many(connection: Connection, statement: Executable, given: Sequence[Given]) -> None:
    """The same for many sets of values; no rows come of it."""
    if not given:
        return
    if connection.dialect.name != "sqlite":
        connection.execute(statement, given)
        return
    prepared = _prepared(statement, connection.dialect, tuple(given[0]), ())
    _driver(connection).executemany(prepared.sql, [_values(prepared, each) for each in given])


def _driver(connection: Connection) -> Any:  # noqa: ANN401 - sqlite3's, which SQLAlchemy types as any driver's
    return connection.connection.driver_connection


def _sizes(given: Given) -> tuple[tuple[str, int], ...]:
    """How long each list is: a statement has as many marks for it."""
    return tuple((name, len(value)) for name, value in given.items() if isinstance(value, list))


def _values(prepared: _Prepared, given: Given) -> list[Any]:
    found = []
    for name, place, process, constant in prepared.values:
        if name == _CONSTANT:
            found.append(constant)
            continue
        value = given[name] if place is None else given[name][place]
        found.append(value if process is None else process(value))
    return found


@lru_cache(maxsize=2048)
def _prepared(
    statement: Executable, dialect: Dialect, names: tuple[str, ...], sizes: tuple[tuple[str, int], ...]
) -> _Prepared:
    compiled = _compiled(statement, dialect, names)
    lists = {name: [None] * size for name, size in sizes}
    state = compiled.construct_expanded_state({name: lists.get(name) for name in names})
    sources = {
        expanded: (name, place)
        for name, every in state.parameter_expansion.items()
        for place, expanded in enumerate(every)
    }
    values: list[tuple[str, int | None, Process | None, Any]] = []
    for mark in state.positiontup or ():
        name, place = sources.get(mark, (mark, None))
        process = compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)
        if name in names:
            values.append((name, place, process, None))
        else:
            constant = state.parameters[mark]
            values.append((_CONSTANT, None, None, constant if process is None else process(constant)))
    return _Prepared(state.statement, tuple(values), _maker(statement, dialect))


@lru_cache(maxsize=512)
def _compiled(statement: Executable, dialect: Dialect, names: tuple[str, ...]) -> SQLCompiler:
    compiled = statement.compile(dialect=dialect, column_keys=sorted(names))  # type: ignore[attr-defined]  # of all
    assert isinstance(compiled, SQLCompiler)
    return compiled


@lru_cache(maxsize=512)
def _maker(statement: Executable, dialect: Dialect) -> Callable[[Any], Any] | None:
    """Makes a named tuple of what the driver gives, its values as the columns' types have them."""
    columns = statement.exported_columns  # type: ignore[attr-defined]  # of selects and of what returns rows
    if not columns:
        return None
    row: Any = namedtuple("Row", columns.keys(), rename=True)  # type: ignore[misc]
    processors = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    fitting = [(place, process) for place, process in enumerate(processors) if process is not None]

    def make(given: tuple[Any, ...]) -> Any:  # noqa: ANN401 - a row of whatever was asked
        values = list(given)
        for place, process in fitting:
            values[place] = process(values[place])
        return row._make(values)

    return make if fitting else row._make
