"""What was to be reached in a period, and how much of it was. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from campaigns.indicator import SUBSCRIBERS, Indicator
from indicators.pace import Course, Nature, course, elapsed
from indicators.periods import Period, period_of
from reports.words import number_words


@dataclass(frozen=True, slots=True)
class Goal:
    """A target beside its value."""

    target: float | None
    percent: float | None
    """100 where the target is just met."""
    note: str
    """In Spanish: why there is no target or no percent, or how the target was scaled. Empty: nothing to say."""


def goal(indicator: Indicator, value: float | None, period: Period, zone: ZoneInfo) -> Goal:
    """The target of the asked period and the share of it that was reached.

    What adds up (everything counted, and declared figures that are summed) is scaled by days where the period asked
    is not the one that the target speaks of; a level (`ultimo`, `promedio`) is the same whatever the period.
    """
    if indicator.target is None:
        return Goal(None, None, "")
    own, missing = own_target(indicator)
    if own is None:
        return Goal(None, None, missing)
    target, scaled = own, ""
    if adds_up(indicator) and period.kind != indicator.period:
        target = own * share(indicator, period, zone)
        scaled = f"meta del plan: {number_words(own)} por {indicator.period}, proporcional a los días del periodo"
    if value is None:
        return Goal(target, None, scaled)
    if target == 0:
        return Goal(target, None, "la meta es cero, y no se le puede sacar porcentaje")
    return Goal(target, value / target * 100, scaled)


def standing(
    indicator: Indicator, value: float | None, reached: Goal, period: Period, now: datetime, zone: ZoneInfo
) -> Course | None:
    """Where the target stands at `now`; None without a target, without a figure, or before anything can be said.

    What adds up is held to the days of the asked period; a level to those of its own, which the asked one may be a
    part of.
    """
    if value is None or reached.target is None:
        return None
    kind, own = nature(indicator), period_of(indicator.period, period.last, zone)
    timed = own if kind == "level" else period
    over = elapsed(timed, min(now, period.until), zone)
    whole = kind == "level" or share(indicator, period, zone) >= 1
    start = indicator.baseline if kind == "level" else None
    return course(kind, value, reached.target, over, start=start, whole=whole)


def nature(indicator: Indicator) -> Nature:
    """How its figure comes about."""
    if indicator.counts == SUBSCRIBERS:
        return "level"
    if adds_up(indicator):
        return "sum"
    return "rate" if indicator.type == "automatico" or indicator.accumulates == "promedio" else "level"


def own_target(indicator: Indicator) -> tuple[float | None, str]:
    """The target of the indicator's own period, else None and the reason: growth needs a known baseline."""
    if indicator.target is None:
        return None, ""
    if indicator.target.value is not None:
        return indicator.target.value, ""
    if indicator.target.growth is None:
        return None, "el plan da la meta en palabras, sin cifra"
    if indicator.baseline is None:
        return None, "falta la línea base para calcular la meta"
    if indicator.baseline == 0:
        return None, "la línea base es cero: un crecimiento en porcentaje no da ninguna meta"
    return indicator.baseline * (1 + indicator.target.growth / 100), ""


def adds_up(indicator: Indicator) -> bool:
    """The figure of a period is the sum of those of its parts."""
    if indicator.type == "automatico":
        return indicator.counts not in ("porcentaje-de-deberes", SUBSCRIBERS)
    return indicator.accumulates == "suma"


def share(indicator: Indicator, period: Period, zone: ZoneInfo) -> float:
    """How many of the indicator's own periods the asked one covers, by days: a month of a year is 31/365."""
    covered, day = 0.0, period.first
    while day <= period.last:
        own = period_of(indicator.period, day, zone)
        last = min(own.last, period.last)
        covered += _days(day, last) / own.days
        day = last + timedelta(days=1)
    return covered


def _days(first: date, last: date) -> int:
    return (last - first).days + 1
