"""Figures that somebody owes and has not given: whose they are, and of which periods. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from campaigns.indicator import Indicator
from campaigns.plan import Plan
from campaigns.when.words import list_of
from indicators.periods import Period, own_periods


@dataclass(frozen=True, slots=True)
class Awaited:
    """An indicator whose figures are due in a report and missing."""

    indicator: str
    """Its key."""
    name: str
    responsible: str
    """The slug of the person, department or committee that owes it; empty where nobody is named."""
    responsible_name: str
    periods: tuple[str, ...]
    """In Spanish, by their names: «enero de 2027»."""

    @property
    def words(self) -> str:
        """«falta la cifra de enero de 2027, y la debe Ana Pérez»."""
        one = len(self.periods) == 1
        them = "la" if one else "las"
        gap = f"{'falta la cifra' if one else 'faltan las cifras'} de {list_of(self.periods)}"
        if not self.responsible_name:
            return f"{gap}, y el plan no dice quién {them} da"
        return f"{gap}, y {them} debe {self.responsible_name}"


def due_periods(
    indicator: Indicator, period: Period, plan: Plan, now: datetime, zone: ZoneInfo, known_since: date | None = None
) -> tuple[Period, ...]:
    """The indicator's own periods that ended within the asked one by `now`, and in which the plan was in force.

    A figure of a year is due in the report of that year, or of its last month, and in no earlier one. Of a level
    (`acumula: ultimo`) only the last of them is: it says how things stand, and what stood before is asked for no more.

    `known_since`: from when on a plan that does not say it is taken to be in force; None: ever.
    """
    found: list[Period] = []
    starts = plan.starts or known_since
    for own in own_periods(indicator.period, period.first, period.last, zone):
        in_force = (starts is None or own.last >= starts) and (plan.ends is None or own.first <= plan.ends)
        if own.last <= period.last and own.until <= now and in_force:
            found.append(own)
    return tuple(found[-1:] if indicator.accumulates == "ultimo" else found)


def without_figure(due: Iterable[Period], days: Iterable[date]) -> tuple[Period, ...]:
    """Those of the periods in which none of the days falls that figures were given for."""
    given = tuple(days)
    return tuple(each for each in due if not any(each.first <= day <= each.last for day in given))
