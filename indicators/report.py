"""The report of a period: each indicator against its baseline and target, each row of the plan with its state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from campaigns.checks.report_tables import REPORT_TABLES
from campaigns.indicator import METRICS, Indicator
from campaigns.plan import Action
from campaigns.tenant import Tenant
from indicators.actions import (
    Progress,
    State,
    judged,
    plan_since,
    plan_until,
    served_actions,
    state_of,
    upcoming_actions,
)
from indicators.awaited import Awaited, due_periods, without_figure
from indicators.beginning import owed_since
from indicators.closed import Closed
from indicators.closed_parts import ClosedPart
from indicators.content_table import contents_table
from indicators.declared import about
from indicators.figures import Figures, read_figures
from indicators.findings import Findings, read_findings
from indicators.measures import Figure
from indicators.outcomes import counted_modes
from indicators.pace import Course
from indicators.periods import Period
from indicators.responsible import name_of, whose
from indicators.source import baseline_words, grown_from_words, source_of
from indicators.standing import read_standings
from indicators.targets import Goal, goal, nature, standing
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
    before: float | None
    """The figure of the period before; None: nobody gave one, or the plan had not begun."""
    standing: Course | None
    """Where the target stands; None: there is none, or nothing can be said yet."""
    source: str
    """In Spanish: from which rows the figure comes, and by which filter."""
    responsible: str
    """The name of who answers for it; empty where nobody is named."""
    awaited: Awaited | None
    """Figures that are due in the period and missing; None: nothing is."""


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One row of the plan with one of its indicators; a row with several indicators comes several times."""

    action: Action
    responsible: str
    """The name of the person, department or committee."""
    indicator: IndicatorRow | None
    """Its figure narrowed to this row of the plan; None: the plan names none, and the state alone is reported."""
    progress: Progress
    """How far the row's work has come."""
    state: State
    """The same, judged by the indicator's target where it has one."""


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
    closed: Closed | None = None
    """How its period was closed; None: it is open, and these are the figures of now."""


def make_report(
    connection: Connection,
    tenant: Tenant,
    tenant_id: int,
    period: Period,
    now: datetime,
    parts: tuple[ClosedPart, ...] = (),
) -> Report:
    """Count the period's rows. The connection only reads; what it sees is one moment.

    `parts`: its closed weeks or months, which its tables and charts tell as they were closed.
    """
    figures = read_figures(connection, tenant, tenant_id, period, now)
    rows_of = _Rows(tenant, figures, now, owed_since(connection, tenant, tenant_id, now))
    standings = read_standings(connection, tenant_id, plan_since(tenant), plan_until(tenant), now)
    served, upcoming = served_actions(tenant), upcoming_actions(tenant, now)
    rows: list[ActionRow] = []
    today = now.astimezone(tenant.municipality.zone).date()
    for action in tenant.plan.actions:
        key = action.key
        progress = state_of(action, standings.get(key), key in served, key in upcoming, today)
        responsible = name_of(tenant, action.responsible)
        counted = [rows_of.row(key, action.key) for key in action.indicators]
        rows += [ActionRow(action, responsible, row, progress, judged(progress, row.standing)) for row in counted] or [
            ActionRow(action, responsible, None, progress, progress)
        ]
    return Report(
        period=period,
        tenant=tenant,
        made_at=now,
        simulated=Mode.SIMULATED.value in counted_modes(connection),
        indicators=tuple(rows_of.row(key) for key in tenant.indicators),
        actions=tuple(rows),
        contents=contents_table(figures.outcomes, period, tenant.municipality.zone, parts),
        findings=read_findings(
            connection,
            tenant,
            tenant_id,
            period,
            figures.outcomes,
            now,
            figures.outcomes_before,
            parts,
        ),
    )


def table_keys(tenant: Tenant) -> tuple[str, ...]:
    """The tables that the plan or rows of it ask for, in the order in which reports show them."""
    plan = tenant.plan
    asked = {name for action in plan.actions for name in action.reports} | set(plan.reports) | plan.tables.keys()
    return tuple(key for key in REPORT_TABLES if key in asked)


def awaited(report: Report) -> tuple[Awaited, ...]:
    """The figures that are due in the report and that nobody has given, with whose they are."""
    return tuple(row.awaited for row in report.indicators if row.awaited is not None)


def without_due_figure(report: Report) -> frozenset[str]:
    """The keys of the indicators that have no figure and should: somebody owes it, or one of its parts, or a service
    did not tell it in a period that is over. What is asked for at the year's end is not missing in January."""
    is_over = report.made_at >= report.period.until
    told, keys = report.tenant.indicators, {row.key for row in report.indicators if row.figure.value is None}
    lacking = {row.key for row in report.indicators if row.key in keys and row.awaited is not None}
    lacking |= {key for key in keys if is_over and told[key].counts in METRICS}
    while more := {key for key in keys - lacking if lacking.intersection(told[key].parts)}:
        lacking |= more
    return frozenset(lacking)


@dataclass(frozen=True, slots=True)
class _Rows:
    tenant: Tenant
    figures: Figures
    now: datetime
    owed_since: Mapping[str, date]

    def row(self, key: str, action: str | None = None) -> IndicatorRow:
        """One indicator; narrowed to what serves a row of the plan where one is given."""
        tenant, period = self.tenant, self.figures.period
        indicator, zone = tenant.indicators[key], tenant.municipality.zone
        figure = self.figures.figure(key, action)
        so_far = self.figures.so_far(key, action)
        reached = goal(indicator, figure.value, period, zone, so_far)
        base = baseline_words(indicator, period) or grown_from_words(tenant, indicator, period)
        kind, earlier = nature(indicator, tenant.indicators), self.figures.before
        awaited = self._awaited(key, indicator)
        silent = self.figures.silence(key, action) if figure.value is None else ""
        gap = awaited.words if awaited else ""
        return IndicatorRow(
            key=key,
            name=f"{indicator.name} ({OURS})" if indicator.ours else indicator.name,
            unit=indicator.unit,
            figure=figure,
            baseline=indicator.baseline.value if indicator.baseline else None,
            goal=reached,
            note="; ".join(
                part for part in (silent, gap, self.figures.partly(key, action), reached.note, base) if part
            ),
            before=earlier.figure(key, action).value if earlier else None,
            standing=standing(indicator, figure.value, reached, period, self.now, zone, so_far, kind),
            source=source_of(tenant, key, indicator, action),
            responsible=name_of(tenant, whose(tenant, key, indicator)),
            awaited=awaited,
        )

    def _awaited(self, key: str, indicator: Indicator) -> Awaited | None:
        if indicator.type in ("automatico", "derivado"):
            return None
        tenant, zone, since = self.tenant, self.tenant.municipality.zone, self.owed_since.get(key)
        due = due_periods(indicator, self.figures.period, tenant.plan, self.now, zone, since)
        missing = without_figure(due, (each.day for each in about(self.figures.given, key)))
        if not missing:
            return None
        slug = whose(tenant, key, indicator)
        names = tuple(each.name for each in missing)
        return Awaited(key, indicator.name, slug, name_of(tenant, slug), names)
