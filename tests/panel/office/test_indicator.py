"""One indicator: the way to its figure, what people gave, and what closed periods say."""

import re
from datetime import date
from pathlib import Path

import pytest

from indicators.declared import record
from indicators.why import FULFILLED
from panel.entrance.roles import Role
from panel.office import indicator
from panel.office.behind import shown_rows
from reports.table import Table
from storage.database import Database
from tests.panel.office.measured import counted, measured


async def test_the_way_to_the_target_is_drawn_and_told(database: Database, tmp_path: Path) -> None:
    """As a picture, in a sentence, and figure by figure."""
    async with measured(database, tmp_path) as town:
        page = await counted(town, "indicadores/contenidos?periodo=2026-12")
        assert "<strong>4 contenidos</strong>, diciembre de 2026" in page
        assert re.search(r'<svg[^>]*aria-labelledby="avance-contenidos-titulo', page)
        assert "<caption>N° de contenidos: cifra acumulada y meta</caption>" in page
        assert "SE-7. Eventos del municipio" in page
        assert "Publicaciones en medios que publican" in page


async def test_closed_periods_bear_their_seal(database: Database, tmp_path: Path) -> None:
    """With the figure that they told, whatever was noted since; those that are open can be counted."""
    async with measured(database, tmp_path) as town:
        [snapshot] = town.desk.rows("period_snapshot")
        page = await counted(town, "indicadores/visitas")
        row = re.search(r"noviembre de 2026</a></th>(.*?)</tr>", page, re.DOTALL)
        assert row is not None
        assert ">850</td>" in row.group(1)
        assert "en riesgo" in row.group(1) or "no cumplida" in row.group(1)
        assert snapshot.digest[:12] in row.group(1)
        assert re.search(r"diciembre de 2026</a></th>.*?Sin cerrar: <a", page, re.DOTALL)
        assert "octubre de 2026" not in page


@pytest.mark.parametrize("role", [Role.COMMUNICATOR, Role.READER])
async def test_what_a_figure_is_made_of_leads_to_its_rows(database: Database, tmp_path: Path, role: Role) -> None:
    """Each publication that it counts, the latest first, with the way to it; the same for a closed month."""
    async with measured(database, tmp_path, role) as town:
        page = await counted(town, "indicadores/contenidos?periodo=2026-12")
        assert "Ver las 4 filas" in page
        links = re.findall(r'envios/(\d+)">(matriculas/noticia-\d/web@[\d-]+)<', page)
        assert [key for _, key in links] == [
            "matriculas/noticia-8/web@2026-12-28",
            "matriculas/noticia-7/web@2026-12-21",
            "matriculas/noticia-6/web@2026-12-14",
            "matriculas/noticia-5/web@2026-12-07",
        ]
        assert (await town.get(f"envios/{links[0][0]}")).status_code == 200
        assert "Ver las 5 filas" in await counted(town, "indicadores/contenidos?periodo=2026-11")
        assert "De nada todavía: en año 2027" in await counted(town, "indicadores/contenidos")


@pytest.mark.parametrize("people", [True, False])
def test_what_people_wrote_of_a_task_is_for_whoever_may_see_persons(database: Database, people: bool) -> None:
    """Its number, its count and whose it is are for all."""
    row = ("7", "a/b/c@1", "C", "visita", None, 3, "Luis", "Vino doña Rosa", "rosa.jpg")
    with database.read() as connection:
        shown = shown_rows(connection, 1, Table("t", "Tareas", FULFILLED, (row,)), people)
    assert [word in shown.rows[0].cells for word in ("Vino doña Rosa", "rosa.jpg")] == [people, people]
    assert len(shown.columns) == len(shown.rows[0].cells)
    assert (shown.rows[0].way, "Luis" in shown.rows[0].cells) == ("tareas/7", True)


async def test_a_figure_stands_with_what_it_replaced(database: Database, tmp_path: Path) -> None:
    """Who gave each, and why it was corrected."""
    async with measured(database, tmp_path) as town:
        with database.write() as connection:
            indicator = town.desk.tenant.indicators["seguidores"]
            common = (connection, town.desk.place.tenant_id, "seguidores", indicator)
            first = record(*common, 4100, date(2026, 12, 31), "luis", "", town.desk.clock.now())
            record(*common, 420, date(2026, 12, 31), "ana", "", town.desk.clock.now(), "", first, "Sobraba un cero")
        page = await counted(town, "indicadores/seguidores")
        assert page.index("<strong>420</strong>") < page.index("<s>4.100</s>") < page.index("<strong>410</strong>")
        assert "Motivo: Sobraba un cero" in page
        assert "la anotó Luis Mora" in page


async def test_many_figures_have_pages(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each stands on one of them, the latest day first."""
    monkeypatch.setattr(indicator, "MOST", 2)
    async with measured(database, tmp_path) as town:
        with database.write() as connection:
            for day in range(1, 5):
                its = town.desk.tenant.indicators["visitas"]
                record(
                    connection,
                    town.desk.place.tenant_id,
                    "visitas",
                    its,
                    day,
                    date(2026, 12, 10),
                    "luis",
                    "",
                    town.desk.clock.now(),
                )
        seen, path = [], "indicadores/visitas"
        while path:
            page = (await town.get(path)).text
            seen += re.findall(r"<strong>([\d.]+)</strong>, del", page)
            more = re.search(r'href="[^"]*\?(cifras=[^#"]+)#', page)
            path = f"indicadores/visitas?{more.group(1)}" if more else ""
        assert seen == ["4", "3", "2", "1", "850"]


async def test_a_derived_one_leads_to_its_parts(database: Database, tmp_path: Path) -> None:
    """And takes no figures."""
    async with measured(database, tmp_path) as town:
        page = await counted(town, "indicadores/parte")
        assert 'indicadores/seguidores">Seguidores</a> y <a' in page
        assert "Cifras anotadas" not in page


@pytest.mark.parametrize(("role", "reads"), [(Role.COMMUNICATOR, True), (Role.READER, False)])
async def test_what_people_wrote_of_a_figure_is_for_whoever_may_see_persons(
    database: Database, tmp_path: Path, role: Role, reads: bool
) -> None:
    """The figure, its day and who gave it are for all."""
    async with measured(database, tmp_path, role) as town:
        page = await counted(town, "indicadores/visitas")
        assert "la anotó Luis Mora" in page
        assert ("Del panel del sitio" in page) == reads


async def test_an_indicator_that_is_none_is_told(database: Database, tmp_path: Path) -> None:
    """To a reader as to all."""
    async with measured(database, tmp_path, Role.READER) as town:
        assert (await town.get("indicadores/nada")).status_code == 404
