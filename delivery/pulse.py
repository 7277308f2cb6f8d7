"""A daemon's sign of life: when it last looked, and which configuration it runs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from storage.meta import put
from storage.tables import meta

PREFIX = "tick:"
BETWEEN = timedelta(seconds=10)
"""How often it is noted."""
ALIVE = timedelta(seconds=45)
"""A daemon that has not noted anything for longer is down, or hangs."""
FORGOTTEN = timedelta(days=1)
"""What a daemon that ended has left is dropped after this."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """The last sign of one daemon."""

    owner: str
    """Host and process."""
    at: datetime
    digests: Mapping[str, str]
    """The configuration's sha256 by tenant."""

    def alive(self, now: datetime) -> bool:
        """Whether it is still at work."""
        return now - self.at <= ALIVE


def note_pulse(connection: Connection, owner: str, digests: Mapping[str, str], now: datetime) -> None:
    """Note that this daemon lives, and forget those that ended long ago."""
    put(connection, f"{PREFIX}{owner}"[:60], json.dumps({"owner": owner, "at": now.isoformat(), "digests": digests}))
    for old in pulses(connection):
        if now - old.at > FORGOTTEN:
            connection.execute(delete(meta).where(meta.c.name == f"{PREFIX}{old.owner}"[:60]))


def forget_pulse(connection: Connection, owner: str) -> None:
    """A daemon that ends in order leaves nothing behind."""
    connection.execute(delete(meta).where(meta.c.name == f"{PREFIX}{owner}"[:60]))


def pulses(connection: Connection) -> list[Pulse]:
    """Every daemon that left a sign, the latest first."""
    asked = select(meta.c.value).where(meta.c.name.like(f"{PREFIX}%"))
    told = [json.loads(value) for value in connection.execute(asked).scalars()]
    found = [Pulse(each["owner"], datetime.fromisoformat(each["at"]), each["digests"]) for each in told]
    return sorted(found, key=lambda pulse: pulse.at, reverse=True)
