"""Indicadores: all of them in a table, what part of its target each has reached, and the way there. Pure."""

from collections import Counter

from indicators.indicator_table import indicator_table
from indicators.report import IndicatorRow, Report
from indicators.sections.course import course, divided
from indicators.sections.wording import how_many_do, number_of, percent_words
from indicators.stretches import stretches
from reports.chart import Chart, ChartKind, Role, Series
from reports.document import Section
from reports.table import Table

TITLE = "Indicadores"
MOST_COURSES = 6
"""More lines than these nobody looks at; which are left out is said."""
FEWEST_PARTS = 3
MET = 100.0


def indicators_section(report: Report) -> Section:
    """The table first: every figure stands in it."""
    if not report.indicators:
        return Section("indicadores", TITLE, ("El plan no tiene indicadores.",))
    measured = sorted((row for row in report.indicators if row.goal.percent is not None), key=_percent)
    percents = [_percents(report)] if len(measured) > 1 else []
    courses = _courses(report, [row for row in report.indicators if row.goal.target is not None])
    drawn = courses[:MOST_COURSES]
    paragraphs = [_sentence(report, measured)]
    if len(courses) > len(drawn):
        paragraphs.append(f"Se dibuja el avance de los {len(drawn)} más lejos de su meta; los demás están en la tabla.")
    return Section("indicadores", TITLE, tuple(paragraphs), (indicator_table(report), *percents, *drawn))


def met(row: IndicatorRow) -> bool:
    """The target is reached."""
    return row.goal.percent is not None and row.goal.percent >= MET


def distinct_names(rows: tuple[IndicatorRow, ...]) -> dict[str, str]:
    """The name of each by its key; of those that share one, with the key beside it."""
    times = Counter(row.name for row in rows)
    return {row.key: row.name if times[row.name] == 1 else f"{row.name} ({row.key})" for row in rows}


def _percent(row: IndicatorRow) -> float:
    return row.goal.percent or 0


def _sentence(report: Report, measured: list[IndicatorRow]) -> str:
    counted = number_of(len(report.indicators), "indicador", "indicadores")
    targets = sum(row.goal.target is not None for row in report.indicators)
    if not targets:
        return f"El plan tiene {counted}, y de ninguno fija una meta en cifras."
    if not measured:
        return f"El plan tiene {counted}: {targets} con meta en cifras, y de ninguno hay cifra en este periodo."
    reached = how_many_do(sum(map(met, measured)), "la cumple", "la cumplen")
    return f"El plan tiene {counted}: {targets} con meta en cifras; {reached} en este periodo."


def _percents(report: Report) -> Chart:
    rows = tuple(row for row in report.indicators if row.goal.percent is not None)
    names = distinct_names(rows)
    lowest = min(rows, key=_percent)
    values = tuple(row.goal.percent for row in rows)
    return Chart(
        key="porcentaje-de-las-metas",
        kind=ChartKind.BARS,
        title="Qué parte de su meta lleva cada indicador",
        says=f"El más lejos de su meta es «{names[lowest.key]}», con {percent_words(_percent(lowest))}.",
        unit="%",
        labels=tuple(names.values()),
        series=(Series("Cumplido", values), Series("Meta", (MET,) * len(rows), Role.TARGET)),
        table=Table(
            "porcentajes",
            "Qué parte de su meta lleva cada indicador",
            ("Indicador", "Cumplido (%)", "Meta (%)"),
            tuple((names[row.key], row.goal.percent, MET) for row in rows),
        ),
    )


def _courses(report: Report, rows: list[IndicatorRow]) -> list[Chart]:
    """Those farthest from their targets first."""
    cut = stretches(report.period, report.tenant.municipality.zone)
    if len(cut.parts) < FEWEST_PARTS or not rows:
        return []
    parts = divided(report.findings.outcomes, cut)
    found = (course(report, row, cut, parts) for row in sorted(rows, key=_percent))
    return [chart for chart in found if chart is not None]
