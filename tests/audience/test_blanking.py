"""What names somebody is found in texts in whatever form it was written, and what names nobody stays."""

import pytest

from audience.blanking import BLANK, NAMELESS, Blank, unnamed
from storage.database import Database
from tests.audience.people import add_contact, key_of

MAIL = "ana.quintero@correo.co"
PHONE = "+573001234567"


@pytest.mark.parametrize(
    ("address_", "said"),
    [
        (PHONE, "El número 3001234567 (573001234567) no existe"),
        (PHONE, "+57 300 123 4567: no such user"),
        (PHONE, "invalid 00573001234567, (57) 300-123-45.67"),
        ("+34600111222", "34600111222 unknown"),
        ("ana@bücher.co", "550 <ANA@xn--bcher-kva.co>"),
        ("ana@xn--bcher-kva.co", "550 <ana@Bücher.co>"),
        (MAIL, f"550 <{MAIL.title()}>"),
    ],
)
def test_an_address_is_found_in_whatever_form_a_service_wrote_it(address_: str, said: str) -> None:
    """Without its sign and country, in groups, or with a domain in the other alphabet."""
    told = Blank([address_]).clean(said)
    assert BLANK in told
    assert [rest for rest in ("123", "600", "ana") if rest in told.casefold()] == []


@pytest.mark.parametrize("said", ["13001234567", "30012345678", "codigo 131026", "2027-01-04T13:00:01"])
def test_other_numbers_stay(said: str) -> None:
    """Neither a longer one nor a code is the telephone."""
    assert Blank([PHONE]).clean(said) == said


@pytest.mark.parametrize(
    ("name", "said", "kept"),
    [
        ("Zoraida Quiñones", "Zoraida Quiñones llamó", f"{NAMELESS} llamó"),
        ("Zoraida Quiñones", "la señora quinones, ZORAIDA", f"la señora {NAMELESS}, {NAMELESS}"),
        ("José Luis de la Peña", "De la carta de Jose Peña", f"De la carta de {NAMELESS}"),
        ("Eva del Río", "Evaluación del 3 de mayo", "Evaluación del 3 de mayo"),
        ("Li Wu", "Wu dice que Li Wu no", f"Wu dice que {NAMELESS} no"),
        ("", "Por teléfono", "Por teléfono"),
    ],
)
def test_a_name_is_found_by_any_of_its_words(name: str, said: str, kept: str) -> None:
    """Whole words, with their accents or without, and none that others bear between their names."""
    assert Blank((), [name]).clean(said) == kept


@pytest.mark.parametrize(
    ("reason", "kept"),
    [
        (f"Radicado 7: Zoraida ({MAIL}, 300 123 4567)", f"Radicado 7: {NAMELESS} ({BLANK}, {BLANK})"),
        ("Radicado 7: su hija, eva@correo.gov.co", f"Radicado 7: su hija, {BLANK}"),
        ("Llamó del 310 555 6677", f"Llamó del {BLANK}"),
        ("Llamó del +57 (310) 555-66-77", f"Llamó del {BLANK}"),
        ("Llamó del 6051234567", f"Llamó del {BLANK}"),
        ("Radicado 2027-0457 del 31-12-2026 08:15", "Radicado 2027-0457 del 31-12-2026 08:15"),
        ("Radicado 20273105556677", "Radicado 20273105556677"),
    ],
)
def test_a_reason_that_is_kept_for_ever_names_nobody(database: Database, tenant: int, reason: str, kept: str) -> None:
    """Neither whoever has the address nor any mail or telephone; files and dates stay."""
    with database.write() as connection:
        add_contact(connection, tenant, "Zoraida Quiñones", MAIL, f"telefono:{PHONE}")

        assert unnamed(connection, tenant, [key_of(MAIL)], reason) == kept
