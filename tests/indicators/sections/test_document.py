"""The document as a whole: its sections, and that each chart says what its table says."""

import pytest

from indicators.composing import compose
from reports.chart import Chart, Role
from tests.indicators.sections.town import Town

PERIODS = ("2027-02", "2027-B1", "2027-S1", "2027", "2027-W06", "2026", "2027-05")


def test_sections_stand_in_their_order(town: Town) -> None:
    """From what a mayor reads to who owes what; the plan's own tables after its actions."""
    keys = [section.key for section in town.document("2027-02").sections]
    own = ["tabla-smart", "tabla-operativa", "tacticas", "fases", "cronograma"]
    first = ["resumen", "contenidos", "calendario", "alcance", "indicadores", "acciones"]
    assert keys == [*first, *own, "deberes", "tareas", "correcciones", "origenes"]


@pytest.mark.parametrize("period", PERIODS)
def test_every_chart_has_a_value_for_each_label_and_each_stands_in_its_table(town: Town, period: str) -> None:
    """What is drawn is what is written; only what is drawn as one is a sum of rows."""
    exhibits = [exhibit for section in town.document(period).sections for exhibit in section.exhibits]
    for chart in (exhibit for exhibit in exhibits if isinstance(exhibit, Chart)):
        written = {cell for row in chart.table.rows for cell in row if isinstance(cell, (int, float))}
        for series in chart.series:
            assert len(series.values) == len(chart.labels), chart.key
            if series.name != "Otros medios":
                assert {value for value in series.values if value is not None} <= written, (chart.key, series.name)


@pytest.mark.parametrize("period", PERIODS)
def test_keys_are_anchors_that_stand_once(town: Town, period: str) -> None:
    """A page, a workbook and a table of contents find each section, chart and table by its key."""
    document = town.document(period)
    exhibits = [exhibit for section in document.sections for exhibit in section.exhibits]
    charts = [exhibit.key for exhibit in exhibits if isinstance(exhibit, Chart)]
    tables = [table.key for table in document.tables]
    assert len({*charts, *tables}) == len(charts) + len(tables)
    assert len({section.key for section in document.sections}) == len(document.sections)


@pytest.mark.parametrize("period", PERIODS)
def test_every_row_has_a_cell_for_each_column(town: Town, period: str) -> None:
    """And no table is empty: nobody signs those."""
    for table in town.document(period).tables:
        assert table.rows, table.key
        assert {len(row) for row in table.rows} == {len(table.columns)}, table.key


def test_a_silent_period_says_so_in_sentences(town: Town) -> None:
    """May is to come: nothing went out, and nobody is shown tables of noughts."""
    sections = {section.key: section for section in town.document("2027-05").sections}
    assert sections["contenidos"].paragraphs == ("En este periodo no se publicó ningún contenido.",)
    assert sections["calendario"].paragraphs == ("Ningún día del periodo tiene contenidos publicados.",)
    assert not sections["contenidos"].exhibits
    assert not sections["calendario"].exhibits
    assert "alcance" not in sections
    assert "deberes" not in sections


def test_what_is_compared_is_the_period_before(town: Town) -> None:
    """Where nothing is known of it, nothing is compared: all would seem to have grown."""
    assert town.document("2027-02").compared_with == "enero de 2027"
    assert town.document("2026").compared_with == ""
    roles = {series.role for series in town.chart("2027-02", "contenidos-comparados").series}
    assert roles == {Role.MEASURED, Role.BEFORE}


def test_the_same_rows_give_the_same_document(town: Town) -> None:
    """Nothing in it comes from the clock or from chance: two makings are equal to the last letter."""
    assert compose(town.report("2027-02")) == compose(town.report("2027-02"))
