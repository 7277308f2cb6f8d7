"""Who is at work on a database: locks that die with their process. On SQLite one daemon, on PostgreSQL any number."""

import fcntl
import json
import os
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, NullPool, create_engine, func, select, text
from sqlalchemy.exc import DBAPIError

from storage.database import Database
from storage.errors import StorageError, explain

SUFFIX = ".candado"
ADVISORY = 0x507265676F6E
"""The number of the daemons' advisory lock on PostgreSQL, the same in every version: the letters of Pregon. They share
it; whoever replaces all rows has it alone."""
EACH = 0x50726567
"""The first number of the lock that each daemon has besides: the letters of Preg. The second is made of its name."""
_TOKEN = secrets.token_hex(2)
_TRIES = 10
_BREATH = 0.05
"""Seconds. Who asks whether the lock is held takes it for a moment: a daemon that begins just then tries again."""

# https://www.postgresql.org/docs/current/view-pg-locks.html: a key of 64 bits shows as two halves and a 1.
_HELD = text(
    "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND classid = :high AND objid = :low)"
).bindparams(high=ADVISORY >> 32, low=ADVISORY & 0xFFFFFFFF)
# The same: a key of twice 32 bits shows as both and a 2.
_HELD_BY = text(
    "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND classid = :first AND objid = (hashtext(:daemon)::bigint & 4294967295))"
)


class AlreadyRunning(StorageError):
    """Another daemon holds the database. `pid` and `since` are what it wrote down, None where it did not get to it."""

    def __init__(self, where: str, pid: int | None, since: datetime | None) -> None:
        """`where` is the database, as people read it; `since` by the clock that they read."""
        self.pid, self.since = pid, since
        who = f" (proceso {pid}, desde {since:%Y-%m-%d %H:%M %Z})" if pid else ""
        super().__init__(
            f"Ya hay un pregonero en marcha con la base de datos {where}{who}. "
            "Deje ese en marcha, o deténgalo con Ctrl-C antes de seguir."
        )


class DaemonLock(Protocol):
    """A database that is ours."""

    def check(self) -> None:
        """Take it again where it was lost: the file taken away, the server's session cut off.

        Raises AlreadyRunning where another has taken it meanwhile, and another StorageError where it cannot be asked.
        """


def this_daemon() -> str:
    """This process's name among the daemons of a database: host, process, and four signs of chance."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}-{_TOKEN}"


@contextmanager
def daemon_lock(database: Database, now: datetime) -> Iterator[DaemonLock]:
    """Be a daemon of the database until the block ends or the process dies. Raises AlreadyRunning.

    Since when another holds it is told by the clock of `now`'s zone.

    On SQLite it is a lock of the operating system that keeps others out: the file beside the database stays behind and
    means nothing by itself. On PostgreSQL it is an advisory lock of a session, which daemons share; it keeps out who
    wants the database alone.
    """
    lock = _FileLock(database.path, now) if database.path else _SessionLock(database, this_daemon())
    try:
        yield lock
    finally:
        lock.release()


@contextmanager
def sole_lock(database: Database, now: datetime) -> Iterator[DaemonLock]:
    """Keep every daemon out until the block ends. Raises AlreadyRunning where there is one."""
    lock = _FileLock(database.path, now) if database.path else _SessionLock(database, None)
    try:
        yield lock
    finally:
        lock.release()


def is_held(database: Database) -> bool:
    """Whether a daemon, of this or another process, holds the database now. Raises StorageError.

    Of a lock that one may not look at it is taken that somebody holds it.
    """
    if database.path is None:
        with database.read() as connection:
            return bool(connection.execute(_HELD).scalar_one())
    try:
        descriptor = os.open(_beside(database.path), os.O_RDONLY)
    except FileNotFoundError:
        return False
    except PermissionError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def is_connected(connection: Connection, daemon: str) -> bool:
    """Whether the daemon of this name is connected with the server; on SQLite always, for it writes no such thing down.

    Of a machine that has lost its power the server learns after half a minute.
    """
    if connection.dialect.name == "sqlite":
        return True
    return bool(connection.execute(_HELD_BY, {"first": EACH, "daemon": daemon}).scalar_one())


class _FileLock:
    """On a file beside a SQLite database."""

    def __init__(self, path: Path, now: datetime) -> None:
        self._path = path
        self._now = now
        self._descriptor = self._take()

    def check(self) -> None:
        try:
            ours = os.path.samestat(_beside(self._path).stat(), os.fstat(self._descriptor))
        except FileNotFoundError:
            ours = False
        if not ours:
            fresh = self._take()
            self.release()
            self._descriptor = fresh

    def release(self) -> None:
        os.close(self._descriptor)

    def _take(self) -> int:
        descriptor = os.open(_beside(self._path), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            self._lock(descriptor)
        except AlreadyRunning:
            os.close(descriptor)
            raise
        told = {"pid": os.getpid(), "since": self._now.astimezone(UTC).isoformat(timespec="seconds")}
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(told).encode(), 0)
        return descriptor

    def _lock(self, descriptor: int) -> None:
        for tried in range(_TRIES):
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                if tried == _TRIES - 1:
                    raise AlreadyRunning(str(self._path), *_holder(descriptor, self._now.tzinfo)) from error
                time.sleep(_BREATH)
            else:
                return


class _SessionLock:
    """Of a session with a PostgreSQL server."""

    def __init__(self, database: Database, daemon: str | None) -> None:
        """`daemon` shares it with others; None: nobody else may have it."""
        self._where = database.where
        self._daemon = daemon
        self._engine = create_engine(
            database.engine_url,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args={"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3},
        )
        self._connection = self._take()

    def check(self) -> None:
        # Closed, and not taken anew: the server did not answer when this was last asked.
        if not self._connection.closed:
            try:
                self._connection.execute(select(1))
            except DBAPIError:
                self.release()
            else:
                return
        self._connection = self._take()

    def release(self) -> None:
        self._connection.close()

    def _take(self) -> Connection:
        try:
            connection = self._engine.connect()
        except DBAPIError as error:
            explain(error, self._where)
        try:
            self._lock(connection)
        except DBAPIError as error:
            connection.close()
            explain(error, self._where)
        return connection

    def _lock(self, connection: Connection) -> None:
        take = func.pg_try_advisory_lock if self._daemon is None else func.pg_try_advisory_lock_shared
        if not connection.execute(select(take(ADVISORY))).scalar_one():
            connection.close()
            raise AlreadyRunning(self._where, None, None)
        if self._daemon is not None:
            # The server finds out about a machine that is gone before it is asked for what that one holds.
            for name, seconds in (("idle", 10), ("interval", 5), ("count", 3)):
                connection.execute(select(func.set_config(f"tcp_keepalives_{name}", str(seconds), False)))
            connection.execute(select(func.pg_advisory_lock_shared(EACH, func.hashtext(self._daemon))))


def _beside(path: Path) -> Path:
    return path.with_name(path.name + SUFFIX)


def _holder(descriptor: int, zone: tzinfo | None) -> tuple[int | None, datetime | None]:
    try:
        told = json.loads(os.pread(descriptor, 1_000, 0))
        return int(told["pid"]), datetime.fromisoformat(told["since"]).astimezone(zone)
    except (ValueError, KeyError, TypeError):
        return None, None
