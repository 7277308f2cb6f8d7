"""An account whose mails are spread over several lanes: more than one daemon sends for it at once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from campaigns.last_good import load_with_memory
from delivery.daemon.dispatcher import HORIZON, Dispatcher
from delivery.daemon.sweep import sweep
from delivery.engines.engine import LocalEngine
from delivery.engines.leases import Leases
from delivery.publishing.publish import look
from delivery.watching.status import lanes_of
from delivery.watching.troubles import troubles
from delivery.workplace import open_workplace
from storage.database import Database
from storage.lanes import resume_lanes
from storage.ledger.lanes import MOST_SHARDS
from storage.schema import prepare
from storage.tables import attempt, lane
from tests.databases import PostgreSQL
from tests.delivery.desk import Desk, at_work
from tests.delivery.engines.test_engine import until
from tests.delivery.relay import DUE, real_mail
from tests.servers.mail import MailServer
from tests.storage.alive import alive
from tests.storage.rows import counted, rows_counted

Start = Callable[..., MailServer]
OWNERS = ("uno", "dos")
FAST = "por-segundo: 4000, rafaga: 2000, simultaneos: 8, carriles: 4"


@asynccontextmanager
async def two_daemons(desk: Desk) -> AsyncIterator[list[LocalEngine]]:
    """Two more at work beside the desk's own."""
    stop = asyncio.Event()
    engines = [LocalEngine() for _ in OWNERS]
    daemons = [
        Dispatcher(desk.places, engine, owner, leases=Leases(desk.database))
        for engine, owner in zip(engines, OWNERS, strict=True)
    ]
    works = [
        asyncio.create_task(engine.run(daemon.handle, stop, 8)) for engine, daemon in zip(engines, daemons, strict=True)
    ]
    with alive(desk.database, *OWNERS):
        try:
            yield engines
        finally:
            stop.set()
            await asyncio.gather(*works)
            for daemon in daemons:
                await daemon.close()


