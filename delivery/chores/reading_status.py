"""How the asking for figures goes: when a service last told some, and which accounts tell none."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from delivery.chores.pulls import PULL
from storage.chores import ChoreState
from storage.tables import chore, reading


@dataclass(frozen=True, slots=True)
class Untold:
    """An account whose service does not tell figures now, for one reason."""

    account: str
    posts: int
    """How many posts it is about."""
    again_at: datetime
    reason: str
    """In Spanish."""


@dataclass(frozen=True, slots=True)
class Readings:
    """One moment of a tenant."""

    last_at: datetime | None
    """When figures were last told; None: never."""
    failing: list[Untold]


def readings_of(connection: Connection, tenant_id: int) -> Readings:
    """Read it all. What is gone at its service is no failure, and is asked no more."""
    last = connection.execute(select(func.max(reading.c.asked_at)).where(reading.c.tenant == tenant_id)).scalar_one()
    columns = chore.c
    failing = (
        select(columns.account, columns.note, func.count().label("posts"), func.min(columns.due_at).label("again_at"))
        .where(columns.tenant == tenant_id, columns.kind == PULL, columns.state == ChoreState.FAILING.value)
        .group_by(columns.account, columns.note)
        .order_by(columns.account, columns.note)
    )
    found = [Untold(row.account, row.posts, row.again_at, row.note) for row in connection.execute(failing)]
    return Readings(last, found)
