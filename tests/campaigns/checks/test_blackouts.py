"""`vedas`: what they must say, and what `check` advises of those that look like a mistake."""

from pathlib import Path

import pytest

from campaigns.advice import advice
from tests.campaigns.town import MUNICIPALITY, loaded, problems

ELECTION = "nombre: Veda electoral, desde: 2027-06-30, hasta: 2027-10-31"


def town(*blackouts: str) -> dict[str, str]:
    """The town with these vedas."""
    return {"municipio.yaml": f"{MUNICIPALITY}vedas:\n" + "".join(f"  - {{{each}}}\n" for each in blackouts)}


@pytest.mark.parametrize(
    ("blackouts", "told"),
    [
        ([f"{ELECTION}"], "15:5: "),
        ([f"{ELECTION}, politica: prohibir"], "15:78: "),
        ([f"{ELECTION}, politica: detener, clases: [emergencia]"], "15:"),
        ([f"{ELECTION}, politica: aprobacion-legal"], "15:5: la veda «Veda electoral» no dice quién aprueba"),
        ([f"{ELECTION}, politica: detener, aprueba: ana"], "15:5: la veda «Veda electoral» no pide aprobación"),
        (["nombre: V, desde: 2027-06-30, hasta: 2027-06-01, politica: avisar"], "15:5: la veda «V» termina antes"),
        (
            [f"{ELECTION}, politica: aprobacion-legal, aprueba: juridica"],
            "15:105: no existe el comité o la persona «juridica»",
        ),
        (
            [
                f"{ELECTION}, politica: aprobacion-legal, aprueba: ana",
                "nombre: Otra, desde: 2027-10-31, politica: aprobacion-legal, aprueba: comite-gel",
            ],
            "16:76: «Otra» y «Veda electoral» piden a la vez la aprobación de dos distintos",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused(tmp_path: Path, blackouts: list[str], told: str) -> None:
    """Where it stands."""
    found = problems(tmp_path, town(*blackouts))
    assert [each.startswith(f"municipio.yaml:{told}") for each in found] == [True], found


@pytest.mark.parametrize(
    ("dates", "policy", "told"),
    [
        ("desde: 2027-06-30, hasta: 2027-10-31", "detener", []),
        ("desde: 2027-06-30", "detener", ["vedas: «Veda» no tiene fin; cuando lo sepa, escriba «hasta»."]),
        (
            "desde: 2027-01-01, hasta: 2028-01-02",
            "detener",
            ["vedas: «Veda» dura más de un año, del 2027-01-01 al 2028-01-02; revise las fechas."],
        ),
        (
            "desde: 2027-06-30, hasta: 2027-10-31",
            "avisar",
            [
                "vedas: en «Veda», desde el 2027-06-30 hasta el 2027-10-31, los mensajes de clase gestion salen igual, "
                "con un aviso."
            ],
        ),
    ],
)
def test_what_looks_like_a_mistake_is_advised(tmp_path: Path, dates: str, policy: str, told: list[str]) -> None:
    """A veda without end, one of more than a year, and one in which all goes out as ever."""
    found = loaded(tmp_path, town(f"nombre: Veda, {dates}, politica: {policy}"))
    assert found.problems == ()
    assert [each for each in advice(found.tenants[0]) if each.startswith("vedas:")] == told
