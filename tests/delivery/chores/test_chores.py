"""What an account's lane does besides sending, asked of X, a server in a process of its own."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, update

from channels.adapter import Adapter
from channels.capabilities import Measures, Metric
from delivery.chores.assignment import Assignment, ChoreKind, Keep
from delivery.chores.chore_kinds import KINDS
from delivery.chores.chores import QUIET, arrange_chores
from delivery.chores.lane_chores import BELIEVED, FIRST_WAIT
from delivery.daemon.dispatcher import Dispatcher
from delivery.engines.engine import LocalEngine
from delivery.workplace import Workplace
from storage.account_chores import add_account_chore, begin_chore
from storage.database import Database
from storage.tables import lane
from tests.campaigns.town import CAMPAIGN
from tests.channels.service import Service
from tests.delivery.chores.liked import DUE, HOUR, READ, and_then, paths, posts, the_chore
from tests.delivery.desk import at_work
from tests.delivery.posting import ENVIRONMENT, FILE, POST, posting
from tests.servers.process import Server

SERVICE = "x"

Start = Callable[..., Server]


@pytest.fixture
def likes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A kind of chore, `likes`, that asks for a post's figures; what the rows were given of it."""
    found: list[int] = []

    async def ask(adapter: Adapter, assignment: Assignment) -> Keep:
        assert isinstance(adapter, Measures)
        told = await adapter.measure(assignment.remote_id, assignment.destination)

        def keep(_connection: Connection, _place: Workplace, _now: datetime) -> None:
            found.append(told[Metric.REACTIONS])

        return keep

    monkeypatch.setitem(KINDS, "likes", ChoreKind(ask))
    return found


async def test_a_chore_is_done_once_at_its_time(
    database: Database, tmp_path: Path, service: Service, likes: list[int]
) -> None:
    """Not before it is due, and not again afterwards: one call."""
    async with at_work(database, tmp_path, DUE, posting(service), ENVIRONMENT) as desk:
        await posts(desk)
        desk.clock.pass_(minutes=59)
        await desk.settle()
        assert (likes, paths(service)) == ([], ["POST /2/tweets"])
        desk.clock.pass_(minutes=1)
        await desk.settle()
        assert (likes, the_chore(desk).state) == ([7], "done")
        desk.clock.pass_(days=2)
        await desk.settle()
        assert paths(service) == ["POST /2/tweets", READ]


async def test_a_message_goes_first(database: Database, tmp_path: Path, service: Service, likes: list[int]) -> None:
    """Both are due: the message leaves before the service is asked anything."""
    changes = and_then(posting(service), "09:00")
    async with at_work(database, tmp_path, DUE, changes, ENVIRONMENT) as desk:
        await posts(desk)
        desk.clock.moment = DUE + HOUR
        await desk.turn()
        desk.clock.moment += QUIET
        await desk.settle()
        assert (likes, paths(service)) == ([7], ["POST /2/tweets", "POST /2/tweets", READ])


async def test_nothing_is_begun_shortly_before_a_message(
    database: Database, tmp_path: Path, service: Service, likes: list[int]
) -> None:
    """It would have to wait for the answer, should the service take its time."""
    changes = and_then(posting(service), "09:01")
    async with at_work(database, tmp_path, DUE, changes, ENVIRONMENT) as desk:
        await posts(desk)
        desk.clock.moment = DUE + HOUR
        await desk.settle()
        assert (likes, the_chore(desk).due_at) == ([], DUE + HOUR + QUIET)
        desk.clock.moment += timedelta(minutes=1)
        await desk.turn()
        desk.clock.moment += timedelta(minutes=1)
        await desk.settle()
        assert (likes, paths(service)[1:]) == ([7], ["POST /2/tweets", READ])


