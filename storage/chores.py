"""What the daemon does for itself at a time: one row for each time, so that none is forgotten nor done twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, select, update

from storage.tables import chore
from storage.upsert import insert


class ChoreState(StrEnum):
    """Where a chore stands."""

    DUE = "due"
    RUNNING = "running"
    """Somebody is at it; `due_at` is until when he is believed."""
    FAILING = "failing"
    """It failed, and is tried again at `due_at`."""
    DONE = "done"
    FAILED = "failed"
    """It never was done, and the next one has come."""


OPEN = (ChoreState.DUE, ChoreState.RUNNING, ChoreState.FAILING)
_OPEN = [state.value for state in OPEN]


@dataclass(frozen=True, slots=True)
class Chore:
    """One."""

    id: int
    slot: str
    due_at: datetime
    state: ChoreState
    tries: int = 0
    """How often it was tried in vain."""
    note: str = ""
    """In Spanish: why it was not done, the last time it was tried."""


def add_chore(connection: Connection, tenant: int, kind: str, subject: str, slot: str, due_at: datetime) -> bool:
    """Write a chore down; False where it is there. Earlier ones of its kind that were never done have failed then."""
    row = {"tenant": tenant, "kind": kind, "subject": subject, "slot": slot, "due_at": due_at}
    columns = (chore.c.tenant, chore.c.kind, chore.c.subject, chore.c.slot)
    statement = insert(connection, chore).values(**row, state=ChoreState.DUE.value)
    once = statement.on_conflict_do_nothing(index_elements=columns).returning(chore.c.id)
    made = connection.execute(once).first() is not None
    if made:
        others = _of(tenant, kind, subject) & (chore.c.slot != slot) & chore.c.state.in_(_OPEN)
        connection.execute(update(chore).where(others).values(state=ChoreState.FAILED.value))
    return made


def chores(connection: Connection, tenant: int, kind: str, subject: str, limit: int) -> Sequence[Chore]:
    """The latest ones of a kind, the latest first."""
    asked = select(chore).where(_of(tenant, kind, subject)).order_by(chore.c.id.desc()).limit(limit)
    return [
        Chore(row.id, row.slot, row.due_at, ChoreState(row.state), row.tries, row.note)
        for row in connection.execute(asked)
    ]


def first_slot(connection: Connection, tenant: int, kind: str, subject: str) -> str | None:
    """The slot of the first one that was ever written down; None: there is none."""
    asked = select(chore.c.slot).where(_of(tenant, kind, subject)).order_by(chore.c.id).limit(1)
    return connection.execute(asked).scalar_one_or_none()


def tenants_with_open(connection: Connection, kind: str) -> list[int]:
    """The numbers of the municipalities that have an open chore of a kind."""
    open_ = (chore.c.kind == kind) & chore.c.state.in_(_OPEN)
    return list(connection.execute(select(chore.c.tenant).where(open_).distinct().order_by(chore.c.tenant)).scalars())


def take_chore(connection: Connection, number: int, now: datetime, believed: timedelta) -> bool:
    """Begin a chore that is due, or go on believing in the one who did; False where another is at it, or it is done."""
    open_ = chore.c.state.in_(_OPEN) & (chore.c.due_at <= now)
    values = {"state": ChoreState.RUNNING.value, "due_at": now + believed}
    return connection.execute(update(chore).where(chore.c.id == number, open_).values(**values)).rowcount == 1


def keep_chore(connection: Connection, number: int, now: datetime, believed: timedelta) -> bool:
    """Whoever is at it still is; False where another has taken it since."""
    ours = (chore.c.id == number) & (chore.c.state == ChoreState.RUNNING.value)
    return connection.execute(update(chore).where(ours).values(due_at=now + believed)).rowcount == 1


def end_chore(connection: Connection, number: int, state: ChoreState, due_at: datetime) -> None:
    """It was done, or failed and is tried again at `due_at`; one that a later one has overtaken stays as it is."""
    ours = (chore.c.id == number) & chore.c.state.in_(_OPEN)
    connection.execute(update(chore).where(ours).values(state=state.value, due_at=due_at))


def fail_chore(connection: Connection, number: int, due_at: datetime, tries: int, note: str) -> None:
    """It was tried in vain so often, and is tried again at `due_at`; `note` says why, in Spanish."""
    ours = (chore.c.id == number) & chore.c.state.in_(_OPEN)
    values = {"state": ChoreState.FAILING.value, "due_at": due_at, "tries": tries, "note": note}
    connection.execute(update(chore).where(ours).values(**values))


def _of(tenant: int, kind: str, subject: str) -> ColumnElement[bool]:
    return (chore.c.tenant == tenant) & (chore.c.kind == kind) & (chore.c.subject == subject)
