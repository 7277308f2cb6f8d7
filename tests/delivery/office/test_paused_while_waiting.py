"""What waited and was paused by a person goes on by that person's word alone, and then at its hour."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import update

from delivery.office.office import pause, resume
from delivery.office.stopped import suspend, unsuspend
from storage.database import Database
from storage.tables import publication
from tests.campaigns.town import CAMPAIGN
from tests.delivery.desk import Desk, at_work, bogota
from tests.delivery.office.test_held_back import BEFORE, FILE, PATIENT

KEY, NAME = "matriculas/cartel/web@1", "cartel/web@1"
MOVED_ON = (CAMPAIGN + PATIENT).replace("2027-01-12", "2027-01-14")


@pytest.fixture
async def desk(database: Database, tmp_path: Path) -> AsyncIterator[Desk]:
    """Its class was suspended, its hour came, and Ana paused it."""
    async with at_work(database, tmp_path, BEFORE, {FILE: CAMPAIGN + PATIENT}) as found:
        found.write(suspend, "servicio", None, "Luto", "ana", found.clock.now())
        found.clock.moment = bogota("2026-12-28T08:00")
        await found.turn()
        assert found.publications()[NAME] == "waiting"
        found.write(pause, KEY, "ana", found.clock.now())
        yield found


async def go_on(desk: Desk) -> None:
    """Its event is moved on by two days, Ana lets it go on, and its hour comes."""
    await desk.reload({FILE: MOVED_ON})
    desk.write(resume, KEY, "ana", desk.clock.now())
    desk.clock.moment = bogota("2026-12-30T08:00")
    await desk.turn()
    await desk.settle()


async def test_the_end_of_the_suspension_does_not_let_it_go(desk: Desk) -> None:
    """It ran then with nothing in it, though somebody had paused it; told to go on, it goes out at its new hour."""
    desk.write(unsuspend, "servicio", "ana", desk.clock.now())
    assert desk.publications()[NAME] == "paused"
    await go_on(desk)
    assert desk.publications()[NAME] == "done"


async def test_one_that_kept_why_it_waited_goes_out_too(desk: Desk) -> None:
    """Its row says so from before: planned, it is the calendar's all the same."""
    desk.write(unsuspend, "servicio", "ana", desk.clock.now())
    await desk.reload({FILE: MOVED_ON})
    desk.write(resume, KEY, "ana", desk.clock.now())
    with desk.database.write() as connection:
        connection.execute(
            update(publication).where(publication.c.state == "planned").values(depends_on="clase:servicio")
        )
    desk.clock.moment = bogota("2026-12-30T08:00")
    await desk.turn()
    await desk.settle()
    assert desk.publications()[NAME] == "done"


async def test_one_that_was_paused_with_why_it_waited_has_nothing_that_goes_on(desk: Desk) -> None:
    """A row from before still names the class that was suspended: it is a person's all the same."""
    with desk.database.write() as connection:
        connection.execute(
            update(publication).where(publication.c.state == "paused").values(depends_on="clase:servicio")
        )
    desk.write(unsuspend, "servicio", "ana", desk.clock.now())
    await desk.turn()
    assert desk.publications()[NAME] == "paused"
