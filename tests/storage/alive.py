"""Daemons that are alive, as far as the database's server can tell."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select

from storage.database import Database
from storage.lock import EACH


@contextmanager
def alive(database: Database, *daemons: str) -> Iterator[None]:
    """Each has its session with the server for the length of a block."""
    with database.read() as connection:
        for daemon in daemons:
            connection.execute(select(func.pg_advisory_lock_shared(EACH, func.hashtext(daemon))))
        try:
            yield
        finally:
            connection.execute(select(func.pg_advisory_unlock_all()))
