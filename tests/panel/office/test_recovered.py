"""A copy was put back after a lost disk: the panel says what waits and what to look for, and lets it go."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from panel.entrance.roles import RIGHTS, Right, Role
from panel.office.offices import NOTES
from storage.database import Database
from tests.campaigns.town import CAMPAIGN
from tests.delivery.copies.test_lost_words import DUE, MAIL, WEB, restored
from tests.panel.staffed import FILES, Office, opened

LOST = {**FILES, "campanas/matriculas.yaml": CAMPAIGN.replace("clase: servicio", "clase: gestion")}
PATH = "copia-recuperada"
BANNER = "Los mensajes que la gente puede rechazar esperan."


@asynccontextmanager
async def recovered(database: Database, folder: Path, role: Role = Role.COMMUNICATOR) -> AsyncIterator[Office]:
    """A mail of the administration's own has come to its hour since; Ana is signed in."""
    async with restored(database, folder, LOST) as desk, opened(desk) as town:
        desk.clock.moment = DUE
        await desk.turn()
        town.user("ana", role)
        await town.sign_in("ana")
        yield town


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CONTRIBUTOR])
async def test_only_who_operates_lets_it_go(database: Database, tmp_path: Path, role: Role) -> None:
    """Everybody reads in Hoy why it waits, in words and not in commands; the others are led nowhere."""
    async with recovered(database, tmp_path, role) as town:
        may = Right.OPERATE in RIGHTS[role]
        page = (await town.get("hoy")).text
        assert BANNER in page
        assert "pregonero" not in page.partition("<main")[2]
        assert ("Qué revisar, y soltarlos" in page) == may
        assert (await town.post(PATH, "cuenta", revisado="Todo")).status_code == (303 if may else 403)
        assert town.told("release_after_restore") == (["ana"] if may else [])


async def test_what_was_looked_for_is_said_before_it_goes_out(database: Database, tmp_path: Path) -> None:
    """Without a word on what was looked through nothing goes; with it, all of it does, once."""
    async with recovered(database, tmp_path) as town:
        page = (await town.get(PATH)).text
        assert "nadie sabe quiénes se dieron de baja" in page
        assert "Sale una que espera y todavía está a tiempo" in page
        assert (await town.post(PATH, PATH, revisado=" ")).status_code == 422
        assert town.desk.publications() == {MAIL: "waiting", WEB: "done"}
        answer = await town.post(PATH, PATH, revisado="Buzón y radicados")
        page = (await town.browser.get(answer.headers["location"])).text
        assert NOTES["copia-revisada"] in page
        assert BANNER not in page
        await town.desk.settle()
        assert town.desk.publications() == {MAIL: "done", WEB: "done"}
        [said] = [row for row in town.desk.rows("audit") if row.verb == "release_after_restore"]
        assert said.detail == {"reason": "Buzón y radicados"}
        assert (await town.get(PATH)).status_code == 303
        assert (await town.post(PATH, "cuenta", revisado="Otra vez")).status_code == 409
