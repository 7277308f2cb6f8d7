"""All figures of one period, from what was read once: counted rows, and what people gave."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import Connection

from campaigns.derivation import AGAINST_BASELINE
from campaigns.indicator import DUTIES, PETITIONS, Indicator
from campaigns.tenant import Tenant
from indicators.actions import plan_since
from indicators.counting import Counting
from indicators.declared import Measurement, about, accumulate, measurements
from indicators.derived import Derived, Part, growth, quotient
from indicators.fetched import NEVER, why_not_fetched
from indicators.measures import Figure
from indicators.outcomes import Outcomes, read_outcomes
from indicators.periods import Period, before, days_between, period_of
from indicators.responsible import name_of, whose
from indicators.subscribed import are_counted, read_subscribed
from indicators.targets import scaled

_NONE: Mapping[str, float] = {}


@dataclass(frozen=True, slots=True)
class Figures:
    """What each indicator came to in a period."""

    tenant: Tenant
    period: Period
    outcomes: Outcomes
    counting: Counting
    """Of `outcomes`."""
    given: tuple[Measurement, ...]
    """What people gave, or was fetched, by day: of the period, and of the days before it in which its figures began."""
    before: "Figures | None" = None
    """Those of the period before; None: the plan had not begun by its end, or nobody asked."""
    longer: Mapping[tuple[date, date], "Figures"] = field(default_factory=dict)
    """Those from another first day to this period's last, or to the target's where that is earlier: for targets that
    add up over several periods."""
    not_fetched: Mapping[str, str] = field(default_factory=dict)
    """Of each indicator whose figure is fetched, why there may be none."""

    @property
    def outcomes_before(self) -> Outcomes | None:
        """What happened in the period before, where the plan was in force."""
        return self.before.outcomes if self.before else None

    def figure(self, key: str, action: str | None = None) -> Figure:
        """One indicator; narrowed to what serves a row of the plan where one is given."""
        indicator = self.tenant.indicators[key]
        if indicator.type == "automatico":
            return self.counting.figure(key, indicator, action)
        if indicator.type == "derivado":
            return Figure(self.derived(key, action).value, _NONE, _NONE)
        first = self._first_day(key)
        counted = (each for each in about(self.given, key, action) if first <= each.day <= self.period.last)
        return Figure(accumulate(indicator.accumulates, counted), _NONE, _NONE)

    def derived(self, key: str, action: str | None = None) -> Derived:
        """A derived indicator, with the reason where nothing comes out. Its parts are narrowed as it is."""
        indicator = self.tenant.indicators[key]
        quotient_of = indicator.percent or indicator.ratio
        if quotient_of is not None:
            of, over = (self._part(part, action) for part in indicator.parts)
            return quotient(of, over, 100 if indicator.percent else 1)
        if indicator.growth is None:
            raise KeyError(key)
        of = self._part(indicator.growth.of, action)
        if indicator.growth.against != AGAINST_BASELINE:
            earlier = self.before.figure(indicator.growth.of, action).value if self.before else None
            return growth(of, earlier, "la cifra del periodo anterior")
        measured = self.tenant.indicators[indicator.growth.of]
        base = measured.baseline.value if measured.baseline else None
        zone = self.tenant.municipality.zone
        return growth(of, None if base is None else scaled(measured, base, self.period, zone), "la línea base")

    def so_far(self, key: str, action: str | None = None) -> float | None:
        """What has added up since the first day of a target that goes over several periods; None: it does not."""
        stretch = _added_up(self.tenant.indicators[key], self.period)
        longer = self.longer.get(stretch) if stretch else None
        return longer.figure(key, action).value if longer else None

    def _part(self, key: str, action: str | None) -> Part:
        indicator = self.tenant.indicators[key]
        who = name_of(self.tenant, whose(self.tenant, key, indicator))
        return Part(indicator.name, self.figure(key, action).value, who)

    def silence(self, key: str, action: str | None = None) -> str:
        """Why a figure is missing, in Spanish."""
        indicator = self.tenant.indicators[key]
        if indicator.type == "derivado":
            return self.derived(key, action).note
        if indicator.type == "traido":
            return self.not_fetched.get(key, NEVER)
        if indicator.type == "declarado":
            return "nadie ha anotado cifras en este periodo"
        if indicator.counts in DUTIES:
            return "ningún deber tuvo su plazo en este periodo"
        if indicator.counts in PETITIONS:
            return "ninguna solicitud tuvo su plazo en este periodo"
        asked = self.counting.untold(key, indicator, action)
        return (
            "sin dato: el servicio no la dice"
            if asked
            else "sin dato: en este periodo no se le pidió a ningún servicio"
        )

    def partly(self, key: str, action: str | None = None) -> str:
        """Of how many publications a figure of services leaves out what they do not tell; empty: of none."""
        indicator = self.tenant.indicators[key]
        missing = self.counting.untold(key, indicator, action) if self.figure(key, action).value is not None else 0
        return f"sin dato de {missing} {'publicaciones' if missing > 1 else 'publicación'}" if missing else ""

    def _first_day(self, key: str) -> date:
        """What is a level holds from the day on which it was given to the end of the indicator's own period."""
        indicator = self.tenant.indicators[key]
        if indicator.accumulates != "ultimo":
            return self.period.first
        own = period_of(indicator.period, self.period.last, self.tenant.municipality.zone)
        return min(own.first, self.period.first)


def read_figures(connection: Connection, tenant: Tenant, tenant_id: int, period: Period, now: datetime) -> Figures:
    """Those of a period, with those of the one before and what targets over several periods need besides."""
    zone = tenant.municipality.zone
    earlier, begins = before(period, zone), plan_since(tenant)
    compared = begins is None or earlier.until > begins
    longer = {stretch for each in tenant.indicators.values() if (stretch := _added_up(each, period)) is not None}
    days = [period.first, *([earlier.first] if compared else []), *(since for since, _ in longer)]
    first = min(period_of(kind, min(days), zone).first for kind in ("año", "semana"))
    given = measurements(connection, tenant_id, days_between(first, period.last, zone))
    not_fetched = why_not_fetched(connection, tenant, tenant_id)

    def of(stretch: Period) -> Figures:
        outcomes = read_outcomes(connection, tenant_id, stretch.since, stretch.until, now)
        if are_counted(tenant):
            outcomes = replace(outcomes, subscribed=read_subscribed(connection, tenant_id, stretch.until))
        return Figures(tenant, stretch, outcomes, Counting(outcomes), given, not_fetched=not_fetched)

    summed = {each: of(days_between(*each, zone)) for each in sorted(longer)}
    return replace(of(period), before=of(earlier) if compared else None, longer=summed)


def _added_up(indicator: Indicator, period: Period) -> tuple[date, date] | None:
    """The days of a target over several periods that are over with this one; None: it has no such target, or none."""
    target = indicator.target
    if target is None or target.cumulative is None or target.since is None or target.until is None:
        return None
    last = min(target.until, period.last)
    return (target.since, last) if target.since <= last and period.first <= target.until else None
