"""Which duty a message requires: its own word before its campaign's, that before what all publications require."""

from pathlib import Path

import pytest

from tests.campaigns.town import MUNICIPALITY, loaded, problems

FILE = "campanas/matriculas.yaml"
ALL = MUNICIPALITY + "requiere: matriculas/revision\n"


def campaign(accounts: str = "[web]", own: str = "", of_campaign: str = "", class_: str = "servicio") -> str:
    """A check, and a message with its word on it."""
    return f"""\
campaña: matriculas
titulo: Matrículas
accion: SE-7
clase: {class_}
responsable: ana
publico: ciudadania
{of_campaign}mensajes:
  - id: verificacion
    cuando: 2027-02-01 a las 08:00
    canales: [emisora]
    deber: {{de: [ana], plazo: 1 día hábil}}
    texto: Pruebe.
  - id: revision
    cuando: cada lunes a las 08:00
    canales: [emisora]
    deber: {{de: [ana], plazo: 1 día hábil}}
    texto: Revise.
  - id: aviso
    cuando: 2027-02-02 a las 09:00
    canales: {accounts}
{own}    asunto: Aviso
    texto: Aviso.
"""


ASKS = "    requiere: verificacion\n"
NOTHING = "    requiere: no\n"
HERE = "requiere: verificacion\n"
CASES = [
    (campaign(), MUNICIPALITY, ("", False)),
    (campaign(own=ASKS), ALL, ("matriculas/verificacion", False)),
    (campaign(of_campaign=HERE), ALL, ("matriculas/verificacion", True)),
    (campaign(), ALL, ("matriculas/revision", True)),
    (campaign(accounts="[correo, web]"), ALL, ("matriculas/revision", True)),
    (campaign(own=NOTHING, of_campaign=HERE), ALL, ("", False)),
    (campaign(of_campaign="requiere: no\n"), ALL, ("", False)),
    (campaign(accounts="[correo]"), ALL, ("", False)),
    (campaign(accounts="[emisora]"), ALL, ("", False)),
    (campaign(class_="emergencia"), ALL, ("", False)),
    (campaign(accounts="[correo]", own=ASKS), ALL, ("matriculas/verificacion", False)),
]


@pytest.mark.parametrize(("text", "municipality", "expected"), CASES)
def test_the_nearest_word_counts(tmp_path: Path, text: str, municipality: str, expected: tuple[str, bool]) -> None:
    """What is required of all concerns what everyone sees: no letter, no task, no alert, and never the check itself."""
    tenant = loaded(tmp_path, {"municipio.yaml": municipality, FILE: text}).tenants[0]
    *checks, message = tenant.campaigns["matriculas"].messages
    assert (message.requires, message.of_all) == expected
    assert [each.requires for each in checks] == ["", ""]


NONE_THERE = "no existe el mensaje «{}» que se requiere"
NO_DUTY = "«matriculas/aviso» no es un deber: no hay quien lo dé por cumplido"


@pytest.mark.parametrize(
    ("name", "place", "told"),
    [
        ("matriculas/otra", "municipio.yaml:14:11", NONE_THERE.format("matriculas/otra")),
        ("matriculas/aviso", "municipio.yaml:14:11", NO_DUTY),
        ("revision", "municipio.yaml:14:11", NONE_THERE.format("revision")),
        ("otra", "campanas/matriculas.yaml:7:11", NONE_THERE.format("matriculas/otra")),
        ("aviso", "campanas/matriculas.yaml:7:11", NO_DUTY),
    ],
)
def test_a_check_that_is_none_is_told_where_it_stands(tmp_path: Path, name: str, place: str, told: str) -> None:
    """In the file that names it."""
    here = place.startswith("campanas")
    text = campaign(of_campaign=f"requiere: {name}\n" if here else "")
    municipality = MUNICIPALITY if here else MUNICIPALITY + f"requiere: {name}\n"
    assert problems(tmp_path, {"municipio.yaml": municipality, FILE: text}) == [f"{place}: {told}"]
