"""A statement is built once for all tests of a process; `tests/conftest.py` gives this to every run.

Each database of a test has engines of its own, and by itself an engine builds every statement anew: a third of what
tests with a database computed. A daemon builds each once and lives for weeks, so that this is nearer to it.
"""

from collections.abc import Iterator, MutableMapping
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.sql.compiler import Compiled
from sqlalchemy.util import LRUCache

MOST = 2000
"""Statements that are kept."""
Key = tuple[Dialect, *tuple[Any, ...]]


class Built(MutableMapping[Key, Compiled]):
    """By the dialect's name, where SQLAlchemy's key has the engine's own dialect: all of ours are made the same way."""

    def __init__(self) -> None:
        self._kept: LRUCache[tuple[Any, ...], Compiled] = LRUCache(MOST)

    def __getitem__(self, key: Key) -> Compiled:
        return self._kept[_by_name(key)]

    def __setitem__(self, key: Key, built: Compiled) -> None:
        self._kept[_by_name(key)] = built

    def __delitem__(self, key: Key) -> None:
        del self._kept[_by_name(key)]

    def __iter__(self) -> Iterator[Key]:
        raise TypeError("whose dialect it was is forgotten")

    def __len__(self) -> int:
        return len(self._kept)


def pytest_configure() -> None:
    """Every engine that connects from now on takes what is built, and adds to it."""
    built = Built()

    def share(connection: Connection) -> None:
        connection.execution_options(compiled_cache=built)

    event.listen(Engine, "engine_connect", share)


def _by_name(key: Key) -> tuple[Any, ...]:
    return (key[0].name, *key[1:])
