"""The people of a simulation: they approve at once and do their tasks on time. Only a simulation calls them."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, func, or_, select

from campaigns.identity import identity_of
from campaigns.tenant import CampaignMessage, Tenant
from delivery.blackouts import MARK
from delivery.publications.legal import lawyers
from delivery.publications.votes import ballot, completed
from delivery.workplace import Workplace
from storage.approvals import Approval, Decision, decide
from storage.checklists import checklists, tick
from storage.columns import Instant
from storage.execution import execute
from storage.states import OPEN_WORK_ORDER, PublicationState
from storage.tables import approval, publication, work_order
from storage.work_orders import confirm

_OPEN = (work_order.c.tenant == bindparam("of")) & work_order.c.state.in_([state.value for state in OPEN_WORK_ORDER])
_DUE = select(work_order.c.id, work_order.c.planned).where(
    _OPEN, work_order.c.due_at <= bindparam("moment", type_=Instant())
)
_NEXT = select(func.min(work_order.c.due_at)).where(_OPEN)
# Both states are named in one list besides, for SQLite finds no index through an OR and would look at every row.
_AWAITING = (
    select(publication.c.campaign, publication.c.message, publication.c.digest)
    .where(
        publication.c.tenant == bindparam("of"),
        publication.c.state.in_([PublicationState.AWAITING_APPROVAL.value, PublicationState.RUNNING.value]),
        or_(
            publication.c.state == PublicationState.AWAITING_APPROVAL.value,
            (publication.c.state == PublicationState.RUNNING.value) & publication.c.depends_on.like(f"{MARK}%"),
        ),
    )
    .where(~exists().where(approval.c.tenant == publication.c.tenant, approval.c.digest == publication.c.digest))
)
"""What waits for approval, or rests for want of it, on which nobody has spoken yet."""
ACTOR = "simulación"


def assist(connection: Connection, workplace: Workplace, now: datetime) -> datetime | None:
    """Approve what waits for it, confirm the tasks that are due, and say when the next task is."""
    _approve(connection, workplace, now)
    tenant = {"of": workplace.tenant_id}
    due = execute(connection, _DUE, tenant | {"moment": now}).all()
    lists = checklists(connection, [row.id for row in due])
    for row in due:
        tick(connection, row.id, [each.position for each in lists.get(row.id, ()) if each.open], ACTOR, now)
        confirm(connection, row.id, ACTOR, now, done=row.planned, note="Cumplida en la simulación.")
    upcoming: datetime | None = execute(connection, _NEXT, tenant).scalar_one()
    return upcoming


def _approve(connection: Connection, workplace: Workplace, now: datetime) -> None:
    for row in dict.fromkeys(execute(connection, _AWAITING, {"of": workplace.tenant_id}).all()):
        campaign = workplace.tenant.campaigns.get(row.campaign)
        message = campaign.message(row.message) if campaign else None
        if message is None:
            continue
        words: list[Approval] = []
        for approver, person in _voters(workplace.tenant, message):
            note, identity = "Supuesta en la simulación.", identity_of(workplace.tenant, message)
            spoken = Approval(Decision.APPROVED, person, note, now, approver, identity=identity)
            words.append(completed(workplace.tenant, message, words, spoken))
            decide(connection, workplace.tenant_id, row.campaign, row.message, row.digest, words[-1])


def _voters(tenant: Tenant, message: CampaignMessage) -> Iterator[tuple[str, str]]:
    """Approver and person: as many as suffice of the message's own, and of those whom a veda asks."""
    for approver in (message.approver, *lawyers(tenant, message)):
        if approver is not None:
            asked = ballot(tenant, approver, message.drafter, ())
            yield from ((approver, person) for person in asked.voters[: asked.quorum])
