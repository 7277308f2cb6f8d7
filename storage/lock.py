"""One daemon on a database: a lock that dies with its process."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import NullPool, create_engine, func, select
from sqlalchemy.exc import DBAPIError

from storage.database import Database
from storage.errors import StorageError, explain

SUFFIX = ".candado"
ADVISORY = 0x507265676F6E
"""The number of the daemon's advisory lock on PostgreSQL, the same in every version: the letters of Pregon."""


class AlreadyRunning(StorageError):
    """Another daemon holds the database. `pid` and `since` are what it wrote down, None where it did not get to it."""

    def __init__(self, where: str, pid: int | None, since: str | None) -> None:
        """`where` is the database, as people read it."""
        self.pid, self.since = pid, since
        who = f" (proceso {pid}, desde {since})" if pid else ""
        super().__init__(
            f"Ya hay un pregonero en marcha con la base de datos {where}{who}. "
            "Deje ese en marcha, o deténgalo con Ctrl-C antes de iniciar otro."
        )


@contextmanager
def daemon_lock(database: Database, now: datetime) -> Iterator[None]:
    """Hold the database for one daemon until the block ends or the process dies. Raises AlreadyRunning.

    On SQLite it is a lock of the operating system: the file beside the database stays behind and means nothing by
    itself. On PostgreSQL it is an advisory lock of a session, until there is an engine by which several daemons share
    the lanes: without one they would take them from each other.
    """
    with _file_lock(database.path, now) if database.path else _session_lock(database):
        yield


@contextmanager
def _file_lock(path: Path, now: datetime) -> Iterator[None]:
    descriptor = os.open(path.with_name(path.name + SUFFIX), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunning(str(path), *_holder(descriptor)) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps({"pid": os.getpid(), "since": now.isoformat(timespec="seconds")}).encode(), 0)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _session_lock(database: Database) -> Iterator[None]:
    engine = create_engine(database.engine_url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    try:
        connection = engine.connect()
    except DBAPIError as error:
        explain(error, database.where)
    with connection:
        if not connection.execute(select(func.pg_try_advisory_lock(ADVISORY))).scalar_one():
            raise AlreadyRunning(database.where, None, None)
        yield


def _holder(descriptor: int) -> tuple[int | None, str | None]:
    try:
        told = json.loads(os.pread(descriptor, 1_000, 0))
        return int(told["pid"]), str(told["since"])
    except (ValueError, KeyError, TypeError):
        return None, None
