"""Deliveries: written once for each recipient, moved in sets, counted in the same transaction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Insert,
    Row,
    Select,
    Update,
    and_,
    bindparam,
    literal_column,
    select,
    text,
    true,
    update,
)
from sqlalchemy.sql.dml import ReturningInsert

from storage.execution import execute, select_many
from storage.ledger.moves import Cause, origins
from storage.ledger.tally import Tally, gathering
from storage.parameters import given, parameters
from storage.states import DeliveryState, PublicationState
from storage.tables import delivery, publication
from storage.upsert import insert_into

Item = TypeVar("Item")

CHUNK = 5_000
"""How many rows one statement names: SQLite takes 32,766 variables at most."""
CANCELLED_TEXT = "La publicación se canceló antes de que saliera este mensaje."
"""What a delivery says that a cancel overtook, beside `error_code="cancelled"`."""

_INDEXED_TOGETHER = (
    (DeliveryState.CLAIMED, DeliveryState.SENDING),
    (DeliveryState.UNCERTAIN, DeliveryState.FAILED, DeliveryState.SKIPPED),
)

Moved = Row[Any]
"""id, publication and audience of a delivery that moved."""
Given = Mapping[str, object]
"""Values of the parameters that a condition names."""

# Statements are built once: to build one anew costs more than the database takes for it.
_AMONG = delivery.c.id.in_(bindparam("numbers", expanding=True))
_STANDING = (
    select(publication.c.id, publication.c.state)
    .where(publication.c.id.in_(bindparam("numbers", expanding=True)))
    .order_by(publication.c.id)
    .with_for_update(read=True)
)


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A recipient to be. `address` is None where the key says all (a post, a work order)."""

    recipient_key: str
    address: str | None
    shard: int
    audience: str
    state: DeliveryState = DeliveryState.PENDING
    error_code: str | None = None
    error_text: str | None = None


def add_deliveries(connection: Connection, publication_id: int, rows: Sequence[NewDelivery]) -> int:
    """Write down recipients and return how many are new: a key that the publication has already is passed over.

    `state` is pending or skipped. In a publication that was cancelled meanwhile, what is pending is written as skipped:
    the expansion goes on to its end, so that everyone has a row.
    """
    if not rows:
        return 0
    cancelled = bool(cancelled_among(connection, [publication_id]))
    values = [_values(publication_id, row, cancelled) for row in rows]
    added = connection.execute(_adding(connection.dialect.name), values).all()
    tally = Tally()
    for state in DeliveryState:
        tally.add((row for row in added if row.state == state.value), state)
    tally.write(connection)
    return len(added)


def add_selected(
    connection: Connection,
    publication_id: int,
    audience: str,
    selection: Select[Any],
    parameters: Given,
    tally: Tally | None = None,
    skipped: tuple[str, str] | None = None,
) -> int:
    """The same for the recipients that `selection` finds, in one statement; it is built once, for it is kept.

    It has the columns `recipient_key` and `address`; `parameters` are its own. `tally`: as in `claim`. `skipped`: they
    get nothing, for a reason: its code, and a sentence in Spanish.
    """
    why = ("cancelled", CANCELLED_TEXT) if cancelled_among(connection, [publication_id]) else skipped
    state = DeliveryState.PENDING if why is None else DeliveryState.SKIPPED
    constant = {"in_publication": publication_id, "for_audience": audience, "in_state": state.value}
    constant |= dict(zip(("for_code", "for_text"), why or (None, None), strict=True))
    added = execute(connection, _adding_selected(connection.dialect.name, selection), {**parameters, **constant})
    with gathering(connection, tally) as changes:
        changes.add_many(publication_id, audience, state, added.rowcount)
    return added.rowcount


def move_deliveries(
    connection: Connection, ids: Iterable[int], to: DeliveryState, cause: Cause, now: datetime, **columns: object
) -> list[int]:
    """Move those of `ids` from whose state `cause` leads to `to`, set `columns`, and return the moved ones, in order.

    A delivery that becomes sent gets `sent_at=now` unless `columns` says otherwise. Raises IllegalMove where no
    state at all leads there.
    """
    if to is DeliveryState.SENT:
        columns = {"sent_at": now, **columns}
    tally = Tally()
    moved: list[int] = []
    for chunk in chunks(sorted(set(ids))):
        moved += [row.id for row in shift(connection, tally, _AMONG, {"numbers": chunk}, to, cause, **columns)]
    tally.write(connection)
    return sorted(moved)


def shift(
    connection: Connection,
    tally: Tally,
    where: ColumnElement[bool],
    named: Given,
    to: DeliveryState,
    cause: Cause,
    **columns: object,
) -> list[Moved]:
    """Move what `where` names from the states in which `cause` allows it; the caller writes the tally at its end.

    `where` is built once, for it is kept; what differs from call to call are parameters, with their values in `named`.
    """
    expressions = tuple((name, value) for name, value in columns.items() if isinstance(value, ColumnElement))
    plain = {name: value for name, value in columns.items() if not isinstance(value, ColumnElement)}
    told = {**named, **given(plain)}
    moved: list[Moved] = []
    for origin in origins(to, cause):
        state = DeliveryState(origin)
        if connection.dialect.name == "sqlite":
            rows = _found_and_moved(connection, _found(where, state), told, _setting(to, tuple(plain), expressions))
        else:
            rows = execute(connection, _moving(where, state, to, tuple(plain), expressions), told).all()
        tally.move(rows, state, to)
        moved += rows
    return moved


