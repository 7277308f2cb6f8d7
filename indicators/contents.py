"""What counts as published content, and on which days it went out. Pure."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from indicators.outcomes import Outcomes, Published

ByDay = Mapping[str, Mapping[date, int]]
"""How many contents went out, by medium and day."""


def contents(outcomes: Outcomes) -> tuple[Published, ...]:
    """What counts as published content; a publication counts once, whomever it reached."""
    return tuple({row.publication: row for row in outcomes.published if row.publishes}.values())


def by_day(outcomes: Outcomes, zone: ZoneInfo) -> ByDay:
    """Media in the order of their names."""
    found: dict[str, Counter[date]] = {}
    for row in contents(outcomes):
        found.setdefault(row.medium, Counter())[row.moment.astimezone(zone).date()] += 1
    return dict(sorted(found.items()))
