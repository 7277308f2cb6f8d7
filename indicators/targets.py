"""What was to be reached in a period, and how much of it was. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import floor
from zoneinfo import ZoneInfo

from campaigns.indicator import SUBSCRIBERS, Indicator
from campaigns.target import Target
from indicators.pace import Course, Nature, course, elapsed
from indicators.periods import Period, days_between, own_periods, period_of
from indicators.steps import due_step, years_since
from reports.words import cell_words, number_words


@dataclass(frozen=True, slots=True)
class Goal:
    """A target beside its value."""

    target: float | None
    percent: float | None
    """100 where the target is just met, more where it is passed; where less is better, the other way round."""
    note: str
    """In Spanish: why there is no target or no percent, or how the target was scaled. Empty: nothing to say."""
    summed: float | None = None
    """Of a target that adds up over several periods, what has: by this it is judged, not by the period's figure."""
    due: float | None = None
    """What is to have added up by the period's end; None where `summed` is."""
    judged_percent: float | None = None
    """Of what its standing speaks: of `due` what has added up, else `percent`."""


def goal(
    indicator: Indicator, value: float | None, period: Period, zone: ZoneInfo, so_far: float | None = None
) -> Goal:
    """The target of the asked period and the share of it that was reached.

    What adds up (everything counted, and declared figures that are summed) is scaled by days where the period asked
    is not the one that the target speaks of; a level (`ultimo`, `promedio`) is the same whatever the period.
    `so_far`: what has added up since the first day of a target that goes over several periods.
    """
    if indicator.target is None:
        return Goal(None, None, "")
    target, note = _asked(indicator, period, zone, so_far)
    if target is None or value is None:
        return Goal(target, None, note)
    percent, silent = share_reached(value, target, falls=indicator.falls)
    told, stretch = "; ".join(part for part in (note, silent) if part), cumulative_stretch(indicator, zone)
    if stretch is None or so_far is None or indicator.target.cumulative is None:
        return Goal(target, percent, told, judged_percent=percent)
    due = _line(indicator.target.cumulative, stretch, period)
    return Goal(target, percent, told, so_far, due, share_reached(so_far, due, falls=indicator.falls)[0])


def standing(
    indicator: Indicator,
    value: float | None,
    reached: Goal,
    period: Period,
    now: datetime,
    zone: ZoneInfo,
    so_far: float | None = None,
    kind: Nature | None = None,
) -> Course | None:
    """Where the target stands at `now`; None without a target, without a figure, or before anything can be said.

    What adds up is held to the days of the asked period; a level to those of its own, which the asked one may be a
    part of, or of its step; what adds up over several periods to all their days. `kind`: of a derived indicator, what
    its parts make of it.
    """
    if value is None or reached.target is None or indicator.target is None:
        return None
    kind, seen = kind or nature(indicator), min(now, period.until)
    cumulative = cumulative_stretch(indicator, zone)
    if cumulative is not None and indicator.target.cumulative is not None:
        if so_far is None:
            return None
        over = elapsed(cumulative, seen, zone)
        return course("sum", so_far, indicator.target.cumulative, over, falls=indicator.falls)
    if kind != "level":
        whole = _share(indicator, period, zone) >= 1
        aim = _whole_ones(indicator, value, reached.target, period) if whole else reached.target
        return course(kind, value, aim, elapsed(period, seen, zone), falls=indicator.falls, whole=whole)
    own, start = _way(indicator, indicator.target, period.last, zone)
    over = elapsed(own, seen, zone)
    return course(kind, value, reached.target, over, start=start, falls=indicator.falls)


def _whole_ones(indicator: Indicator, value: float, target: float, period: Period) -> float:
    """The target; of whole things whose target was scaled by days, without the part of one that nobody can reach."""
    is_scaled = indicator.adds_up and period.kind != indicator.period
    return floor(round(target, 6)) if is_scaled and not indicator.falls and value == floor(value) else target


def level_due(indicator: Indicator, day: date, zone: ZoneInfo) -> float | None:
    """Where a level should be at a day's end: on the straight way from its start, by which `standing` judges it.

    Where less is better and nobody said from where it comes, or it has no way to go, the target itself.
    """
    target = indicator.target
    step = due_step(target, day) if target is not None else None
    aim = step.value if step is not None else own_target(indicator, day)[0]
    if aim is None or target is None:
        return None
    own, start = _way(indicator, target, day, zone)
    origin = 0.0 if start is None and not indicator.falls else start
    if origin is None or (origin <= aim if indicator.falls else origin >= aim):
        return aim
    return origin + (aim - origin) * min(_days(own.first, day) / own.days, 1.0)


def _way(indicator: Indicator, target: Target, day: date, zone: ZoneInfo) -> tuple[Period, float | None]:
    """The days that a level has for its target or its next step, and from where it comes."""
    own = period_of(indicator.period, day, zone)
    start = indicator.baseline.value if indicator.baseline else None
    step = due_step(target, day)
    if step is None:
        return own, start
    first = step.since or min(own.first, step.until)
    return days_between(first, step.until, zone), start if step.before is None else step.before


def nature(indicator: Indicator, indicators: Mapping[str, Indicator] | None = None) -> Nature:
    """How its figure comes about; a percentage or a ratio is a level where what it measures is one."""
    if indicator.growth is not None:
        return "growth"
    if indicator.type == "derivado":
        measured = (indicators or {}).get(indicator.parts[0])
        return "level" if measured is not None and nature(measured, indicators) == "level" else "rate"
    if indicator.counts == SUBSCRIBERS:
        return "level"
    if indicator.adds_up:
        return "sum"
    return "rate" if indicator.type == "automatico" or indicator.accumulates == "promedio" else "level"


