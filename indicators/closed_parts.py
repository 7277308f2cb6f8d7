"""The closed parts of a longer period: a closed month inside a year says what its own report says. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from campaigns.indicator import Indicator
from indicators.contents import ByDay, by_day
from indicators.declared import Measurement
from indicators.outcomes import Outcomes
from indicators.periods import Period
from reports.words import number_words

LATE = "Después del cierre"
"""The heading of what came when a part was closed already."""


@dataclass(frozen=True, slots=True)
class ClosedPart:
    """What one told."""

    first: date
    last: date
    contents: ByDay
    counts: Mapping[str, float | None]
    """The figures of the indicators that are counted today as they were then, by key."""
    given: tuple[Measurement, ...]
    """Figures that persons gave for its days."""

    def holds(self, day: date) -> bool:
        """The day is one of its own."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class ToldContents:
    """Contents as the closed parts told them; what came of these after their close adds them up to the rows."""

    by_day: ByDay
    late: Mapping[str, int]
    """By medium; less than nothing where contents were taken back since. Empty where all is as it was told."""


def counted_alike(now: Indicator | None, then: Indicator) -> bool:
    """Both count the same rows, whatever else was edited: names, targets, who answers for it."""
    return now is not None and (now.type, now.counts, now.filter) == (then.type, then.counts, then.filter)


def told_contents(outcomes: Outcomes, parts: Sequence[ClosedPart], zone: ZoneInfo) -> ToldContents:
    """What a table or a chart of days, weeks or months shows."""
    rows = by_day(outcomes, zone)
    found: dict[str, Counter[date]] = {}
    for medium, days in rows.items():
        open_ = {day: number for day, number in days.items() if not any(part.holds(day) for part in parts)}
        found[medium] = Counter(open_)
    for part in parts:
        for medium, days in part.contents.items():
            found.setdefault(medium, Counter()).update(days)
    late = {medium: sum(rows.get(medium, {}).values()) - days.total() for medium, days in sorted(found.items())}
    return ToldContents(dict(sorted(found.items())), {medium: number for medium, number in late.items() if number})


def told_figures(given: Sequence[Measurement], key: str, parts: Sequence[ClosedPart]) -> tuple[Measurement, ...]:
    """What persons gave of an indicator; of the days of a closed part that had it, what it told."""
    having = [part for part in parts if key in part.counts]
    open_ = [each for each in given if not any(part.holds(each.day) for part in having)]
    return tuple(
        sorted([*open_, *(each for part in having for each in part.given)], key=lambda each: (each.day, each.id))
    )


def part_at(period: Period, parts: Sequence[ClosedPart]) -> ClosedPart | None:
    """The closed part of those very days."""
    return next((part for part in parts if (part.first, part.last) == (period.first, period.last)), None)


def late_words(late: float, whole: float) -> str:
    """How what is shown comes to the figure of today."""
    sign = "+" if late > 0 else "−"
    came = f"{sign}{number_words(abs(late))}"
    return f"Lo cerrado va como se informó; con lo que llegó después del cierre ({came}), son {number_words(whole)}."
