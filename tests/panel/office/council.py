"""A municipality whose committee decides in the panel, for the tests of this room."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from panel.entrance.roles import Role
from storage.database import Database
from tests.delivery.approving.council import COUNCIL, asked
from tests.delivery.desk import bogota
from tests.panel.staffed import Office, office

NEW = bogota("2026-12-15T09:00")
SPOT = "aprobaciones/matriculas/anuncio@1"
MEMBERS = ("ana", "luis", "eva")


@asynccontextmanager
async def council(
    database: Database, folder: Path, files: Mapping[str, str | bytes | None] = COUNCIL
) -> AsyncIterator[Office]:
    """After its members were asked by mail; all of them are users, and Ana has signed in."""
    async with office(database, folder, files) as town:
        town.desk.clock.moment = NEW
        asked(town.desk, NEW)
        asked(town.desk, NEW + timedelta(minutes=15))
        for person in MEMBERS:
            town.user(person, Role.APPROVER)
        await town.sign_in("ana")
        yield town


def words(town: Office) -> list[tuple[str, str, str]]:
    """Who has said what, with which note."""
    return [(row.person, row.decision, row.note) for row in town.desk.rows("approval")]