async def test_what_is_planned_keeps_its_share_of_the_quota(
    database: Database, tmp_path: Path, service: Service, likes: list[int]
) -> None:
    """Two calls in three hours, of which the calendar needs both: the chore waits for the next three."""
    changes = and_then(posting(service, pace="por-segundo: 100, cuota: 2, cuota-horas: 3"), "10:00")
    async with at_work(database, tmp_path, DUE, changes, ENVIRONMENT) as desk:
        await posts(desk)
        desk.clock.moment = DUE + HOUR
        await desk.settle()
        assert (likes, the_chore(desk).due_at) == ([], DUE + 3 * HOUR)
        desk.clock.moment = DUE + 2 * HOUR
        await desk.turn()
        desk.clock.moment = DUE + 3 * HOUR
        await desk.settle()
        assert (likes, paths(service)) == ([7], ["POST /2/tweets", "POST /2/tweets", READ])


@pytest.mark.parametrize("fault", ["flood", "page-502", "no-credits", "suspended", "drop", "server-error"])
async def test_what_fails_is_tried_again_and_holds_up_no_message(
    database: Database, tmp_path: Path, service: Service, likes: list[int], fault: str
) -> None:
    """A limit, a page of a server in between, no credits: the next message goes out, the chore is done later."""
    changes = and_then(posting(service), "09:01")
    async with at_work(database, tmp_path, DUE, changes, ENVIRONMENT) as desk:
        await posts(desk, timedelta(minutes=30))
        service.then(fault)
        desk.clock.moment = DUE + timedelta(minutes=30)
        await desk.settle()
        failing = the_chore(desk)
        assert (failing.state, failing.tries, likes) == ("failing", 1, [])
        assert failing.note
        assert failing.due_at >= desk.clock.now() + 0.8 * FIRST_WAIT
        desk.clock.moment = DUE + timedelta(minutes=61)
        await desk.turn()
        assert desk.states("otra/x@1") == {"sent": 1}
        desk.clock.moment += HOUR
        await desk.settle()
        assert (the_chore(desk).state, the_chore(desk).note, likes) == ("done", "", [7])


async def test_a_limit_holds_up_the_other_chores_too(
    database: Database, tmp_path: Path, service: Service, likes: list[int]
) -> None:
    """The service says when it may be asked again: nothing is asked sooner, of whichever post."""
    async with at_work(database, tmp_path, DUE, posting(service), ENVIRONMENT) as desk:
        await posts(desk)
        [row] = desk.deliveries(POST)
        with desk.database.write() as connection:
            add_account_chore(connection, desk.place.tenant_id, "likes", row.id, "x", "2", DUE + HOUR)
        service.then("flood-day")
        desk.clock.moment = DUE + HOUR
        await desk.settle()
        desk.clock.pass_(hours=23)
        await desk.settle()
        assert (likes, paths(service)) == ([], ["POST /2/tweets", READ])
        desk.clock.pass_(hours=2)
        await desk.settle()
        assert likes == [7, 7]


async def test_what_is_gone_has_failed(database: Database, tmp_path: Path, service: Service, likes: list[int]) -> None:
    """The service says that there is no such post: it is not asked again, and the reason stays."""
    async with at_work(database, tmp_path, DUE, posting(service), ENVIRONMENT) as desk:
        await posts(desk)
        service.then("gone")
        desk.clock.moment = DUE + HOUR
        await desk.settle()
        desk.clock.pass_(days=3)
        await desk.settle()
        assert (the_chore(desk).state, the_chore(desk).note) == ("failed", "X ya no tiene esa publicación.")
        assert (likes, paths(service).count(READ)) == ([], 1)


