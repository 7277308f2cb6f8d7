"""The papers of a task, as whoever reads or puts them up prints them."""

from pathlib import Path

import pytest

from panel.entrance.roles import Role
from panel.office.asked import SMALL
from panel.office.forms import patience
from panel.office.uploads import MOST_OF_FORM
from storage.database import Database
from storage.tables import publication
from tests.panel.office.task_office import as_, numbers, task_office


async def test_each_medium_has_its_papers(database: Database, tmp_path: Path) -> None:
    """A script for the radio, two posters for the board, a sheet for a duty; drawn when asked for."""
    async with task_office(database, tmp_path) as town:
        await as_(town, "ana", Role.READER)
        found = numbers(town)
        for title, papers in (
            ("Cuña de matrículas", ["guion"]),
            ("Iglesia", ["afiche-a4", "afiche-a3"]),
            ("Hospital San Juan", ["hoja"]),
        ):
            page = (await town.get(f"tareas/{found[title]}")).text
            every = ("guion", "afiche-a4", "afiche-a3", "volante", "comunicado", "hoja")
            assert [each for each in every if f"/hoja/{each}" in page] == papers
        answer = await town.get("tareas/1/hoja/guion")
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
        assert answer.headers["content-disposition"] == 'attachment; filename="tarea-1-guion.pdf"'
        assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("path", ["1/hoja/hoja", "1/hoja/..%2Fclaves", "99/hoja/guion", f"{2**63}/hoja/guion"])
async def test_what_a_task_has_not_is_not_drawn(database: Database, tmp_path: Path, path: str) -> None:
    """Another's form, no form at all, no task."""
    async with task_office(database, tmp_path) as town:
        await as_(town, "ana", Role.READER)
        assert (await town.get(f"tareas/{path}")).status_code == 404


async def test_what_cannot_be_drawn_says_why(database: Database, tmp_path: Path) -> None:
    """On a page, and the next one is drawn all the same."""
    async with task_office(database, tmp_path) as town:
        await as_(town, "ana", Role.READER)
        number = numbers(town)["Iglesia"]
        row = town.desk.publication("afiche/carteleras@1")
        told = {**row.content, "text": "Matrículas 漢."}
        with town.desk.database.write() as connection:
            connection.execute(publication.update().where(publication.c.id == row.id).values(content=told))
        answer = await town.get(f"tareas/{number}/hoja/afiche-a4")
        assert (answer.status_code, "«漢»" in answer.text) == (409, True)
        assert (await town.get("tareas/1/hoja/guion")).status_code == 200


def test_a_form_with_photographs_has_more_time() -> None:
    """As much as a slow telephone needs; a small form has a minute, as it had."""
    assert patience(SMALL) < 65
    assert patience(MOST_OF_FORM) >= 600
