"""What a report tells besides its indicators: what went out, the period before, and where the record stands."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.tenant import Tenant
from indicators.changes import Change, read_changes
from indicators.closed_parts import ClosedPart
from indicators.corrected import CorrectedFigure, read_corrected
from indicators.declared import Measurement, measurements
from indicators.outcomes import Outcomes, counted_modes, counts, read_outcomes, rehearsed
from indicators.periods import Kind, Period, before, days_between, period_of
from indicators.tasks import OverdueTask, Tasks, read_overdue, read_tasks
from storage.audit import last_hash
from storage.spending import Spending, spending_of

OUTERMOST: tuple[Kind, ...] = ("año", "semana")
_EVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Findings:
    """Read once, for all sections of the report."""

    outcomes: Outcomes
    given: tuple[Measurement, ...]
    """Figures that persons gave for days of the period, and of its year before it: what a level was holds on."""
    previous: Period
    earlier: Outcomes
    """What happened in `previous`."""
    tasks: tuple[Tasks, ...]
    overdue: tuple[OverdueTask, ...]
    spent: tuple[Spending, ...]
    """By publications that began in the period."""
    spent_in_year: tuple[Spending, ...]
    """Since the first day of the year in which the period ends: what budgets of accounts are measured against."""
    spent_ever: tuple[Spending, ...]
    """By the period's end: what budgets of campaigns are measured against."""
    changes: tuple[Change, ...]
    chain: str
    """The hash of the newest row of the audit chain."""
    rehearsed: int = 0
    """How many publications went out in `pruebas` and are not counted."""
    parts: tuple[ClosedPart, ...] = ()
    """Its weeks or months that are closed, as their own reports tell them."""
    corrected: tuple[CorrectedFigure, ...] = ()
    """Figures that somebody put right."""

    @property
    def compares(self) -> bool:
        """Whether anything is known of the period before: without it every figure would seem to have grown."""
        return bool(self.earlier.published or self.earlier.fulfilled)


def read_findings(
    connection: Connection,
    tenant: Tenant,
    tenant_id: int,
    period: Period,
    outcomes: Outcomes,
    now: datetime,
    earlier: Outcomes | None = None,
    parts: tuple[ClosedPart, ...] = (),
) -> Findings:
    """`outcomes`: those of the period, which are read already; so are those `earlier`, where the plan was in force."""
    zone = tenant.municipality.zone
    previous, modes = before(period, zone), counted_modes(connection)
    ours, since, until = counts(tenant_id, modes), period.since, period.until
    new_year = datetime(period.last.year, 1, 1, tzinfo=zone).astimezone(UTC)
    return Findings(
        outcomes=outcomes,
        given=measurements(connection, tenant_id, days_between(_since(period, zone), period.last, zone)),
        previous=previous,
        earlier=earlier or read_outcomes(connection, tenant_id, previous.since, previous.until, now),
        tasks=read_tasks(connection, ours, tenant_id, since, until, now),
        overdue=read_overdue(connection, ours, tenant_id, since, until, now),
        spent=tuple(spending_of(connection, tenant_id, modes, since, until)),
        spent_in_year=tuple(spending_of(connection, tenant_id, modes, new_year, until)),
        spent_ever=tuple(spending_of(connection, tenant_id, modes, _EVER, until)),
        changes=read_changes(connection, tenant_id, modes, since, until),
        chain=last_hash(connection),
        rehearsed=rehearsed(connection, tenant_id, since, until),
        parts=parts,
        corrected=read_corrected(connection, tenant_id, period, zone),
    )


def _since(period: Period, zone: ZoneInfo) -> date:
    """The first day of the longest and of the shortest of the indicators' own periods in which the asked one begins."""
    return min(period_of(kind, period.first, zone).first for kind in OUTERMOST)
