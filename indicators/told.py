"""What services tell of posts, as a period sees it: the last reading before its end, less the last before its start.

Votes are not taken from readings: a survey's are those with which it closed (`indicators.voted`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select

from channels.capabilities import Metric
from indicators.medium import medium_named
from storage.origin import Origin, origin_of
from storage.readings import Told, last_told
from storage.tables import delivery, publication, reading


@dataclass(frozen=True, slots=True)
class Counted(Origin):
    """A post that its service was asked about."""

    publication: int
    moment: datetime
    """When it was asked for the last time before the period's end."""
    last: Mapping[str, int]
    """Metric to what was told by the period's end; what was never told is not there."""
    before: Mapping[str, int]
    """The same by the period's start."""

    def came(self, metric: Metric) -> int:
        """What came in the period of a metric that was told; below nought where people took more back."""
        return self.last[metric.value] - self.before.get(metric.value, 0)


def read_told(
    connection: Connection, tenant: int, counts: ColumnElement[bool], since: datetime, until: datetime
) -> tuple[Counted, ...]:
    """Every post that was asked about in [`since`, `until`): what came of one that nobody asked about is not known.

    `counts`: whether a publication belongs to what reports count.
    """
    asked = select(reading.c.delivery).where(
        reading.c.tenant == tenant, reading.c.asked_at >= since, reading.c.asked_at < until
    )
    last = last_told(connection, tenant, until, asked)
    if not last:
        return ()
    before, columns = last_told(connection, tenant, since, asked), publication.c
    names = (columns.campaign, columns.message, columns.account, columns.occurrence, columns.medium)
    found = (
        select(*names, columns.actions, columns.audience, columns.id, delivery.c.id.label("delivery"))
        .join(delivery, delivery.c.publication == columns.id)
        .where(counts, delivery.c.id.in_(asked))
        .order_by(delivery.c.id)
    )
    nothing = Told(since, {})
    return tuple(
        Counted(
            publication=row.id,
            **origin_of(row, medium_named(row.medium)),
            moment=last[row.delivery].asked_at,
            last=last[row.delivery].figures,
            before=before.get(row.delivery, nothing).figures,
        )
        for row in connection.execute(found)
        if row.delivery in last
    )
