"""Who edits a survey that people are voting on learns that nothing changes."""

from pathlib import Path

import pytest

from delivery.office.edited_surveys import EDITED, edited_surveys
from delivery.watching.status import Waiting
from storage.database import Database
from tests.delivery.desk import Desk, at_work, bogota
from tests.delivery.publications.test_surveys import CHANGES, DUE, FILE

KEY = "matriculas/anuncio@1"
TEXT = str(CHANGES[FILE])


def told(desk: Desk) -> list[Waiting]:
    """What `status` says."""
    with desk.database.read() as connection:
        return edited_surveys(connection, desk.place.tenant_id, desk.tenant)


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (TEXT.replace("[Sí, No]", "[Sí, No, Tal vez]"), True),
        (TEXT.replace("[Sí, No]", "[No, Sí]"), True),
        (TEXT.replace("¿Abrimos el sábado?", "¿Cerramos el sábado?"), True),
        (TEXT.partition("    encuesta:")[0], True),
        (TEXT.replace("asunto: Matrículas", "asunto: Inscripciones"), False),
    ],
)
async def test_an_edit_of_an_open_survey_is_told(
    sqlite_database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture, edit: str, says: bool
) -> None:
    """Its question, its options and their order, or that it is gone; once closed, nothing is to be told."""
    async with at_work(sqlite_database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        assert told(desk) == []
        await desk.reload({FILE: edit})
        expected = [Waiting(KEY, bogota("2026-12-30T08:00"), EDITED.format(KEY))]
        assert told(desk) == (expected if says else [])
        assert ("an open survey was edited" in [each.message for each in caplog.records]) is says
        desk.clock.pass_(days=3)
        await desk.settle()
        assert told(desk) == []
