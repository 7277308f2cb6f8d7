"""What a quota made late: sendings and posts that ended well after their hour."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from channels.keys import Key
from delivery.publications.lateness import lasting
from delivery.workplace import Workplace
from storage.states import DeliveryState
from storage.tables import delivery, publication
from storage.written import BY_STAFF

SLOW = timedelta(hours=1)
"""What ends sooner after its hour is not late to anybody."""


class Slowed(NamedTuple):
    """One publication."""

    key: str
    planned: datetime
    ended: datetime
    """When the last of it went out."""
    reason: str
    """In Spanish."""


def slowed(connection: Connection, workplace: Workplace) -> list[Slowed]:
    """Those of accounts with a quota, the oldest first."""
    return sorted(_slowed(connection, workplace), key=lambda each: (each.planned, each.key))


def _slowed(connection: Connection, workplace: Workplace) -> Iterator[Slowed]:
    limited = {name: each.pace for name, each in workplace.tenant.accounts.items() if each.pace.quota is not None}
    if not limited:
        return
    columns, its = publication.c, delivery.c
    last = (
        select(func.max(its.sent_at))
        .where(its.publication == columns.id, its.state == DeliveryState.SENT.value)
        .scalar_subquery()
    )
    asked = (
        select(columns.campaign, columns.message, columns.account, columns.occurrence, columns.planned_at)
        .add_columns(last.label("ended"))
        .where(columns.tenant == workplace.tenant_id, columns.account.in_(limited), columns.planned_at.is_not(None))
        .where(BY_STAFF)
    )
    for row in connection.execute(asked):
        if row.ended is not None and row.ended - row.planned_at >= SLOW:
            pace = limited[row.account]
            why = f"La cuenta admite {pace.quota} en {lasting(pace.quota_window)}."
            key = str(Key(row.campaign, row.message, row.account, row.occurrence))
            yield Slowed(key, row.planned_at, row.ended, why)
