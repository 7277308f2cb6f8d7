"""One daemon on a SQLite database: an operating system's lock, which dies with its process."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from storage.database import Database
from storage.errors import StorageError

SUFFIX = ".candado"


class AlreadyRunning(StorageError):
    """Another daemon holds the database. `pid` and `since` are what it wrote down, None where it did not get to it."""

    def __init__(self, path: Path, pid: int | None, since: str | None) -> None:
        """`path` is the database."""
        self.pid, self.since = pid, since
        who = f" (proceso {pid}, desde {since})" if pid else ""
        super().__init__(
            f"Ya hay un pregonero en marcha con la base de datos {path}{who}. "
            "Deje ese en marcha, o deténgalo con Ctrl-C antes de iniciar otro."
        )


@contextmanager
def daemon_lock(database: Database, now: datetime) -> Iterator[None]:
    """Hold the database for one daemon until the block ends or the process dies. Raises AlreadyRunning.

    On PostgreSQL several daemons may share the work, and nothing is held. The file beside the database stays behind
    and means nothing by itself: only the lock on it does.
    """
    if database.path is None:
        yield
        return
    descriptor = os.open(database.path.with_name(database.path.name + SUFFIX), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunning(database.path, *_holder(descriptor)) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps({"pid": os.getpid(), "since": now.isoformat(timespec="seconds")}).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _holder(descriptor: int) -> tuple[int | None, str | None]:
    try:
        told = json.loads(os.pread(descriptor, 1_000, 0))
        return int(told["pid"]), str(told["since"])
    except (ValueError, KeyError, TypeError):
        return None, None
