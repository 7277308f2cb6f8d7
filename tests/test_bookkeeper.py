"""The bookkeeper closes what is due: by itself, once, whoever else is at it, and again after being killed."""

import asyncio
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bookkeeper import Bookkeeper
from indicators.closing import count_to_close
from indicators.correcting import Given, note_figure
from indicators.periods import parse_period
from storage.database import Database
from storage.snapshots import add_snapshot
from storage.tables import audit, period_snapshot
from tests.campaigns.town import INDICATORS, MUNICIPALITY
from tests.delivery.desk import Desk, at_work, bogota
from tests.indicators.rows import add_post

START = bogota("2027-01-20T08:00")
VISITS = "visitas: {nombre: Visitas, unidad: visitas, tipo: declarado}\n"
CHANGES = {"municipio.yaml": f"{MUNICIPALITY}cierre: {{dias: 3}}\n", "indicadores.yaml": f"{INDICATORS}{VISITS}"}


def begun(desk: Desk) -> Bookkeeper:
    """Somebody who looks after the books of a municipality with one post and one figure."""
    with desk.database.write() as connection:
        add_post(connection, desk.place.tenant_id, "noticias/semanal/web@1", "2027-01-20 13:00")
        note(desk, connection, 5)
    return Bookkeeper(desk.database, desk.places, desk.clock)


def note(desk: Desk, connection: Connection, value: float) -> None:
    """A figure of visits for January."""
    figure = Given("visitas", value, date(2027, 1, 19))
    note_figure(connection, desk.tenant, desk.place.tenant_id, figure, "ana", desk.clock.now())


def closed(desk: Desk) -> list[str]:
    """What is closed, in the order in which it was."""
    with desk.database.read() as connection:
        return list(connection.scalars(select(period_snapshot.c.period).order_by(period_snapshot.c.id)))


async def test_it_closes_what_is_due_after_the_days_of_grace(database: Database, tmp_path: Path) -> None:
    """`cierre: {dias: 3}`: the week on the Thursday after it, the month on the fourth; then there is nothing to do."""
    async with at_work(database, tmp_path, START, CHANGES) as desk:
        bookkeeper, stop = begun(desk), asyncio.Event()
        await bookkeeper.look(stop)
        assert closed(desk) == []
        desk.clock.pass_(days=7)
        await bookkeeper.look(stop)
        assert closed(desk) == []
        desk.clock.pass_(days=1)
        await bookkeeper.look(stop)
        assert closed(desk) == ["2027-W03"]
        desk.clock.pass_(days=7)
        await bookkeeper.look(stop)
        await bookkeeper.look(stop)
        assert closed(desk) == ["2027-W03", "2027-W04", "2027-01"]


async def test_after_months_off_it_catches_up_unless_it_is_stopped(database: Database, tmp_path: Path) -> None:
    """Each in a transaction of its own: a stop leaves the rest for the next start."""
    async with at_work(database, tmp_path, START, CHANGES) as desk:
        bookkeeper, stop = begun(desk), asyncio.Event()
        desk.clock.pass_(days=100)
        stop.set()
        await bookkeeper.look(stop)
        assert closed(desk) == []
        await bookkeeper.look(asyncio.Event())
        assert closed(desk)[:3] == ["2027-W03", "2027-W04", "2027-01"]
        assert {"2027-02", "2027-B1", "2027-03"} <= set(closed(desk))
        assert "2027-B2" not in closed(desk)


async def test_two_daemons_close_a_period_once(database: Database, tmp_path: Path) -> None:
    """Both count, one writes; the other goes on without a word."""
    async with at_work(database, tmp_path, START, CHANGES) as desk:
        first, stop = begun(desk), asyncio.Event()
        second = Bookkeeper(desk.database, desk.places, desk.clock)
        desk.clock.pass_(days=40)
        await asyncio.gather(first.look(stop), second.look(stop))
        assert len(closed(desk)) == len(set(closed(desk))) > 3
        with desk.database.read() as connection:
            told = connection.scalars(select(audit.c.subject).where(audit.c.verb == "close")).all()
        assert sorted(told) == sorted(closed(desk))


async def test_killed_in_the_middle_it_leaves_nothing_half_closed(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The period's rows and its line in the audit come together or not at all; the next look closes it."""
    async with at_work(database, tmp_path, START, CHANGES) as desk:
        bookkeeper, stop = begun(desk), asyncio.Event()
        desk.clock.pass_(days=9)

        def dying(*given: object) -> None:
            add_snapshot(*given)  # type: ignore[arg-type]  # as it was called
            raise KeyboardInterrupt

        with monkeypatch.context() as dead, suppress(KeyboardInterrupt):
            dead.setattr("indicators.closing.add_snapshot", dying)
            await bookkeeper.look(stop)
        assert closed(desk) == []
        await bookkeeper.look(stop)
        assert closed(desk) == ["2027-W03"]


async def test_a_figure_that_comes_meanwhile_is_counted(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between counting and writing: the period stays open until the next look, and closes with it."""
    async with at_work(database, tmp_path, START, CHANGES) as desk:
        bookkeeper, stop = begun(desk), asyncio.Event()
        desk.clock.pass_(days=9)
        period, now = parse_period("2027-W03", desk.tenant.municipality.zone), desk.clock.now()
        with desk.database.read() as connection:
            stale = count_to_close(connection, desk.tenant, desk.place.tenant_id, period, now)
        with desk.database.write() as connection:
            note(desk, connection, 7)
        with monkeypatch.context() as early:
            early.setattr("bookkeeper.count_to_close", lambda *_, **__: stale)
            await bookkeeper.look(stop)
        assert closed(desk) == []
        desk.clock.pass_(seconds=timedelta(minutes=10).seconds)
        await bookkeeper.look(stop)
        assert closed(desk) == ["2027-W03"]
        with desk.database.read() as connection:
            assert '"value":12.0' in str(connection.scalar(select(period_snapshot.c.figures)))
