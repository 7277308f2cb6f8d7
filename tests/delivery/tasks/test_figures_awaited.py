"""Whoever owes a figure that a report waits for is asked by mail, once each working day."""

from datetime import date
from pathlib import Path

from delivery.tasks.figures_awaited import figures_awaited, tell_awaited
from delivery.tasks.handing import Handing
from storage.database import Database
from tests.delivery.desk import Desk, bogota
from tests.delivery.reporting.town import OWING, give, reporting, turn
from tests.delivery.task_town import body, mails


async def ask(desk: Desk) -> None:
    """What the daemon does beside all else."""
    await Handing(desk.database, desk.places, desk.clock).look()
    await desk.settle()


async def test_its_person_is_asked_once_a_day(database: Database, tmp_path: Path) -> None:
    """The mail says which figure, of which week, for which message; the next working day it comes again."""
    async with reporting(database, tmp_path, OWING) as (desk, making):
        await turn(desk, making)
        await ask(desk)
        await ask(desk)
        asked = [row for row in desk.rows("publication") if row.message == "cifras~luis"]
        assert [row.occurrence for row in asked] == ["2027-02-01"]
        said = body(mails(desk)["cifras~luis"])
        assert "«Visitas a la página», de semana 4 de 2027" in said
        assert "pregonero record INDICADOR VALOR" in said
        desk.clock.pass_(days=1)
        await ask(desk)
        assert [row.occurrence for row in desk.rows("publication") if row.message == "cifras~luis"] == [
            "2027-02-01",
            "2027-02-02",
        ]


async def test_nobody_is_asked_on_a_day_off(database: Database, tmp_path: Path) -> None:
    """Nor before eight in the morning."""
    async with reporting(database, tmp_path, OWING) as (desk, making):
        await turn(desk, making)
        for moment in ("2027-02-06T10:00", "2027-02-02T05:00"):
            with database.read() as connection:
                assert figures_awaited(connection, desk.place, bogota(moment)) == []


async def test_what_was_given_is_asked_for_no_more(database: Database, tmp_path: Path) -> None:
    """The report has gone out by then."""
    async with reporting(database, tmp_path, OWING) as (desk, making):
        await turn(desk, making)
        give(desk, 120, date(2027, 1, 31))
        await turn(desk, making)
        assert desk.write(tell_awaited, desk.clock.now()) == 0
