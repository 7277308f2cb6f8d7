"""Hoy: what went out, what is next, what waits, what went wrong."""

from pathlib import Path

from panel.entrance.roles import Role
from panel.office.account_names import account_name
from storage.database import Database
from storage.states import PublicationState
from tests.panel.staffed import office


async def test_the_day_says_what_went_out_and_what_is_next(database: Database, tmp_path: Path) -> None:
    """What was due in the morning stands among what went out or what waits, by what staff call it."""
    async with office(database, tmp_path) as town:
        town.desk.people("eva@example.com", "luz@example.com")
        town.user("ana", Role.READER)
        await town.sign_in("ana")
        before = (await town.get("hoy")).text
        assert "Todavía nada." in before
        await town.desk.turn()
        await town.desk.settle()
        page = (await town.get("hoy")).text
        states = town.desk.publications()
        assert states
        for key, state in states.items():
            if state in (PublicationState.DONE, PublicationState.MISSED, PublicationState.AWAITING_APPROVAL):
                name = account_name(town.desk.tenant, key.partition("@")[0].rpartition("/")[2])
                assert f"<strong>Matrículas</strong> por {name}" in page
                assert key not in page


async def test_a_new_town_has_a_quiet_day(database: Database, tmp_path: Path) -> None:
    """It says so, and nothing is empty without a word."""
    async with office(database, tmp_path) as town:
        town.user("ana", Role.READER)
        await town.sign_in("ana")
        page = (await town.get("hoy")).text
        for words in ("Ninguna tarea suya está abierta.", "Ninguna está detenida.", "Todavía nada.", "Lo que sigue"):
            assert words in page
