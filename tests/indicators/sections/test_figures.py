"""Indicators beside their targets, and the way there."""

from dataclasses import replace
from datetime import date

import pytest

from indicators.declared import record
from indicators.indicator_table import figure_words, indicator_table, measured_words
from indicators.measures import Figure
from indicators.report import Report, without_due_figure
from indicators.sections.figures import OF_SUMS, distinct_names, indicators_section, target_sentences
from indicators.sections.glance import facts_of
from indicators.targets import Goal
from reports.chart import Chart
from tests.indicators.rows import at
from tests.indicators.sections.town import NOW, Town, by_first


def test_the_course_ends_at_the_figure_and_at_the_target(town: Town) -> None:
    """In every period the last point is what the table of indicators says."""
    for period in ("2027-02", "2027-B1"):
        [row] = [each for each in town.report(period).indicators if each.key == "contenidos"]
        measured, target = town.chart(period, "avance-contenidos").series
        assert measured.values[-1] == row.figure.value
        assert target.values[-1] == row.goal.target


def test_what_is_to_come_has_no_value_though_its_target_has(town: Town) -> None:
    """On 1 March the line of a year's figure ends, and the target's goes on, day by day alike."""
    measured, target = town.chart("2027", "avance-contenidos").series
    assert measured.values == (1, 47, 47, *(None,) * 9)
    assert target.values[0] == (target.values[-1] or 0) * 31 / 365


def test_figures_that_people_give_add_up_too(town: Town) -> None:
    """By their day; before the first one there is no figure, which is not nought."""
    with town.database.write() as connection:
        for day, value in (("2027-01-31", 410), ("2027-02-28", 400.5)):
            kept = town.tenant.indicators["visitas"]
            record(connection, town.number, "visitas", kept, value, date.fromisoformat(day), "ana", "", NOW)
    values = town.chart("2027-B1", "avance-visitas").series[0].values
    assert values[:5] == (None, None, None, None, 410)
    assert values[-1] == 810.5


def test_over_a_hundred_percent_is_shown(town: Town) -> None:
    """47 contents of the eight that two months should bring."""
    chart = town.chart("2027-B1", "avance-contenidos")
    assert chart.says == "La cifra llega a 47, y la meta del periodo es 8."
    said = town.section("2027-B1", "indicadores").paragraphs[0]
    assert said == "El plan tiene 3 indicadores, 2 con meta en cifras; de 2 hay cifra en este periodo."
    assert by_first(town.table("2027-B1", "indicadores"))["contenidos"][-4] == 47 / 8 * 100


def test_the_table_tells_the_change_and_whose_it_is(town: Town) -> None:
    """Between January's one content and February's 46; a change from nothing has no percent."""
    table = town.table("2027-02", "indicadores")
    row = dict(zip(table.columns, next(row for row in table.rows if row[0] == "contenidos"), strict=True))
    assert (row["Cifra"], row["Antes"], row["Cambio (%)"]) == (46, 1, 4_500)
    assert row["Responsable"] == "Secretaría de Educación"
    silent = dict(zip(table.columns, next(row for row in table.rows if row[0] == "visitas"), strict=True))
    assert silent["Cambio (%)"] is None


def test_targets_that_are_short_are_named_with_their_share(town: Town) -> None:
    """At the end of January one content of the four that a month of the two should bring: somebody must look."""
    said = town.section("2027-01", "indicadores").paragraphs
    assert said[1:] == (
        "De 2 metas: 1 atrasada; de 1 todavía no se puede decir nada.",
        "Hay que mirar: «N° de contenidos publicados» (23,8\u00a0% de la meta).",
    )


def test_a_target_of_which_nothing_can_be_said_yet_is_counted_too(town: Town) -> None:
    """On the second day of a month no pace says anything: the sentence speaks of every target all the same."""
    report = town.report("2027-02", at("2027-02-02 12:00"))
    rows = [row for row in report.indicators if row.goal.target is not None]
    early = replace(rows[0], standing=None)
    others = replace(report, indicators=(early, replace(rows[0], standing="met"), rows[1]))
    assert target_sentences(others)[0] == ("De 3 metas: 1 cumplida; de 2 todavía no se puede decir nada.")


def test_a_figure_is_missing_once_it_is_due(town: Town) -> None:
    """What is asked for at the year's end is not missing in February; nor is what comes from it."""
    report = town.report("2027", at("2028-01-05 12:00"))
    assert target_sentences(report)[0] == "De 2 metas: 1 no cumplida; de 1 falta la cifra."
    assert without_due_figure(report) == {"visitas"}
    assert without_due_figure(town.report("2027-02")) == frozenset()


