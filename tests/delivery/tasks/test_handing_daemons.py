"""Tasks handed over by several daemons, and by one that goes on: what waits is drawn once, and lists are read once."""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from delivery.tasks.handing import BELIEVED, Handing
from delivery.tasks.overdue import Overdue, overdue
from delivery.tasks.sheets import drawn_once
from delivery.workplace import Workplace
from pieces.drawing import Order, Piece
from pieces.form import Form
from pieces.refusal import CannotDraw
from storage.database import Database
from storage.meta import HANDING, claim
from tests.campaigns.town import PLAN
from tests.delivery.desk import at_work, bogota
from tests.delivery.task_town import CHANGES, DUE, files, hand, mails


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many different papers each process drew, in turn."""
    found: list[int] = []

    def counted(orders: Iterable[Order]) -> dict[Order, Piece]:
        wanted = list(orders)
        found.extend([len(set(wanted))] if wanted else [])
        return drawn_once(wanted)

    monkeypatch.setattr("delivery.tasks.handing.drawn_once", counted)
    return found


async def test_what_waits_is_drawn_at_once_and_by_one_daemon(
    database: Database, tmp_path: Path, drawings: list[int]
) -> None:
    """Two mails with their papers, two daemons, and one process that draws."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        daemons = [Handing(desk.database, desk.places, desk.clock) for _ in range(2)]
        await asyncio.gather(*(each.look() for each in daemons))
        await desk.settle()
        assert len(mails(desk)) == 2
        assert drawings == [3]


async def test_a_daemon_that_died_while_it_drew_keeps_nobody_waiting_for_long(
    database: Database, tmp_path: Path, drawings: list[int]
) -> None:
    """Two minutes later the other one draws."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        with database.write() as connection:
            assert claim(connection, HANDING, (desk.clock.now() + BELIEVED).isoformat(timespec="microseconds"), "")
        await hand(desk)
        assert (mails(desk), drawings) == ({}, [])
        desk.clock.moment += BELIEVED + timedelta(seconds=1)
        await hand(desk)
        assert (len(mails(desk)), drawings) == (2, [3])


async def test_a_paper_that_breaks_the_process_costs_one_mail_its_papers(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other mails' are drawn by processes of their own."""

    def brittle(orders: Iterable[Order]) -> dict[Order, Piece]:
        wanted = list(orders)
        if any(each.form is Form.POSTER_A3 for each in wanted):
            raise CannotDraw("El programa que dibuja las piezas falló: 139.")
        return drawn_once(wanted)

    monkeypatch.setattr("delivery.tasks.handing.drawn_once", brittle)
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        await hand(desk)
        sent = mails(desk)
        assert sorted(files(sent["anuncio~tarea-1"])) == ["tarea-1-guion.pdf", "tareas.ics"]
        assert list(files(sent["anuncio~tarea-2"])) == ["tareas.ics"]


async def test_late_tasks_are_read_once_a_morning(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not at each look of a working day; once more where the files have changed meanwhile."""
    asked: list[datetime] = []

    def read(connection: Connection, workplace: Workplace, now: datetime) -> list[Overdue]:
        asked.append(now)
        return overdue(connection, workplace, now)

    monkeypatch.setattr("delivery.tasks.handing.overdue", read)
    async with at_work(sqlite_database, tmp_path, DUE, CHANGES) as desk:
        daemon = Handing(desk.database, desk.places, desk.clock)
        for hour, times in (("07:59", 0), ("08:00", 1), ("08:05", 1), ("17:59", 1), ("18:00", 1)):
            desk.clock.moment = bogota(f"2026-12-29T{hour}")
            await daemon.look()
            assert len(asked) == times
        desk.clock.moment = bogota("2026-12-30T08:00")
        await daemon.look()
        assert len(asked) == 2
        await desk.reload({"plan.yaml": PLAN.replace("Plan de comunicaciones", "Plan")})
        await daemon.look()
        assert len(asked) == 3
