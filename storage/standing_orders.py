"""Orders that stand until they are lifted: an alert that is repeated, messages that are held back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, or_, select, update

from storage.audit import append
from storage.execution import execute
from storage.tables import standing_order, tenant
from storage.upsert import insert


class OrderKind(StrEnum):
    """What a standing order does."""

    ALERT = "alert"
    SUSPEND = "suspend"
    LOST_WORDS = "lost_words"
    """A copy was put back, and nobody knows who has asked for nothing more since it was made."""


@dataclass(frozen=True, slots=True)
class StandingOrder:
    """One order. `scope` is a campaign for an alert, a class for a suspension, else empty.

    `number` counts within it from 1.
    """

    id: int
    kind: OrderKind
    scope: str
    number: int
    since: datetime
    until: datetime | None
    by: str
    reason: str


def give_order(
    connection: Connection,
    tenant_id: int,
    kind: OrderKind,
    scope: str,
    by: str,
    reason: str,
    now: datetime,
    until: datetime | None = None,
) -> StandingOrder:
    """Give an order, which stands from `now` until it is lifted or `until` has come. Leaves a row in the audit."""
    # Two that number an order at once would take the same number: the second waits here for the first.
    connection.execute(select(tenant.c.id).where(tenant.c.id == tenant_id).with_for_update())
    ours = standing_order.c
    asked = select(func.coalesce(func.max(ours.number), 0)).where(
        ours.tenant == tenant_id, ours.kind == kind.value, ours.scope == scope
    )
    number = int(connection.execute(asked).scalar_one()) + 1
    statement = insert(connection, standing_order).values(
        tenant=tenant_id, kind=kind.value, scope=scope, number=number, since=now, until=until, by=by, reason=reason
    )
    order_id = int(connection.execute(statement.returning(ours.id)).scalar_one())
    append(connection, tenant_id, by, kind.value, scope, {"number": number, "reason": reason}, now)
    return StandingOrder(order_id, kind, scope, number, now, until, by, reason)


def lift_orders(
    connection: Connection, tenant_id: int, kind: OrderKind, scope: str, by: str, now: datetime
) -> list[StandingOrder]:
    """Lift what stands at `now` for this scope, and return it as it stood. Leaves a row in the audit for each."""
    lifted = [
        order for order in standing_orders(connection, tenant_id, now) if (order.kind, order.scope) == (kind, scope)
    ]
    for order in lifted:
        connection.execute(update(standing_order).where(standing_order.c.id == order.id).values(until=now))
        append(connection, tenant_id, by, f"lift_{kind.value}", scope, {"number": order.number}, now)
    return lifted


def standing_orders(connection: Connection, tenant_id: int, now: datetime) -> list[StandingOrder]:
    """The orders that stand at `now`, oldest first."""
    ours = standing_order.c
    stands = or_(ours.until.is_(None), ours.until > now)
    rows = connection.execute(_columns().where(ours.tenant == tenant_id, ours.since <= now, stands))
    return [_order(row) for row in rows]


def orders_given(connection: Connection, tenant_id: int, kind: OrderKind) -> list[StandingOrder]:
    """Every order of a kind that was ever given, oldest first; what was lifted has its `until`."""
    return [_order(row) for row in execute(connection, _GIVEN, {"of": tenant_id, "kind": kind.value})]


def _columns() -> Select[tuple[int, str, str, int, datetime, datetime, str, str]]:
    ours = standing_order.c
    return select(ours.id, ours.kind, ours.scope, ours.number, ours.since, ours.until, ours.by, ours.reason).order_by(
        ours.id
    )


def _order(row: Any) -> StandingOrder:  # noqa: ANN401 - a row of `_columns`
    return StandingOrder(row.id, OrderKind(row.kind), row.scope, row.number, row.since, row.until, row.by, row.reason)


# Built once, for it is asked at every sweep.
_GIVEN = _columns().where(standing_order.c.tenant == bindparam("of"), standing_order.c.kind == bindparam("kind"))