def test_columns_in_which_nothing_stands_are_left_out(town: Town) -> None:
    """Before the plan nothing is compared; without a target nobody asks how it goes. What was counted always stands."""
    first = town.report("2026-11")
    bare = [replace(row, goal=Goal(None, None, ""), standing=None, baseline=None, note="") for row in first.indicators]
    assert indicator_table(replace(first, indicators=tuple(bare))).columns == (
        *("Clave", "Indicador", "Unidad", "Cifra", "Responsable"),
    )
    assert "Meta" in town.table("2027-02", "indicadores").columns


def test_indicators_of_one_name_are_told_apart_by_their_units(town: Town) -> None:
    """Plans repeat their words: two charts of one title would be one to whoever reads aloud. Keys are for programs."""
    report = town.report("2027-02")
    rows = report.indicators
    twins = replace(report, indicators=(rows[0], replace(rows[1], name=rows[0].name), rows[2]))
    assert distinct_names(twins) == {
        "contenidos": "N° de contenidos publicados (contenidos)",
        "alcanzados": "N° de contenidos publicados (personas)",
        "visitas": "Número de visitantes",
    }


def test_indicators_of_one_name_and_unit_are_told_apart_by_the_plans_rows(town: Town) -> None:
    """Where the same row names both, nothing is left but the key."""
    report = town.report("2027-02")
    rows = report.indicators
    twins = (rows[0], replace(rows[1], name=rows[0].name, unit=rows[0].unit), rows[2])
    action = report.actions[0].action

    def serving(*keys: tuple[str, str]) -> Report:
        actions = [
            replace(report.actions[0], action=action.model_copy(update={"key": key}), indicator=row)
            for key, indicator in keys
            for row in twins
            if row.key == indicator
        ]
        return replace(report, indicators=twins, actions=tuple(actions))

    apart = distinct_names(serving(("A-1", "contenidos"), ("A-2", "contenidos"), ("A-3", "alcanzados")))
    assert apart["contenidos"].endswith("(A-1 y A-2)")
    assert apart["alcanzados"].endswith("(A-3)")
    alike = distinct_names(serving(("A-1", "contenidos"), ("A-1", "alcanzados")))
    assert alike["contenidos"].endswith("(contenidos)")
    assert alike["alcanzados"].endswith("(alcanzados)")


def test_percent_and_standing_of_a_sum_over_several_periods_speak_of_the_sum(town: Town) -> None:
    """A month that brought more than its share does not make up for those before it, and no sentence says so."""
    report = town.report("2027-02")
    summed = Goal(3, 367, "", 31, 93, 31 / 93 * 100)
    rows = (replace(report.indicators[0], goal=summed, standing="behind"), *report.indicators[1:])
    behind = replace(report, indicators=rows)
    assert target_sentences(behind)[-1] == (
        "Hay que mirar: «N° de contenidos publicados» (33,3\u00a0% de la meta acumulada al fin del periodo)."
    )
    [short] = [fact.says for fact in facts_of(behind) if fact.name == "Hay que mirar"]
    assert short == "N° de contenidos publicados, 33,3\u00a0% de la meta acumulada al fin del periodo"
    table = indicator_table(behind)
    assert dict(zip(table.columns, table.rows[0], strict=True))["Cómo va"] == "atrasada, en lo acumulado: 31 de 93"
    assert measured_words(rows[0]) == "46 contenidos (33,3 % de la meta acumulada al fin del periodo)"
    other = replace(rows[0], key="alcanzados", goal=Goal(10, 80, "", judged_percent=80))
    chart = next(
        each
        for each in indicators_section(replace(report, indicators=(rows[0], other))).exhibits
        if each.key == "porcentaje-de-las-metas"
    )
    assert isinstance(chart, Chart)
    assert chart.series[0].values == (31 / 93 * 100, 80)
    assert chart.table.notes == (OF_SUMS,)


@pytest.mark.parametrize(
    ("value", "unit", "alone", "beside"),
    [
        (12, "contenidos", "12 contenidos", "12 contenidos (50 % de la meta)"),
        (1, "contenidos", "1 (contenidos)", "1 (contenidos; 50 % de la meta)"),
        (
            1,
            "personas atendidas",
            "1 (personas atendidas)",
            "1 (personas atendidas; 50 % de la meta)",
        ),
        (1, "%", "1 %", "1 % (50 % de la meta)"),
        (None, "contenidos", "sin dato", "sin dato (50 % de la meta)"),
    ],
)
def test_a_single_one_is_not_told_in_the_plural(
    town: Town, value: float | None, unit: str, alone: str, beside: str
) -> None:
    """Nobody says «1 contenidos», and the plan writes its units in the plural."""
    row = replace(town.report("2027-02").indicators[0], figure=Figure(value, {}, {}), unit=unit)
    assert figure_words(row) == alone
    assert measured_words(replace(row, goal=Goal(24, 50, "", judged_percent=50))) == beside
