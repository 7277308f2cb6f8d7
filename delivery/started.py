"""Publications that began in a stretch of days: also those that the calendar does not make, sent by a person."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, func, select

from channels.keys import Key
from storage.states import BOUNCED
from storage.tables import counter, publication
from storage.written import BY_STAFF


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
    reaches: tuple[str, str] | None
    """Public (with its topics, of what goes to subscribers) and type of account, while not everybody has a row yet;
    None: all have."""
    deliveries: int
    planned_at: datetime | None = None
    purpose: str | None = None
    """To what whoever gets it must have consented; None: to nothing."""

    @property
    def key(self) -> str:
        """`campaign/message/account@occurrence`."""
        return str(Key(self.campaign, self.message, self.account, self.occurrence))


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
    hour = func.coalesce(columns.planned_at, columns.started_at)
    stands = (columns.actions, columns.state, columns.reason, columns.started_at, columns.expanded_at)
    to_whom = (columns.audience, columns.topics, columns.channel, columns.purpose)
    counted = (*to_whom, written.label("written"), columns.planned_at)
    asked = select(*fields, *stands, *counted).where(
        columns.tenant == tenant,
        columns.started_at.is_not(None),
        hour >= since,
        hour < until,
        BY_STAFF,
    )
    return tuple(map(_started, connection.execute(asked)))


def _started(row: Row[*tuple[Any, ...]]) -> Started:
    reaches = (f"{row.audience}{row.topics or ''}".rstrip(), row.channel) if row.expanded_at is None else None
    return Started(
        campaign=row.campaign,
        message=row.message,
        account=row.account,
        occurrence=row.occurrence,
        kind=row.kind,
        class_=row.class_,
        actions=tuple(row.actions),
        state=row.state,
        reason=row.reason,
        started_at=row.started_at,
        reaches=reaches,
        deliveries=int(row.written),
        planned_at=row.planned_at,
        purpose=row.purpose,
    )