def _found_and_moved(connection: Connection, found: Select[Any], told: Given, setting: Update) -> Sequence[Moved]:
    """RETURNING would give each row by itself, and the driver lets another thread run at each (`select_many`).

    Nobody can come between the two: on SQLite one writes at a time.
    """
    rows = select_many(connection, found, told).all()
    if rows:
        execute(connection, setting, {**told, "moved": [row.id for row in rows]})
    return rows


@cache
def in_state(state: DeliveryState) -> ColumnElement[bool]:
    """The delivery is in `state`, spelt as the partial indexes spell it: SQLite finds them by their words alone."""
    exactly = delivery.c.state == literal_column(f"'{state.value}'")
    for group in _INDEXED_TOGETHER:
        if state in group:
            words = ", ".join(f"'{member.value}'" for member in group)
            return and_(text(f"delivery.state IN ({words})"), exactly)
    return exactly


def cancelled_among(connection: Connection, publications: Iterable[int]) -> list[int]:
    """Which of these publications are cancelled; none of them can be cancelled until this transaction ends.

    Asked before deliveries become pending: what is pending in a cancelled publication would stay so for ever.
    """
    numbers = sorted(set(publications))
    if not numbers:
        return []
    rows = execute(connection, _STANDING, {"numbers": numbers}).all()
    return [row.id for row in rows if row.state == PublicationState.CANCELLED.value]


def chunks(named: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """What is named, in pieces that one statement can name."""
    for start in range(0, len(named), CHUNK):
        yield named[start : start + CHUNK]


@cache
def _adding(dialect: str) -> ReturningInsert[Any]:
    return (
        insert_into(dialect, delivery)
        .on_conflict_do_nothing(index_elements=[delivery.c.publication, delivery.c.recipient_key])
        .returning(delivery.c.publication, delivery.c.audience, delivery.c.state)
    )


@lru_cache(maxsize=64)
def _adding_selected(dialect: str, selection: Select[Any]) -> Insert:
    found = selection.subquery("found")
    columns = {
        "publication": bindparam("in_publication", type_=delivery.c.publication.type),
        "recipient_key": found.c.recipient_key,
        "address": found.c.address,
        "audience": bindparam("for_audience", type_=delivery.c.audience.type),
        "state": bindparam("in_state", type_=delivery.c.state.type),
        "error_code": bindparam("for_code", type_=delivery.c.error_code.type),
        "error_text": bindparam("for_text", type_=delivery.c.error_text.type),
    }
    # Without the condition SQLite would take the ON of the conflict for a join's (www.sqlite.org/lang_upsert.html).
    rows = select(*columns.values()).select_from(found).where(true())
    return (
        insert_into(dialect, delivery)
        .from_select(list(columns), rows)
        .on_conflict_do_nothing(index_elements=[delivery.c.publication, delivery.c.recipient_key])
        # SQLAlchemy keeps the count of an insert only where it is asked to.
        .execution_options(preserve_rowcount=True)
    )


@lru_cache(maxsize=256)
def _moving(
    where: ColumnElement[bool],
    origin: DeliveryState,
    to: DeliveryState,
    columns: tuple[str, ...],
    expressions: tuple[tuple[str, ColumnElement[Any]], ...],
) -> Update:
    """An update of `columns` to values that are given each time, and of others to expressions."""
    return (
        _changing(to, columns, expressions)
        .where(where, in_state(origin))
        .returning(delivery.c.id, delivery.c.publication, delivery.c.audience)
    )


@lru_cache(maxsize=256)
def _found(where: ColumnElement[bool], origin: DeliveryState) -> Select[Any]:
    return select(delivery.c.id, delivery.c.publication, delivery.c.audience).where(where, in_state(origin))


@lru_cache(maxsize=256)
def _setting(
    to: DeliveryState, columns: tuple[str, ...], expressions: tuple[tuple[str, ColumnElement[Any]], ...]
) -> Update:
    return _changing(to, columns, expressions).where(delivery.c.id.in_(bindparam("moved", expanding=True)))


def _changing(
    to: DeliveryState, columns: tuple[str, ...], expressions: tuple[tuple[str, ColumnElement[Any]], ...]
) -> Update:
    return update(delivery).values(state=to.value, **parameters(delivery, columns), **dict(expressions))


def _values(publication_id: int, row: NewDelivery, cancelled: bool) -> dict[str, object]:
    skip = cancelled and row.state is DeliveryState.PENDING
    return {
        "publication": publication_id,
        "recipient_key": row.recipient_key,
        "address": row.address,
        "shard": row.shard,
        "audience": row.audience,
        "state": (DeliveryState.SKIPPED if skip else row.state).value,
        "error_code": "cancelled" if skip else row.error_code,
        "error_text": CANCELLED_TEXT if skip else row.error_text,
    }
