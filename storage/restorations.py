"""When the database was put back from a copy: what went out between the copy and that moment has no row in it."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from storage import meta


@dataclass(frozen=True, slots=True)
class Restoration:
    """One restore."""

    copied_at: datetime
    restored_at: datetime


def add(connection: Connection, restoration: Restoration) -> None:
    """Remember it beside those that the copy itself had been through."""
    every = (*restorations(connection), restoration)
    written = json.dumps([[each.copied_at.isoformat(), each.restored_at.isoformat()] for each in every])
    meta.put(connection, meta.RESTORATIONS, written)


def restorations(connection: Connection) -> tuple[Restoration, ...]:
    """All that the database has been through, oldest first."""
    written = meta.get(connection, meta.RESTORATIONS)
    pairs: list[list[str]] = [] if written is None else json.loads(written)
    return tuple(Restoration(datetime.fromisoformat(first), datetime.fromisoformat(last)) for first, last in pairs)
