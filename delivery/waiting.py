"""What a municipality's rows wait for, in one question: a sweep every few seconds asks on only where it must."""

from typing import NamedTuple

from sqlalchemy import Connection, bindparam, exists, select

from storage.execution import execute
from storage.states import OPEN_WORK_ORDER, PublicationState, WorkOrderState
from storage.tables import publication, work_order

OPEN = [state.value for state in OPEN_WORK_ORDER]


class Waiting(NamedTuple):
    """Whether there is any of each."""

    approvals: bool
    """Publications that await a word."""
    running: bool
    """Publications on lanes that are not done."""
    half_written: bool
    """Publications that were cancelled before all their recipients had their rows."""
    orders: bool
    """Work orders that wait for a person."""
    postponed: bool
    """Those of them that were put off."""


_PUBLICATION = publication.c.tenant == bindparam("of")
_ORDER = work_order.c.tenant == bindparam("of")
AWAITING = _PUBLICATION & (publication.c.state == PublicationState.AWAITING_APPROVAL.value)
RUNNING = _PUBLICATION & (publication.c.state == PublicationState.RUNNING.value) & (publication.c.sender != "")
HALF_WRITTEN = (
    _PUBLICATION
    & (publication.c.state == PublicationState.CANCELLED.value)
    & publication.c.max_contact_id.is_not(None)
    & publication.c.expanded_at.is_(None)
)
"""Conditions over the tenant `of`."""
_ASKED = select(
    exists().where(AWAITING),
    exists().where(RUNNING),
    exists().where(HALF_WRITTEN),
    exists().where(_ORDER, work_order.c.state.in_(OPEN)),
    exists().where(_ORDER, work_order.c.state == WorkOrderState.POSTPONED.value),
)


def waiting(connection: Connection, tenant_id: int) -> Waiting:
    """What waits now."""
    return Waiting(*execute(connection, _ASKED, {"of": tenant_id}).one())
