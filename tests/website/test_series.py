"""An event that repeats stands once in short lists, with its next date and how it goes on."""

from pathlib import Path

import pytest

from storage.database import Database
from tests.delivery.desk import at_work, bogota
from tests.website.full_site import HEAD
from tests.website.town import LIVE, read, site_of
from website.series import rule_words

EVENT = "campaña: {2}\ntitulo: {0}\n" + HEAD + "evento:\n  nombre: {0}\n  {1}\nmensajes:\n"
ON_WEB = "  - {{id: aviso, cuando: 2027-06-01 a las 07:00, canales: [web], texto: Vengan.}}\n"
CHANGES = {
    **LIVE,
    "campanas/mercado.yaml": (EVENT + ON_WEB).format(
        "Mercado", "repite: cada domingo a las 06:00\n  dura: 6 horas", "mercado"
    ),
    "campanas/cine.yaml": (EVENT + ON_WEB).format(
        "Cine", "fechas: [{id: uno, inicia: 2027-01-09 18:00}, {id: dos, inicia: 2027-01-23 18:00}]", "cine"
    ),
}


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("cada domingo a las 06:00", "cada domingo"),
        ("cada lunes y jueves a las 07:30 y a las 16:00", "cada lunes y jueves"),
        (
            "cada 2 semanas el sábado a las 07:00 desde 2026-01-10 excepto festivos",
            "cada 2 semanas el sábado excepto festivos",
        ),
        (
            "el último sábado de cada mes a las 08:00 excepto diciembre",
            "el último sábado de cada mes excepto diciembre",
        ),
        ("cada domingo a las 06:00 hasta 2027-06-30 excepto 2027-01-01", "cada domingo"),
        ("rrule:FREQ=WEEKLY;BYDAY=SU", ""),
    ],
)
def test_a_rule_is_told_without_its_hours_and_limits(rule: str, words: str) -> None:
    """They stand in the next date, or matter to the staff alone."""
    assert rule_words(rule) == words


async def test_a_weekly_market_leaves_room_for_others(sqlite_database: Database, tmp_path: Path) -> None:
    """On the first page and in today's: once, how it repeats, and the way to all its dates."""
    async with at_work(sqlite_database, tmp_path, bogota("2027-01-07T08:00"), CHANGES) as desk:
        site = site_of(desk)
    for path in ("index.html", "hoy/index.html", "eventos/index.html"):
        page = read(site, path)
        listed = [each for each in page.split("<li>") if each.startswith('<a href="/eventos/')]
        assert [each.partition("</a>")[0].rpartition(">")[2] for each in listed] == [
            "Cine",
            "Mercado",
            "Matrículas escolares",
        ], path
        assert "Se repite cada domingo · " in listed[1]
        assert '<a href="/campanas/mercado/">todas las fechas de «Mercado»</a>' in listed[1]
        assert "Hay una fecha más · " in listed[0]
        assert "fechas de" not in listed[2]
