"""Targets that go by years or by dates: which step is due on a day. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from campaigns.target import Target


@dataclass(frozen=True, slots=True)
class DueStep:
    """The step that is to be reached next, or the last one once all are over."""

    value: float
    until: date
    """Its last day."""
    since: date | None
    """The day after the step before, or the target's first day; None: the target does not say when it began."""
    before: float | None
    """The value of the step before; None: it is the first."""


def due_step(target: Target, day: date) -> DueStep | None:
    """The step that is due on a day or next after it; None where the target has none, or has not begun."""
    if not target.steps or (target.since is not None and day < target.since):
        return None
    ends = [_end(target, place) for place in range(len(target.steps))]
    place = next((place for place, end in enumerate(ends) if day <= end), len(ends) - 1)
    since = target.since if place == 0 else ends[place - 1] + timedelta(days=1)
    return DueStep(target.steps[place].value, ends[place], since, target.steps[place - 1].value if place else None)


def years_since(first: date, day: date) -> int:
    """How many whole years lie between: 0 in the first; nought for a day before it."""
    return max(relativedelta(day, first).years, 0)


def _end(target: Target, place: int) -> date:
    written = target.steps[place].until
    if written is not None or target.since is None:
        return written or date.max
    return target.since + relativedelta(years=place + 1) - timedelta(days=1)
