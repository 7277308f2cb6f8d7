"""The 102 rows: each stands in its plan with the plan's words, runs in 2027 and is in the report with its figure."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
import yaml

from tests.plans.figures import ASKED, counted
from tests.plans.played import Played, configuration
from tests.plans.rows import FIGURES, ROWS, Row

# Rows that ask for a table of the report, filled from the plan and the figures: its key and its heading.
TABLES: Mapping[str, tuple[str, str]] = {
    "LE-13": ("cronograma", "Cronograma de actividades"),
    "CA-7": ("tabla-smart", "Tabla N° 1: Indicadores Estrategias Plan de Comunicaciones"),
    "GE-12": ("cronograma", "Cronograma de actividades"),
    "GE-29": ("fases", "Avance de las fases"),
    "GE-33": ("tabla-operativa", "Marco operativo"),
    "CQ-3": ("fases", "Avance de las fases"),
    "CQ-10": ("tabla-operativa", "Marco operativo"),
    "CQ-12": ("cronograma", "Cronograma de actividades"),
}
# Rows whose result is a state: a check, a duty done once, a setting or one of those tables.
STATE_ALONE = {
    *("LE-8", "LE-12", "LE-13", "SE-17", "SE-19", "SE-20", "CA-7", "CA-14", "CA-15"),
    *("GE-12", "GE-17", "GE-18", "GE-33", "CQ-10", "CQ-12"),
}
STATES = {"not_started", "in_progress", "done", "late", "in_force", "on_course", "at_risk", "behind", "met", "not_met"}


@cache
def read(plan: str, name: str) -> Any:
    """A file of a plan, by the library alone."""
    return yaml.load((configuration(plan) / name).read_text(encoding="utf-8"), yaml.CSafeLoader)


def action_of(row: Row) -> dict[str, Any]:
    """The row's own entry of `plan.yaml`."""
    [found] = [entry for entry in read(row.plan, "plan.yaml")["acciones"] if entry["clave"] == row.key]
    return dict(found)


def indicators_of(row: Row) -> dict[str, dict[str, Any]]:
    """Key and definition of the row's indicators."""
    everything = read(row.plan, "indicadores.yaml")
    return {key: everything[key] for key in action_of(row).get("indicadores", ())}


def test_there_are_a_hundred_and_two_rows() -> None:
    """The five plans ask for 102 things, no two of them by the same key."""
    assert len({row.key for row in ROWS}) == len(ROWS) == 102


@pytest.mark.parametrize("plan", sorted({row.plan for row in ROWS}))
def test_a_plan_has_its_rows_and_no_other(plan: str) -> None:
    """The plan's actions are the rows, in their order."""
    assert [entry["clave"] for entry in read(plan, "plan.yaml")["acciones"]] == [
        row.key for row in ROWS if row.plan == plan
    ]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_a_row_has_the_plans_words_for_its_indicators(row: Row) -> None:
    """What the plan names is there word for word; all else that is counted says that it is ours."""
    named = {definition["nombre"] for definition in indicators_of(row).values() if not _ours(definition)}
    assert named == set(row.words)


@pytest.mark.parametrize("row", [row for row in ROWS if row.targets], ids=lambda row: row.key)
def test_a_row_has_the_plans_numbers(row: Row) -> None:
    """A number that the plan sets for the year is a target of the row's indicators."""
    targets = [each.get("meta", {}) for each in indicators_of(row).values()]
    given = [float(meta[way]) for meta in targets for way in ("valor", "porcentaje") if way in meta]
    given += [float(step) for meta in targets for step in meta.get("escalones", ())]
    for target in row.targets:
        given.remove(target)


def test_rows_with_a_state_alone_are_few_and_known() -> None:
    """Every other row has an indicator: the plan's own, or ours where it names none."""
    assert {row.key for row in ROWS if not indicators_of(row)} == STATE_ALONE


def test_each_row_goes_out(played: Played) -> None:
    """After the year each row of the plan has publications, those that are a report or a setting too."""
    assert set(played.simulated["by_action"]) == {row.key for row in ROWS if row.plan == played.plan}


def test_each_row_that_is_a_table_stands_in_the_report(played: Played) -> None:
    """A row that asks for a table names it in its plan, and the report that people read prints it."""
    wanted = {key: TABLES[key] for key in TABLES if key in {row.key for row in ROWS if row.plan == played.plan}}
    asked = {
        entry["clave"]: entry["informes"] for entry in read(played.plan, "plan.yaml")["acciones"] if "informes" in entry
    }
    assert asked == {key: [table] for key, (table, _) in wanted.items()}
    assert [heading for _, heading in wanted.values() if heading not in played.page] == []


