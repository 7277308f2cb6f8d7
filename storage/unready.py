"""Accounts of which a look before the hour found that their messages would be refused: one row for each time."""

from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.execution import execute
from storage.tables import chore

KIND = "unready"
OPEN, OVER = "open", "over"
OPEN_UNREADY = (chore.c.tenant == bindparam("of")) & (chore.c.kind == KIND) & (chore.c.state == OPEN)
"""Condition over the tenant `of`."""
_ALL = select(chore.c.subject, chore.c.slot, chore.c.note).where(OPEN_UNREADY).order_by(chore.c.id)
_ITS = OPEN_UNREADY & (chore.c.subject == bindparam("name"))


class Unready(NamedTuple):
    """One account."""

    account: str
    since: datetime
    """When it was found."""
    reason: str
    """In Spanish, as it was found last."""


def note_unready(connection: Connection, tenant: int, account: str, reason: str, now: datetime) -> None:
    """Its messages would be refused, for a reason in Spanish."""
    its = {"of": tenant, "name": account}
    if connection.execute(update(chore).where(_ITS).values(note=reason), its).rowcount == 0:
        since = now.astimezone(UTC).isoformat()
        row = {"tenant": tenant, "kind": KIND, "subject": account, "slot": since, "due_at": now}
        connection.execute(insert(chore).values(**row, state=OPEN, note=reason))


def note_ready(connection: Connection, tenant: int, account: str) -> None:
    """All is in order."""
    connection.execute(update(chore).where(_ITS).values(state=OVER), {"of": tenant, "name": account})


def unready_accounts(connection: Connection, tenant: int) -> list[Unready]:
    """Those that are not in order, the oldest first."""
    rows = execute(connection, _ALL, {"of": tenant})
    return [Unready(row.subject, datetime.fromisoformat(row.slot), row.note) for row in rows]