def wake(desk: Desk, engines: list[LocalEngine]) -> None:
    """What a sweep finds due: the first two lanes for the one daemon, the others for the other."""
    for found in desk.write(sweep, desk.clock.now()).lanes:
        engines[found.shard // 2].wake([found])


async def worked(desk: Desk, engines: list[LocalEngine], rounds: int = 10) -> None:
    """So often that each lane had its turn: of a short list one lane may have claimed all that there is."""
    for _ in range(rounds):
        wake(desk, engines)
        await quiet(engines)


async def quiet(engines: list[LocalEngine]) -> None:
    """Nothing is due on any lane."""
    for engine in engines:
        await asyncio.wait_for(engine.quiet(), 120)


def sent_by(desk: Desk) -> Counter[int]:
    """How many each shard sent, as the epochs of the attempts tell."""
    with desk.database.read() as connection:
        epochs = connection.execute(select(attempt.c.epoch).where(attempt.c.outcome == "sent")).scalars()
        return Counter(epoch % MOST_SHARDS for epoch in epochs)


def publish(desk: Desk) -> None:
    """What is due runs, and the desk's own daemon has no hand in it."""
    for campaign in desk.tenant.campaigns.values():
        desk.write(look, campaign, DUE, DUE, HORIZON)


@pytest.fixture
def new_database(postgresql: PostgreSQL) -> Iterator[Database]:
    """A database of one test's own: what the server counts of it, this test did."""
    database = Database.open(postgresql.create())
    prepare(database)
    yield database
    database.close()
    postgresql.drop(database.url)


@pytest.fixture
def deadlocks(new_database: Database) -> Callable[[], int]:
    """How often two waited for each other in a circle. A session says so when it ends."""

    def count() -> int:
        new_database.close()
        again = Database.open(new_database.url)
        with again.read() as connection:
            asked = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
            found = int(connection.execute(asked).scalar_one())
        again.close()
        return found

    return count


async def test_two_daemons_send_for_one_account(
    new_database: Database, tmp_path: Path, start_mail_server: Start, deadlocks: Callable[[], int]
) -> None:
    """Thousands, each once; every lane has its part, and no two ever waited for each other in a circle."""
    mail = start_mail_server()
    people = [f"persona{number}@example.com" for number in range(3_000)]
    async with at_work(new_database, tmp_path, DUE, real_mail(mail.port, FAST)) as desk:
        desk.people(*people)
        publish(desk)
        async with two_daemons(desk) as both:
            while desk.states() != {"sent": len(people)}:
                await worked(desk, both, rounds=1)
        assert Counter(each["to"] for each in mail.taken()) == Counter(people)
        assert sent_by(desk).keys() == {0, 1, 2, 3}
        assert set(desk.publications().values()) == {"done"}
        with desk.database.read() as connection:
            owners = connection.execute(select(lane.c.owner).order_by(lane.c.shard)).scalars().all()
            assert owners == ["uno", "uno", "dos", "dos"]
            assert counted(connection) == rows_counted(connection)
    assert deadlocks() == 0


@pytest.mark.parametrize("lanes", [(4, 4), (4, 1), (1, 4)], ids=["as ever", "fewer", "more"])
async def test_a_quota_is_exact_over_all_lanes(
    postgresql_database: Database, tmp_path: Path, start_mail_server: Start, lanes: tuple[int, int]
) -> None:
    """Two daemons use it up together, never more; so too where the account has fewer lanes, or more, in mid-day."""
    mail = start_mail_server()
    pace = "por-segundo: 1000, rafaga: 500, cuota: {}, cuota-horas: 24, simultaneos: 4, carriles: {}"
    people = [f"persona{number}@example.com" for number in range(90)]
    files = real_mail(mail.port, pace.format(26, lanes[0]))
    async with at_work(postgresql_database, tmp_path, DUE, files) as desk:
        desk.people(*people)
        publish(desk)
        async with two_daemons(desk) as both:
            await worked(desk, both)
            assert len(mail.taken()) == 26
            await reloaded(desk, real_mail(mail.port, pace.format(40, lanes[1])))
            desk.write(lambda connection, _: connection.execute(update(lane).values(due_at=None)))
            await worked(desk, both)
            exact = lanes[1] <= lanes[0]
            assert len(mail.taken()) == 40 if exact else 26 <= len(mail.taken()) <= 40
            desk.clock.pass_(hours=25)
            await worked(desk, both)
            assert len(mail.taken()) == 80 if exact else len(mail.taken()) <= 80
        assert max(Counter(each["to"] for each in mail.taken()).values()) == 1


async def reloaded(desk: Desk, files: Mapping[str, str | bytes | None]) -> None:
    """The configuration alone is taken up; the desk's own daemon wakes nobody."""
    (desk.config / "canales.yaml").write_text(str(files["canales.yaml"]))
    loaded = load_with_memory(desk.config, desk.folder, desk.environment)
    with desk.database.write() as connection:
        desk.places.put(open_workplace(connection, loaded.tenants[0], desk.database, desk.clock, desk.folder))


async def test_fewer_lanes_in_mid_campaign(
    postgresql_database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """Those that are too many give back what they have, and the one that is left sends the rest: each mail once."""
    mail = start_mail_server()
    people = [f"persona{number}@example.com" for number in range(2_000)]
    async with at_work(postgresql_database, tmp_path, DUE, real_mail(mail.port, FAST)) as desk:
        desk.people(*people)
        publish(desk)
        async with two_daemons(desk) as both:
            wake(desk, both)
            await until(lambda: len(mail.taken()) > 200)
            await reloaded(desk, real_mail(mail.port, FAST.replace("carriles: 4", "carriles: 1")))
            await quiet(both)
            before = sent_by(desk)
            assert sum(before.values()) < len(people)
            assert "claimed" not in desk.states()
            while desk.states() != {"sent": len(people)}:
                await worked(desk, both, rounds=1)
        assert Counter(each["to"] for each in mail.taken()) == Counter(people)
        after = sent_by(desk)
        assert {shard for shard in after if after[shard] > before[shard]} == {0}


async def test_a_relay_that_is_down_is_one_trouble_and_one_word_ends_it(
    postgresql_database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """Each lane may find it out; an account stands in `status` once, and all its lanes rest and go on together."""
    mail = start_mail_server()
    mail.fail({"at": "MAIL", "answer": "421 4.3.2 Cerrado", "times": 100})
    leases = Leases(postgresql_database)
    with alive(postgresql_database, "prueba"):
        async with at_work(postgresql_database, tmp_path, DUE, real_mail(mail.port, FAST), leases=leases) as desk:
            desk.people(*(f"persona{number}@example.com" for number in range(300)))
            await desk.turn()
            with desk.database.read() as connection:
                [status] = lanes_of(connection, desk.place.tenant_id)
                found = troubles(connection, desk.place, desk.clock.now())
            assert status.stopped
            assert list(found) == [status.sender]
            mail.fail()
            await desk.settle()
            assert mail.taken() == []
            with desk.database.write() as connection:
                resume_lanes(connection, desk.place.tenant_id, status.sender)
            await desk.turn()
            assert desk.states() == {"sent": 300}
            with desk.database.read() as connection:
                assert not lanes_of(connection, desk.place.tenant_id)[0].stopped
                assert troubles(connection, desk.place, desk.clock.now()) == {}