def test_a_years_counts_reach_the_years_targets(played: Played) -> None:
    """What a plan sets for the year and the program counts by itself is reached: a hundred articles, more posts."""
    everything = read(played.plan, "indicadores.yaml")
    reached = {
        line["indicator"]: line["value"] - line["target"]
        for line in played.report["actions"]
        if None not in (line["value"], line["target"]) and everything[line["indicator"]].get("periodo", "año") == "año"
    }
    assert {key: short for key, short in reached.items() if short < 0} == {}
    if played.plan == "cartagena":
        assert {"publicaciones-ca-2", "articulos-ca-3", "publicaciones-facebook-ca-4"} <= set(reached)


def test_the_report_gives_each_row_its_indicators_and_its_state(played: Played) -> None:
    """Every row is in the report with each of its indicators, or alone where it has none, and with a state."""
    told = [(line["action"], line["indicator"]) for line in played.report["actions"]]
    wanted: list[tuple[str, str | None]] = []
    for row in (row for row in ROWS if row.plan == played.plan):
        wanted += [(row.key, key) for key in indicators_of(row)] or [(row.key, None)]
    assert told == wanted
    assert {line["state"] for line in played.report["actions"]} <= STATES


SCHEDULES = {"caqueza": {"CQ-12"}, "la-estrella": {"LE-13"}}
"""Rows of whose activities `plan.yaml` says that they are still to be done, and whose dates the year passes."""


def test_no_row_is_left_or_late_after_a_year_without_trouble(played: Played) -> None:
    """A year in which all is approved and each task is done on time leaves every row done, in force or under way.

    But for the schedules that staff follow by hand: a year in which nobody wrote that an activity is done leaves it
    overdue, and its row late.
    """
    bad = {line["action"]: line["state"] for line in played.report["actions"]}
    late = dict.fromkeys(SCHEDULES.get(played.plan, ()), "late")
    assert {key: state for key, state in bad.items() if state in ("late", "not_started")} == late


def test_a_rows_figure_is_what_the_database_holds(played: Played) -> None:
    """An automatic figure of a row is what plain SQL finds; a declared one is empty until somebody gives it."""
    everything = read(played.plan, "indicadores.yaml")
    for line in played.report["actions"]:
        if line["indicator"] is not None:
            definition = everything[line["indicator"]]
            assert line["value"] == counted(played, definition, line["action"], everything), line


def test_an_indicators_figure_is_what_the_database_holds(played: Played) -> None:
    """So is the figure of the indicator as a whole, and its parts by account add up to it, but of a
    percentage, and of subscribers, who are no account's."""
    everything = read(played.plan, "indicadores.yaml")
    assert [line["key"] for line in played.report["indicators"]] == list(everything)
    for line in played.report["indicators"]:
        assert line["value"] == counted(played, everything[line["key"]], None, everything), line
        divides = everything[line["key"]].get("cuenta") not in ("porcentaje-de-deberes", "suscriptores")
        assert sum(line["by_channel"].values()) == ((line["value"] or 0) if divides else 0)


def test_figures_are_those_counted_by_hand(played: Played) -> None:
    """Surveys, forums, visits, articles and contents come to what the plan's calendar makes of them on paper."""
    told = {line["key"]: line["value"] for line in played.report["indicators"]}
    assert {key: told[key] for key in FIGURES[played.plan]} == FIGURES[played.plan]


def test_an_automatic_figure_is_not_nought(played: Played) -> None:
    """What counts by itself has something to count after a year, but what is late or asked by others: no filter
    misses its row."""
    everything = read(played.plan, "indicadores.yaml")
    automatic = {
        key
        for key, definition in everything.items()
        if definition["tipo"] == "automatico"
        and definition.get("filtro", {}).get("estado") != "escalado"
        and definition["cuenta"] not in ASKED
    }
    assert {
        line["key"] for line in played.report["indicators"] if line["key"] in automatic and not line["value"]
    } == set()


def test_the_simulation_tells_the_reports_figures(played: Played) -> None:
    """`simulate` gives the same values as the report of its year."""
    assert played.simulated["indicators"] == {line["key"]: line["value"] for line in played.report["indicators"]}


def _ours(definition: dict[str, Any]) -> bool:
    return str(definition.get("nuestro", "false")).lower() == "true"
