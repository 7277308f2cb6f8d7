"""A municipality at work in this process: the dispatcher and its engine under a clock that the test holds."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, insert, select

from audience.addresses import normalise, recipient_key
from audience.consents import Word, say
from campaigns.last_good import load_with_memory
from campaigns.purpose import MANAGEMENT
from campaigns.tenant import Tenant
from delivery.daemon.dispatcher import Dispatcher
from delivery.engines.engine import LocalEngine
from delivery.engines.leases import Leases
from delivery.workplace import Workplace, Workplaces, open_workplace
from storage.database import Database
from storage.tables import address, contact, contact_attribute, delivery, metadata, publication
from tests.campaigns.town import build

Result = TypeVar("Result")
MOST_TURNS = 60
PATIENCE = 120.0
"""Seconds in which lanes come to rest, also on a machine that has much else to do; longer, and they hang."""


class HandClock:
    """A clock that stands still until it is set, or until somebody sleeps."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment.astimezone(UTC)

    def now(self) -> datetime:
        """The moment at which it was set."""
        return self.moment

    async def sleep_until(self, moment: datetime) -> None:
        """Whoever sleeps makes the time pass."""
        self.moment = max(self.moment, moment.astimezone(UTC))
        await asyncio.sleep(0)

    def pass_(self, **time: float) -> None:
        """Time goes by; negative, it is set back."""
        self.moment += timedelta(**time)


def bogota(text: str) -> datetime:
    """A local moment of Colombia, as an instant."""
    return datetime.fromisoformat(f"{text}-05:00").astimezone(UTC)


@dataclass(slots=True)
class Desk:
    """One tenant's workplace, and the machinery that works it."""

    database: Database
    config: Path
    folder: Path
    clock: HandClock
    environment: Mapping[str, str]
    places: Workplaces
    engine: LocalEngine
    dispatcher: Dispatcher

    @property
    def place(self) -> Workplace:
        """The tenant's."""
        return self.places.all[0]

    @property
    def tenant(self) -> Tenant:
        """As it is configured now."""
        return self.place.tenant

    async def reload(self, changes: Mapping[str, str | bytes | None] | None = None) -> None:
        """Write some files anew and take them up."""
        for name, text in (changes or {}).items():
            path = self.config / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            else:
                path.write_bytes(text if isinstance(text, bytes) else text.encode())
        loaded = load_with_memory(self.config, self.folder, self.environment)
        assert not loaded.problems, [str(problem) for problem in loaded.problems]
        with self.database.write() as connection:
            self.places.put(open_workplace(connection, loaded.tenants[0], self.database, self.clock, self.folder))
        await self.dispatcher.start(self.place)

    async def look(self) -> None:
        """Publish what is due of every campaign."""
        for campaign in self.tenant.campaigns.values():
            await self.dispatcher.publish(self.place, campaign)

    async def turn(self) -> None:
        """Publish what is due, sweep, and let lanes work until nothing more is due at this moment."""
        await self.look()
        await self.settle()

    async def settle(self) -> None:
        """Sweep and let lanes work until nothing more is due at this moment; bells do not ring."""
        for _ in range(MOST_TURNS):
            found = await self.dispatcher.sweep()
            for place, campaign in found.looks:
                await self.dispatcher.publish(place, campaign)
            more = found.next is not None and found.next <= self.clock.now()
            if self.engine.is_quiet and not found.looks and not more:
                return
            await asyncio.wait_for(self.engine.quiet(), PATIENCE)
        raise AssertionError("it never came to rest")

    def write(self, work: Any, *arguments: Any, **named: Any) -> Any:
        """`work(connection, workplace, …)` in one transaction, as a verb of another process does it."""
        with self.database.write() as connection:
            return work(connection, self.place, *arguments, **named)

    def people(
        self,
        *mails: str,
        attributes: Mapping[str, str] | None = None,
        names: Sequence[str] = (),
        consent: bool | None = True,
    ) -> None:
        """Contacts with one mail address each, and what they have said of what the administration tells of itself."""
        with self.database.write() as connection:
            add_people(connection, self.place, list(zip(mails, names or mails, strict=True)), attributes or {}, consent)

    def publications(self) -> dict[str, str]:
        """`message/account@occurrence` to state."""
        with self.database.read() as connection:
            asked = select(publication).order_by(publication.c.message, publication.c.account, publication.c.id)
            return {f"{row.message}/{row.account}@{row.occurrence}": row.state for row in connection.execute(asked)}

    def publication(self, key: str) -> Row[Any]:
        """The row of `message/account@occurrence`."""
        message, _, rest = key.partition("/")
        account, _, occurrence = rest.partition("@")
        columns = publication.c
        named = (columns.message == message, columns.account == account, columns.occurrence == occurrence)
        with self.database.read() as connection:
            return connection.execute(select(publication).where(*named)).one()

    def deliveries(self, key: str = "") -> list[Row[Any]]:
        """All deliveries, or those of `message/account@occurrence`, oldest first."""
        asked = select(delivery).order_by(delivery.c.id)
        if key:
            asked = asked.where(delivery.c.publication == self.publication(key).id)
        with self.database.read() as connection:
            return list(connection.execute(asked))

    def states(self, key: str = "") -> dict[str, int]:
        """How many deliveries stand in each state."""
        found: dict[str, int] = {}
        for row in self.deliveries(key):
            found[row.state] = found.get(row.state, 0) + 1
        return found

    def rows(self, table: str) -> list[Row[Any]]:
        """All rows of the table with this name, oldest first."""
        named = metadata.tables[table]
        with self.database.read() as connection:
            return list(connection.execute(select(named).order_by(*named.primary_key.columns)))


