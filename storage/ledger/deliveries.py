"""Deliveries: written once for each recipient, moved in sets, counted in the same transaction."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, literal_column, select, text, update

from storage.ledger.moves import Cause, origins
from storage.ledger.tally import Tally
from storage.states import DeliveryState, PublicationState
from storage.tables import delivery, publication
from storage.upsert import insert

CHUNK = 5_000
"""How many rows one statement names: SQLite takes 32,766 variables at most."""
CANCELLED_TEXT = "La publicación se canceló antes de que saliera este mensaje."
"""What a delivery says that a cancel overtook, beside `error_code="cancelled"`."""

_INDEXED_TOGETHER = (
    (DeliveryState.CLAIMED, DeliveryState.SENDING),
    (DeliveryState.UNCERTAIN, DeliveryState.FAILED),
)

Moved = Row[Any]
"""id, publication and audience of a delivery that moved."""


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
    statement = (
        insert(connection, delivery)
        .on_conflict_do_nothing(index_elements=[delivery.c.publication, delivery.c.recipient_key])
        .returning(delivery.c.publication, delivery.c.audience, delivery.c.state)
    )
    added = connection.execute(statement, values).all()
    tally = Tally()
    for state in DeliveryState:
        tally.add((row for row in added if row.state == state.value), state)
    tally.write(connection)
    return len(added)


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
        moved += [row.id for row in shift(connection, tally, delivery.c.id.in_(chunk), to, cause, **columns)]
    tally.write(connection)
    return sorted(moved)


def shift(
    connection: Connection,
    tally: Tally,
    where: ColumnElement[bool],
    to: DeliveryState,
    cause: Cause,
    **columns: object,
) -> list[Moved]:
    """Move what `where` names from the states in which `cause` allows it; the caller writes the tally at its end."""
    moved: list[Moved] = []
    for origin in origins(to, cause):
        statement = (
            update(delivery)
            .where(where, in_state(DeliveryState(origin)))
            .values(state=to.value, **columns)
            .returning(delivery.c.id, delivery.c.publication, delivery.c.audience)
        )
        rows = connection.execute(statement).all()
        tally.move(rows, DeliveryState(origin), to)
        moved += rows
    return moved


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
    asked = select(publication.c.id, publication.c.state).where(publication.c.id.in_(numbers))
    rows = connection.execute(asked.order_by(publication.c.id).with_for_update(read=True)).all()
    return [row.id for row in rows if row.state == PublicationState.CANCELLED.value]


def skip_cancelled(connection: Connection, tally: Tally, publications: Sequence[int]) -> list[Moved]:
    """Skip what became pending in publications that were cancelled meanwhile."""
    if not publications:
        return []
    return shift(
        connection,
        tally,
        delivery.c.publication.in_(publications),
        DeliveryState.SKIPPED,
        Cause.CANCEL,
        error_code="cancelled",
        error_text=CANCELLED_TEXT,
    )


def chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """The ids in pieces that one statement can name."""
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


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
