"""A clock that is set: forward or back, nothing goes out twice, and nothing waits for an hour that was a mistake."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from delivery.publications.expand import expand
from storage import meta
from storage.database import Database
from storage.ledger import open_lane
from storage.tables import delivery, lane
from tests.campaigns.town import ACCOUNTS, CAMPAIGN
from tests.delivery.desk import at_work, bogota

DUE = bogota("2026-12-28T08:00")
BEFORE = bogota("2026-12-20T08:00")
YEAR = timedelta(days=365)
FILE = "campanas/matriculas.yaml"
DAILY = {FILE: CAMPAIGN.replace("15 días antes a las 08:00", "cada día a las 08:00")}
QUOTA = {"canales.yaml": ACCOUNTS.replace("  modo: pruebas\n", "  modo: pruebas\n  ritmo: {cuota: 2}\n", 1)}


@pytest.mark.parametrize("jumps", [(1, -1), (-1, 1), (1, 1, -2), (-1, -1, 2)], ids=str)
async def test_an_hour_to_and_fro_sends_nothing_twice(
    database: Database, tmp_path: Path, jumps: tuple[int, ...]
) -> None:
    """Each due message goes out once, wherever the clock jumps in between."""
    async with at_work(database, tmp_path, BEFORE) as desk:
        desk.people("ana@example.com", "luis@example.com")
        await desk.turn()
        desk.clock.moment = DUE
        await desk.turn()
        for hours in jumps:
            desk.clock.pass_(hours=hours)
            await desk.turn()
        assert desk.publications() == {"anuncio/correo@1": "done", "anuncio/web@1": "done"}
        assert desk.states() == {"sent": 3}
        assert len(desk.rows("attempt")) == 3


async def test_a_recurrence_is_due_once_over_an_hour_that_comes_twice(database: Database, tmp_path: Path) -> None:
    """07:30 … 08:30, back to 07:30, and 08:30 again: the message of 08:00 is one."""
    async with at_work(database, tmp_path, bogota("2026-12-21T07:30"), DAILY) as desk:
        desk.people("ana@example.com")
        for hours in (0, 1, -1, 1):
            desk.clock.pass_(hours=hours)
            await desk.turn()
        assert desk.publications() == {"anuncio/correo@2026-12-21": "done", "anuncio/web@2026-12-21": "done"}
        assert desk.states() == {"sent": 2}


async def test_no_rest_outlasts_a_clock_that_was_ahead(database: Database, tmp_path: Path) -> None:
    """A lane's rest and a retry that were written under a clock a year ahead end when the clock is right again."""
    async with at_work(database, tmp_path, DUE) as desk:
        desk.people("ana@example.com")
        await desk.look()
        sender = desk.publication("anuncio/correo@1").sender
        with desk.database.write() as connection:
            open_lane(connection, desk.place.tenant_id, sender, 0, "otro", DUE + YEAR)
            connection.execute(update(lane).values(paused_until=DUE + YEAR, due_at=DUE + YEAR))
            expand(connection, desk.place, desk.publication("anuncio/correo@1"), DUE)
            connection.execute(update(delivery).values(not_before=DUE + YEAR))
            meta.put(connection, f"looked:{desk.place.tenant_id}", (DUE + YEAR).isoformat())
        await desk.dispatcher.start(desk.place)
        await desk.settle()
        assert desk.publications() == {"anuncio/correo@1": "done", "anuncio/web@1": "done"}


async def test_a_recurrence_first_seen_under_a_wrong_clock_is_not_silent_for_a_year(
    database: Database, tmp_path: Path
) -> None:
    """What is known since a date that was a mistake is known since now."""
    async with at_work(database, tmp_path, BEFORE + YEAR, DAILY) as desk:
        await desk.turn()
        desk.clock.moment = bogota("2026-12-21T07:30")
        await desk.settle()
        desk.clock.pass_(minutes=30)
        await desk.turn()
        assert desk.publications()["anuncio/web@2026-12-21"] == "done"


async def test_no_quota_is_frozen_by_a_clock_that_was_ahead(database: Database, tmp_path: Path) -> None:
    """Two a day, used up on a day that was a mistake: the right day has its own two."""
    async with at_work(database, tmp_path, bogota("2026-12-26T08:00"), {**DAILY, **QUOTA}) as desk:
        desk.people("ana@example.com", "luis@example.com")
        await desk.turn()
        desk.clock.moment = DUE
        await desk.turn()
        assert desk.states("anuncio/correo@2026-12-28") == {"sent": 2}
        desk.clock.moment = bogota("2026-12-26T08:00")
        await desk.settle()
        await desk.turn()
        assert desk.states("anuncio/correo@2026-12-26") == {"sent": 2}
