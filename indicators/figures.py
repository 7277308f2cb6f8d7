"""All figures of one period, from what was read once: counted rows, and what people gave."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from campaigns.indicator import DUTIES
from campaigns.tenant import Tenant
from indicators.actions import plan_since
from indicators.declared import Measurement, about, accumulate, measurements
from indicators.measures import Figure, measure, untold
from indicators.outcomes import Outcomes, read_outcomes
from indicators.periods import Period, before, parse_period, period_of
from indicators.subscribed import are_counted, read_subscribed

_NONE: Mapping[str, float] = {}


@dataclass(frozen=True, slots=True)
class Figures:
    """What each indicator came to in a period."""

    tenant: Tenant
    period: Period
    outcomes: Outcomes
    given: tuple[Measurement, ...]
    """What people gave, by day: of the period, and of the days before it in which its figures began."""

    def figure(self, key: str, action: str | None = None) -> Figure:
        """One indicator; narrowed to what serves a row of the plan where one is given."""
        indicator = self.tenant.indicators[key]
        if indicator.type == "automatico":
            return measure(indicator, self.outcomes, action)
        first = self._first_day(key)
        counted = (each for each in about(self.given, key, action) if first <= each.day <= self.period.last)
        return Figure(accumulate(indicator.accumulates, counted), _NONE, _NONE)

    def silence(self, key: str, action: str | None = None) -> str:
        """Why a figure is missing, in Spanish."""
        indicator = self.tenant.indicators[key]
        if indicator.type == "declarado":
            return "nadie ha anotado cifras en este periodo"
        if indicator.counts in DUTIES:
            return "ningún deber tuvo su plazo en este periodo"
        asked = untold(indicator, self.outcomes, action)
        return "sin dato: el servicio no la dice" if asked else "sin dato: todavía no se le ha pedido a ningún servicio"

    def partly(self, key: str, action: str | None = None) -> str:
        """Of how many publications a figure of services leaves out what they do not tell; empty: of none."""
        indicator = self.tenant.indicators[key]
        missing = untold(indicator, self.outcomes, action) if self.figure(key, action).value is not None else 0
        return f"sin dato de {missing} {'publicaciones' if missing > 1 else 'publicación'}" if missing else ""

    def _first_day(self, key: str) -> date:
        """What is a level holds from the day on which it was given to the end of the indicator's own period."""
        indicator = self.tenant.indicators[key]
        if indicator.accumulates != "ultimo":
            return self.period.first
        own = period_of(indicator.period, self.period.last, self.tenant.municipality.zone)
        return min(own.first, self.period.first)


def read_figures(
    connection: Connection, tenant: Tenant, tenant_id: int, period: Period, now: datetime
) -> tuple[Figures, Figures | None]:
    """Those of a period and of the one before; None for the latter where the plan had not begun by its end."""
    zone = tenant.municipality.zone
    earlier, begins = before(period, zone), plan_since(tenant)
    compared = begins is None or earlier.until > begins
    first = min(period_of(kind, (earlier if compared else period).first, zone).first for kind in ("año", "semana"))
    given = measurements(connection, tenant_id, parse_period(f"{first}..{period.last}", zone))

    def of(stretch: Period) -> Figures:
        outcomes = read_outcomes(connection, tenant_id, stretch.since, stretch.until, now)
        if are_counted(tenant):
            outcomes = replace(outcomes, subscribed=read_subscribed(connection, tenant_id, stretch.until))
        return Figures(tenant, stretch, outcomes, given)

    return of(period), of(earlier) if compared else None
