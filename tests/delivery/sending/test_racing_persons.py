"""Two daemons write to the same persons in the same instant: never above the week's cap, never after a person's no."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text

from audience.addresses import normalise, recipient_key
from audience.leaving import leave
from audience.leaving_token import Leaver
from campaigns.tenant import Campaign
from delivery.accounts.books import Books
from delivery.daemon.dispatcher import Dispatcher
from delivery.engines.engine import LaneId, LocalEngine
from delivery.engines.leases import Leases
from delivery.pace import PaceState
from delivery.publishing.publish import look
from delivery.sending.chunk import next_chunk
from delivery.sending.step import Step, take
from delivery.workplace import Workplace, Workplaces
from storage.database import Database
from storage.ledger import open_lane
from storage.states import DeliveryState
from tests.campaigns.town import ACCOUNTS, CAMPAIGN, MUNICIPALITY
from tests.delivery.desk import Desk, at_work
from tests.delivery.engines.test_engine import until
from tests.delivery.relay import DUE
from tests.storage.alive import alive

CAP, PEOPLE, MESSAGES = 2, 40, 6
OWNERS = ("uno", "otro")
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
MAIL = ACCOUNTS[: ACCOUNTS.index("web:")]
THREE = ACCOUNTS + "".join(
    MAIL.replace("correo:\n", f"{name}:\n", 1).replace("usuario: prensa", f"usuario: {name}")
    for name in ("boletin", "noticias")
)
"""Three mail accounts, each with a lane of its own."""


def campaign(name: str, account: str, priority: str = "normal") -> str:
    """One message of management at the hour."""
    told = CAMPAIGN.replace("campaña: matriculas", f"campaña: {name}").replace("clase: servicio", "clase: gestion")
    return told.replace("[correo, web]", f"[{account}]").replace("publico:", f"prioridad: {priority}\npublico:")


def town(cap: int = 100, **campaigns: tuple[str, str]) -> dict[str, str | bytes | None]:
    """Some campaigns, each on an account with a priority; so many messages a week for each person."""
    files = {f"campanas/{name}.yaml": campaign(name, *its) for name, its in campaigns.items()}
    shared = {"municipio.yaml": f"{MUNICIPALITY}tope-semanal: {cap}\n", "canales.yaml": THREE}
    return {"campanas/matriculas.yaml": None, **shared, **files}


def many(cap: int = 100) -> dict[str, str | bytes | None]:
    """Six messages on the three accounts, the later ones more urgent."""
    accounts, priorities = ("correo", "boletin", "noticias"), ("baja", "normal", "alta")
    return town(
        cap, **{f"tema-{number}": (accounts[number % 3], priorities[number // 2]) for number in range(MESSAGES)}
    )


@dataclass
class Daemon:
    """One of two at the same municipality, with connections and an engine of its own."""

    place: Workplace
    engine: LocalEngine
    dispatcher: Dispatcher

    @classmethod
    def at(cls, desk: Desk, owner: str, database: Database) -> "Daemon":
        """With what the first has read."""
        places, engine = Workplaces(), LocalEngine()
        places.put(replace(desk.place, database=database))
        return cls(places.all[0], engine, Dispatcher(places, engine, owner, leases=Leases(database)))

    async def look(self, campaign: Campaign) -> None:
        """At the calendar; what is due begins to go out."""
        await self.dispatcher.publish(self.place, campaign)


async def race(desk: Desk, *beside: Any) -> None:
    """Both look at all campaigns at once and send what they find, until neither finds anything more to do.

    Between two sweeps the time goes by in which one message waits for another to the same person.
    """
    stop, databases = asyncio.Event(), [Database.open(desk.database.url) for _ in OWNERS]
    try:
        owners = [Daemon.at(desk, name, database) for name, database in zip(OWNERS, databases, strict=True)]
        works = [asyncio.create_task(each.engine.run(each.dispatcher.handle, stop, 8)) for each in owners]
        with alive(desk.database, *OWNERS):
            found = list(desk.tenant.campaigns.values())
            looks = [owner.look(each) for each in found for owner in owners]
            await asyncio.gather(*looks, *beside)
            for _ in range(6):
                for owner in owners:
                    await owner.dispatcher.sweep()
                    await asyncio.wait_for(owner.engine.quiet(), 60)
                desk.clock.pass_(minutes=3)
            stop.set()
            await asyncio.gather(*works)
            for owner in owners:
                await owner.dispatcher.close()
    finally:
        for database in databases:
            database.close()


def got(desk: Desk) -> Counter[str]:
    """How many messages each person has got."""
    return Counter(row.address for row in desk.deliveries() if row.state == "sent")


async def test_nobody_gets_more_than_the_cap_from_two_daemons(postgresql_database: Database, tmp_path: Path) -> None:
    """Of six messages at the same hour, on three lanes, each person gets the two of the week, and not one less."""
    people = [f"persona{number}@example.com" for number in range(PEOPLE)]
    async with at_work(postgresql_database, tmp_path, DUE, many(CAP)) as desk:
        desk.people(*people)
        await race(desk)
        assert got(desk) == dict.fromkeys(people, CAP)
        codes = Counter(row.error_code for row in desk.deliveries() if row.state == "skipped")
        assert codes == {"tope-semanal": PEOPLE * (MESSAGES - CAP)}


async def test_one_daemon_on_sqlite_keeps_to_the_cap(sqlite_database: Database, tmp_path: Path) -> None:
    """Its three lanes take turns at the one writer."""
    people = [f"persona{number}@example.com" for number in range(PEOPLE)]
    async with at_work(sqlite_database, tmp_path, DUE, many(CAP)) as desk:
        desk.people(*people)
        for _ in range(MESSAGES):
            await desk.turn()
            desk.clock.pass_(minutes=3)
        assert got(desk) == dict.fromkeys(people, CAP)


@dataclass(frozen=True)
class Hand:
    """A lane that has all that is due on an account in hand."""

    place: Workplace
    lane: LaneId
    books: Books
    numbers: tuple[int, ...]

    @classmethod
    def of(cls, connection: Connection, place: Workplace, account: str) -> "Hand":
        """Claimed, and not asked yet whether it may leave."""
        lane = place.lane(place.tenant.accounts[account].sender)
        epoch = open_lane(connection, lane.tenant, lane.sender, 0, account, DUE).epoch
        chunk = next_chunk(connection, place, lane, epoch, 10, DUE).chunk
        assert chunk is not None
        assert chunk.capped
        return cls(place, lane, Books(lane.sender, epoch, PaceState()), tuple(row.id for row in chunk.rows))

    def leave(self, connection: Connection) -> frozenset[int]:
        """The last look: which of it goes."""
        step = Step(intends=self.numbers, capped=self.numbers)
        return take(connection, self.place, self.lane, self.books, step, DUE).go


def begin(connection: Connection, place: Workplace, name: str) -> None:
    """A daemon looks at a campaign whose message is due."""
    look(connection, place, place.tenant.campaigns[name], DUE, DUE, timedelta(hours=1))


async def test_the_weeks_last_place_is_given_once(postgresql_database: Database, tmp_path: Path) -> None:
    """What leaves while another is about to, and was not there when that one asked, waits for it and for its answer."""
    changes = town(1, primero=("correo", "baja"), segundo=("boletin", "alta"))
    async with at_work(postgresql_database, tmp_path, DUE, changes) as desk:
        desk.people("ana@example.com")
        with desk.database.write() as connection:
            begin(connection, desk.place, "primero")
            first = Hand.of(connection, desk.place, "correo")
        other = Database.open(desk.database.url)

        async def follow() -> frozenset[int]:
            await other.run(partial(begin, place=desk.place, name="segundo"))
            second = await other.run(partial(Hand.of, place=desk.place, account="boletin"))
            return await other.run(second.leave)

        try:
            with desk.database.write() as connection:
                assert first.leave(connection) == set(first.numbers)
                second = asyncio.create_task(follow())
                await until(lambda: second.done() or _anybody_waits(desk.database))
            assert await second == frozenset()
        finally:
            other.close()
        left = [(row.state, row.error_code) for row in desk.deliveries()]
        assert left == [("sending", None), ("pending", None)]


def _anybody_waits(database: Database) -> bool:
    with database.read() as connection:
        return bool(connection.execute(text(WAITING)).scalar_one())


def leaver_of(desk: Desk, mail: str) -> Leaver:
    """Somebody with the link of a message of management."""
    key = recipient_key(desk.place.keyring.address_key, normalise("correo", mail))
    return Leaver(desk.place.tenant_id, key, "gestion")


@pytest.mark.parametrize("left", [True, False], ids=["before the look", "after it"])
async def test_a_no_before_the_last_look_stops_what_is_in_hand(
    database: Database, tmp_path: Path, *, left: bool
) -> None:
    """Though it was claimed already; one that comes after it stops the next message."""
    changes = town(primero=("correo", "normal"), segundo=("boletin", "normal"))
    async with at_work(database, tmp_path, DUE, changes) as desk:
        desk.people("ana@example.com")
        no = partial(leave, leaver=leaver_of(desk, "ana@example.com"), evidence="enlace", now=DUE)
        hands = []
        with desk.database.write() as connection:
            for name, account in (("primero", "correo"), ("segundo", "boletin")):
                begin(connection, desk.place, name)
                hands.append(Hand.of(connection, desk.place, account))
        other = Database.open(desk.database.url)
        try:
            if left:
                await other.run(no)
            gone = [await desk.database.run(hands[0].leave)]
            if not left:
                await other.run(no)
            gone.append(await desk.database.run(hands[1].leave))
        finally:
            other.close()
        assert gone == [frozenset() if left else frozenset(hands[0].numbers), frozenset()]


class Looks:
    """When each delivery was looked at for the last time before it left, by its number; of one process."""

    def __init__(self) -> None:
        self.at: dict[int, float] = {}

    def __call__(self, _connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        """A statement is about to begin: what it reads was committed by now."""
        if statement.startswith("UPDATE delivery") and DeliveryState.SENDING.value in parameters.values():
            self.at |= {number: perf_counter() for name, number in parameters.items() if name.startswith("numbers")}


async def test_no_message_follows_a_no_that_two_daemons_could_read(
    postgresql_database: Database, tmp_path: Path
) -> None:
    """Half of the people leave while both send: none is sent what was looked at after the word was committed."""
    people, chance = [f"persona{number}@example.com" for number in range(PEOPLE)], random.Random(11)
    async with at_work(postgresql_database, tmp_path, DUE, many()) as desk:
        desk.people(*people)
        said: dict[str, float] = {}
        looks, third = Looks(), Database.open(desk.database.url)

        async def go_one_by_one() -> None:
            for mail in chance.sample(people, PEOPLE // 2):
                await third.run(partial(leave, leaver=leaver_of(desk, mail), evidence="enlace", now=DUE))
                said[mail] = perf_counter()
                await asyncio.sleep(0.02)

        event.listen(Engine, "before_cursor_execute", looks)
        try:
            await race(desk, go_one_by_one())
        finally:
            event.remove(Engine, "before_cursor_execute", looks)
            third.close()
        rows = desk.deliveries()
        sent = [row for row in rows if row.state == "sent"]
        assert {row.id for row in sent} <= looks.at.keys()
        assert [row.id for row in sent if row.address in said and said[row.address] < looks.at[row.id]] == []
        assert {row.error_code for row in rows if row.state == "skipped"} == {"suppressed"}
        assert Counter(row.state for row in rows) == {"sent": len(sent), "skipped": PEOPLE * MESSAGES - len(sent)}
