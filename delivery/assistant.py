"""The people of a simulation: they approve at once and do their tasks on time. Only a simulation calls them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from campaigns.tenant import CampaignMessage
from delivery.votes import quorum_of
from delivery.workplace import Workplace
from storage.approvals import Approval, Decision, decide, decisions
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
        campaign = workplace.tenant.campaigns.get(row.campaign)
        message = campaign.message(row.message) if campaign else None
        if message is None or decisions(connection, workplace.tenant_id, row.digest):
            continue
        for person in _voters(workplace, message):
            spoken = Approval(Decision.APPROVED, person, "Supuesta en la simulación.", now)
            decide(connection, workplace.tenant_id, row.campaign, row.message, row.digest, spoken)


def _voters(workplace: Workplace, message: CampaignMessage) -> Sequence[str]:
    """As many members as the quorum asks for."""
    tenant = workplace.tenant
    committee = tenant.municipality.committees.get(message.approver or "")
    return committee.members[: quorum_of(tenant, message)] if committee else (ACTOR,)
