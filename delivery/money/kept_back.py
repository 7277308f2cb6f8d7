"""What a budget or a stock keeps back, and what it kept back until its hour was over."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, or_, select

from channels.keys import Key
from delivery import limits
from storage.execution import execute
from storage.states import Mode, PublicationState
from storage.tables import publication

_ASKED = select(
    publication.c.campaign,
    publication.c.message,
    publication.c.account,
    publication.c.occurrence,
    publication.c.state,
    publication.c.mode,
    publication.c.depends_on,
    publication.c.planned_at,
    publication.c.expires_at,
).where(
    publication.c.tenant == bindparam("of"),
    publication.c.state.in_([PublicationState.WAITING.value, PublicationState.MISSED.value]),
    or_(*(publication.c.depends_on.like(f"{mark}%") for mark in (limits.MARK, limits.STOCK_MARK))),
)


class KeptBack(NamedTuple):
    """One publication that did not go out for want of money, or of what is handed out."""

    key: str
    mark: str
    """Of the budget or the stock that did not suffice."""
    mode: Mode
    waits: bool
    """It still goes out by itself, should there be more in time; False: it was missed."""
    planned_at: datetime | None
    expires_at: datetime | None
    """Until when it would still have been of use."""

    def serves(self, now: datetime) -> bool:
        """Whether it may still go out: it waits, or a person may send it and it is not too late for that."""
        return self.waits or (self.expires_at is not None and self.expires_at > now)


def read_kept_back(connection: Connection, tenant_id: int) -> tuple[KeptBack, ...]:
    """All of a municipality."""
    return tuple(
        KeptBack(
            str(Key(row.campaign, row.message, row.account, row.occurrence)),
            row.depends_on,
            Mode(row.mode),
            row.state == PublicationState.WAITING.value,
            row.planned_at,
            row.expires_at,
        )
        for row in execute(connection, _ASKED, {"of": tenant_id})
    )
