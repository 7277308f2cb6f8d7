"""Publications: written once for each key, moved by cause, finished when their rows say so."""

from collections.abc import Collection
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Update, bindparam, exists, func, or_, select, update
from sqlalchemy.sql.dml import ReturningInsert

from channels.keys import Key
from storage.execution import execute
from storage.ledger.cancelling import take_along
from storage.ledger.deliveries import in_state
from storage.ledger.moves import FIRST_STATES, Cause, IllegalMove, origins
from storage.parameters import given, parameters
from storage.states import DeliveryState, PublicationState
from storage.tables import delivery, publication
from storage.unsent import Unsent, tell_unsent
from storage.upsert import insert_into


def _any_in(*states: DeliveryState) -> ColumnElement[bool]:
    """Whether any delivery stands in one of these states; each is asked alone, so that its partial index serves."""
    return or_(*(exists().where(delivery.c.publication == bindparam("number"), in_state(state)) for state in states))


# Not the key: whoever counts for the first time in a state names the publication in a new row, and holds counters.
_LOCKED = (
    select(publication.c.state, publication.c.expanded_at)
    .where(publication.c.id == bindparam("number"))
    .with_for_update(key_share=True)
)
_TOGETHER = (
    select(publication.c.id)
    .where(publication.c.id.in_(bindparam("numbers", expanding=True)))
    .order_by(publication.c.id)
    .with_for_update(key_share=True)
)
_LEFT = select(
    _any_in(DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.SENDING).label("open"),
    _any_in(DeliveryState.FAILED, DeliveryState.UNCERTAIN).label("troubled"),
)
_KEY = select(publication.c.campaign, publication.c.message, publication.c.account, publication.c.occurrence).where(
    publication.c.id == bindparam("number")
)
_UNSENT = {
    PublicationState.WAITING: Unsent.HELD,
    PublicationState.AWAITING_APPROVAL: Unsent.HELD,
    PublicationState.PAUSED: Unsent.HELD,
    PublicationState.MISSED: Unsent.MISSED,
    PublicationState.CANCELLED: Unsent.CANCELLED,
}
_ENDS = (PublicationState.DONE, PublicationState.DONE_WITH_ERRORS, PublicationState.CANCELLED)


def add_publication(connection: Connection, **columns: object) -> int | None:
    """Write a publication down and return its number, or None where its key exists already.

    `columns` are those of the table, `class_` for the class. Raises IllegalMove for a state in which none begins.
    """
    state = PublicationState(str(columns["state"]))
    if state not in FIRST_STATES:
        raise IllegalMove(state, Cause.DUE, "una publicación no empieza en ese estado")
    number: int | None = execute(connection, _adding(connection.dialect.name), columns).scalar_one_or_none()
    if number is not None and state in _UNSENT:
        key = str(Key(*(str(columns[name]) for name in Key._fields)))
        tell_unsent(_UNSENT[state], str(columns.get("reason", "")), key=key)
    return number


def move_publication(
    connection: Connection,
    publication_id: int,
    to: PublicationState,
    cause: Cause,
    now: datetime,
    reason: str | None = "",
    **columns: object,
) -> bool:
    """Move a publication, with `reason` for people to read; False where it no longer is in a state that allows it.

    None keeps the reason that it has.

    Sets `started_at` at its first running and `finished_at` at its end, unless `columns` does. A cancel takes what
    has not gone out with it: its waiting deliveries are skipped, most of many by the sweep, and its open work
    orders cancelled. Raises IllegalMove where no state at all leads to `to` for this cause.
    """
    starts = to is PublicationState.RUNNING and "started_at" not in columns
    first = {"started_at": now} if starts else {}
    told = {} if reason is None else {"reason": reason}
    values = {**told, "finished_at": now if to in _ENDS else None, **first, **columns}
    statement = _moving(to, cause, tuple(values), starts)
    if execute(connection, statement, {"number": publication_id} | given(values)).rowcount == 0:
        return False
    if to is PublicationState.CANCELLED:
        take_along(connection, publication_id)
    if to in _UNSENT:
        key = str(Key(*execute(connection, _KEY, {"number": publication_id}).one()))
        tell_unsent(_UNSENT[to], reason or "", key=key)
    return True


def finish(connection: Connection, publication_id: int, now: datetime) -> PublicationState | None:
    """Finish a running publication whose rows are all written and all decided; None where there is more to do.

    Counted from the rows: done, or done with errors where any delivery failed or is uncertain.
    """
    row = execute(connection, _LOCKED, {"number": publication_id}).one_or_none()
    if row is None or row.state != PublicationState.RUNNING.value or row.expanded_at is None:
        return None
    return _end(connection, publication_id, now)


def lock_publications(connection: Connection, publications: Collection[int]) -> None:
    """Lock them until the transaction ends: whoever will finish some does it before it locks deliveries.

    Two that both shared a publication, and both wanted it whole at the end, would wait for each other.
    """
    if publications:
        execute(connection, _TOGETHER, {"numbers": sorted(publications)})


def reconsider(connection: Connection, publication_id: int, now: datetime) -> PublicationState | None:
    """After a person's word on one delivery: finish what runs, and call done what had errors and has none left."""
    row = execute(connection, _LOCKED, {"number": publication_id}).one()
    if row.state == PublicationState.RUNNING.value and row.expanded_at is not None:
        return _end(connection, publication_id, now)
    if row.state != PublicationState.DONE_WITH_ERRORS.value:
        return None
    if execute(connection, _LEFT, {"number": publication_id}).one().troubled:
        return None
    move_publication(connection, publication_id, PublicationState.DONE, Cause.SETTLE, now, reason=None)
    return PublicationState.DONE


def _end(connection: Connection, publication_id: int, now: datetime) -> PublicationState | None:
    """The same for one that runs and is locked; what is left is asked after the lock, so that it is what holds."""
    left = execute(connection, _LEFT, {"number": publication_id}).one()
    if left.open:
        return None
    to = PublicationState.DONE_WITH_ERRORS if left.troubled else PublicationState.DONE
    move_publication(connection, publication_id, to, Cause.FINISH, now, reason=None)
    return to


@cache
def _adding(dialect: str) -> ReturningInsert[Any]:
    key = publication.c
    return (
        insert_into(dialect, publication)
        .on_conflict_do_nothing(index_elements=[key.tenant, key.campaign, key.message, key.account, key.occurrence])
        .returning(key.id)
    )


@lru_cache(maxsize=64)
def _moving(to: PublicationState, cause: Cause, columns: tuple[str, ...], starts: bool) -> Update:
    """An update of these columns; one that `starts` keeps the moment at which it first did."""
    new: dict[str, ColumnElement[Any]] = {**parameters(publication, columns)}
    if starts:
        new["started_at"] = func.coalesce(publication.c.started_at, new["started_at"])
    allowed = [origin.value for origin in origins(to, cause)]
    asked = update(publication).where(publication.c.id == bindparam("number"), publication.c.state.in_(allowed))
    return asked.values(state=to.value, **new)