def own_target(indicator: Indicator, day: date | None = None) -> tuple[float | None, str]:
    """The target of the indicator's own period that ends on a day, else None and the reason.

    `day` matters only to targets that change from year to year; left out, it is that of their first.
    """
    target = indicator.target
    if target is None:
        return None, ""
    if (given := target.value if target.value is not None else target.percent) is not None:
        return given, ""
    year = 0 if day is None or target.since is None else years_since(target.since, day)
    if target.since is not None and day is not None and day < target.since:
        return None, f"la meta empieza el {cell_words(target.since)}"
    if target.steps:
        return target.steps[min(year, len(target.steps) - 1)].value, ""
    if not target.growth:
        return None, "el plan da la meta en palabras, sin cifra"
    if indicator.baseline is None:
        return None, "falta la línea base para calcular la meta"
    if indicator.baseline.value == 0:
        return None, "la línea base es cero: un crecimiento en porcentaje no da ninguna meta"
    if indicator.baseline.value < 0:
        return None, "la línea base es menor que cero: un crecimiento en porcentaje no da ninguna meta"
    grown = indicator.baseline.value
    for place in range(year + 1):
        grown *= 1 + target.growth[min(place, len(target.growth) - 1)] / 100
    return grown, ""


def share_reached(value: float, target: float, *, falls: bool) -> tuple[float | None, str]:
    """The percent of a target that was reached, and in Spanish why there is none; empty where none is needed."""
    if falls and target < 0:
        # How much of the fall: both are counted downwards from nought.
        return value / target * 100, ""
    if not falls and target < 0:
        return None, "la meta es menor que cero, y no se le puede sacar porcentaje"
    if not falls:
        return (value / target * 100, "") if target else (None, "la meta es cero, y no se le puede sacar porcentaje")
    if value <= 0 or target == 0:
        within = value <= target
        return (100.0, "") if target == 0 and within else (None, "") if within else (0.0, "")
    return target / value * 100, ""


def adds_up(indicator: Indicator) -> bool:
    """The figure of a period is the sum of those of its parts."""
    return indicator.adds_up


def cumulative_stretch(indicator: Indicator, zone: ZoneInfo) -> Period | None:
    """The days over which a target adds up; None: it is one of each period."""
    target = indicator.target
    if target is None or target.cumulative is None or target.since is None or target.until is None:
        return None
    return days_between(target.since, target.until, zone)


def scaled(indicator: Indicator, own: float, period: Period, zone: ZoneInfo) -> float:
    """What a figure of the indicator's own period comes to in the asked one, by days, where it adds up."""
    return own * _share(indicator, period, zone) if indicator.adds_up and period.kind != indicator.period else own


def _asked(indicator: Indicator, period: Period, zone: ZoneInfo, so_far: float | None) -> tuple[float | None, str]:
    if (stretch := cumulative_stretch(indicator, zone)) is not None:
        return _part_of(indicator, stretch, period, so_far)
    target = indicator.target
    if not indicator.adds_up:
        step = due_step(target, period.last) if target is not None else None
        if step is not None:
            return step.value, f"meta para el {cell_words(step.until)}"
        return own_target(indicator, period.last)
    if period.kind == indicator.period:
        return own_target(indicator, period.last)
    pieces = [(own_target(indicator, own.last), days / own.days) for own, days in _covered(indicator, period, zone)]
    known = [(own, part) for (own, _), part in pieces if own is not None]
    if not known:
        return None, pieces[0][0][1]
    differ = len({own for own, _ in known}) > 1
    words = " y ".join(dict.fromkeys(number_words(own) for own, _ in known)) if differ else number_words(known[0][0])
    note = f"meta del plan: {words} por {indicator.period}, proporcional a los días del periodo"
    return sum(own * part for own, part in known), note


def _part_of(indicator: Indicator, stretch: Period, period: Period, so_far: float | None) -> tuple[float | None, str]:
    """Of a target that adds up over several periods, what falls to the days of this one."""
    whole = indicator.target.cumulative if indicator.target is not None else None
    first, last = max(stretch.first, period.first), min(stretch.last, period.last)
    between = f"entre el {cell_words(stretch.first)} y el {cell_words(stretch.last)}"
    if whole is None or last < first:
        return None, f"la meta acumulada se suma {between}, y este periodo queda fuera"
    told = f"meta acumulada: {number_words(whole)} {between}, proporcional a los días del periodo"
    if so_far is not None:
        by_then = number_words(_line(whole, stretch, period))
        told += f"; suma {number_words(so_far)}, y al terminar el periodo la línea de la meta es {by_then}"
    return whole * _days(first, last) / stretch.days, told


def _line(whole: float, stretch: Period, period: Period) -> float:
    """What is to have added up by the period's end."""
    return whole * _days(stretch.first, min(stretch.last, period.last)) / stretch.days


def _share(indicator: Indicator, period: Period, zone: ZoneInfo) -> float:
    """How many of the indicator's own periods the asked one covers, by days: a month of a year is 31/365."""
    return sum(days / own.days for own, days in _covered(indicator, period, zone))


def _covered(indicator: Indicator, period: Period, zone: ZoneInfo) -> list[tuple[Period, int]]:
    """The indicator's own periods that the asked one touches, and how many days of each."""
    touched = own_periods(indicator.period, period.first, period.last, zone)
    return [(own, _days(max(own.first, period.first), min(own.last, period.last))) for own in touched]


def _days(first: date, last: date) -> int:
    return (last - first).days + 1
