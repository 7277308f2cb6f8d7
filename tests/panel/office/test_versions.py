"""What a campaign's file has said before: listed with who and when, shown, and put back as one more edit."""

from pathlib import Path

from storage.database import Database
from tests.panel.office.drafting import COMMENTED, EDIT, FILE, desk, file_of, press
from tests.panel.staffed import OFFICE, OWN, Office, token_in

LIST = "campanas/matriculas/versiones"


async def retitled(town: Office, title: str) -> None:
    """Saved under another title."""
    review = await press(town, await town.get(EDIT), "revisar", titulo=title)
    assert (await press(town, review, "guardar")).status_code == 303


async def test_a_version_is_put_back_after_it_was_looked_through(database: Database, tmp_path: Path) -> None:
    """It is reviewed as any change, and the one that it replaces stays in the list."""
    async with desk(database, tmp_path) as town:
        assert "Todavía no hay ninguna" in (await town.get(LIST)).text
        await retitled(town, "Segundo")
        await retitled(town, "Tercero")
        page = (await town.get(LIST)).text
        assert page.count("Ana Pérez, en el panel") == 2
        assert page.count("fuera del panel") == 1
        [first, *_] = [row.id for row in town.desk.rows("campaign_version")]
        shown = await town.get(f"{LIST}/{first}")
        assert "Tercero" in shown.text
        token = {"ficha": token_in(shown.text)}
        review = await town.browser.post(f"{OFFICE}{LIST}/{first}", data=token, headers=OWN)
        assert review.status_code == 200
        assert (await press(town, review, "guardar")).status_code == 303
        assert file_of(town) == COMMENTED
        assert [row.origin for row in town.desk.rows("campaign_version")] == ["hand", "edited", "edited", "restored"]


async def test_a_file_that_is_gone_can_be_put_back(database: Database, tmp_path: Path) -> None:
    """From its last version."""
    async with desk(database, tmp_path) as town:
        await retitled(town, "Segundo")
        last = file_of(town)
        (town.desk.config / FILE).unlink()
        number = town.desk.rows("campaign_version")[-1].id
        shown = await town.get(f"{LIST}/{number}")
        token = {"ficha": token_in(shown.text)}
        review = await town.browser.post(f"{OFFICE}{LIST}/{number}", data=token, headers=OWN)
        assert (await press(town, review, "guardar")).status_code == 303
        assert file_of(town) == last


async def test_no_version_is_shown_under_another_file(database: Database, tmp_path: Path) -> None:
    """Nor one that is not there."""
    async with desk(database, tmp_path) as town:
        await retitled(town, "Segundo")
        number = town.desk.rows("campaign_version")[0].id
        for path in (f"campanas/otra/versiones/{number}", f"{LIST}/{number + 99}", "campanas/..%2F..%2Fx/versiones"):
            assert (await town.get(path)).status_code == 404
