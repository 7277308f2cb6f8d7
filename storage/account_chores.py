"""What an account's lane does at a time besides sending: asks for a post's figures, closes its poll, looks ahead."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, literal_column, select, update

from storage.chores import OPEN, ChoreState
from storage.columns import Instant
from storage.execution import execute
from storage.tables import chore
from storage.upsert import insert

# Spelt as the partial index spells it: SQLite finds it by its words alone.
_STATES: list[ColumnElement[str]] = [literal_column(f"'{state.value}'") for state in OPEN]
OPEN_OF_ACCOUNTS = and_(chore.c.tenant == bindparam("of"), chore.c.account.is_not(None), chore.c.state.in_(_STATES))
"""Condition over the tenant `of`."""
_MINE = OPEN_OF_ACCOUNTS & chore.c.account.in_(bindparam("accounts", expanding=True))
_DUE = (
    select(chore)
    .where(_MINE, chore.c.due_at <= bindparam("now", type_=Instant()))
    .order_by(chore.c.due_at, chore.c.id)
    .limit(1)
)
_EARLIEST = select(func.min(chore.c.due_at)).where(OPEN_OF_ACCOUNTS, chore.c.account == bindparam("account"))
_THIS = (chore.c.id == bindparam("number")) & chore.c.state.in_(_STATES)


@dataclass(frozen=True, slots=True)
class AccountChore:
    """One."""

    id: int
    kind: str
    subject: str
    """What it is about: the number of the delivery that was sent, or the account's own name."""
    account: str
    slot: str
    """Which of its times it is."""
    due_at: datetime
    tries: int
    """How often it was tried in vain."""


def add_account_chore(
    connection: Connection, tenant: int, kind: str, about: int | str, account: str, slot: str, due_at: datetime
) -> bool:
    """Write one down; False where it is there, whatever became of it.

    `about`: the delivery that was sent, or the account's own name.
    """
    row = {"tenant": tenant, "kind": kind, "subject": str(about), "slot": slot, "due_at": due_at}
    keys = (chore.c.tenant, chore.c.kind, chore.c.subject, chore.c.slot)
    statement = insert(connection, chore).values(**row, account=account, state=ChoreState.DUE.value)
    once = statement.on_conflict_do_nothing(index_elements=keys).returning(chore.c.id)
    return connection.execute(once).first() is not None


def earliest_chore(connection: Connection, tenant: int, accounts: Collection[str]) -> datetime | None:
    """When the first of these accounts' is due; None: there is none."""
    found = (execute(connection, _EARLIEST, {"of": tenant, "account": name}).scalar_one() for name in accounts)
    return min((moment for moment in found if moment is not None), default=None)


def due_chore(connection: Connection, tenant: int, accounts: Collection[str], now: datetime) -> AccountChore | None:
    """The one of these accounts that has been due for longest; None: none is."""
    row = execute(connection, _DUE, {"of": tenant, "accounts": sorted(accounts), "now": now}).one_or_none()
    if row is None:
        return None
    return AccountChore(row.id, row.kind, row.subject, row.account, row.slot, row.due_at, row.tries)


def begin_chore(connection: Connection, number: int, now: datetime, believed: timedelta) -> bool:
    """Begin one that is due; who does is believed for so long, then another may. False where another is at it."""
    due = _THIS & (chore.c.due_at <= now)
    running = {"state": ChoreState.RUNNING.value, "due_at": now + believed}
    return connection.execute(update(chore).where(due).values(**running), {"number": number}).rowcount == 1


def finish_chore(connection: Connection, number: int) -> None:
    """It was done."""
    _set(connection, number, state=ChoreState.DONE.value, note="")


def refuse_chore(connection: Connection, number: int, reason: str) -> None:
    """It can never be done; `reason` is Spanish."""
    _set(connection, number, state=ChoreState.FAILED.value, note=reason)


def try_chore_again(connection: Connection, number: int, at: datetime, reason: str) -> None:
    """It could not be done now; `reason` is Spanish."""
    failing = {"state": ChoreState.FAILING.value, "due_at": at, "tries": chore.c.tries + 1}
    _set(connection, number, **failing, note=reason)


def put_off_chores(
    connection: Connection, tenant: int, accounts: Collection[str], until: datetime, kind: str | None = None
) -> None:
    """None of these accounts' is due before then; of one kind, where it is given."""
    earlier = _MINE & (chore.c.due_at < until)
    if kind is not None:
        earlier &= chore.c.kind == kind
    given = {"of": tenant, "accounts": sorted(accounts)}
    connection.execute(update(chore).where(earlier).values(due_at=until), given)


def hasten_chores(connection: Connection, tenant: int, kind: str, deliveries: Collection[int], now: datetime) -> None:
    """What is open of a kind about these deliveries is due now."""
    open_ = OPEN_OF_ACCOUNTS & (chore.c.kind == kind) & chore.c.subject.in_([str(number) for number in deliveries])
    later = chore.c.due_at > now
    connection.execute(update(chore).where(open_, later).values(due_at=now), {"of": tenant})


def move_chores(
    connection: Connection, tenant: int, kind: str, deliveries: Collection[int], slot: str, due_at: datetime
) -> None:
    """What is open of a kind about these deliveries is due at another time, under another slot."""
    open_ = OPEN_OF_ACCOUNTS & (chore.c.kind == kind) & chore.c.subject.in_([str(number) for number in deliveries])
    connection.execute(update(chore).where(open_).values(slot=slot, due_at=due_at), {"of": tenant})


def drop_chores(connection: Connection, tenant: int, kind: str, deliveries: Collection[int], reason: str) -> None:
    """What is open of a kind about these deliveries is done no more; `reason` is Spanish."""
    open_ = OPEN_OF_ACCOUNTS & (chore.c.kind == kind) & chore.c.subject.in_([str(number) for number in deliveries])
    statement = update(chore).where(open_).values(state=ChoreState.FAILED.value, note=reason)
    connection.execute(statement, {"of": tenant})


def _set(connection: Connection, number: int, **columns: object) -> None:
    connection.execute(update(chore).where(_THIS).values(**columns), {"number": number})
