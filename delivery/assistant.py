"""The people of a simulation: they approve at once and do their tasks on time. Only a simulation calls them."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from delivery.workplace import Workplace
from storage.approvals import Approval, Decision, decide, latest_decision
from storage.states import OPEN_WORK_ORDER, PublicationState
from storage.tables import publication, work_order
from storage.work_orders import confirm

ACTOR = "simulación"


def assist(connection: Connection, workplace: Workplace, now: datetime) -> datetime | None:
    """Approve what waits for it, confirm the tasks that are due, and say when the next task is."""
    _approve(connection, workplace, now)
    orders = work_order.c
    open_states = [state.value for state in OPEN_WORK_ORDER]
    mine = (orders.tenant == workplace.tenant_id) & orders.state.in_(open_states)
    due = connection.execute(select(orders.id, orders.planned).where(mine, orders.due_at <= now)).all()
    for row in due:
        confirm(connection, row.id, ACTOR, now, done=row.planned, note="Cumplida en la simulación.")
    upcoming: datetime | None = connection.execute(select(func.min(orders.due_at)).where(mine)).scalar_one()
    return upcoming


def _approve(connection: Connection, workplace: Workplace, now: datetime) -> None:
    columns = publication.c
    asked = (
        select(columns.campaign, columns.message, columns.digest)
        .where(columns.tenant == workplace.tenant_id, columns.state == PublicationState.AWAITING_APPROVAL.value)
        .distinct()
    )
    for row in connection.execute(asked).all():
        if latest_decision(connection, workplace.tenant_id, row.digest) is None:
            spoken = Approval(Decision.APPROVED, ACTOR, "Supuesta en la simulación.", now)
            decide(connection, workplace.tenant_id, row.campaign, row.message, row.digest, spoken)
