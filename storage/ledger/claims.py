"""The way of a delivery to the wire: claimed under an epoch, intended at the last second, given back when one stops."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, exists, or_, select, update

from storage.ledger.deliveries import CANCELLED_TEXT, cancelled_among, in_state, shift, skip_cancelled
from storage.ledger.moves import Cause
from storage.ledger.tally import Tally
from storage.states import DeliveryState, PublicationState
from storage.tables import delivery, lane, publication, suppression

_SUPPRESSED_TEXT = "La persona pidió no recibir más mensajes, o su dirección ya no sirve."


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that is ours to send under the epoch of the claim. `attempts` counts those that burnt one."""

    id: int
    publication: int
    recipient_key: str
    address: str | None
    audience: str
    attempts: int
    resumption: str | None


@dataclass(frozen=True, slots=True)
class Intention:
    """What became of an intention to send: `go` must be sent now, each exactly once.

    `held` went back to pending (the publication is paused), `skipped` will not go out (cancelled, suppressed).
    A delivery that is in none of the three was taken over by another owner of the lane: leave it alone.
    """

    go: list[int]
    held: list[int]
    skipped: list[int]


def claim(
    connection: Connection, publication_id: int, shard: int, epoch: int, limit: int, now: datetime
) -> list[Claimed]:
    """Claim up to `limit` deliveries that are due, oldest first.

    Empty where the publication does not run, or where `epoch` is no longer the lane's: then another process owns it.
    """
    if not _owns(connection, publication_id, shard, epoch):
        return []
    columns = delivery.c
    due = (
        select(columns.id)
        .where(columns.publication == publication_id, columns.shard == shard, in_state(DeliveryState.PENDING))
        .where(or_(columns.not_before.is_(None), columns.not_before <= now))
        .order_by(columns.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    statement = (
        update(delivery)
        .where(columns.id.in_(select(due.c.id)))
        .values(state=DeliveryState.CLAIMED.value, epoch=epoch)
        .returning(
            columns.id,
            columns.publication,
            columns.recipient_key,
            columns.address,
            columns.audience,
            columns.attempts,
            columns.resumption,
        )
    )
    claimed = sorted((Claimed(*row) for row in connection.execute(statement)), key=lambda row: row.id)
    tally = Tally()
    tally.move(claimed, DeliveryState.PENDING, DeliveryState.CLAIMED)
    tally.write(connection)
    return claimed


def intend(connection: Connection, ids: Sequence[int], epoch: int) -> Intention:
    """Commit to sending: the last second at which a pause, a cancel or a suppression counts.

    When the transaction has committed, what is in `go` may leave, and is uncertain should this process die. `ids` are
    a few hundred at most.
    """
    tally = Tally()
    mine = delivery.c.id.in_(ids) & (delivery.c.epoch == epoch)
    allowed = mine & _publication_in(PublicationState.RUNNING) & ~_suppressed()
    go = [row.id for row in shift(connection, tally, allowed, DeliveryState.SENDING, Cause.INTEND)]
    held: list[int] = []
    skipped: list[int] = []
    if len(go) < len(ids):
        held, skipped = _stop(connection, tally, mine)
    tally.write(connection)
    return Intention(sorted(go), sorted(held), sorted(skipped))


def release(connection: Connection, tenant_id: int, sender: str, shard: int, epoch: int) -> int:
    """A lane stops gracefully: what it claimed and did not begin to send is pending again. How many these are."""
    tally = Tally()
    publications = publications_of(connection, tenant_id, sender)
    cancelled = cancelled_among(connection, publications)
    where = delivery.c.publication.in_(publications) & (delivery.c.shard == shard) & (delivery.c.epoch == epoch)
    released = shift(connection, tally, where, DeliveryState.PENDING, Cause.RELEASE)
    skip_cancelled(connection, tally, cancelled)
    tally.write(connection)
    return len(released)


def publications_of(connection: Connection, tenant_id: int, sender: str) -> list[int]:
    """The publications of a lane that may have deliveries under way: all that are not done."""
    ended = [PublicationState.DONE.value, PublicationState.DONE_WITH_ERRORS.value]
    in_flight = or_(in_state(DeliveryState.CLAIMED), in_state(DeliveryState.SENDING))
    asked = select(publication.c.id).where(
        publication.c.tenant == tenant_id,
        publication.c.sender == sender,
        publication.c.state.not_in(ended),
        exists().where(delivery.c.publication == publication.c.id, in_flight),
    )
    return list(connection.execute(asked).scalars())


def _owns(connection: Connection, publication_id: int, shard: int, epoch: int) -> bool:
    """Whether the lane still has this epoch and the publication runs; nobody can open the lane until we commit."""
    asked = (
        select(lane.c.epoch)
        .join(publication, (publication.c.tenant == lane.c.tenant) & (publication.c.sender == lane.c.sender))
        .where(publication.c.id == publication_id, publication.c.state == PublicationState.RUNNING.value)
        .where(lane.c.shard == shard)
        .with_for_update(read=True, of=lane)
    )
    return connection.execute(asked).scalar_one_or_none() == epoch


def _stop(connection: Connection, tally: Tally, mine: ColumnElement[bool]) -> tuple[list[int], list[int]]:
    """What may not go out, though it is still ours: give it back or skip it. Returns the held and the skipped."""
    # A cancel skips what is claimed by itself; its owner is told so here.
    by_cancel = mine & (delivery.c.state == DeliveryState.SKIPPED.value) & _publication_in(PublicationState.CANCELLED)
    skipped = list(connection.execute(select(delivery.c.id).where(by_cancel)).scalars())
    words = {"error_code": "suppressed", "error_text": _SUPPRESSED_TEXT}
    suppressed = shift(connection, tally, mine & _suppressed(), DeliveryState.SKIPPED, Cause.SUPPRESS, **words)
    rest = select(delivery.c.publication).where(mine, in_state(DeliveryState.CLAIMED))
    cancelled_among(connection, connection.execute(rest).scalars())
    words = {"error_code": "cancelled", "error_text": CANCELLED_TEXT}
    cancelled = mine & _publication_in(PublicationState.CANCELLED)
    skipped += [row.id for row in shift(connection, tally, cancelled, DeliveryState.SKIPPED, Cause.CANCEL, **words)]
    held = [row.id for row in shift(connection, tally, mine, DeliveryState.PENDING, Cause.PAUSE)]
    return held, skipped + [row.id for row in suppressed]


def _publication_in(state: PublicationState) -> ColumnElement[bool]:
    return exists().where(publication.c.id == delivery.c.publication, publication.c.state == state.value)


def _suppressed() -> ColumnElement[bool]:
    return exists().where(
        publication.c.id == delivery.c.publication,
        suppression.c.tenant == publication.c.tenant,
        suppression.c.key == delivery.c.recipient_key,
    )
