"""Indicadores: what is owed, and how each goes."""

import re
from pathlib import Path

import pytest

from panel.entrance.roles import Role
from panel.office import indicators
from storage.database import Database
from tests.panel.office.measured import counted, measured
from tests.panel.staffed import FILES, office


def listed(page: str) -> list[str]:
    """The keys of the indicators that a page lists, in its order."""
    return re.findall(r'id="i-([\w-]+)"', page)


async def test_each_indicator_says_its_figure_target_and_standing(database: Database, tmp_path: Path) -> None:
    """In the period of its own target: a month's in its month, a year's in its year."""
    async with measured(database, tmp_path) as town:
        page = await counted(town, "indicadores")
        assert set(listed(page)) == {"contenidos", "visitas", "seguidores", "parte"}
        assert "<strong>0 contenidos</strong>, año 2027. Meta: 60" in page
        assert "<strong>sin dato</strong>, enero de 2027. Meta: 900" in page
        assert "Línea base: 400" in page
        assert "Responde Luis Mora." in page
        assert "Cifras que anota Luis Mora; las de un periodo: se suman." in page
        december = await counted(town, "indicadores?periodo=2026-12")
        assert re.search(r"N° de contenidos</strong></a> <span class=\"estado malo\">atrasada</span>", december)
        assert "<strong>4 contenidos</strong>, diciembre de 2026. Meta: 5,1" in december


async def test_a_line_is_drawn_beside_its_target(database: Database, tmp_path: Path) -> None:
    """By the reports' own drawing, with what it says in words and no look that the page's rules forbid."""
    async with measured(database, tmp_path) as town:
        page = await counted(town, "indicadores?periodo=2026-12")
        [picture] = re.findall(r'<svg[^>]*aria-labelledby="avance-contenidos-breve.*?</svg>', page)
        assert "La cifra llega a 4" in picture
        assert "style=" not in picture


@pytest.mark.parametrize(
    ("role", "person", "leads"),
    [
        (Role.COMMUNICATOR, "ana", True),
        (Role.MEDIA, "luis", True),
        (Role.MEDIA, "eva", False),
        (Role.READER, "luis", False),
    ],
)
async def test_what_is_owed_stands_first_and_whoever_owes_it_gives_it(
    database: Database, tmp_path: Path, role: Role, person: str, leads: bool
) -> None:
    """December's visits are Luis's: he and whoever works on all are led to the form, a reader is not."""
    async with measured(database, tmp_path, role if person == "ana" else Role.READER) as town:
        if person != "ana":
            await town.post("salir")
            town.user(person, role)
            await town.sign_in(person)
        page = (await town.get("indicadores")).text
        assert page.index("Falta la cifra de diciembre de 2026, y la debe Luis Mora.") < page.index("Cómo va cada uno")
        assert ("indicadores/visitas?dia=2026-12-31#anotar" in page) == leads
        assert ("le toca a usted" in page) == (person == "luis")


@pytest.mark.parametrize(("role", "told"), [(Role.MEDIA, True), (Role.READER, False)])
async def test_the_day_says_what_one_owes(database: Database, tmp_path: Path, role: Role, told: bool) -> None:
    """To whoever answers for it and may give it, with the way to its form; to nobody else."""
    async with measured(database, tmp_path) as town:
        assert "Visitas al sitio" not in (await town.get("hoy")).text
        await town.post("salir")
        town.user("luis", role)
        await town.sign_in("luis")
        page = (await town.get("hoy")).text
        assert ("indicadores/visitas?dia=2026-12-31#anotar" in page) == told
        assert ("Falta la cifra de diciembre de 2026" in page) == told


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("estado=atrasada", ["contenidos"]),
        ("responsable=luis", ["visitas"]),
        ("objetivo=1", ["contenidos", "visitas"]),
        ("objetivo=1&responsable=luis", ["visitas"]),
        ("objetivo=9", ["contenidos", "visitas", "seguidores", "parte"]),
        ("estado=cumplida", []),
        ("pagina=9", ["contenidos", "visitas", "seguidores", "parte"]),
        ("estado=cualquiera", ["contenidos", "visitas", "seguidores", "parte"]),
    ],
)
async def test_the_list_is_narrowed(database: Database, tmp_path: Path, query: str, found: list[str]) -> None:
    """By how they go, by whose they are, by what of the plan they serve."""
    async with measured(database, tmp_path) as town:
        page = await counted(town, f"indicadores?periodo=2026-12&{query}")
        assert sorted(listed(page)) == sorted(found)
        assert ("Ninguno es como lo pide." in page) == (not found)


async def test_a_long_list_has_pages(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each indicator stands on one of them."""
    monkeypatch.setattr(indicators, "MOST", 3)
    async with measured(database, tmp_path) as town:
        pages = [listed(await counted(town, f"indicadores?pagina={number}")) for number in (1, 2)]
        assert [len(each) for each in pages] == [3, 1]
        assert len({*pages[0], *pages[1]}) == 4


async def test_a_period_that_is_none_is_told(database: Database, tmp_path: Path) -> None:
    """With how periods are written."""
    async with office(database, tmp_path, FILES) as town:
        town.user("ana", Role.READER)
        await town.sign_in("ana")
        answer = await town.get("indicadores?periodo=enero")
        assert (answer.status_code, "Escriba una semana (2027-W03)" in answer.text) == (404, True)
