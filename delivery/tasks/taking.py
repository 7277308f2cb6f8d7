"""Who takes a task upon oneself, and what is shown of it beside its confirmation."""

from collections.abc import Sequence

from campaigns.debtors import name_of
from delivery.staff import people_behind
from delivery.tasks.desk import Desk, NotSaid, too_late
from delivery.tasks.evidence import Evidence, keep
from storage import work_orders
from storage.states import OPEN_WORK_ORDER, WorkOrderState


def take(desk: Desk) -> None:
    """From now on the one who speaks answers for it; whoever it was for before is no longer reminded of it.

    Raises `NotSaid` for who may not, and for duties: what somebody owes is owed by nobody else. Raises `TooLate`.
    """
    order, municipality = desk.order, desk.tenant.municipality
    if order.asked_by:
        raise NotSaid(f"La tarea {order.id} es un deber de otro: no la puede tomar usted.")
    if order.state not in OPEN_WORK_ORDER:
        raise too_late(order)
    if not desk.of_office and desk.actor not in people_behind(municipality, order.responsible):
        raise NotSaid(f"La tarea {order.id} es de {name_of(municipality, order.responsible)}: no la puede tomar usted.")
    work_orders.take(desk.connection, order.id, desk.actor, desk.now)


def attach(desk: Desk, evidence: Sequence[Evidence]) -> int:
    """Add files that show that it was done; how many were not there before. Raises `NotSaid`, `TooLate`, `OSError`."""
    order = desk.order
    if not evidence:
        raise NotSaid("Escoja qué va a adjuntar: una foto, un audio, un video, un PDF o un documento.")
    if order.state not in {*OPEN_WORK_ORDER, WorkOrderState.DONE}:
        raise too_late(order)
    kept = [keep(desk.connection, desk.folder, each, desk.now) for each in evidence]
    return work_orders.attach(desk.connection, order.id, desk.actor, desk.now, kept)
