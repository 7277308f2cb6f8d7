"""The load of each week: what goes out by each medium, what each person has to do and to approve."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from campaigns.tenant import Tenant
from indicators.medium import medium_named
from indicators.outcomes import counted_modes, counts
from indicators.periods import Period, weeks
from storage.states import WorkOrderState
from storage.tables import publication, work_order


@dataclass(frozen=True, slots=True)
class Load:
    """One week."""

    week: Period
    media: Mapping[str, int]
    """Publications that began, by medium."""
    tasks: Mapping[str, int]
    """Work orders and duties whose time ends in it, by the slug of who is responsible."""
    approvals: Mapping[str, int]
    """Messages that begin in it and are to be approved before, by the slug of who approves."""

    @property
    def publications(self) -> int:
        """On all media."""
        return sum(self.media.values())

    @property
    def by_people(self) -> int:
        """Tasks and approvals of everybody."""
        return sum(self.tasks.values()) + sum(self.approvals.values())


def read_loads(connection: Connection, tenant: Tenant, number: int, period: Period) -> tuple[Load, ...]:
    """The period's weeks in their order, those without anything too."""
    ours = counts(number, counted_modes(connection))
    columns, orders = publication.c, work_order.c
    begun = connection.execute(
        select(columns.medium, columns.campaign, columns.message, columns.started_at)
        .where(ours, columns.started_at >= period.since, columns.started_at < period.until)
        .order_by(columns.started_at)
    ).all()
    due = func.coalesce(orders.extended_to, orders.due_at)
    asked = connection.execute(
        select(orders.responsible, due.label("due"))
        .join(publication, columns.id == orders.publication)
        .where(ours, orders.state != WorkOrderState.CANCELLED.value, due >= period.since, due < period.until)
    ).all()
    approved = _first_times(tenant, ((row.campaign, row.message, row.started_at) for row in begun))
    return tuple(
        Load(
            week,
            Counter(medium_named(row.medium) for row in begun if week.holds(row.started_at)),
            Counter(row.responsible for row in asked if week.holds(row.due)),
            Counter(approver for approver, moment in approved if week.holds(moment)),
        )
        for week in weeks(period, tenant.municipality.zone)
    )


def heaviest(loads: Sequence[Load], number: int) -> tuple[Load, ...]:
    """The weeks with most of all, in the order of the calendar; those without anything are none."""
    chosen = sorted(
        (each for each in loads if each.publications or each.by_people),
        key=lambda each: (-(each.publications + each.by_people), each.week.first),
    )[:number]
    return tuple(sorted(chosen, key=lambda each: each.week.first))


def _first_times(tenant: Tenant, begun: Iterable[tuple[str, str, datetime]]) -> list[tuple[str, datetime]]:
    """Who approves each message that began, and when it did so first: one approval serves all its times."""
    first: dict[tuple[str, str], datetime] = {}
    for campaign, message, moment in begun:
        first.setdefault((campaign, message), moment)
    found: list[tuple[str, datetime]] = []
    for (campaign, message), moment in first.items():
        known = tenant.campaigns[campaign].message(message) if campaign in tenant.campaigns else None
        if known is not None and known.approver is not None:
            found.append((known.approver, moment))
    return found
