"""Who edits `cierra` of a survey that people are voting on moves its close."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from delivery.chores.closing import CLOSE
from storage.database import Database
from storage.surveys import surveys
from storage.tables import chore
from tests.channels.service import Service
from tests.delivery.chores.test_closing import MODULES, asking, town
from tests.delivery.desk import Desk, at_work, bogota
from tests.delivery.publications.test_survey_followers import FOLLOWED, KEY
from tests.delivery.publications.test_survey_followers import planned as results
from tests.delivery.publications.test_surveys import CHANGES, DUE, FILE
from tests.servers.process import Server

TEXT = str(CHANGES[FILE])


def closes(desk: Desk) -> datetime:
    """Of the one survey."""
    with desk.database.read() as connection:
        [survey] = surveys(connection, desk.place.tenant_id)
    return survey.closes_at


@pytest.mark.parametrize(
    ("closing", "hour"),
    [
        ("2 días después", "2026-12-30T08:00"),
        ("5 días después", "2027-01-02T08:00"),
        ("1 día después a las 18:00", "2026-12-29T18:00"),
        ("2026-12-31 a las 12:00", "2026-12-31T12:00"),
        ("1 hora después", "2026-12-28T11:00"),
    ],
)
async def test_it_closes_at_the_new_hour(sqlite_database: Database, tmp_path: Path, closing: str, hour: str) -> None:
    """Counted from the hour of its message; one that is past closes it now."""
    async with at_work(sqlite_database, tmp_path, DUE, CHANGES) as desk:
        desk.clock.pass_(seconds=40)
        await desk.turn()
        desk.clock.moment = bogota("2026-12-28T11:00")
        await desk.reload({FILE: TEXT.replace("2 días después", closing)})
        assert closes(desk) == bogota(hour)


@pytest.mark.parametrize(
    "edit",
    [
        TEXT.partition("    encuesta:")[0],
        TEXT.replace("15 días antes", "10 días antes"),
        TEXT.replace("[Sí, No]", "[Sí, No, Tal vez]"),
    ],
)
async def test_other_edits_move_no_close(sqlite_database: Database, tmp_path: Path, edit: str) -> None:
    """Neither of what it asks nor of when its message goes out, for that has gone out."""
    async with at_work(sqlite_database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        await desk.reload({FILE: edit})
        assert closes(desk) == bogota("2026-12-30T08:00")


async def test_what_a_person_sent_late_keeps_its_close(sqlite_database: Database, tmp_path: Path) -> None:
    """That was counted from when it was sent, and nobody has edited it."""
    late = {FILE: TEXT.replace("2 días después", "10 minutos después")}
    async with at_work(sqlite_database, tmp_path, DUE, CHANGES | late) as desk:
        desk.clock.pass_(minutes=20)
        await desk.turn()
        before = closes(desk)
        assert before == DUE + timedelta(minutes=30)
        await desk.reload()
        assert closes(desk) == before


async def test_what_follows_it_moves_along(database: Database, tmp_path: Path) -> None:
    """The results are told after the new hour, and the plan says so."""
    async with at_work(database, tmp_path, DUE, FOLLOWED) as desk:
        await desk.turn()
        await desk.reload({FILE: FOLLOWED[FILE].replace("2 días después", "5 días después")})
        assert results(desk).local == bogota("2027-01-03T10:00")
        desk.clock.moment = bogota("2026-12-31T10:00")
        await desk.turn()
        assert KEY not in desk.publications()
        desk.clock.moment = bogota("2027-01-03T10:00")
        await desk.turn()
        assert desk.publications()[KEY] == "done"


@pytest.mark.parametrize(("account", "due"), [("vecinos", "2027-01-02T08:00"), ("x", "2026-12-30T08:00")])
async def test_a_poll_moves_where_its_service_waits_for_our_word(
    sqlite_database: Database, tmp_path: Path, start_server: Callable[..., Server], account: str, due: str
) -> None:
    """Telegram's is closed at the new hour; X closes its own at the hour with which it was posted."""
    service = Service.start(start_server, MODULES[account], tmp_path)
    async with asking(sqlite_database, tmp_path, service, account) as desk:
        file = town(service, account)[FILE]
        await desk.reload({FILE: str(file).replace("2 días después", "5 días después")})
        with desk.database.read() as connection:
            hours = connection.execute(select(chore.c.due_at, chore.c.slot).where(chore.c.kind == CLOSE)).all()
        assert [(each.due_at, each.slot) for each in hours] == [(bogota(due), bogota(due).isoformat())]
