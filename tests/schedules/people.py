"""What people of the town hall and recipients do meanwhile, and from when on it has to hold."""

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, exists, select

from audience.addresses import normalise, recipient_key
from audience.suppression import suppress
from delivery.office.office import Refused, cancel, pause, resume
from delivery.office.settling import retry, settle
from storage.errors import StorageError
from storage.ledger import IllegalMove
from storage.states import DeliveryState
from storage.tables import delivery, lane, publication
from tests.schedules.town import ACCOUNTS
from tests.schedules.world import Sending, World, sending

VERBS = ("pause", "resume", "cancel", "retry", "settle", "suppress")


@dataclass(slots=True)
class Stop:
    """A word after which nothing more may leave of a message, or for a recipient, but what was leaving already."""

    message: str
    recipient: str
    since: float
    leaving: frozenset[Sending]
    until: float = math.inf


@dataclass(slots=True)
class People:
    """Whoever speaks to the rows from another process."""

    world: World
    stops: list[Stop] = field(default_factory=list)
    resends: Counter[Sending] = field(default_factory=Counter)
    """How often a person asked that something go out again."""
    retried: Counter[str] = field(default_factory=Counter)
    """How often a message's failed ones were tried anew."""
    settled: set[Sending] = field(default_factory=set)
    """Of what a person said what had become of it."""

    def do(self, verb: str, message: str, number: int) -> bool:
        """A person says a word; False where it was refused, or could not be written. `number` chooses who is meant."""
        words: dict[str, Callable[[Connection, str, int], object]] = {
            "pause": self._pause,
            "resume": self._resume,
            "cancel": self._cancel,
            "retry": self._retry,
            "settle": self._settle,
            "suppress": self._suppress,
        }
        said: list[Callable[[], None]] = []
        try:
            with self.world.outside() as connection:
                done = words[verb](connection, message, number)
                if callable(done):
                    said.append(done)
        except (Refused, IllegalMove, StorageError):
            return False
        for each in said:
            each()
        return bool(said)

    def resume_everything(self) -> None:
        """Nothing is left paused, and no account waits for a person."""
        with self.world.disk.read() as connection:
            stopped = connection.execute(select(exists().where(lane.c.needs_person))).scalar_one()
            paused = connection.execute(select(publication.c.message).where(publication.c.state == "paused"))
            messages = set(paused.scalars()) | (set(ACCOUNTS) if stopped else set())
        for message in sorted(messages):
            self.do("resume", message, 0)

    def _office(self, word: Callable[..., Any], connection: Connection, message: str) -> Any:
        key = f"{message}/{message}/{ACCOUNTS[message]}@1"
        return word(connection, self.world.place, key, "ana", self.world.time.now())

    def _pause(self, connection: Connection, message: str, _number: int) -> Callable[[], None]:
        self._office(pause, connection, message)
        return self._stopped(connection, message, "")

    def _cancel(self, connection: Connection, message: str, _number: int) -> Callable[[], None]:
        self._office(cancel, connection, message)
        return self._stopped(connection, message, "")

    def _resume(self, connection: Connection, message: str, _number: int) -> Callable[[], None]:
        self._office(resume, connection, message)
        return lambda: self._released(message)

    def _retry(self, connection: Connection, message: str, _number: int) -> Callable[[], None]:
        self._office(retry, connection, message)
        return lambda: self.retried.update([message])

    def _settle(self, connection: Connection, message: str, number: int) -> Callable[[], None] | None:
        asked = select(delivery.c.id, delivery.c.address).join(publication, publication.c.id == delivery.c.publication)
        asked = asked.where(publication.c.message == message, delivery.c.state == "uncertain").order_by(delivery.c.id)
        rows = connection.execute(asked).all()
        if not rows:
            return None
        row = rows[number % len(rows)]
        to = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.PENDING)[number % 3]
        settle(connection, self.world.place, row.id, to, "ana", self.world.time.now())

        def said() -> None:
            self.settled.add((message, row.address))
            self.resends[message, row.address] += to is not DeliveryState.SENT
            self.retried[message] += 1

        return said

    def _suppress(self, connection: Connection, _message: str, number: int) -> Callable[[], None]:
        who = self.world.town.people[number % len(self.world.town.people)]
        key = recipient_key(self.world.place.keyring.address_key, normalise("correo", who))
        suppress(connection, self.world.place.tenant_id, key, "baja", "lo pidió", self.world.time.now())
        return self._stopped(connection, "", who)

    def _stopped(self, connection: Connection, message: str, recipient: str) -> Callable[[], None]:
        stop = Stop(message, recipient, self.world.time.seconds, frozenset(sending(connection)))
        return lambda: self.stops.append(stop)

    def _released(self, message: str) -> None:
        for stop in self.stops:
            if stop.message == message and stop.until == math.inf:
                stop.until = self.world.time.seconds
