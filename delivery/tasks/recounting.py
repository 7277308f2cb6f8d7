"""A count that was confirmed is corrected: the one before stays to be seen, in closed periods too."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime

from sqlalchemy import Connection

from campaigns.tenant import Tenant
from delivery.tasks.confirming import counted
from delivery.tasks.desk import Desk, NotSaid, too_late
from delivery.tasks.evidence import Evidence, keep
from storage.recounts import Recount, add_recount, confirmed_at
from storage.states import WorkOrderState

Correcting = Callable[
    [Connection, Tenant, int, Sequence[date], str, str, datetime], AbstractContextManager[Sequence[tuple[str, int]]]
]
"""Of the days that a correction touches, who makes it and why: what is written within changes the closed periods.

It yields the versions that it makes of them, by their keys: they are known once it has ended.
"""


def recount(
    desk: Desk, count: int | None, reason: str, evidence: Sequence[Evidence], correcting: Correcting, *, more: bool
) -> Sequence[tuple[str, int]]:
    """How often it really was done; the versions that closed periods have now.

    Raises `NotSaid`, `TooLate`, `OSError`.
    """
    order, connection = desk.order, desk.connection
    if not count or count < 0:
        raise NotSaid(f"Diga {desk.voice.count} cuántas veces se hizo de verdad, una o más.")
    if not reason.strip():
        raise NotSaid("Diga por qué se corrige.")
    before = confirmed_at(connection, order.id)
    if order.state != WorkOrderState.DONE or before is None:
        raise too_late(order)
    if count == order.done:
        raise NotSaid(f"La tarea {order.id} ya dice {count}.")
    counted(desk, count, more=more)
    zone = desk.tenant.municipality.zone
    days = [moment.astimezone(zone).date() for moment in (before, order.due)]
    with correcting(connection, desk.tenant, desk.tenant_id, days, desk.actor, reason, desk.now) as versions:
        kept = [keep(connection, desk.folder, each, desk.now) for each in evidence]
        add_recount(connection, Recount(order.id, order.done or 0, count, reason, desk.actor, desk.now), kept)
    return versions
