"""A daemon's sign of life: when it last looked, and which configuration it runs."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, delete, select

from delivery.faults import Fault, Faults, Part, Subject
from delivery.rounds import Duty, Rounds, late
from delivery.workplace import Workplaces
from logs import Log
from storage.database import Database
from storage.errors import StorageError
from storage.lock import is_connected
from storage.meta import put
from storage.tables import meta

log = Log(__name__)

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
    faults: tuple[Fault, ...] = ()
    """What it goes on without, the oldest first."""
    since_done: Mapping[Duty, float] = field(default_factory=dict)
    """For how many seconds, when it gave this sign, each of its duties had not done its work."""

    connected: bool = True
    """Whether the database's server still has its session; known on PostgreSQL alone."""

    def late(self, now: datetime) -> tuple[Duty, ...]:
        """The duties that have come to a stop while it goes on giving signs."""
        return late(self.since_done, (now - self.at).total_seconds())

    def alive(self, now: datetime, *, held: bool) -> bool:
        """Whether it is still at work: it gave a sign lately, and a daemon holds the database (`storage.lock`)."""
        return held and self.connected and now - self.at <= ALIVE


def note_pulse(
    connection: Connection,
    owner: str,
    digests: Mapping[str, str],
    now: datetime,
    faults: Collection[Fault] = (),
    since_done: Mapping[Duty, float] | None = None,
) -> None:
    """Note that this daemon lives, and forget those that ended long ago."""
    told = {
        "owner": owner,
        "at": now.isoformat(),
        "digests": digests,
        "faults": [_written(fault) for fault in faults],
        "since_done": {duty.value: round(seconds, 1) for duty, seconds in (since_done or {}).items()},
    }
    put(connection, f"{PREFIX}{owner}"[:60], json.dumps(told))
    for old in pulses(connection):
        if now - old.at > FORGOTTEN:
            connection.execute(delete(meta).where(meta.c.name == f"{PREFIX}{old.owner}"[:60]))


class SignOfLife:
    """One daemon's, as it gives it: every few seconds, and at once where what it goes without has changed."""

    def __init__(self, database: Database, owner: str, places: Workplaces, faults: Faults, rounds: Rounds) -> None:
        """`owner`: host and process. None is given yet."""
        self._database = database
        self._owner = owner
        self._places = places
        self._faults = faults
        self._rounds = rounds
        self._at: datetime | None = None
        self._told: tuple[tuple[Fault, ...], tuple[Duty, ...]] = ((), ())

    async def begin(self) -> None:
        """Take out the signs of those before: on SQLite of all, for whoever begins is alone (`storage.lock`)."""
        await self._database.run(forget_pulses if self._database.path is not None else forget_dead)

    async def give(self, now: datetime) -> None:
        """Leave a sign, for `status` to see, where the last one is no longer right. Raises `StorageError`."""
        self._faults.drop_over(now)
        faults, since_done = self._faults.all, self._rounds.since_done()
        told = (faults, late(since_done))
        if self._at is not None and abs(now - self._at) < BETWEEN and told == self._told:
            return
        digests = {place.tenant.slug: place.tenant.digest for place in self._places.all}
        owner = self._owner
        await self._database.run(
            partial(note_pulse, owner=owner, digests=digests, now=now, faults=faults, since_done=since_done)
        )
        self._at, self._told = now, told

    async def end(self) -> None:
        """Leave nothing behind."""
        try:
            await self._database.run(partial(forget_pulse, owner=self._owner))
        except StorageError as error:
            log.error("no sign of leaving could be left", reason=str(error))


def forget_pulse(connection: Connection, owner: str) -> None:
    """A daemon that ends in order leaves nothing behind."""
    connection.execute(delete(meta).where(meta.c.name == f"{PREFIX}{owner}"[:60]))


def forget_pulses(connection: Connection) -> None:
    """Whoever holds the database alone is the only daemon: the others died without taking their leave."""
    connection.execute(delete(meta).where(meta.c.name.like(f"{PREFIX}%")))


def forget_dead(connection: Connection) -> None:
    """Of several daemons, those that died without taking their leave."""
    for pulse in pulses(connection):
        if not pulse.connected:
            forget_pulse(connection, pulse.owner)


def pulses(connection: Connection) -> list[Pulse]:
    """Every daemon that left a sign, the latest first."""
    asked = select(meta.c.value).where(meta.c.name.like(f"{PREFIX}%"))
    told = [json.loads(value) for value in connection.execute(asked).scalars()]
    found = [
        Pulse(
            each["owner"],
            datetime.fromisoformat(each["at"]),
            each["digests"],
            tuple(_read(fault) for fault in each.get("faults", ())),
            {Duty(duty): seconds for duty, seconds in each.get("since_done", {}).items() if duty in set(Duty)},
            is_connected(connection, each["owner"]),
        )
        for each in told
    ]
    return sorted(found, key=lambda pulse: pulse.at, reverse=True)


def _written(fault: Fault) -> dict[str, object]:
    return {
        "part": fault.subject.part.value,
        "name": fault.subject.name,
        "tenant": fault.subject.tenant,
        "error": fault.error,
        "since": fault.since.isoformat(),
        "at": fault.at.isoformat(),
        "times": fault.times,
        "again_at": fault.again_at.isoformat(),
    }


def _read(told: Mapping[str, Any]) -> Fault:
    return Fault(
        subject=Subject(Part(told["part"]), told["name"], told["tenant"]),
        error=told["error"],
        since=datetime.fromisoformat(told["since"]),
        at=datetime.fromisoformat(told["at"]),
        times=told["times"],
        again_at=datetime.fromisoformat(told["again_at"]),
    )
