"""Figures of posts, asked of X, a server in a process of its own, at the ages that the account says."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Row, select

from delivery.chores.pulls import WITHDRAWN
from delivery.office.withdrawal import withdraw
from delivery.watching.listing import deliveries
from delivery.watching.status import status
from storage.database import Database
from storage.readings import Told
from storage.tables import chore
from tests.channels.service import Service
from tests.delivery.desk import Desk, at_work, bogota
from tests.delivery.posting import ENVIRONMENT, FILE, POST, posting
from tests.servers.process import Server

SERVICE = "x"

Start = Callable[..., Server]
Changes = dict[str, str | bytes | None]

DUE = bogota("2026-12-28T08:00")
FIGURES = {"views": 200, "reactions": 7, "comments": 1, "shares": 5, "saves": 0}
HOUR = timedelta(hours=1)
KEY = "matriculas/anuncio/x@1"


def measured(service: Service, how: str = "", pace: str = "por-segundo: 100") -> Changes:
    """The town whose account says `medir`, or nothing of it."""
    return posting(service, pace=pace, measure=f"  medir: {how}\n" if how else "")


def reads(service: Service) -> int:
    """How often figures were asked for."""
    return sum(call["method"] == "GET" for call in service.calls())


def pulls(desk: Desk) -> list[Row[Any]]:
    """Every time that is or was to be asked, the first first."""
    with desk.database.read() as connection:
        return list(connection.execute(select(chore).where(chore.c.kind == "pull").order_by(chore.c.id)))


def told(desk: Desk) -> Told | None:
    """What `deliveries` shows of the post."""
    with desk.database.read() as connection:
        [post] = [each for each in deliveries(connection, desk.place.tenant_id) if each.key == KEY]
    return post.told


async def until(desk: Desk, **time: float) -> None:
    """Time passes, and what is due then is done."""
    desk.clock.pass_(**time)
    await desk.settle()


async def test_a_post_is_asked_for_at_its_ages(database: Database, tmp_path: Path, service: Service) -> None:
    """After an hour, a day, three, seven and thirty days; not in between, and then no more."""
    async with at_work(database, tmp_path, DUE, measured(service), ENVIRONMENT) as desk:
        await desk.turn()
        await until(desk, minutes=59)
        assert (reads(service), told(desk)) == (0, None)
        seen = []
        for days in (1 / 24, 1, 2, 3, 7, 20, 30, 90):
            desk.clock.moment = DUE + timedelta(days=days)
            await desk.settle()
            seen.append(reads(service))
        assert seen == [1, 2, 2, 3, 4, 4, 5, 5]
        assert told(desk) == Told(DUE + timedelta(days=30), FIGURES)
        assert {row.state for row in pulls(desk)} == {"done"}


async def test_an_account_may_say_otherwise(database: Database, tmp_path: Path, service: Service) -> None:
    """Its own ages; what a stopped daemon missed is asked for once."""
    async with at_work(database, tmp_path, DUE, measured(service, "[2 horas, 4 horas]"), ENVIRONMENT) as desk:
        await desk.turn()
        await until(desk, hours=9)
        assert (reads(service), [row.slot for row in pulls(desk)]) == (1, ["120m"])


async def test_an_account_may_want_none(database: Database, tmp_path: Path, service: Service) -> None:
    """`medir: no` from the start makes no rows; said later it ends what was to come."""
    async with at_work(database, tmp_path, DUE, measured(service, "no"), ENVIRONMENT) as desk:
        await desk.turn()
        assert pulls(desk) == []
        await desk.reload(measured(service))
        with desk.database.read() as connection:
            assert connection.execute(select(chore)).all() == []


async def test_what_it_wants_no_more_is_not_asked(database: Database, tmp_path: Path, service: Service) -> None:
    """The post was to be asked for; `medir: no` comes before its hour."""
    async with at_work(database, tmp_path, DUE, measured(service), ENVIRONMENT) as desk:
        await desk.turn()
        await desk.reload(measured(service, "no"))
        await until(desk, hours=2)
        assert (reads(service), [row.state for row in pulls(desk)]) == (0, ["failed"])


async def test_a_day_s_readings_are_counted(database: Database, tmp_path: Path, service: Service) -> None:
    """`lecturas: 1`: the second post of the day is asked for on the next."""
    changes = measured(service, "[1 hora]", "por-segundo: 100, lecturas: 1")
    more = "  - id: otra\n    cuando: 2026-12-28 08:10\n    canales: [x]\n    texto: Otra noticia.\n"
    changes |= {FILE: str(changes[FILE]) + more}
    async with at_work(database, tmp_path, DUE, changes, ENVIRONMENT) as desk:
        await desk.turn()
        desk.clock.pass_(minutes=10)
        await desk.turn()
        await until(desk, hours=3)
        assert reads(service) == 1
        await until(desk, hours=20)
        assert reads(service) == 1
        await until(desk, hours=5)
        assert reads(service) == 2


async def test_what_was_taken_back_is_asked_for_no_more(database: Database, tmp_path: Path, service: Service) -> None:
    """Its last figures stay."""
    async with at_work(database, tmp_path, DUE, measured(service), ENVIRONMENT) as desk:
        await desk.turn()
        await until(desk, hours=1)
        desk.write(withdraw, KEY, "ana", desk.clock.now())
        await desk.settle()
        await until(desk, days=2)
        assert reads(service) == 1
        assert [(row.state, row.note) for row in pulls(desk)] == [("done", ""), ("failed", WITHDRAWN)]
        assert told(desk) == Told(DUE + HOUR, FIGURES)


async def test_what_is_gone_keeps_its_last_figures(database: Database, tmp_path: Path, service: Service) -> None:
    """Somebody deleted it at X: it is asked once more, and that is all."""
    async with at_work(database, tmp_path, DUE, measured(service), ENVIRONMENT) as desk:
        await desk.turn()
        await until(desk, hours=1)
        service.then("gone")
        await until(desk, days=1)
        await until(desk, days=40)
        assert (reads(service), [row.state for row in pulls(desk)]) == (2, ["done", "failed"])
        assert told(desk) == Told(DUE + HOUR, FIGURES)


async def test_what_was_found_to_have_gone_out_is_asked_for_too(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """The answer to the post was lost, and X shows it later."""
    service.then("posted-drop")
    async with at_work(database, tmp_path, DUE, measured(service), ENVIRONMENT) as desk:
        await desk.turn()
        await until(desk, minutes=2)
        assert desk.states(POST) == {"sent": 1}
        await until(desk, hours=1)
        assert told(desk) is not None


async def test_status_tells_of_an_account_that_tells_nothing(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """Its last figures, how many posts wait and why; the lane is not stopped for it."""
    async with at_work(database, tmp_path, DUE, measured(service), ENVIRONMENT) as desk:
        await desk.turn()
        await until(desk, hours=1)
        service.then("no-credits")
        await until(desk, days=1)
        with database.read() as connection:
            found = status(connection, desk.place.tenant_id, desk.clock.now())
        assert found.readings.last_at == DUE + HOUR
        [failing] = found.readings.failing
        assert (failing.account, failing.posts) == ("x", 1)
        assert "se quedó sin créditos" in failing.reason
        assert not any(each.stopped for each in found.lanes)


async def test_a_service_that_never_tells_is_given_up(database: Database, tmp_path: Path, service: Service) -> None:
    """A week after the last age: then it has failed, with the reason."""
    async with at_work(database, tmp_path, DUE, measured(service, "[1 hora]"), ENVIRONMENT) as desk:
        await desk.turn()
        service.then("server-error", "server-error")
        await until(desk, hours=1)
        assert [row.state for row in pulls(desk)] == ["failing"]
        await until(desk, days=8)
        assert [row.state for row in pulls(desk)] == ["failed"]
        await until(desk, days=8)
        assert reads(service) == 2


async def test_a_rehearsal_has_nothing_to_ask_for(database: Database, tmp_path: Path, service: Service) -> None:
    """In `pruebas` nothing was posted."""
    changes = measured(service)
    quiet = str(changes["canales.yaml"]).replace("modo: real", "modo: pruebas")
    async with at_work(database, tmp_path, DUE, changes | {"canales.yaml": quiet}, ENVIRONMENT) as desk:
        await desk.turn()
        assert (desk.states(POST), pulls(desk)) == ({"sent": 1}, [])
