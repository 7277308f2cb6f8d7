"""How an indicator came to its figure over the period, beside the line of its target. Pure."""

from collections.abc import Sequence
from datetime import date
from itertools import accumulate as running

from campaigns.indicator import DUTIES, METRICS, SUBSCRIBERS, Indicator
from indicators.declared import about, accumulate
from indicators.measures import measure
from indicators.outcomes import Outcomes
from indicators.periods import Period, period_of
from indicators.report import IndicatorRow, Report
from indicators.stretches import Stretches
from indicators.targets import level_due, nature
from reports.chart import Chart, ChartKind, Role, Series
from reports.table import Table
from reports.words import number_words

FEWEST_POINTS = 2
"""With fewer figures there is no way to be drawn: the table of indicators says the one."""
AT_THE_END = frozenset((*METRICS, *DUTIES, SUBSCRIBERS))
"""What is known for the whole period alone: what services tell comes late, and duties stand as they do today."""


def course(report: Report, row: IndicatorRow, name: str, cut: Stretches, parts: Sequence[Outcomes]) -> Chart | None:
    """None where there is no target in figures, or too little is known of the way to the figure.

    `name`: as no other indicator is called. `parts`: what happened in each part of the period.
    """
    values = _values(report, row.key, cut, parts)
    if row.goal.target is None or sum(value is not None for value in values) < FEWEST_POINTS:
        return None
    adds = report.tenant.indicators[row.key].adds_up
    target = tuple(_target(report, row, row.goal.target, part) for part in cut.parts)
    summed = "acumulada" if adds else "a la fecha"
    title = f"{name}: cifra {summed} y meta"
    return Chart(
        key=f"avance-{row.key}",
        kind=ChartKind.LINES,
        title=title,
        says=_says(row, values, target[-1]),
        unit=row.unit,
        labels=cut.headings,
        series=(Series(f"Cifra {summed}", values), Series("Meta", target, Role.TARGET)),
        table=Table(
            f"tabla-avance-{row.key}",
            title,
            (cut.word.capitalize(), *cut.headings),
            ((f"Cifra {summed} ({row.unit})", *values), ("Meta a esa fecha", *target)),
            (cut.note,) if cut.note else (),
        ),
    )


def divided(outcomes: Outcomes, cut: Stretches) -> tuple[Outcomes, ...]:
    """What happened in each part."""
    return tuple(outcomes.between(part.since, part.until) for part in cut.parts)


def _values(report: Report, key: str, cut: Stretches, parts: Sequence[Outcomes]) -> tuple[float | None, ...]:
    """A value for each part that has begun, None for the others."""
    indicator = report.tenant.indicators[key]
    if indicator.type == "automatico":
        found = _counted(indicator, parts)
    elif indicator.type == "derivado":
        found = _derived(report, indicator, cut, parts)
    else:
        first = _first_day(report, indicator)
        given = [each for each in about(report.findings.given, key) if each.day >= first]
        found = [
            accumulate(indicator.accumulates, [each for each in given if each.day <= part.last]) for part in cut.parts
        ]
    begun = [part.since < report.made_at for part in cut.parts]
    return tuple(value if has else None for value, has in zip(found, begun, strict=True))


def _first_day(report: Report, indicator: Indicator) -> date:
    """A level from before the period holds in it, to the end of the indicator's own; what adds up does not."""
    if indicator.accumulates != "ultimo":
        return report.period.first
    own = period_of(indicator.period, report.period.last, report.tenant.municipality.zone)
    return min(own.first, report.period.first)


def _counted(indicator: Indicator, parts: Sequence[Outcomes]) -> list[float | None]:
    if indicator.counts in AT_THE_END:
        return [None] * len(parts)
    return list(running(measure(indicator, part).value or 0 for part in parts))


def _derived(report: Report, indicator: Indicator, cut: Stretches, parts: Sequence[Outcomes]) -> list[float | None]:
    """From what its two parts had come to; a growth compares whole periods, and says nothing on the way."""
    if indicator.growth is not None:
        return [None] * len(parts)
    of, over = (_values(report, part, cut, parts) for part in indicator.parts)
    factor = 100 if indicator.percent else 1
    return [None if a is None or not b else a / b * factor for a, b in zip(of, over, strict=True)]


def _target(report: Report, row: IndicatorRow, whole: float, part: Period) -> float:
    """What was to be reached by the part's end: day by day alike, a level on its way, a share the same on each day."""
    indicator, period = report.tenant.indicators[row.key], report.period
    if indicator.adds_up:
        return whole * ((part.last - period.first).days + 1) / period.days
    if nature(indicator, report.tenant.indicators) != "level":
        return whole
    due = level_due(indicator, part.last, report.tenant.municipality.zone)
    return whole if due is None else due


def _says(row: IndicatorRow, values: Sequence[float | None], due: float) -> str:
    last = next((value for value in reversed(values) if value is not None), None)
    if due != row.goal.target:
        aim = f"al fin del periodo debe ir por {number_words(due)}, y la meta es {number_words(row.goal.target)}"
        return f"La cifra llega a {number_words(last)}; {aim}."
    return f"La cifra llega a {number_words(last)}, y la meta del periodo es {number_words(row.goal.target)}."
