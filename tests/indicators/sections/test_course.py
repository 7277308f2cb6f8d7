"""The line of an indicator and that of its target."""

from datetime import date
from pathlib import Path

import pytest

from indicators.declared import record
from reports.chart import Chart
from tests.indicators.plan import a_town
from tests.indicators.rows import at
from tests.indicators.sections.town import NOW, Town

INDICATORS = """\
contenidos: {nombre: N° de contenidos publicados, unidad: contenidos, tipo: automatico, cuenta: contenidos}
alcanzados: {nombre: Personas alcanzadas, unidad: personas, tipo: automatico, cuenta: alcanzados}
visitas: {nombre: Número de visitantes, unidad: visitas, tipo: declarado}
uso:
  nombre: Uso de los trámites
  unidad: "%"
  tipo: declarado
  acumula: ultimo
  linea-base: 8
  meta: {escalones: [{valor: 20, hasta: 2027-06-30}, {valor: 30, hasta: 2027-12-31}]}
publicados: {nombre: Servicios publicados, unidad: servicios, tipo: declarado, acumula: ultimo}
identificados: {nombre: Servicios identificados, unidad: servicios, tipo: declarado, acumula: ultimo}
porcentaje:
  nombre: Porcentaje de servicios publicados
  unidad: "%"
  tipo: derivado
  porcentaje: {de: publicados, sobre: identificados}
  meta: {porcentaje: 100}
"""
GIVEN = (
    ("uso", "2027-02-15", 9.0),
    ("uso", "2027-03-31", 12.0),
    ("publicados", "2027-02-10", 3.0),
    ("identificados", "2027-01-10", 8.0),
    ("publicados", "2027-03-10", 6.0),
)


@pytest.fixture
def stepping(town: Town, tmp_path: Path) -> Town:
    """With targets by steps and by percent, and what people gave by March."""
    town.tenant = a_town(tmp_path / "other", INDICATORS)
    with town.database.write() as connection:
        for key, day, value in GIVEN:
            kept = town.tenant.indicators[key]
            record(connection, town.number, key, kept, value, date.fromisoformat(day), "ana", "", NOW)
    return town


def test_a_target_by_steps_rises_from_step_to_step(stepping: Town) -> None:
    """From the baseline of 8 to 20 by the end of June, and to 30 by the end of the year: by this it is judged."""
    target = stepping.chart("2027", "avance-uso").series[1].values
    assert target[0] == pytest.approx(8 + 12 * 31 / 181)
    assert target[5] == 20
    assert target[6] == pytest.approx(20 + 10 * 31 / 184)
    assert target[11] == 30
    assert list(target) == sorted(target, key=lambda value: value or 0)


def test_a_percentage_has_its_course_from_its_two_parts(stepping: Town) -> None:
    """3 of 8 services in February, 6 of 8 in March; without one of the two there is none."""
    measured, target = stepping.chart("2027", "avance-porcentaje").series
    assert measured.values[:4] == (None, 37.5, 75, None)
    assert target.values[11] == 100


def test_a_part_of_the_year_says_how_far_it_should_be(stepping: Town) -> None:
    """90 of the 181 days to the first step: the target is not to be reached yet."""
    sections = stepping.document("2027-01-01..2027-03-31", at("2027-04-01 12:00")).sections
    [chart] = [each for section in sections for each in section.exhibits if each.key == "avance-uso"]
    assert isinstance(chart, Chart)
    assert chart.says == ("La cifra llega a 12; al fin del periodo debe ir por 13,97, y la meta es 20.")


def test_a_level_from_before_the_period_holds_in_it(stepping: Town) -> None:
    """What was 3 of 8 in February is so in March until somebody says otherwise; what adds up starts anew."""
    later = at("2027-04-01 12:00")
    [table] = [each for each in stepping.document("2027-03", later).tables if each.key == "tabla-avance-porcentaje"]
    assert table.rows[0][1:] == (37.5, 75, 75, 75, 75)
    [row] = [each for each in stepping.report("2027-03", later).indicators if each.key == "porcentaje"]
    assert row.figure.value == 75


def test_a_single_figure_is_no_way(stepping: Town) -> None:
    """On 16 February there is one figure of one: a point beside a line says no more than the table does."""
    sections = stepping.document("2027-B1", at("2027-02-16 12:00")).sections
    keys = [each.key for section in sections for each in section.exhibits]
    assert "avance-uso" not in keys
    assert "avance-porcentaje" in keys


def test_the_way_is_a_table_across_the_page(stepping: Town) -> None:
    """Two charts with their tables stand on one page: a row for the figure, a row for the target."""
    table = stepping.chart("2027", "avance-uso").table
    assert table.columns[:4] == ("Mes", "Ene", "Feb", "Mar")
    assert [row[0] for row in table.rows] == ["Cifra a la fecha (%)", "Meta a esa fecha"]
