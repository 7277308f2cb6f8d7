"""How long each kind of row is kept, as staff write it."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from campaigns.retention import Retention, parse_period

NOW = datetime(2027, 3, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("2 años", "2025-03-31"),
        ("un año", "2026-03-31"),
        ("18 meses", "2025-09-30"),
        ("1 mes", "2027-02-28"),
        ("90 días", "2026-12-31"),
        ("90 dias", "2026-12-31"),
        ("una semana", "2027-03-24"),
        ("2 Semanas", "2027-03-17"),
    ],
)
def test_a_term_is_read(text: str, before: str) -> None:
    """By the calendar: a month before the thirty-first is the last of the month before."""
    assert f"{NOW - parse_period(text):%Y-%m-%d}" == before


@pytest.mark.parametrize("text", ["siempre", "2", "años", "2 lustros", "-1 año", "2 años y medio"])
def test_what_is_no_term_is_refused(text: str) -> None:
    """It says what to write."""
    with pytest.raises(ValueError, match="escriba, por ejemplo, «2 años», «18 meses» o «90 días»"):
        parse_period(text)


@pytest.mark.parametrize(
    "written",
    [
        {"contactos": "2 meses"},
        {"entregas": "29 días"},
        {"eventos": "una semana"},
        {"publicaciones": "11 meses"},
        {"entregas": "31 años"},
        {"pruebas": "0 días"},
        {"actas": "2 años"},
    ],
)
def test_a_term_has_its_least_and_its_most(written: dict[str, str]) -> None:
    """What a retry, a late bounce or a claim needs is kept; what nobody knows of is refused."""
    with pytest.raises(ValidationError):
        Retention.model_validate(written)


def test_contacts_are_kept_unless_staff_say_otherwise() -> None:
    """All other kinds have a term of their own."""
    assert "contactos" not in Retention().cutoffs(NOW)
    written = Retention.model_validate({"contactos": "2 años"}).cutoffs(NOW)
    assert written["contactos"] == datetime(2025, 3, 31, 12, tzinfo=UTC)
    others = {"entregas", "eventos", "respuestas", "pruebas", "publicaciones", "solicitudes"}
    assert set(written) == {"contactos", *others}
