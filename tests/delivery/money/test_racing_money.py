"""PostgreSQL: who wants a budget's last money in the same instant waits for the other, and then finds nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from delivery.daemon.dispatcher import Dispatcher
from delivery.engines.engine import LocalEngine
from delivery.office.by_hand import NO_HURRY, Hurry, send_missed, send_now
from delivery.office.correction import correct
from delivery.office.decisions import approve
from delivery.office.office import Refused, pause, resume
from delivery.office.release import release
from delivery.office.stopped import suspend, unsuspend
from delivery.publishing.publish import look as begin
from delivery.workplace import Workplace, Workplaces
from storage.database import Database
from storage.turns import take_turn
from storage.work_orders import confirm
from tests.delivery.daemon.test_racing_duties import daemons
from tests.delivery.desk import Desk, at_work, bogota
from tests.delivery.engines.test_engine import until
from tests.delivery.money.test_funds import DAILY, FILE, FIRST, states, town
from tests.delivery.office.test_paid_corrections import KEY, spent

HOUR = timedelta(hours=1)
ONE = Decimal(20_000)
"""What a publication costs."""
LITTLE, ENOUGH, FOR_TWO = (f", presupuesto: {pesos}" for pesos in ("10.000", "30.000", "50.000"))
RENAMED = DAILY.replace("matriculas", "otra").replace("anuncio", "otro")
OTHER = RENAMED.replace("cada día", "2 días antes").replace("clase: servicio", "clase: gestion")
OTHERS_HOUR = bogota("2027-01-10T08:00")
RIVER = Hurry(emergency="Creció el río")
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"

NOW = object()
"""Stands for the moment in which a word is said."""

First = Callable[[Connection, Workplace], None]
Prepare = Callable[[Desk], Awaitable[None]]
Act = Callable[[Workplace], Coroutine[Any, Any, Any]]


def limited(account: str, campaign: str = "") -> dict[str, str | bytes | None]:
    """A station that reads `anuncio` each day, and `otro` of another campaign once."""
    return town(account, campaign=campaign) | {"campanas/otra.yaml": OTHER}


def word(said: Callable[..., Any], *arguments: Any) -> Act:
    """A person's, in a transaction of its own."""

    async def speak(place: Workplace) -> Any:
        now = place.clock.now()
        given = [now if each is NOW else each for each in arguments]
        return await place.database.run(lambda connection: said(connection, place, *given))

    return speak


def daemon(place: Workplace) -> Dispatcher:
    """Another one at the same municipality."""
    places = Workplaces()
    places.put(place)
    return Dispatcher(places, LocalEngine(), "otro")


async def look(place: Workplace) -> None:
    """A daemon's, at the calendar."""
    await daemon(place).publish(place, place.tenant.campaigns["matriculas"])


async def sweep(place: Workplace) -> None:
    """A daemon's, through the rows."""
    await daemon(place).sweep()


def a_person(connection: Connection, place: Workplace) -> None:
    """Sends the other message at once, and it is an emergency."""
    send_now(connection, place, "otra", "otro", "eva", place.clock.now(), RIVER)


def a_daemon(connection: Connection, place: Workplace) -> None:
    """Whose clock is ahead looks at the other message's campaign."""
    take_turn(connection, place.tenant_id)
    begin(connection, place, place.tenant.campaigns["otra"], OTHERS_HOUR - HOUR, OTHERS_HOUR, HOUR)


async def raced(desk: Desk, first: First, act: Act) -> Any:
    """What comes of `act` that begins while `first` has taken twenty thousand and has not written it down yet."""
    database = Database.open(desk.database.url)
    try:
        with desk.database.write() as connection:
            first(connection, desk.place)
            second = asyncio.create_task(act(replace(desk.place, database=database)))
            await until(lambda: second.done() or _anybody_waits(desk.database))
        return (await asyncio.gather(second, return_exceptions=True))[0]
    finally:
        database.close()


def _anybody_waits(database: Database) -> bool:
    with database.read() as connection:
        return bool(connection.execute(text(WAITING)).scalar_one())


async def due(desk: Desk) -> None:
    """Its hour has come."""
    await desk.reload(limited(ENOUGH))
    desk.clock.moment = FIRST


async def held(desk: Desk) -> None:
    """It waits for money, and the file has some more now."""
    desk.clock.moment = FIRST
    await desk.turn()
    assert states(desk) == ["waiting"]
    await desk.reload(limited(ENOUGH))


async def missed(desk: Desk) -> None:
    """It waited for money too long, and the file has some more now."""
    await held(desk)
    await desk.reload(limited(LITTLE))
    desk.clock.moment = FIRST + HOUR
    await desk.turn()
    assert states(desk) == ["missed"]
    await desk.reload(limited(ENOUGH))


async def unapproved(desk: Desk) -> None:
    """The committee has not spoken."""
    await desk.reload(limited(ENOUGH, "aprueba: comite-gel\n"))
    desk.clock.moment = FIRST
    await desk.turn()
    assert states(desk) == ["awaiting_approval"]


