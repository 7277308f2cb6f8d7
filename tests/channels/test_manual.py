"""Work orders of the media that people operate."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from channels import registry
from channels.adapter import Surroundings
from channels.manual import WORKS, Manual, ManualOptions, counted, places, reading_seconds, work
from channels.message import Media, Message, Rejected

MESSAGE = Message(
    publication="matriculas/anuncio/emisora-local@1",
    key="matriculas/anuncio/emisora-local@1#orden:1",
    destination="emisora-local",
    written_at=datetime(2027, 1, 12, 7, 30, tzinfo=timezone(timedelta(hours=-5))),
    text="Vecino: las matrículas empiezan el martes 12 de enero.",
    subject="Cuña de matrículas",
    facts={"responsible": "Secretaría de Educación", "due": "martes 12 de enero, 7:30 a. m. (hora de Colombia)"},
    link="https://genova.gov.co/contenidos/matriculas/anuncio/1/",
)


async def forget(_token: str) -> None:
    """An order has nothing to resume."""


def options(**written: object) -> ManualOptions:
    """Options as staff write them."""
    return ManualOptions.model_validate({"clase": "emisora", **written})


def manual(chosen: ManualOptions) -> Manual:
    """An account with these options."""
    return Manual(chosen, Surroundings(Path("var"), "emisora-local", "", "https://genova.gov.co", "genova.gov.co"))


def test_sheet_of_a_script() -> None:
    """The sheet says what, where, by whom, until when and how long it takes to read."""
    composed = manual(options(lugar="Emisora Génova Estéreo")).compose(MESSAGE)
    assert composed.suffix == ".txt"
    assert composed.data.decode() == (
        "ORDEN DE TRABAJO: Cuña de matrículas\n"
        "\n"
        "Medio: radio (emisora-local)\n"
        "Dónde: Emisora Génova Estéreo\n"
        "Responsable: Secretaría de Educación\n"
        "Fecha límite: martes 12 de enero, 7:30 a. m. (hora de Colombia)\n"
        "Duración de la lectura: 4 segundos, aproximadamente\n"
        "\n"
        "GUION\n"
        "\n"
        "Vecino: las matrículas empiezan el martes 12 de enero.\n"
        "\n"
        "Más información: https://genova.gov.co/contenidos/matriculas/anuncio/1/\n"
        "\n"
        "Orden matriculas/anuncio/emisora-local@1#orden:1\n"
    )


def test_sheet_of_a_duty() -> None:
    """What nobody reads aloud has no reading time; the order's own place and its files are named."""
    image = Media(Path("x"), "afiche.png", "image/png", "", 1, alt="Niños con morrales")
    message = MESSAGE._replace(facts={"place": "Iglesia"}, media=(image,))
    sheet = manual(options(clase="cartelera", lugares=["Alcaldía", "Iglesia"])).compose(message).data.decode()
    assert "Dónde: Iglesia\n" in sheet
    assert "Archivo: afiche.png (Niños con morrales)\n" in sheet
    assert "\nTEXTO\n" in sheet
    assert "segundos" not in sheet


@pytest.mark.parametrize(
    ("script", "seconds"),
    [("", 0), ("¡¡ — !!", 0), ("una", 1), ("dos palabras", 1), ("tres palabras más", 2), ("uno " * 160, 60)],
)
def test_reading_time(script: str, seconds: int) -> None:
    """A script takes a minute for 160 words, in seconds rounded up; signs take no time."""
    assert reading_seconds(script) == seconds


def test_reading_speed_of_an_account() -> None:
    """An account may read faster."""
    sheet = manual(options(**{"palabras-por-segundo": "4.5"})).compose(MESSAGE).data.decode()
    assert "Duración de la lectura: 2 segundos" in sheet


async def test_send_is_refused() -> None:
    """Nothing is sent by itself on a medium that a person operates."""
    with pytest.raises(Rejected, match="una persona"):
        await manual(options()).send(MESSAGE, forget)


@pytest.mark.parametrize(
    ("kind", "medium", "publishes"),
    [
        ("emisora", "radio", True),
        ("televisión", "televisión", True),
        ("perifoneo", "perifoneo", True),
        ("cartelera", "carteleras", True),
        ("impreso", "impresos", True),
        ("aviso-parroquial", "avisos parroquiales", True),
        ("comunicado", "comunicados de prensa", True),
        ("altavoz-del-mercado", "altavoz del mercado", True),
        ("visita", "visitas", False),
        ("reunión", "reuniones", False),
        ("jornada", "jornadas", False),
        ("taller", "talleres", False),
        ("evento", "eventos", False),
        ("deber", "deberes", False),
        ("verificación", "verificaciones", False),
        ("documento", "documentos", False),
        ("acta", "actas", False),
        ("lista", "listas", False),
    ],
)
def test_kinds(kind: str, medium: str, publishes: bool) -> None:
    """Each kind is a medium in the report; duties, visits and meetings publish nothing."""
    profile = registry.profile("manual", options(clase=kind))
    assert (profile.medium, profile.publishes) == (medium, publishes)


def test_media_of_known_kinds_differ() -> None:
    """No two known kinds are one medium."""
    assert len({found.medium for found in WORKS.values()}) == len(WORKS)
    assert all(work(kind) is found for kind, found in WORKS.items())


@pytest.mark.parametrize(
    ("written", "expected"),
    [({}, ()), ({"lugar": "Parque"}, ("Parque",)), ({"lugares": ["Alcaldía", "Iglesia"]}, ("Alcaldía", "Iglesia"))],
)
def test_places(written: dict[str, object], expected: tuple[str, ...]) -> None:
    """An account names no place, one, or several that each get an order."""
    assert places(options(**written)) == expected


@pytest.mark.parametrize(
    "wrong", [{"clase": "Emisora local"}, {"clase": ""}, {"palabras-por-segundo": 0}, {"kind": "x"}]
)
def test_wrong_options(wrong: dict[str, object]) -> None:
    """Options that say nothing usable are refused."""
    with pytest.raises(ValueError, match=r"clase|palabras-por-segundo|kind"):
        options(**wrong)


@pytest.mark.parametrize(
    ("kind", "amount", "said"),
    [
        ("impreso", 300, "300 volantes"),
        ("emisora", 6, "6 emisiones"),
        ("emisora", 1, "1 emisión"),
        ("televisión", 2, "2 emisiones"),
        ("perifoneo", 3, "3 recorridos"),
        ("verificacion", 3, "3 veces"),
        ("teatro-de-calle", 2, "2 veces"),
    ],
)
def test_what_is_counted_is_called_by_its_name(kind: str, amount: int, said: str) -> None:
    """Nobody hands out «300 times»."""
    assert counted(kind, amount) == said
