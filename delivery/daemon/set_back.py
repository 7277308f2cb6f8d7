"""A clock that was set back: what was written under the later time must not hold anything up until it comes again."""

from datetime import datetime

from sqlalchemy import Connection, exists, update

from delivery.workplace import Workplace
from storage.states import DeliveryState
from storage.tables import delivery, lane, publication, seen


def forgive(connection: Connection, workplace: Workplace, now: datetime) -> None:
    """Let go of every wait of a tenant that reaches past `now`: none of them can be told from a mistake.

    A retry or a rest is cut short, which costs an attempt at most. What counts as sent, and the quota that it used up,
    stays. Messages that are known since later are known since now, or their recurrences would stay silent till then.
    """
    mine = lane.c.tenant == workplace.tenant_id
    connection.execute(update(lane).where(mine, lane.c.paused_until > now).values(paused_until=None))
    connection.execute(update(lane).where(mine, lane.c.due_at > now).values(due_at=None))
    ours = exists().where(publication.c.id == delivery.c.publication, publication.c.tenant == workplace.tenant_id)
    waiting = (delivery.c.state == DeliveryState.PENDING.value) & (delivery.c.not_before > now)
    connection.execute(update(delivery).where(waiting, ours).values(not_before=None))
    connection.execute(update(seen).where(seen.c.tenant == workplace.tenant_id, seen.c.at > now).values(at=now))
