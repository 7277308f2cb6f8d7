"""What is known of a person, as that person reads it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from audience.dossier_words import VALUES, line
from storage.states import DeliveryState, Mode, Outcome, WorkOrderState

BOGOTA = ZoneInfo("America/Bogota")
AT = datetime(2026, 12, 28, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            {"purpose": "gestion", "basis": "consentimiento", "given": True, "at": AT, "source": "Feria", "notice": ""},
            "para qué: lo que la administración cuenta de sí misma; base: su consentimiento; dado: sí; "
            "fecha: 28 de diciembre de 2026, 7:00 a. m.; de dónde viene: Feria",
        ),
        ({"purpose": "tema:noticias", "given": False}, "para qué: el tema noticias; dado: no"),
        (
            {"reason": "baja", "class": "", "since": AT},
            "motivo: pidió no recibir más; desde: 28 de diciembre de 2026, 7:00 a. m.",
        ),
        ({"reason": "Buzón lleno", "state": "failed"}, "motivo: Buzón lleno; estado: no se pudo enviar"),
        ({"mode": "pruebas", "state": "sent"}, "modo: en pruebas, no le llegó a nadie; estado: enviado"),
        ({"topics": ["noticias", "eventos"], "asked_at": None}, "temas: noticias, eventos"),
    ],
)
def test_a_row_is_told_in_words(row: dict[str, object], expected: str) -> None:
    """Codes have their meaning, moments the local clock, empty ones are left out, other texts stand as they are."""
    assert line(row, BOGOTA) == expected


@pytest.mark.parametrize(
    ("column", "words"),
    [("state", [*DeliveryState, *WorkOrderState]), ("mode", list(Mode)), ("outcome", list(Outcome))],
)
def test_every_word_of_a_column_has_its_meaning(column: str, words: list[str]) -> None:
    """Nobody reads a code of the program."""
    assert [each for each in words if each not in VALUES[column]] == []
