"""Where a target stands: from the pace so far while there is time left, met or not once it is over. Pure."""

from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from indicators.periods import Period

Course = Literal["on_course", "at_risk", "behind", "met", "not_met"]
COURSE_NAMES: dict[Course, str] = {
    "on_course": "va bien",
    "at_risk": "en riesgo",
    "behind": "atrasada",
    "met": "cumplida",
    "not_met": "no cumplida",
}
"""What people read of a target."""
Nature = Literal["sum", "level", "rate", "growth"]
"""How a figure comes about: parts that add up; a level that moves towards its target; a share or a mean that should
hold at any time; a comparison with what was before, which says nothing while its period runs."""

ON_COURSE = 0.95
"""Of the pace: one in twenty short is what a busy week makes, and no reason to call anybody."""
AT_RISK = 0.80
"""Of the pace: up to a fifth short can be caught up in the time that is left; beyond that somebody has to decide."""
EARLY = 0.1
"""Of the time: in its first tenth a pace says nothing."""
ONE = 1.0
"""What is counted one by one is not behind its pace by less than a whole one."""


def course(
    nature: Nature,
    value: float,
    target: float,
    over: float,
    *,
    start: float | None = None,
    falls: bool = False,
    whole: bool = True,
) -> Course | None:
    """Where a target stands, `over` being the share of its time that is over; None where nothing can be said yet.

    `start`: from where a level comes (its baseline or the step before); None: from nought. `falls`: less is better.
    `whole`: the time is one for which the plan sets a target; a part of it has a pace, and is neither met nor not.
    """
    reached = value <= target if falls else value >= target
    if over >= 1 and whole:
        return "met" if reached else "not_met"
    if nature == "growth":
        return None
    if nature in ("sum", "level") and reached and not falls and whole:
        return "met"
    if nature == "sum" and falls and not reached and whole:
        return "behind"
    if over < EARLY:
        return None
    return _by_share(_share_of_pace(nature, value, target, min(over, 1.0), start, falls))


def elapsed(period: Period, now: datetime, zone: ZoneInfo) -> float:
    """Which share of a period's days is over at `now`, from 0 to 1; today is not over."""
    today = now.astimezone(zone).date()
    over = (min(today, period.last + timedelta(days=1)) - period.first).days
    return max(over, 0) / period.days


def _share_of_pace(nature: Nature, value: float, target: float, over: float, start: float | None, falls: bool) -> float:
    """1 where the value is as far as the time; less where it lags."""
    if nature == "sum":
        line = target * over
        near = value - line < ONE if falls else line - value < ONE
        return 1.0 if near else _nearness(value, line, falls=falls)
    origin = 0.0 if start is None and not falls else start
    if nature == "level" and origin is not None and (origin > target if falls else origin < target):
        return (value - origin) / (target - origin) / over
    reached = value <= target if falls else value >= target
    return 1.0 if reached else _nearness(value, target, falls=falls)


def _nearness(value: float, line: float, *, falls: bool) -> float:
    """Below 1, of a value that has not come to its line; figures below nought are held to its size."""
    if line <= 0 or value <= 0:
        return 1 - abs(value - line) / abs(line) if line else 0.0
    return line / value if falls else value / line


def _by_share(share: float) -> Course:
    if share >= ON_COURSE:
        return "on_course"
    return "at_risk" if share >= AT_RISK else "behind"