def add_people(
    connection: Connection,
    place: Workplace,
    people: Sequence[tuple[str, str]],
    attributes: Mapping[str, str],
    consent: bool | None = True,
) -> None:
    """A contact for each mail address and name, in this order, keyed as an import does it; all have the attributes.

    `consent`: what each has said of `gestion`; None: nothing.
    """
    if not people:
        return
    persons = [{"tenant": place.tenant_id, "name": name, "created_at": place.clock.now()} for _, name in people]
    added = insert(contact).returning(contact.c.id, sort_by_parameter_order=True)
    numbers = connection.scalars(added, persons).all()
    kind, key = "correo", place.keyring.address_key
    addresses = [
        {"tenant": place.tenant_id, "contact": number, "kind": kind, "address": mail}
        | {"key": recipient_key(key, normalise(kind, mail))}
        for number, (mail, _) in zip(numbers, people, strict=True)
    ]
    connection.execute(insert(address), addresses)
    if consent is not None:
        now, keys = place.clock.now(), [row["key"] for row in addresses]
        words = [Word(str(key), MANAGEMENT, consent, "Planilla de la feria", now) for key in keys]
        say(connection, place.tenant_id, zip(numbers, words, strict=True))
    values = [{"contact": number, "name": name, "value": attributes[name]} for number in numbers for name in attributes]
    if values:
        connection.execute(insert(contact_attribute), values)


@asynccontextmanager
async def at_work(
    database: Database,
    folder: Path,
    now: datetime,
    changes: Mapping[str, str | bytes | None] | None = None,
    environment: Mapping[str, str] | None = None,
    leases: Leases | None = None,
) -> AsyncIterator[Desk]:
    """The municipality of `tests.campaigns.town` with some files changed, at work from `now` on."""
    config = build(folder / "config", changes)
    places, engine, stop = Workplaces(), LocalEngine(), asyncio.Event()
    clock = HandClock(now)
    dispatcher = Dispatcher(places, engine, "prueba", leases=leases)
    desk = Desk(database, config, folder / "var", clock, environment or {}, places, engine, dispatcher)
    await desk.reload()
    lanes = asyncio.create_task(engine.run(dispatcher.handle, stop, 8))
    try:
        yield desk
    finally:
        stop.set()
        await lanes
        await dispatcher.close()
