"""What no line of a paper ends in the middle of."""

import pytest

from pieces.unbroken import unbroken


@pytest.mark.parametrize(
    "whole",
    [
        "8:00 a. m.",
        "12:00 m.",
        "6:00 p.m.",
        "604 555 12 34",
        "(604) 555 1234",
        "300 123 4567",
        "+57 300 123 45 67",
        "01 8000 123 456",
        "Calle 10 # 4-32",
        "Carrera 7A n.º 45B-10",
        "Cra. 7 # 45 - 10",
        "Cll 5 Sur No. 12-40",
        "Avenida 4 Norte número 6-15",
        "Diagonal 12 Bis # 3-04",
        "n.º 4-20",
        "$ 1.250.000",
        "$ 2 millones",
        "25.000 pesos",
        "12,5 %",
        "piso 2",
        "kilómetro 14",
        "ext. 104",
        "29 de octubre",
    ],
)
def test_it_stays_on_one_line(whole: str) -> None:
    """Its spaces are such as no line ends at, and those around it are not."""
    kept = whole.replace(" ", "\u00a0")
    assert unbroken(f"Hoy {whole}, y más") == f"Hoy {kept}, y más"
    assert unbroken(f"Hoy {whole} estamos") == f"Hoy {kept} estamos"


@pytest.mark.parametrize(
    "text",
    ["Del 12 al 29", "los grupos 10 20 y 30", "la calle es de todos", "No. Mañana", "2027 a 2030", "son 8 mesas"],
)
def test_what_is_no_such_thing_may_be_broken(text: str) -> None:
    """Lines end where they always did."""
    assert unbroken(text) == text
