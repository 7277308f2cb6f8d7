"""What people wrote to the mailboxes of returns, where nobody may be looking: how much lately, and in which."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from delivery.news.letters import UNREAD
from storage.tables import event

LATELY = timedelta(days=21)
"""Some fifteen business days: a petition's term (Ley 1755 de 2015, art. 14)."""


@dataclass(frozen=True, slots=True)
class Letters:
    """Of one account's mailbox."""

    account: str
    count: int
    """How many came; whether somebody has read them since, only the mailbox knows."""
    last: datetime


def letters(connection: Connection, tenant_id: int, now: datetime) -> list[Letters]:
    """By account."""
    its = event.c
    asked = (
        select(its.account, func.count(), func.max(its.received_at))
        .where(its.tenant == tenant_id, its.kind == UNREAD, its.received_at > now - LATELY)
        .where(its.payload["person"].as_boolean().is_(True))
        .group_by(its.account)
        .order_by(its.account)
    )
    return [Letters(*row) for row in connection.execute(asked)]
