"""The report of a period: each indicator against its baseline and target, each row of the plan with its state."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from campaigns.checks.report_tables import REPORT_TABLES
from campaigns.indicator import DUTIES, Indicator
from campaigns.plan import Action
from campaigns.tenant import Tenant
from indicators.actions import State, plan_since, plan_until, served_actions, state_of, upcoming_actions
from indicators.content_table import contents_table
from indicators.declared import Measurement, about, accumulate, measurements
from indicators.findings import Findings, read_findings
from indicators.measures import Figure, measure, untold
from indicators.outcomes import Outcomes, counted_modes, read_outcomes
from indicators.periods import Period
from indicators.standing import read_standings
from indicators.subscribed import are_counted, read_subscribed
from indicators.targets import Goal, goal
from reports.table import Table
from storage.states import Mode

OURS = "indicador nuestro"


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator in the period."""

    key: str
    name: str
    """The plan's own words; where it names none, the borrowed words and that they are ours."""
    unit: str
    figure: Figure
    baseline: float | None
    """As the plan gives it, for the indicator's own period."""
    goal: Goal
    note: str
    """In Spanish: what a reader must know of the figure; empty where there is nothing to say."""


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One row of the plan with one of its indicators; a row with several indicators comes several times."""

    action: Action
    responsible: str
    """The name of the person, department or committee."""
    indicator: IndicatorRow | None
    """Its figure narrowed to this row of the plan; None: the plan names none, and the state alone is reported."""
    state: State


@dataclass(frozen=True, slots=True)
class Report:
    """All of one period."""

    period: Period
    tenant: Tenant
    made_at: datetime
    simulated: bool
    """Made from the rows of a simulation: every page of it says so."""
    indicators: tuple[IndicatorRow, ...]
    actions: tuple[ActionRow, ...]
    contents: Table
    """Published contents by medium and week, of a long period by month."""
    findings: Findings
    """What its other sections tell."""


def make_report(connection: Connection, tenant: Tenant, tenant_id: int, period: Period, now: datetime) -> Report:
    """Count the period's rows. The connection only reads; what it sees is one moment."""
    outcomes = read_outcomes(connection, tenant_id, period.since, period.until, now)
    if are_counted(tenant):
        outcomes = replace(outcomes, subscribed=read_subscribed(connection, tenant_id, period.until))
    given = measurements(connection, tenant_id, period)
    figures = _Figures(tenant, period, outcomes, given)
    standings = read_standings(connection, tenant_id, plan_since(tenant), plan_until(tenant), now)
    served, upcoming = served_actions(tenant), upcoming_actions(tenant, now)
    rows: list[ActionRow] = []
    for action in tenant.plan.actions:
        state = state_of(action, standings.get(action.key), action.key in served, action.key in upcoming)
        responsible = name_of(tenant, action.responsible)
        counted = [figures.row(key, action.key) for key in action.indicators]
        rows += [ActionRow(action, responsible, row, state) for row in counted] or [
            ActionRow(action, responsible, None, state)
        ]
    return Report(
        period=period,
        tenant=tenant,
        made_at=now,
        simulated=Mode.SIMULATED.value in counted_modes(connection),
        indicators=tuple(figures.row(key) for key in tenant.indicators),
        actions=tuple(rows),
        contents=contents_table(outcomes, period, tenant.municipality.zone),
        findings=read_findings(connection, tenant, tenant_id, period, outcomes, now),
    )


def name_of(tenant: Tenant, slug: str) -> str:
    """The name of a person (with the post, if that is another word), a department, a committee; else the slug."""
    person = tenant.municipality.people.get(slug)
    if person is not None:
        return f"{person.name} ({person.post})" if person.post not in ("", person.name) else person.name
    body = tenant.municipality.departments.get(slug) or tenant.municipality.committees.get(slug)
    return body.name if body else slug


def table_keys(tenant: Tenant) -> tuple[str, ...]:
    """The tables that rows of the plan ask for, in the order in which reports show them."""
    asked = {name for action in tenant.plan.actions for name in action.reports}
    return tuple(key for key in REPORT_TABLES if key in asked)


@dataclass(frozen=True, slots=True)
class _Figures:
    tenant: Tenant
    period: Period
    outcomes: Outcomes
    given: tuple[Measurement, ...]

    def row(self, key: str, action: str | None = None) -> IndicatorRow:
        """One indicator; narrowed to what serves a row of the plan where one is given."""
        indicator = self.tenant.indicators[key]
        figure = self._figure(key, indicator, action)
        reached = goal(indicator, figure.value, self.period, self.tenant.municipality.zone)
        silent = self._silent(indicator, action) if figure.value is None else ""
        missing = untold(indicator, self.outcomes, action) if figure.value is not None else 0
        partly = f"sin dato de {missing} {'publicaciones' if missing > 1 else 'publicación'}" if missing else ""
        return IndicatorRow(
            key=key,
            name=f"{indicator.name} ({OURS})" if indicator.ours else indicator.name,
            unit=indicator.unit,
            figure=figure,
            baseline=indicator.baseline,
            goal=reached,
            note="; ".join(part for part in (silent, partly, reached.note) if part),
        )

    def _silent(self, indicator: Indicator, action: str | None) -> str:
        if indicator.type == "declarado":
            return "nadie ha anotado cifras en este periodo"
        if indicator.counts in DUTIES:
            return "ningún deber tuvo su plazo en este periodo"
        asked = untold(indicator, self.outcomes, action)
        return "sin dato: el servicio no la dice" if asked else "sin dato: todavía no se le ha pedido a ningún servicio"

    def _figure(self, key: str, indicator: Indicator, action: str | None) -> Figure:
        if indicator.type == "automatico":
            return measure(indicator, self.outcomes, action)
        nothing: Mapping[str, float] = {}
        return Figure(accumulate(indicator.accumulates, about(self.given, key, action)), nothing, nothing)
