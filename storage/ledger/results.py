"""What came of a send: kept as an attempt, always; applied to the delivery where the sender still owns it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from storage.bulk import insert_many, update_many
from storage.execution import select_many
from storage.ledger.arrivals import arrive
from storage.ledger.cancelling import skip_waiting
from storage.ledger.deliveries import cancelled_among
from storage.ledger.moves import Cause, IllegalMove, origins
from storage.ledger.outcome import Result
from storage.ledger.publications import reconsider
from storage.ledger.tally import Tally, gathering
from storage.states import DeliveryState
from storage.tables import attempt, delivery

_FINAL = (DeliveryState.SENT, DeliveryState.FAILED)
_BEFORE_A_RESEND = (DeliveryState.UNCERTAIN, DeliveryState.PENDING, DeliveryState.CLAIMED)


_ATTEMPT = ("delivery", "number", "epoch", "started_at", "ended_at", "outcome", "code", "text")
_DELIVERY = (
    "id",
    "state",
    "attempts",
    "not_before",
    "resumption",
    "remote_id",
    "url",
    "sha256",
    "language",
    "people",
    "error_code",
    "error_text",
    "sent_at",
)
_STANDING = (
    select(
        delivery.c.id,
        delivery.c.publication,
        delivery.c.audience,
        delivery.c.state,
        delivery.c.epoch,
        delivery.c.attempts,
        delivery.c.resumption,
        delivery.c.remote_id,
        delivery.c.address,
        delivery.c.recipient_key,
        delivery.c.url,
        delivery.c.sha256,
        delivery.c.language,
        delivery.c.people,
    )
    .where(delivery.c.id.in_(bindparam("numbers", expanding=True)))
    .order_by(delivery.c.id)
    .with_for_update()
)


@dataclass(slots=True)
class _Standing:
    """A delivery as it stands while results are applied to it."""

    row: Row[*tuple[Any, ...]]
    state: DeliveryState
    attempts: int


def record(connection: Connection, results: Sequence[Result], now: datetime, tally: Tally | None = None) -> None:
    """Keep what was sent and what was not, in a few statements for hundreds of results.

    Each result is kept as an attempt. It moves its delivery where that is still `sending` under the result's epoch.
    A result that comes after a takeover is the word of a process that no longer owns the delivery, yet it knows what
    it did. That word may end a delivery, never start it again:
    sent moves `uncertain` to sent, and `pending` and `claimed` too (somebody asked for a resend that is not needed
    any more, and the new owner's intention will pass it over);
    failed moves `uncertain` to failed, where nobody has tried since (the row still has the result's epoch);
    all else is kept as an attempt only, above all where a newer owner is sending.
    A publication that had ended with errors is done once such a word takes its last one away; `now` is when.
    `tally`: the transaction's, whose owner writes it; None: the counters are written at once.
    Raises IllegalMove where `to` is not what a result can lead to.
    """
    with gathering(connection, tally) as changes:
        left = arrive(connection, results, changes)
        late = _apply(connection, left, changes) if left else set()
        # It locks publications, and counts rows: before the counters, which are locked last.
        for publication_id in sorted(late):
            reconsider(connection, publication_id, now)


def _apply(connection: Connection, results: Sequence[Result], tally: Tally) -> set[int]:
    """Look at each row, and do what its state and epoch allow. Returns the publications of what came late."""
    standing = _lock(connection, results)
    moves: dict[tuple[DeliveryState, DeliveryState], list[Row[Any]]] = {}
    updates: list[tuple[object, ...]] = []
    attempts: list[tuple[object, ...]] = []
    reopened: set[int] = set()
    late: set[int] = set()
    for result in results:
        stands = standing[result.delivery]
        attempts.append(_attempt(result, stands.attempts + 1))
        cause = _cause(result, stands)
        if cause is None:
            continue
        if stands.state not in origins(result.to, cause):
            raise IllegalMove(result.to, cause, f"la entrega {result.delivery} está en «{stands.state}»")
        moves.setdefault((stands.state, result.to), []).append(stands.row)
        updates.append(_update(result, stands))
        stands.state = result.to
        stands.attempts += result.burns_attempt
        if result.to is DeliveryState.PENDING:
            reopened.add(stands.row.publication)
        if cause is Cause.EVIDENCE:
            late.add(stands.row.publication)
    insert_many(connection, attempt, _ATTEMPT, attempts)
    update_many(connection, delivery, _DELIVERY, updates)
    for (origin, to), rows in moves.items():
        tally.move(rows, origin, to)
    skip_waiting(connection, cancelled_among(connection, reopened), tally=tally)
    return late


def remember(connection: Connection, delivery_id: int, epoch: int, token: str) -> bool:
    """Keep what a send can be resumed with; False where the delivery is no longer sent under this epoch."""
    mine = (delivery.c.id == delivery_id) & (delivery.c.epoch == epoch)
    sending = delivery.c.state == DeliveryState.SENDING.value
    return connection.execute(update(delivery).where(mine, sending).values(resumption=token)).rowcount == 1


def _lock(connection: Connection, results: Sequence[Result]) -> dict[int, _Standing]:
    columns = delivery.c
    # The publications first, as a cancel does: two that lock in opposite orders wait for each other for ever.
    if any(result.to is DeliveryState.PENDING for result in results):
        again = [result.delivery for result in results if result.to is DeliveryState.PENDING]
        asked = select(columns.publication).where(columns.id.in_(again)).distinct()
        cancelled_among(connection, connection.execute(asked).scalars())
    rows = select_many(connection, _STANDING, {"numbers": [result.delivery for result in results]})
    return {row.id: _Standing(row, DeliveryState(row.state), row.attempts) for row in rows}


def _cause(result: Result, stands: _Standing) -> Cause | None:
    """By which right the result moves the delivery; None where it has none."""
    same = stands.row.epoch == result.epoch
    if same and stands.state is DeliveryState.SENDING:
        return Cause.RESULT
    if result.to is DeliveryState.SENT and stands.state in _BEFORE_A_RESEND:
        return Cause.EVIDENCE
    if same and result.to is DeliveryState.FAILED and stands.state is DeliveryState.UNCERTAIN:
        return Cause.EVIDENCE
    return None


def _attempt(result: Result, number: int) -> tuple[object, ...]:
    return (
        result.delivery,
        number,
        result.epoch,
        result.started_at,
        result.ended_at,
        result.outcome.value,
        result.code,
        result.text,
    )


def _update(result: Result, stands: _Standing) -> tuple[object, ...]:
    sent = result.to is DeliveryState.SENT
    row = stands.row
    return (
        result.delivery,
        result.to.value,
        stands.attempts + result.burns_attempt,
        result.not_before,
        None if result.to in _FINAL else row.resumption,
        None if _is_erased(row) else result.remote_id or row.remote_id,
        result.url or row.url,
        result.sha256 or row.sha256,
        result.language or row.language,
        result.people or row.people,
        None if sent else result.code,
        None if sent else result.text,
        result.ended_at if sent else None,
    )


def _is_erased(row: Row[Any]) -> bool:
    """Whether the person was erased meanwhile; a post and a work order have no address, and a colon in their keys."""
    return row.address is None and ":" not in row.recipient_key
