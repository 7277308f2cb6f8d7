"""Publications that began in a stretch of days: also those that the calendar does not make, sent by a person."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from storage.tables import counter, publication

BOUNCED = "bounced"
"""The counter of what came back; it was counted as sent before."""


class Started(NamedTuple):
    """One publication that began."""

    campaign: str
    message: str
    account: str
    occurrence: str
    kind: str
    class_: str
    actions: tuple[str, ...]
    state: str
    reason: str
    started_at: datetime
    deliveries: int
    planned_at: datetime | None = None

    @property
    def key(self) -> str:
        """`campaign/message/account@occurrence`."""
        return f"{self.campaign}/{self.message}/{self.account}@{self.occurrence}"


def read_started(connection: Connection, tenant: int, since: datetime, until: datetime) -> tuple[Started, ...]:
    """Those whose hour, or beginning where they had none, was in [`since`, `until`), without the derived ones.

    What a person sends at once has that moment as its hour; what the calendar makes keeps its own, also where it
    began a little later.
    """
    columns = publication.c
    written = (
        select(func.coalesce(func.sum(counter.c.count), 0))
        .where(counter.c.publication == columns.id, counter.c.state != BOUNCED)
        .scalar_subquery()
    )
    fields = (columns.campaign, columns.message, columns.account, columns.occurrence, columns.kind, columns.class_)
    then = (columns.actions, columns.state, columns.reason, columns.started_at, written, columns.planned_at)
    hour = func.coalesce(columns.planned_at, columns.started_at)
    asked = select(*fields, *then).where(
        columns.tenant == tenant,
        columns.started_at.is_not(None),
        hour >= since,
        hour < until,
        columns.message.not_like("%~%"),
    )
    rows = connection.execute(asked).all()
    return tuple(Started(*row[:6], tuple(row.actions), *row[7:10], int(row[10]), row.planned_at) for row in rows)
