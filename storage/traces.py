"""What was deleted and is still among the bytes: SQLite's log, and the room between a file's rows."""

import sqlite3
from contextlib import closing

from sqlalchemy import NullPool, create_engine
from sqlalchemy.exc import DBAPIError

from storage.database import Database
from storage.errors import explain

SMALL = 32 << 20
"""Octets of a file that is written anew while others work: they wait for about a second."""
PATIENCE = 2.0
"""Seconds that SQLite waits for who reads: whoever would write waits meanwhile."""


def cut_log(database: Database) -> bool:
    """Empty SQLite's log, in which each page lies as it was before and after; False where somebody still reads it.

    Its frames would else lie there until others are written over them
    (https://www.sqlite.org/pragma.html#pragma_wal_checkpoint). PostgreSQL's own goes by itself. Raises StorageError.
    """
    if database.path is None:
        return True
    try:
        with closing(sqlite3.connect(database.path, timeout=PATIENCE, isolation_level=None)) as connection:
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        explain(error, database.where)
    return not busy


def compact_small(database: Database) -> None:
    """The same as `compact` beside a daemon, where the file is SMALL; else its log is cut. Raises StorageError."""
    if database.path is not None and database.path.stat().st_size <= SMALL:
        compact(database)
    else:
        cut_log(database)


def compact(database: Database) -> None:
    """Write the database anew, so that it holds what its rows say and no other byte; nobody may be at work on it.

    SQLite moves rows between pages and leaves copies there; PostgreSQL keeps the rows of before until they are written
    over. Raises StorageError.
    """
    try:
        if database.path is not None:
            with closing(sqlite3.connect(database.path, timeout=PATIENCE, isolation_level=None)) as connection:
                connection.execute("VACUUM")
        else:
            engine = create_engine(database.engine_url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
            with engine.connect() as session:
                session.exec_driver_sql("VACUUM (FULL)")
    except (DBAPIError, sqlite3.Error) as error:
        explain(error, database.where)
    cut_log(database)
