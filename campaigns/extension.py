"""The one extension of a duty: how long it may be, and until which day it may be asked for."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from campaigns.when import Lead, Workdays, parse_lead
from campaigns.when.schedules import Unit

LONGEST = timedelta(days=7)
"""Calendar days that no extension goes beyond: «una prórroga de máximo 7 días calendario» (Génova's plan of action)."""
_MOST: Mapping[Unit, int] = {
    Unit.MINUTE: 7 * 24 * 60,
    Unit.HOUR: 7 * 24,
    Unit.DAY: 7,
    Unit.WORKDAY: 5,
    Unit.WEEK: 1,
    Unit.MONTH: 0,
}
"""How many of each unit that is."""


def too_long(extension: Lead) -> bool:
    """Whether no duty may be extended by that."""
    return extension.amount > _MOST[extension.unit]


def last_day(extension: str, due: datetime, workdays: Workdays) -> date:
    """The last day until which a duty may be extended; holidays make it no longer than `LONGEST`.

    `due`: aware, in the municipality's zone. Raises `WhenError`.
    """
    return min(parse_lead(extension).after(due, workdays), due + LONGEST).date()
