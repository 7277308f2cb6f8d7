"""Counts that people confirmed and correct later: the order says the new one, and each correction stays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from storage.audit import append
from storage.states import WorkOrderState
from storage.tables import recount, work_order


@dataclass(frozen=True, slots=True)
class Recount:
    """One correction of how often a task was done."""

    order: int
    before: int
    done: int
    reason: str
    by: str
    at: datetime


def add_recount(
    connection: Connection, said: Recount, evidence: Sequence[Mapping[str, object]] = ()
) -> datetime | None:
    """Put a count in the place of a confirmed one; when that one was confirmed. None: the order is not done.

    `said.before` is not looked at: it is what the order says. `evidence` is added to what the order has.
    """
    its = work_order.c
    standing = select(its.tenant, its.done, its.evidence, its.confirmed_at).where(its.id == said.order)
    row = connection.execute(standing.where(its.state == WorkOrderState.DONE.value).with_for_update()).first()
    if row is None:
        return None
    kept = [*row.evidence, *(dict(piece) for piece in evidence)]
    connection.execute(update(work_order).where(its.id == said.order).values(done=said.done, evidence=kept))
    values = {"before": row.done or 0, "done": said.done, "reason": said.reason}
    connection.execute(insert(recount), [{"work_order": said.order, **values, "by": said.by, "at": said.at}])
    append(connection, row.tenant, said.by, "work_order_recounted", f"work_order/{said.order}", values, said.at)
    confirmed: datetime = row.confirmed_at
    return confirmed


def confirmed_at(connection: Connection, order: int) -> datetime | None:
    """When a task was confirmed; None: it is not."""
    return connection.scalar(select(work_order.c.confirmed_at).where(work_order.c.id == order))


def recounts(connection: Connection, orders: Iterable[int]) -> Mapping[int, tuple[Recount, ...]]:
    """What was corrected of some orders, the first one first; those of which nothing was are left out."""
    its = recount.c
    found: dict[int, tuple[Recount, ...]] = {}
    for row in connection.execute(select(recount).where(its.work_order.in_(list(orders))).order_by(its.id)):
        said = Recount(row.work_order, row.before, row.done, row.reason, row.by, row.at)
        found[said.order] = (*found.get(said.order, ()), said)
    return found
