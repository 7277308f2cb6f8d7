"""What people do by hand: each order moves by the table, and the delivery behind it follows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update
from sqlalchemy.sql.dml import ReturningInsert, ReturningUpdate

from storage.audit import append
from storage.columns import Instant
from storage.execution import execute
from storage.ledger import Cause, IllegalMove, move_deliveries, origins, reconsider
from storage.parameters import given, parameters
from storage.states import OPEN_WORK_ORDER, DeliveryState, WorkOrderState
from storage.tables import work_order
from storage.upsert import insert_into

_Order = Row[Any]
"""Some columns of an order."""

# Statements are built once: to build one anew costs more than the database takes for it.
_STANDING = (
    select(work_order.c.state, work_order.c.evidence, work_order.c.postponements)
    .where(work_order.c.id == bindparam("number"))
    .with_for_update()
)
_HOLD = (
    select(work_order.c.id)
    .where(work_order.c.id == bindparam("number"), work_order.c.tenant == bindparam("of"))
    .with_for_update()
)
_ANSWERS = (
    select(work_order.c.tenant, work_order.c.responsible)
    .where(work_order.c.id == bindparam("number"), work_order.c.responsible != bindparam("who"))
    .where(work_order.c.state.in_([state.value for state in OPEN_WORK_ORDER]))
    .with_for_update()
)
_TAKE = update(work_order).where(work_order.c.id == bindparam("number")).values(responsible=bindparam("who"))
_SHOWS = (
    select(work_order.c.tenant, work_order.c.evidence).where(work_order.c.id == bindparam("number")).with_for_update()
)
_SHOW = (
    update(work_order)
    .where(work_order.c.id == bindparam("number"))
    .values(evidence=bindparam("files", type_=work_order.c.evidence.type))
)
_REOPEN = update(work_order).where(work_order.c.id == bindparam("number")).values(state=WorkOrderState.TO_DO.value)
_REOPEN_DUE = (
    update(work_order)
    .where(work_order.c.tenant == bindparam("of"), work_order.c.state == WorkOrderState.POSTPONED.value)
    .where(work_order.c.extended_to <= bindparam("moment", type_=Instant()))
    .values(state=WorkOrderState.TO_DO.value)
)
_CANCELLATION_TOLD = (
    update(work_order)
    .where(work_order.c.id.in_(bindparam("numbers", expanding=True)))
    .values(cancellation_told_at=bindparam("moment", type_=Instant()))
)


def add_work_order(connection: Connection, **columns: object) -> int | None:
    """Write an order down, to be done, and return its number; None where its delivery has one already."""
    values = {"state": WorkOrderState.TO_DO.value, "evidence": [], **columns}
    number: int | None = execute(connection, _adding(connection.dialect.name), values).scalar_one_or_none()
    return number


def hold(connection: Connection, tenant_id: int, order_id: int) -> bool:
    """Nobody else changes the order until the transaction ends; False where the municipality has none of it."""
    return execute(connection, _HOLD, {"number": order_id, "of": tenant_id}).one_or_none() is not None


def take(connection: Connection, order_id: int, actor: str, now: datetime) -> bool:
    """From now on the one who speaks answers for an open order. False where it is not open, or is theirs already."""
    asked = {"number": order_id, "who": actor}
    was = execute(connection, _ANSWERS, asked).one_or_none()
    if was is None:
        return False
    execute(connection, _TAKE, asked)
    append(connection, was.tenant, actor, "work_order_taken", f"work_order/{order_id}", {"from": was.responsible}, now)
    return True


def attach(
    connection: Connection, order_id: int, actor: str, now: datetime, evidence: Sequence[Mapping[str, object]]
) -> int:
    """Add to what shows that an order was done; how many files were not there before."""
    standing = execute(connection, _SHOWS, {"number": order_id}).one()
    kept = {each["sha256"]: each for each in standing.evidence}
    more = {str(piece["sha256"]): dict(piece) for piece in evidence if piece["sha256"] not in kept}
    if more:
        execute(connection, _SHOW, {"number": order_id, "files": [*standing.evidence, *more.values()]})
        detail = {"files": [piece["name"] for piece in more.values()]}
        append(connection, standing.tenant, actor, "work_order_evidence", f"work_order/{order_id}", detail, now)
    return len(more)


def hand_over(connection: Connection, order_id: int, actor: str, now: datetime) -> bool:
    """The material is in the hands of who carries it out; the delivery stays pending. False where it is too late."""
    return _moved(connection, order_id, WorkOrderState.HANDED_OVER, Cause.HAND_OVER, actor, now, {}) is not None


def confirm(
    connection: Connection,
    order_id: int,
    actor: str,
    now: datetime,
    done: int,
    cost: Decimal | None = None,
    evidence: Sequence[Mapping[str, object]] = (),
    note: str = "",
) -> bool:
    """A person says that it was done, `done` times (of the planned ones): the delivery is sent.

    `evidence` names files (`{"sha256": …, "name": …}`) and is added to what the order has. `cost` is in pesos.
    A postponed order is taken up first; one that was said not to be done may still be confirmed. False where the order
    is unknown, done already, counted or cancelled.
    """
    standing = _reopen(connection, order_id)
    kept = standing.evidence if standing is not None else []
    columns = {
        "done": done,
        "cost": cost,
        "evidence": [*kept, *(dict(piece) for piece in evidence)],
        "note": note,
        "confirmed_at": now,
        "confirmed_by": actor,
    }
    order = _moved(connection, order_id, WorkOrderState.DONE, Cause.CONFIRM, actor, now, columns)
    return order is not None and _follow(connection, order, DeliveryState.SENT, now)


def refuse(connection: Connection, order_id: int, actor: str, now: datetime, note: str) -> bool:
    """A person says that it was not done, and why: the delivery failed. False where that can no longer be said."""
    _reopen(connection, order_id)
    columns = {"done": 0, "note": note, "confirmed_at": now, "confirmed_by": actor}
    order = _moved(connection, order_id, WorkOrderState.NOT_DONE, Cause.CONFIRM, actor, now, columns)
    return order is not None and _follow(
        connection, order, DeliveryState.FAILED, now, error_code="not_done", error_text=note
    )


def postpone(connection: Connection, order_id: int, actor: str, now: datetime, until: datetime, note: str) -> bool:
    """A person puts it off until `until`, once more too; the delivery stays pending. False where it is not open."""
    standing = _reopen(connection, order_id)
    times = standing.postponements if standing is not None else 0
    columns = {"extended_to": until, "note": note, "postponements": times + 1, "moved_at": now}
    return _moved(connection, order_id, WorkOrderState.POSTPONED, Cause.POSTPONE, actor, now, columns) is not None


def reopen_due(connection: Connection, tenant_id: int, now: datetime) -> int:
    """Orders whose postponement has passed are to be done again; how many these are."""
    return execute(connection, _REOPEN_DUE, {"of": tenant_id, "moment": now}).rowcount


def cancel(connection: Connection, order_id: int, actor: str, now: datetime, note: str) -> bool:
    """One order of several is called off: its delivery is skipped. False where the order is no longer open."""
    _reopen(connection, order_id)
    order = _moved(connection, order_id, WorkOrderState.CANCELLED, Cause.CANCEL, actor, now, {"note": note})
    return order is not None and _follow(
        connection, order, DeliveryState.SKIPPED, now, error_code="cancelled", error_text=note
    )


def cancellation_told(connection: Connection, numbers: Sequence[int], now: datetime) -> None:
    """The person in charge of these orders was written to that they are called off."""
    execute(connection, _CANCELLATION_TOLD, {"numbers": list(numbers), "moment": now})


def count(connection: Connection, order_id: int, actor: str, now: datetime) -> bool:
    """Its figure was taken into an indicator; it can no longer be changed. False where it is not done."""
    return _moved(connection, order_id, WorkOrderState.COUNTED, Cause.COUNT, actor, now, {}) is not None


def _moved(
    connection: Connection,
    order_id: int,
    to: WorkOrderState,
    cause: Cause,
    actor: str,
    now: datetime,
    columns: Mapping[str, object],
) -> _Order | None:
    """Tenant, publication and delivery of the order after its move, told to the audit; None: its state forbids it."""
    asked = {"number": order_id} | given(columns)
    order: _Order | None = execute(connection, _moving(to, cause, tuple(columns)), asked).one_or_none()
    if order is not None:
        detail = {key: columns[key] for key in ("done", "note") if key in columns}
        append(connection, order.tenant, actor, f"work_order_{to.value}", f"work_order/{order_id}", detail, now)
    return order


def _reopen(connection: Connection, order_id: int) -> _Order | None:
    """A postponed order on which a person acts is first to be done again. Returns it as it stood, None if unknown."""
    order: _Order | None = execute(connection, _STANDING, {"number": order_id}).one_or_none()
    if order is not None and order.state == WorkOrderState.POSTPONED.value:
        execute(connection, _REOPEN, {"number": order_id})
    return order


@cache
def _adding(dialect: str) -> ReturningInsert[Any]:
    statement = insert_into(dialect, work_order).on_conflict_do_nothing(index_elements=[work_order.c.delivery])
    return statement.returning(work_order.c.id)


@lru_cache(maxsize=32)
def _moving(to: WorkOrderState, cause: Cause, columns: tuple[str, ...]) -> ReturningUpdate[Any]:
    allowed = [state.value for state in origins(to, cause)]
    return (
        update(work_order)
        .where(work_order.c.id == bindparam("number"), work_order.c.state.in_(allowed))
        .values(state=to.value, **parameters(work_order, columns))
        .returning(work_order.c.tenant, work_order.c.publication, work_order.c.delivery)
    )


def _follow(connection: Connection, order: _Order, to: DeliveryState, now: datetime, **columns: object) -> bool:
    """Move the delivery after its order, and finish the publication where this was its last. Always True."""
    if to is DeliveryState.SENT:
        columns = {"error_code": None, "error_text": None, **columns}
    if not move_deliveries(connection, [order.delivery], to, Cause.ORDER, now, **columns):
        raise IllegalMove(to, Cause.ORDER, f"la entrega {order.delivery} ya no sigue a su tarea")
    reconsider(connection, order.publication, now)
    return True
