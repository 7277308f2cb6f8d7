"""How each dialect is opened for writing and for reading.

What a failed statement was given are people's data, and an error goes to the log: none of the engines tells them.
"""

import sqlite3
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, NullPool, StaticPool, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from storage.idle import options, think_long
from storage.tables.base import speak

BUSY_SECONDS = 60
"""How long a writer waits for another process before it gives up."""
CONNECTIONS = 4
"""How many threads read, and on PostgreSQL how many write, at the same time."""

WRITES_MUCH = {"cache_size": -32_000, "temp_store": 2}
"""KiB of pages in memory, as a negative number, and what is put aside in memory too
(https://www.sqlite.org/pragma.html#pragma_cache_size, #pragma_temp_store): for `Database.writing_much`."""


def sqlite_writer(path: Path) -> Engine:
    """The one connection that writes; each transaction takes the write lock at its start.

    A deferred transaction that reads and then writes fails with "database is locked" without waiting
    (https://www.sqlite.org/lang_transaction.html), so that none of ours is deferred.
    """
    speak("sqlite")
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=StaticPool,
        connect_args={"check_same_thread": False},
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare_writer)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def sqlite_readers(path: Path) -> Engine:
    """Connections that cannot write: each transaction sees one moment and hinders nobody (WAL)."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        pool_size=CONNECTIONS,
        max_overflow=-1,
        connect_args={"check_same_thread": False},
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare_reader)
    event.listen(engine, "begin", _begin_deferred)
    return engine


def postgresql_engine(url: URL) -> Engine:
    """A pool of connections that are asked whether they still live before they are used."""
    speak("postgresql")
    return create_engine(
        url,
        pool_pre_ping=True,
        pool_size=2 * CONNECTIONS,
        max_overflow=CONNECTIONS,
        connect_args={"options": _options(url)},
        hide_parameters=True,
    )


def postgresql_readers(engine: Engine) -> Engine:
    """The same pool, for transactions that see one moment and cannot write; nobody waits for them."""
    readers = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    event.listen(readers, "begin", think_long)
    return readers


def migration_engine(url: URL) -> Engine:
    """For one transaction that changes the schema; without foreign keys on SQLite, which rebuilds tables to do so."""
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    speak(engine.dialect.name)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_migration)
        event.listen(engine, "begin", _begin_immediate)
    return engine


def open_sqlite(path: Path) -> sqlite3.Connection:
    """A bare connection with our waiting time, whose transactions are begun by hand; any thread may use it."""
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    return connection


def _prepare_migration(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    # What is deleted is written over with zeros (https://www.sqlite.org/pragma.html#pragma_secure_delete).
    connection.execute("PRAGMA secure_delete=ON")


def _prepare_writer(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
    _prepare_migration(connection, entry)
    connection.execute("PRAGMA foreign_keys=ON")


def _prepare_reader(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA query_only=ON")


def _options(url: URL) -> str:
    """Settings of each session, behind those that the address brings along."""
    given = url.query.get("options", "")
    before = given if isinstance(given, str) else " ".join(given)
    return f"{before} {options()}"


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_deferred(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