async def paused(desk: Desk) -> None:
    """The office held it back before its hour, which has come."""
    await desk.reload(limited(ENOUGH))
    desk.write(pause, KEY, "ana", desk.clock.now())
    desk.clock.moment = FIRST
    await desk.turn()
    assert states(desk) == ["paused"]


async def suspended(desk: Desk) -> None:
    """Its class is."""
    await desk.reload(limited(ENOUGH))
    desk.write(suspend, "servicio", None, "Elecciones", "ana", desk.clock.now())
    desk.clock.moment = FIRST
    await desk.turn()
    assert states(desk) == ["waiting"]


async def read_out(desk: Desk) -> None:
    """It went out and was paid for; there is as much again, and not twice."""
    await desk.reload(limited(FOR_TWO))
    desk.clock.moment = FIRST
    await desk.turn()
    with desk.database.write() as connection:
        confirm(connection, desk.rows("work_order")[0].id, "ana", desk.clock.now(), 2)
    await desk.turn()
    assert states(desk) == ["done"]


@pytest.mark.parametrize("first", [a_person, a_daemon])
@pytest.mark.parametrize(
    ("prepare", "act", "stands", "refused"),
    [
        (due, look, ["waiting"], False),
        (held, sweep, ["waiting"], False),
        (due, word(send_now, "matriculas", "anuncio", "ana", NOW), [], True),
        (missed, word(send_missed, KEY, "ana", NOW), ["missed"], True),
        (unapproved, word(approve, KEY, "ana", "", NOW), ["waiting"], False),
        (paused, word(resume, KEY, "ana", NOW), ["waiting"], False),
        (suspended, word(unsuspend, "servicio", "ana", NOW), ["waiting"], False),
        (read_out, word(correct, KEY, "Es el martes.", "ana", NOW, NO_HURRY), ["done"], True),
    ],
    ids=["look", "sweep", "send", "send missed", "approve", "resume", "unsuspend", "correct"],
)
async def test_the_last_money_is_found_once(
    postgresql_database: Database,
    tmp_path: Path,
    first: First,
    prepare: Prepare,
    act: Act,
    stands: list[str],
    refused: bool,
) -> None:
    """The other one's is written down before it is asked what is left."""
    async with at_work(postgresql_database, tmp_path, FIRST - HOUR, limited(LITTLE)) as desk:
        await prepare(desk)
        before = spent(desk, account="emisora")
        told = await raced(desk, first, act)
        assert isinstance(told, Refused) is refused, told
        assert refused or not isinstance(told, BaseException), told
        assert not refused or "No alcanza el presupuesto de «emisora»" in str(told)
        assert states(desk) == stands
        assert spent(desk, account="emisora") == before + ONE


@pytest.mark.parametrize("first", [a_person, a_daemon])
async def test_who_lets_it_go_all_the_same_is_told_by_how_much(
    postgresql_database: Database, tmp_path: Path, first: First
) -> None:
    """A release passes the limit: also the one that it did not pass a moment before."""
    async with at_work(postgresql_database, tmp_path, FIRST - HOUR, limited(LITTLE)) as desk:
        await held(desk)
        [released] = await raced(desk, first, word(release, KEY, "ana", NOW))
        assert [each.excess for each in released.exceeds] == [Decimal(10_000)]


async def test_six_daemons_find_the_last_money_once(postgresql_database: Database, tmp_path: Path) -> None:
    """Each looks at another campaign in the same instant, and all of these are read by one station."""
    names = [f"dia-{number}" for number in range(6)]
    campaigns = {f"campanas/{name}.yaml": DAILY.replace("matriculas", name) for name in names}
    changes = town(ENOUGH) | campaigns | {FILE: None}
    async with at_work(postgresql_database, tmp_path, FIRST - HOUR, changes) as desk:
        await desk.look()
        desk.clock.moment = FIRST
        with daemons(desk) as found:
            owners = [Dispatcher(places, LocalEngine(), f"dueño-{number}") for number, places in enumerate(found)]
            for owner, places in zip(owners, found, strict=True):
                await owner.start(places.all[0])
            looks = zip(owners, found, names, strict=True)
            await asyncio.gather(
                *(owner.publish(places.all[0], places.all[0].tenant.campaigns[name]) for owner, places, name in looks)
            )
        spots = [row.state for row in desk.rows("publication") if row.message == "anuncio"]
        assert sorted(spots) == ["running", *["waiting"] * 5]
        assert spent(desk, account="emisora") == ONE


async def test_where_nothing_is_limited_nobody_waits(postgresql_database: Database, tmp_path: Path) -> None:
    """A person's word goes out beside a daemon's look."""
    async with at_work(postgresql_database, tmp_path, FIRST, town()) as desk:
        with desk.database.write() as connection:
            take_turn(connection, desk.place.tenant_id)
            await word(send_now, "matriculas", "anuncio", "ana", NOW)(desk.place)
        assert states(desk) == ["running"]
