"""What is wrong with a duty, a source or a section is told when the files are read."""

from pathlib import Path

import pytest

from tests.campaigns.town import problems
from tests.delivery.duty_town import CHANGES, REQUEST, TOWN
from tests.delivery.task_town import FILE


def told(folder: Path, town: str = TOWN, campaign: str = REQUEST) -> list[str]:
    """The problems of the town with some of its files."""
    return [each.partition(": ")[2] for each in problems(folder, {**CHANGES, "municipio.yaml": town, FILE: campaign})]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[hospital]", "[clinica]", "no existe la persona o dependencia «clinica»"),
        ("7 días", "8 días", "una prórroga de «8 días» es de más de 7 días calendario"),
        ("7 días", "6 días hábiles", "una prórroga de «6 días hábiles» es de más de 7 días calendario"),
        ("lista: [Cifras, Fotos]", "secciones: todas", "no hay secciones del sitio"),
    ],
)
def test_a_duty_that_nobody_can_keep_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    """One problem, in its words."""
    assert told(tmp_path, campaign=REQUEST.replace(old, new)) == [said]


def test_a_section_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """By its name."""
    town = TOWN + "secciones: {a: {nombre: A, responsable: ana, filtro: {canales: [web]}}}\n"
    campaign = REQUEST.replace("lista: [Cifras, Fotos]", "secciones: [noticias]")
    assert told(tmp_path, town, campaign) == ["no existe la sección «noticias»"]


@pytest.mark.parametrize("group", ["dependencias", "fuentes", "delegados"])
def test_a_word_for_all_of_a_kind_needs_some(tmp_path: Path, group: str) -> None:
    """Where the municipality has none of them."""
    bare = TOWN[: TOWN.index("dependencias:")] + TOWN[TOWN.index("personas:") : TOWN.index("fuentes:")]
    bare += TOWN[TOWN.index("comites:") :]
    campaign = REQUEST.replace("[hospital]", group)
    assert f"no hay {group}" in told(tmp_path, bare, campaign)


@pytest.mark.parametrize(
    ("town", "said"),
    [
        (TOWN.replace("delegado: luis", "delegado: nadie"), "no existe el delegado «nadie»"),
        (TOWN.replace("  hospital:", "  luis:"), "«luis» ya está en «personas»"),
        (
            TOWN + "secciones: {a: {nombre: A, responsable: ana, filtro: {}}}\n",
            "la sección «A» no dice qué cuenta como su actualización",
        ),
        (
            TOWN + "secciones: {a: {nombre: A, responsable: nadie, filtro: {canales: [web]}}}\n",
            "no existe el responsable «nadie»",
        ),
        (
            TOWN + "secciones: {a: {nombre: A, responsable: ana, filtro: {canales: [radio]}}}\n",
            "no existe el canal «radio»",
        ),
        (
            TOWN + "secciones: {a: {nombre: A, responsable: ana, filtro: {canales: [web], temas: [noticias]}}}\n",
            "«temas» no dice qué actualiza una sección: es de los indicadores",
        ),
        (
            TOWN + "secciones: {a: {nombre: A, responsable: ana, filtro: {canales: [web], estado: tarde}}}\n",
            "«estado» no dice qué actualiza una sección: es de los indicadores",
        ),
        (
            TOWN + "secciones: {a: {nombre: A, responsable: ana, filtro: {campañas: [contratos]}}}\n",
            "no existe la campaña «contratos»",
        ),
        (
            TOWN + "secciones: {a: {nombre: A, responsable: ana, filtro: {mensajes: [otro]}}}\n",
            "no existe el mensaje «otro»",
        ),
        (
            TOWN.replace("entregas@villaclara", "entregas+mes@villaclara"),
            "«entregas+mes@villaclara.gov.co» no sirve de buzón de entregas",
        ),
    ],
)
def test_a_source_or_section_that_nobody_keeps_is_refused(tmp_path: Path, town: str, said: str) -> None:
    """Who asks, who answers, what counts, and where it is handed in."""
    found = told(tmp_path, town, REQUEST.replace("[hospital]", "[luis]"))
    assert any(said in each for each in found), found
