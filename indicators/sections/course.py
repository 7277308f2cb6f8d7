"""How an indicator came to its figure over the period, beside the line of its target. Pure."""

from collections.abc import Sequence
from datetime import date
from itertools import accumulate as running

from campaigns.indicator import BY_TERM, METRICS, SUBSCRIBERS, Indicator
from campaigns.when.words import list_of
from indicators.closed_parts import ClosedPart, late_words, part_at, told_figures
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
AT_THE_END = frozenset((*METRICS, *BY_TERM, SUBSCRIBERS))
"""What is known for the whole period alone: what services tell comes late, and duties stand as they do today."""


def course(report: Report, row: IndicatorRow, name: str, cut: Stretches, parts: Sequence[Outcomes]) -> Chart | None:
    """None where there is no target in figures, or too little is known of the way to the figure.

    `name`: as no other indicator is called. `parts`: what happened in each part of the period.
    """
    closed = report.findings.parts
    values = _values(report, row.key, cut, parts, closed)
    if row.goal.target is None or sum(value is not None for value in values) < FEWEST_POINTS:
        return None
    adds = report.tenant.indicators[row.key].adds_up
    target = tuple(_target(report, row, row.goal.target, part) for part in cut.parts)
    summed = "acumulada" if adds else "a la fecha"
    late = _late_words(values, _values(report, row.key, cut, parts, ())) if closed else ""
    otherwise = _otherwise_words(report, row.key, cut)
    title = f"{name}: cifra {summed} y meta"
    return Chart(
        key=f"avance-{row.key}",
        kind=ChartKind.LINES,
        title=title,
        says=" ".join(filter(None, (_says(row, values, target[-1]), late))),
        unit=row.unit,
        labels=cut.headings,
        series=(Series(f"Cifra {summed}", values), Series("Meta", target, Role.TARGET)),
        table=Table(
            f"tabla-avance-{row.key}",
            title,
            (cut.word.capitalize(), *cut.headings),
            ((f"Cifra {summed} ({row.unit})", *values), ("Meta a esa fecha", *target)),
            tuple(filter(None, (cut.note, late, otherwise))),
        ),
    )


def divided(outcomes: Outcomes, cut: Stretches) -> tuple[Outcomes, ...]:
    """What happened in each part."""
    return tuple(outcomes.between(part.since, part.until) for part in cut.parts)


def _late_words(told: Sequence[float | None], counted: Sequence[float | None]) -> str:
    """What came after the close of a part, where anything did that the figure tells."""
    pairs = [(was, now) for was, now in zip(told, counted, strict=True) if was is not None and now is not None]
    if not pairs or pairs[-1][0] == pairs[-1][1]:
        return ""
    was, now = pairs[-1]
    return late_words(now - was, now)


def _otherwise_words(report: Report, key: str, cut: Stretches) -> str:
    """Which closed parts do not speak of it: they had it not, or counted other rows."""
    if report.tenant.indicators[key].type == "derivado":
        return ""
    closed = [(part, part_at(part, report.findings.parts)) for part in cut.parts]
    names = [part.name for part, found in closed if found is not None and key not in found.counts]
    return f"Se cuenta como se define hoy, y no en su informe cerrado: {list_of(names)}." if names else ""


def _values(
    report: Report, key: str, cut: Stretches, parts: Sequence[Outcomes], closed: Sequence[ClosedPart]
) -> tuple[float | None, ...]:
    """A value for each part that has begun, None for the others; of one that is closed, what it told."""
    indicator = report.tenant.indicators[key]
    if indicator.type == "automatico":
        found = _counted(key, indicator, cut, parts, closed)
    elif indicator.type == "derivado":
        found = _derived(report, indicator, cut, parts, closed)
    else:
        first, told = _first_day(report, indicator), told_figures(report.findings.given, key, closed)
        given = [each for each in about(told, key) if each.day >= first]
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


def _counted(
    key: str, indicator: Indicator, cut: Stretches, parts: Sequence[Outcomes], closed: Sequence[ClosedPart]
) -> list[float | None]:
    if indicator.counts in AT_THE_END:
        return [None] * len(parts)
    told = [part_at(part, closed) for part in cut.parts]
    each = [
        was.counts[key] if was is not None and key in was.counts else measure(indicator, part).value
        for was, part in zip(told, parts, strict=True)
    ]
    return list(running(value or 0 for value in each))


def _derived(
    report: Report, indicator: Indicator, cut: Stretches, parts: Sequence[Outcomes], closed: Sequence[ClosedPart]
) -> list[float | None]:
    """From what its two parts had come to; a growth compares whole periods, and says nothing on the way."""
    if indicator.growth is not None:
        return [None] * len(parts)
    of, over = (_values(report, part, cut, parts, closed) for part in indicator.parts)
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
