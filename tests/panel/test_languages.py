"""A survey in another language says so on its page (WCAG 3.1.2)."""

from pathlib import Path

import pytest

from storage.database import Database
from storage.surveys import surveys
from tests.delivery.desk import at_work
from tests.delivery.publications.test_surveys import CHANGES, DUE, FILE
from tests.panel.test_surveys import by, visitor


@pytest.mark.parametrize(("language", "marked"), [("es", 0), ("guc", 3)])
async def test_a_survey_says_its_language(database: Database, tmp_path: Path, language: str, marked: int) -> None:
    """Its question and each of its options, while it is open and once it is closed."""
    changes = {**CHANGES, FILE: f"{str(CHANGES[FILE]).rstrip()}\n    idioma: {language}\n"}
    async with at_work(database, tmp_path, DUE, changes) as desk:
        await desk.turn()
        with desk.database.read() as connection:
            [survey] = surveys(connection, desk.place.tenant_id)
        for days in (0, 30):
            desk.clock.pass_(days=days)
            await desk.settle()
            async with visitor(desk) as client:
                page = await client.get(f"/encuesta/{survey.code}", headers=by("198.51.100.7"))
            assert page.text.count(' lang="guc"') == marked
            assert page.status_code == 200