async def test_a_mistake_of_ours_is_tried_again(
    database: Database, tmp_path: Path, service: Service, likes: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is in the log whole; the account goes on."""

    async def stumble(_adapter: Adapter, _assignment: Assignment) -> Keep:
        raise LookupError("nobody foresaw it")

    async with at_work(database, tmp_path, DUE, posting(service), ENVIRONMENT) as desk:
        await posts(desk)
        with monkeypatch.context() as patch:
            patch.setitem(KINDS, "likes", ChoreKind(stumble))
            desk.clock.moment = DUE + HOUR
            await desk.settle()
        assert (the_chore(desk).state, likes) == ("failing", [])
        desk.clock.pass_(hours=1)
        await desk.settle()
        assert (the_chore(desk).state, likes) == ("done", [7])


async def test_an_account_that_rests_is_asked_nothing(
    database: Database, tmp_path: Path, service: Service, likes: list[int]
) -> None:
    """Its pauses hold for chores too; one that needs a person wakes nobody."""
    async with at_work(database, tmp_path, DUE, posting(service), ENVIRONMENT) as desk:
        await posts(desk)
        with desk.database.write() as connection:
            connection.execute(update(lane).values(paused_until=DUE + 3 * HOUR))
        desk.clock.moment = DUE + 2 * HOUR
        await desk.settle()
        assert likes == []
        with desk.database.write() as connection:
            connection.execute(update(lane).values(needs_person=True))
        desk.clock.moment = DUE + 4 * HOUR
        await desk.settle()
        assert (likes, desk.write(arrange_chores, desk.clock.now())) == ([], (set(), None))
        with desk.database.write() as connection:
            connection.execute(update(lane).values(needs_person=False))
        await desk.settle()
        assert likes == [7]


async def test_what_a_dead_daemon_had_begun_is_begun_again(
    database: Database, tmp_path: Path, service: Service, likes: list[int]
) -> None:
    """Killed in the middle of it: once nobody believes in it any more it is done; twice does no harm."""
    async with at_work(database, tmp_path, DUE, posting(service), ENVIRONMENT) as desk:
        await posts(desk)
        desk.clock.moment = DUE + HOUR
        with desk.database.write() as connection:
            assert begin_chore(connection, the_chore(desk).id, desk.clock.now(), BELIEVED)
        await desk.settle()
        assert likes == []
        desk.clock.moment += BELIEVED
        await desk.settle()
        assert (likes, the_chore(desk).state) == ([7], "done")


@pytest.mark.parametrize(
    "change",
    [("modo: real\n  medir", "modo: pruebas\n  medir"), ("x:\n  tipo: x", "otra-x:\n  tipo: x")],
    ids=["rehearsed", "taken out"],
)
async def test_an_account_that_sends_no_more_is_asked_nothing(
    database: Database, tmp_path: Path, service: Service, likes: list[int], change: tuple[str, str]
) -> None:
    """It is `pruebas` now, or is not in the configuration: the chore waits for it, and nothing is woken for it."""
    changes = posting(service)
    async with at_work(database, tmp_path, DUE, changes, ENVIRONMENT) as desk:
        await posts(desk)
        accounts = str(changes["canales.yaml"])
        plain = CAMPAIGN if "otra" in change[1] else changes[FILE]
        await desk.reload({"canales.yaml": accounts.replace(*change), FILE: plain})
        desk.clock.moment = DUE + 2 * HOUR
        await desk.settle()
        assert (likes, desk.write(arrange_chores, desk.clock.now())) == ([], (set(), None))
        await desk.reload(changes)
        await desk.settle()
        assert likes == [7]


async def test_two_daemons_do_each_chore_once(
    database: Database, tmp_path: Path, service: Service, likes: list[int]
) -> None:
    """Both find the same twelve due and take the lane from each other: no call is made twice."""
    async with at_work(database, tmp_path, DUE, posting(service), ENVIRONMENT) as desk:
        await posts(desk)
        number = desk.deliveries(POST)[0].id
        for slot in range(2, 13):
            with desk.database.write() as connection:
                add_account_chore(connection, desk.place.tenant_id, "likes", number, "x", str(slot), DUE + HOUR)
        desk.clock.moment = DUE + HOUR
        engine, stop = LocalEngine(), asyncio.Event()
        other = Dispatcher(desk.places, engine, "otro")
        lanes = asyncio.create_task(engine.run(other.handle, stop, 8))
        for _ in range(30):
            await asyncio.gather(other.sweep(), desk.dispatcher.sweep())
            await asyncio.gather(engine.quiet(), desk.engine.quiet())
        stop.set()
        await lanes
        await other.close()
        assert (likes, paths(service).count(READ)) == ([7] * 12, 12)
