"""What a service tells of a post of its own accord, kept as readings are that it is asked for."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, exists, or_, select

from campaigns.account import Account
from channels.capabilities import Metric
from channels.news import Reacted
from delivery.workplace import Workplace
from storage.events import LONGEST_NAME, note_event
from storage.readings import add_reading
from storage.states import DeliveryState, Mode
from storage.tables import delivery, publication, reading

KIND = "reacted"


def take_in_reactions(
    connection: Connection, workplace: Workplace, account: Account, reacted: Reacted, now: datetime
) -> bool:
    """Keep how many a post of ours has, unless something newer is known; whether it was new.

    Of several photos that are one post there, the first is the post.
    """
    found = _post(connection, workplace, account, reacted)
    if found is None:
        return False
    name, told = reacted.remote_id[:LONGEST_NAME], {"message": reacted.message, "reactions": reacted.reactions}
    if note_event(connection, workplace.tenant_id, account.name, name, KIND, told, now, delivery_id=found.id) is None:
        return False
    at = min(reacted.at or now, now)
    newer = exists().where(reading.c.delivery == found.id, reading.c.asked_at > at)
    if not connection.scalar(select(newer)):
        figures = {Metric.REACTIONS.value: reacted.reactions}
        add_reading(connection, workplace.tenant_id, found.publication, found.id, at, figures)
    return True


def _post(connection: Connection, workplace: Workplace, account: Account, reacted: Reacted) -> Row[Any, Any] | None:
    """The delivery and its publication, on whichever account of this credential writes to that place."""
    there = [
        each.name
        for each in workplace.tenant.accounts.values()
        if each.sender == account.sender and each.target.lower() in reacted.chats
    ]
    its, columns = delivery.c, publication.c
    asked = (
        select(its.id, its.publication)
        .join(publication, columns.id == its.publication)
        .where(columns.tenant == workplace.tenant_id, columns.account.in_(there), columns.sender == account.sender)
        .where(columns.mode == Mode.REAL.value, its.state == DeliveryState.SENT.value)
        .where(or_(its.remote_id == reacted.message, its.remote_id.startswith(f"{reacted.message},")))
        .order_by(its.id.desc())
        .limit(1)
    )
    return connection.execute(asked).one_or_none()
