"""What was corrected or taken back in a period, after it had gone out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from channels.keys import Key
from indicators.medium import medium_named
from storage.states import DeliveryState
from storage.tables import counter, publication

WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Change:
    """A correction or a withdrawal of one publication."""

    withdraws: bool
    moment: datetime
    of: str
    """The key of what it corrects or takes back."""
    medium: str
    sent: int
    """How many messages or posts."""


def read_changes(
    connection: Connection, tenant: int, modes: Sequence[str], since: datetime, until: datetime
) -> tuple[Change, ...]:
    """Those that began in [`since`, `until`), by their moment."""
    its, source = publication.c, publication.alias()
    sent = func.coalesce(func.sum(counter.c.count), 0).label("sent")
    went_out = and_(counter.c.publication == its.id, counter.c.state == DeliveryState.SENT.value)
    of = (source.c.campaign, source.c.message, source.c.account, source.c.occurrence)
    asked = (
        select(its.id, its.act, its.started_at, its.medium, *of, sent)
        .select_from(publication.join(source, source.c.id == its.corrects).outerjoin(counter, went_out))
        .where(its.tenant == tenant, its.mode.in_(modes), its.started_at >= since, its.started_at < until)
        # The join says it, too; PostgreSQL does not see by it how few they are.
        .where(its.corrects.is_not(None))
        .group_by(its.id, its.act, its.started_at, its.medium, *of)
        .order_by(its.started_at, its.id)
    )
    return tuple(
        Change(
            withdraws=row.act == WITHDRAW,
            moment=row.started_at,
            of=str(Key(row.campaign, row.message, row.account, row.occurrence)),
            medium=medium_named(row.medium),
            sent=int(row.sent),
        )
        for row in connection.execute(asked)
    )
