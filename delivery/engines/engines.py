"""Which engine a database asks for: one daemon's own, or the one that several share."""

from typing import Protocol

from delivery.engines.engine import Engine, LocalEngine
from delivery.engines.leases import Leases
from delivery.engines.watched_engine import WatchedEngine
from storage.database import Database


class Watched(Engine, Protocol):
    """An engine that tells whether it goes on."""

    def waits(self) -> float:
        """For how many seconds it has not done what it could."""


def engine_for(database: Database) -> Watched:
    """On SQLite one process does everything; on PostgreSQL every daemon may."""
    if database.path is not None:
        return WatchedEngine(LocalEngine())
    from delivery.engines.cluster import ProcrastinateEngine  # noqa: PLC0415 - loads only where several daemons may work

    return ProcrastinateEngine(database.engine_url)


def leases_for(database: Database) -> Leases | None:
    """How lanes are shared with other daemons; None where there can be none."""
    return None if database.path is not None else Leases(database)
