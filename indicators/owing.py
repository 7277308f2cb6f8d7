"""Figures that somebody owes today, whatever report asks for them: of the last two years, and with their days."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, select

from campaigns.tenant import Tenant
from indicators.awaited import Awaited, due_periods, without_figure
from indicators.beginning import owed_since
from indicators.periods import Period, days_between, period_of
from indicators.responsible import name_of, whose
from storage.tables import measurement

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OwedFigure(Awaited):
    """An indicator whose figures are missing of periods that are over."""

    gaps: tuple[Period, ...]
    """Those periods, the oldest first."""


def owed_now(connection: Connection, tenant: Tenant, tenant_id: int, now: datetime) -> tuple[OwedFigure, ...]:
    """What people give, or a source should have told, of periods that ended this year or the last.

    What is missing longest stands first. Nothing is counted: only figures that were given are looked at.
    """
    zone = tenant.municipality.zone
    today = now.astimezone(zone).date()
    first = period_of("año", period_of("año", today, zone).first - _DAY, zone).first
    since, found = owed_since(connection, tenant, tenant_id, now), []
    given = _days(connection, tenant_id, period_of("semana", first, zone).first, today)
    for key, indicator in tenant.indicators.items():
        if indicator.type not in ("declarado", "traido"):
            continue
        due = due_periods(indicator, days_between(first, today, zone), tenant.plan, now, zone, since.get(key))
        gaps = without_figure(due, given[key])
        if gaps:
            slug = whose(tenant, key, indicator)
            names = tuple(each.name for each in gaps)
            found.append(OwedFigure(key, indicator.name, slug, name_of(tenant, slug), names, gaps))
    return tuple(sorted(found, key=lambda each: each.gaps[0].last))


def _days(connection: Connection, tenant_id: int, first: date, last: date) -> Mapping[str, list[date]]:
    """The days of which each indicator has a figure; one that was corrected has it still."""
    its, found = measurement.c, defaultdict[str, list[date]](list)
    asked = select(its.indicator, its.day).where(its.tenant == tenant_id, its.day.between(first, last)).distinct()
    for key, day in connection.execute(asked):
        found[key].append(day)
    return found
