"""What only one process may do at a time on a database: a lock that dies with its process."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import NullPool, create_engine, func, select
from sqlalchemy.exc import DBAPIError

from storage.database import Database
from storage.errors import explain

_NUMBER = 0x50726569
"""The first number of these locks on PostgreSQL; `storage.turns` has the one before it."""


@contextmanager
def alone(database: Database, what: str) -> Iterator[bool]:
    """Whether no other process does `what` (a word for a file's name) meanwhile: it is kept out until the block ends.

    On SQLite the lock is the operating system's on a file beside the database, which stays behind and means nothing by
    itself; on PostgreSQL an advisory lock of a session of its own. Raises StorageError, OSError.
    """
    taken = _on_file(database, what) if database.path else _on_server(database, what)
    with taken as ours:
        yield ours


@contextmanager
def _on_file(database: Database, what: str) -> Iterator[bool]:
    assert database.path is not None
    beside = database.path.with_name(f"{database.path.name}.{what}")
    descriptor = os.open(beside, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(descriptor)


@contextmanager
def _on_server(database: Database, what: str) -> Iterator[bool]:
    engine = create_engine(database.engine_url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            key = (_NUMBER, func.hashtext(what))
            ours = bool(connection.scalar(select(func.pg_try_advisory_lock(*key))))
            try:
                yield ours
            finally:
                # A server notices some time later that a connection was closed: until then nobody else would come in.
                if ours:
                    connection.execute(select(func.pg_advisory_unlock(*key)))
    except DBAPIError as error:
        explain(error, database.where)
