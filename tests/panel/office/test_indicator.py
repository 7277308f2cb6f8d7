"""One indicator: the way to its figure, what people gave, and what closed periods say."""

import re
from datetime import date
from pathlib import Path

import pytest

from indicators.declared import record
from panel.entrance.roles import Role
from panel.office import indicator
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


async def test_an_indicator_that_is_none_is_told(database: Database, tmp_path: Path) -> None:
    """To a reader as to all."""
    async with measured(database, tmp_path, Role.READER) as town:
        assert (await town.get("indicadores/nada")).status_code == 404
