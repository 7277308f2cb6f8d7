"""Of an alert that repeats, the last time that has come takes the place of those before it that still go out."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, or_, select

from campaigns.calendar import Occurrence
from channels.adapter import Kind
from delivery.alert_orders import told_hour
from storage.execution import execute
from storage.ledger import Cause, move_publication
from storage.ledger.deliveries import in_state
from storage.states import DeliveryState, PublicationState
from storage.tables import delivery, lane, publication

ON_TIME = timedelta(minutes=1)
"""What begins later than this began after a stop."""

_EARLIER = (
    select(publication)
    .where(
        publication.c.tenant == bindparam("of"),
        publication.c.campaign == bindparam("in"),
        publication.c.message == bindparam("says"),
        publication.c.account == bindparam("through"),
        publication.c.occurrence.like(bindparam("names")),
        publication.c.planned_at < bindparam("before", type_=publication.c.planned_at.type),
        publication.c.state == PublicationState.RUNNING.value,
        # What a person does, that one is at already.
        publication.c.sender != "",
    )
    .order_by(publication.c.id)
)
_ITS = delivery.c.publication == bindparam("number")
_UNTRIED = select(exists().where(_ITS, in_state(DeliveryState.PENDING), delivery.c.attempts == 0))
_REACHED = select(exists().where(_ITS, delivery.c.sent_at.is_not(None)))
_RESTS = select(
    exists().where(
        lane.c.tenant == bindparam("of"),
        lane.c.sender == bindparam("by"),
        or_(lane.c.needs_person, lane.c.paused_until > bindparam("moment", type_=lane.c.paused_until.type)),
    )
)


def replace_earlier(
    connection: Connection, tenant_id: int, occurrence: Occurrence, account: str, now: datetime
) -> None:
    """Cancel what still goes out of the same order on this account and was due before: nobody gets two at once.

    Of what repeats by no order nothing is cancelled.

    Where the account only needs longer for everybody than until the next time, it goes on: else the last of a long list
    would never get any, since each time begins at the first.
    """
    message, planned_at, local = occurrence.message, occurrence.instant, occurrence.slot.local
    if not message.rule.until_lifted or planned_at is None or local is None:
        return
    order = occurrence.name.partition(".")[0]
    named = {"of": tenant_id, "in": message.campaign, "says": message.id, "through": account, "names": f"{order}.%"}
    for row in execute(connection, _EARLIER, named | {"before": planned_at}):
        if now - planned_at <= ON_TIME and _goes_on(connection, row, now):
            continue
        reason = f"La reemplazó la del {told_hour(local)}: a quien le faltaba le llega esa."
        move_publication(connection, row.id, PublicationState.CANCELLED, Cause.CANCEL, now, reason)


def _goes_on(connection: Connection, row: Row[Any], now: datetime) -> bool:
    """Whether somebody has got it, others have not been tried, and their account is at work."""
    number = {"number": row.id}
    if row.kind != Kind.DIRECT.value or not execute(connection, _REACHED, number).scalar_one():
        return False
    if row.expanded_at is not None and not execute(connection, _UNTRIED, number).scalar_one():
        return False
    return not execute(connection, _RESTS, {"of": row.tenant, "by": row.sender, "moment": now}).scalar_one()
