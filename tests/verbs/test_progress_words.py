"""How far a sending is, in words."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from delivery.watching.progress import Progress
from storage.states import PublicationState
from tests.delivery.desk import bogota
from verbs.progress_words import progress_document, progress_lines

SINCE = bogota("2027-01-04T18:00")
OPENS = bogota("2027-01-05T07:00")
HALF = Progress(1, "a/b/correo@1", PublicationState.RUNNING, 100, 50, 0, 0, 0, SINCE)


@pytest.mark.parametrize(
    ("resumes_at", "state", "told"),
    [
        (None, PublicationState.RUNNING, "50 de 100 (50 %); 0,0 por segundo, faltan"),
        (OPENS, PublicationState.RUNNING, "sigue el martes 5 de enero a las 7:00 a. m., faltan 50"),
        (SINCE, PublicationState.RUNNING, "50 de 100 (50 %); 0,0 por segundo, faltan"),
        (OPENS, PublicationState.PAUSED, "50 de 100 (50 %); en pausa"),
    ],
)
def test_what_rests_says_when_it_goes_on(resumes_at: datetime | None, state: PublicationState, told: str) -> None:
    """By the municipality's clock, and not how long it would take if it moved; what is paused waits for a person."""
    now = bogota("2027-01-04T22:00").astimezone(ZoneInfo("America/Bogota"))
    each = replace(HALF, resumes_at=resumes_at, state=state)
    [line] = progress_lines([each], now)
    assert told in line
    rests = resumes_at == OPENS and state is PublicationState.RUNNING
    document = progress_document(each, now)
    assert document["resumes_at"] == ("2027-01-05T12:00:00Z" if rests else None)
    assert (document["seconds_left"] is None) == (rests or state is PublicationState.PAUSED)


@pytest.mark.parametrize("resumes_at", [OPENS, None])
def test_what_a_veda_holds_says_for_whom_it_waits(resumes_at: datetime | None) -> None:
    """Also where nobody knows when the veda ends."""
    now = bogota("2027-01-04T22:00").astimezone(ZoneInfo("America/Bogota"))
    why = "Veda electoral: lo que falta espera la aprobación de Luz Díaz."
    each = replace(HALF, resumes_at=resumes_at, held=why)
    [line] = progress_lines([each], now)
    assert line.endswith("(50 %); Veda electoral: lo que falta espera la aprobación de Luz Díaz; faltan 50")
    document = progress_document(each, now)
    assert (document["held"], document["seconds_left"]) == (why, None)
