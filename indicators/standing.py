"""How far the rows of the plan have come, from the publications and work orders that serve them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, String, and_, cast, func, select, true

from indicators.outcomes import counted_modes, counts
from storage.states import OPEN_WORK_ORDER, DeliveryState, PublicationState
from storage.tables import counter, publication, work_order

_HELD = (PublicationState.WAITING, PublicationState.AWAITING_APPROVAL)


@dataclass(frozen=True, slots=True)
class Standing:
    """Publications of one row of the plan, by how they stand."""

    succeeded: int = 0
    """Something went out, or a person did it."""
    failed: int = 0
    """Over, and nothing went out."""
    open: int = 0
    """Begun or waiting."""
    planned: int = 0
    """Made ahead of its time."""
    overdue: int = 0
    """Missed, held beyond its time, or with a task beyond its term."""

    def __add__(self, other: "Standing") -> "Standing":
        """Both together."""
        return Standing(
            self.succeeded + other.succeeded,
            self.failed + other.failed,
            self.open + other.open,
            self.planned + other.planned,
            self.overdue + other.overdue,
        )


def read_standings(
    connection: Connection, tenant: int, since: datetime | None, until: datetime | None, now: datetime
) -> Mapping[str, Standing]:
    """By the key of a row of the plan, over publications planned in [`since`, `until`); rows without any are left out.

    Counters and work orders are asked, deliveries are not. Cancelled publications count for nothing.
    """
    columns, orders = publication.c, work_order.c
    due = func.coalesce(orders.extended_to, orders.due_at)
    late = (
        select(orders.id)
        .where(
            orders.publication == columns.id, orders.state.in_([state.value for state in OPEN_WORK_ORDER]), due < now
        )
        .exists()
    )
    sent = (
        select(counter.c.count)
        .where(counter.c.publication == columns.id, counter.c.state == DeliveryState.SENT.value, counter.c.count > 0)
        .exists()
    )
    past = columns.planned_at < now
    moment = func.coalesce(columns.planned_at, columns.created_at)
    within = and_(true() if since is None else moment >= since, true() if until is None else moment < until)
    # The dialects group by the text of the list alone: PostgreSQL has no equality for json.
    served = cast(columns.actions, String)
    asked = (
        select(served.label("served"), columns.state, late.label("late"), sent.label("sent"), past.label("past"))
        .add_columns(func.count().label("number"))
        .where(counts(tenant, counted_modes(connection)), columns.state != PublicationState.CANCELLED.value)
        .where(within)
        .group_by("served", columns.state, "late", "sent", "past")
    )
    return _by_action(connection.execute(asked))


def _by_action(rows: Iterable[Row[*tuple[Any, ...]]]) -> Mapping[str, Standing]:
    found: dict[str, Standing] = {}
    for row in rows:
        for action in json.loads(row.served):
            found[action] = found.get(action, Standing()) + _standing(row)
    return found


def _standing(row: Row[*tuple[Any, ...]]) -> Standing:
    state = PublicationState(row.state)
    if state in (PublicationState.DONE, PublicationState.DONE_WITH_ERRORS):
        return Standing(succeeded=row.number) if row.sent else Standing(failed=row.number)
    if state is PublicationState.PLANNED:
        return Standing(planned=row.number)
    overdue = row.late or state is PublicationState.MISSED or (state in _HELD and bool(row.past))
    return Standing(succeeded=row.number if row.sent else 0, open=row.number, overdue=row.number if overdue else 0)
