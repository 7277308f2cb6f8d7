"""The way of a delivery to the wire: claimed under an epoch, intended at the last second, given back when one stops."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, bindparam, exists, or_, select, update

from storage.columns import Instant
from storage.execution import execute, select_many
from storage.ledger.cancelling import skip_waiting
from storage.ledger.deliveries import CANCELLED_TEXT, Given, cancelled_among, in_state, shift
from storage.ledger.moves import Cause
from storage.ledger.tally import Tally, gathering
from storage.permissions import BARRIERS
from storage.states import DeliveryState, PublicationState
from storage.subscribed import CONFIRMING, OWN_WORDS, still_subscribed, subscribed_since
from storage.tables import address, delivery, lane, publication, suppression

SUSPECT = 2
"""Crashes from which on a delivery is claimed last and alone."""
_SUPPRESSED_TEXT = "La persona pidió no recibir más mensajes, o su dirección ya no sirve."
_LEFT_TEXT = "La persona ya no está suscrita a ningún tema de este mensaje."
_UNLISTED_TEXT = (
    "Ya no está entre los contactos: se deshizo la lista con la que llegó, o se cumplió su plazo de conservación."
)


class Claimed(NamedTuple):
    """A delivery that is ours to send under the epoch of the claim. `attempts` counts those that burnt one."""

    id: int
    publication: int
    recipient_key: str
    address: str | None
    audience: str
    attempts: int
    resumption: str | None
    crashes: int = 0
    """How often the program died with it in hand."""

    @property
    def suspect(self) -> bool:
        """Once may be the power; at the next crash it has to be known whether it was this one."""
        return self.crashes >= SUSPECT


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
    connection: Connection,
    publication_id: int,
    shard: int,
    epoch: int,
    limit: int,
    now: datetime,
    tally: Tally | None = None,
    *,
    timed: bool = False,
) -> list[Claimed]:
    """Claim up to `limit` deliveries that are due, oldest first; suspects last, one by one.

    `timed`: of those alone that have a time of their own, and it has come.

    All lanes of a sender claim from the same ones; each is of the shard that claimed it last.

    Empty where the publication does not run, or where `epoch` is no longer the lane's: then another process owns it.
    `tally`, here and below: the transaction's, whose owner writes it; None: the counters are written at once.
    """
    if not _owns(connection, publication_id, shard, epoch):
        return []
    given = {"of": publication_id, "most": limit, "moment": now}
    due, suspect = (_TIMED, _TIMED_SUSPECT) if timed else (_DUE, _SUSPECT)
    claimed = [Claimed(*row) for row in select_many(connection, due, given)]
    if not claimed:
        claimed = [Claimed(*row) for row in select_many(connection, suspect, given | {"most": 1})]
    if claimed:
        execute(connection, _CLAIM, {"numbers": [row.id for row in claimed], "under": epoch, "on": shard})
    with gathering(connection, tally) as changes:
        changes.move(claimed, DeliveryState.PENDING, DeliveryState.CLAIMED)
    return claimed


def intend(connection: Connection, ids: Sequence[int], epoch: int, tally: Tally | None = None) -> Intention:
    """Commit to sending: the last second at which a pause, a cancel, a person's word or a list taken back counts.

    When the transaction has committed, what is in `go` may leave, and is uncertain should this process die. `ids` are
    a few hundred at most.
    """
    given: Given = {"numbers": list(ids), "under": epoch}
    held: list[int] = []
    skipped: list[int] = []
    with gathering(connection, tally) as changes:
        go = [row.id for row in shift(connection, changes, _ALLOWED, given, DeliveryState.SENDING, Cause.INTEND)]
        if len(go) < len(ids):
            held, skipped = _stop(connection, changes, given)
    return Intention(sorted(go), sorted(held), sorted(skipped))


def refuse(
    connection: Connection, delivery_id: int, epoch: int, code: str, text: str, tally: Tally | None = None
) -> bool:
    """What is claimed cannot be made into a message: it failed, and `text` says why in Spanish.

    False where it is no longer claimed under this epoch: whoever owns the lane now decides on it.
    """
    given: Given = {"numbers": [delivery_id], "under": epoch}
    words = {"error_code": code, "error_text": text}
    with gathering(connection, tally) as changes:
        refused = shift(connection, changes, _MINE, given, DeliveryState.FAILED, Cause.REFUSE, **words)
    return bool(refused)


def bar(connection: Connection, ids: Sequence[int], epoch: int, code: str, text: str, tally: Tally) -> list[int]:
    """What is claimed does not go to its recipients by a rule that they stand under; those that are skipped now."""
    given: Given = {"numbers": list(ids), "under": epoch}
    words = {"error_code": code, "error_text": text}
    return [row.id for row in shift(connection, tally, _MINE, given, DeliveryState.SKIPPED, Cause.GATE, **words)]


def put_off(
    connection: Connection,
    publication_id: int,
    ids: Sequence[int],
    epoch: int,
    until: datetime,
    tally: Tally | None = None,
) -> None:
    """Give back what is claimed of a publication; it is not due before `until`."""
    cancelled = cancelled_among(connection, [publication_id])
    given: Given = {"numbers": list(ids), "under": epoch}
    with gathering(connection, tally) as changes:
        shift(connection, changes, _MINE, given, DeliveryState.PENDING, Cause.WAIT, not_before=until)
        skip_waiting(connection, cancelled, tally=changes)


def release(
    connection: Connection, tenant_id: int, sender: str, shard: int, epoch: int, tally: Tally | None = None
) -> int:
    """A lane stops gracefully: what it claimed and did not begin to send is pending again. How many these are."""
    publications = publications_of(connection, tenant_id, sender, shard)
    if not publications:
        return 0
    cancelled = cancelled_among(connection, publications)
    given = {"publications": publications, "on": shard, "under": epoch}
    with gathering(connection, tally) as changes:
        released = shift(connection, changes, _CLAIMED_HERE, given, DeliveryState.PENDING, Cause.RELEASE)
        skip_waiting(connection, cancelled, tally=changes)
    return len(released)


def publications_of(connection: Connection, tenant_id: int, sender: str, shard: int) -> list[int]:
    """The publications of a lane that have deliveries under way on it; those that are done cannot."""
    return list(execute(connection, _UNDER_WAY, {"of": tenant_id, "by": sender, "on": shard}).scalars())


def _owns(connection: Connection, publication_id: int, shard: int, epoch: int) -> bool:
    """Whether the lane still has this epoch and the publication runs; nobody can open the lane until we commit."""
    found: int | None = execute(connection, _OWNER, {"of": publication_id, "on": shard}).scalar_one_or_none()
    return found == epoch


def _stop(connection: Connection, tally: Tally, given: Given) -> tuple[list[int], list[int]]:
    """What may not go out, though it is still ours: give it back or skip it. Returns the held and the skipped."""
    # A cancel skips what is claimed by itself; its owner is told so here.
    skipped = list(execute(connection, _SKIPPED_BY_CANCEL, given).scalars())
    words = {"error_code": "suppressed", "error_text": _SUPPRESSED_TEXT}
    suppressed = shift(connection, tally, _UNWANTED, given, DeliveryState.SKIPPED, Cause.SUPPRESS, **words)
    words = {"error_code": "unsubscribed", "error_text": _LEFT_TEXT}
    suppressed += shift(connection, tally, _UNSUBSCRIBED, given, DeliveryState.SKIPPED, Cause.SUPPRESS, **words)
    words = {"error_code": "unlisted", "error_text": _UNLISTED_TEXT}
    suppressed += shift(connection, tally, _GONE, given, DeliveryState.SKIPPED, Cause.SUPPRESS, **words)
    for barrier, stopped in _BARRED:
        words = {"error_code": barrier.code, "error_text": barrier.text}
        suppressed += shift(connection, tally, stopped, given, DeliveryState.SKIPPED, Cause.SUPPRESS, **words)
    cancelled_among(connection, execute(connection, _THEIR_PUBLICATIONS, given).scalars())
    words = {"error_code": "cancelled", "error_text": CANCELLED_TEXT}
    skipped += [
        row.id for row in shift(connection, tally, _CALLED_OFF, given, DeliveryState.SKIPPED, Cause.CANCEL, **words)
    ]
    held = [row.id for row in shift(connection, tally, _MINE, given, DeliveryState.PENDING, Cause.PAUSE)]
    return held, skipped + [row.id for row in suppressed]


def _publication_in(state: PublicationState) -> ColumnElement[bool]:
    return exists().where(publication.c.id == delivery.c.publication, publication.c.state == state.value)


def _suppressed() -> ColumnElement[bool]:
    return exists().where(
        publication.c.id == delivery.c.publication,
        suppression.c.tenant == publication.c.tenant,
        suppression.c.key == delivery.c.recipient_key,
        or_(suppression.c.channel == "", suppression.c.channel == publication.c.channel),
        or_(suppression.c.class_ == "", suppression.c.class_ == publication.c.class_),
        ~subscribed_since(suppression),
        or_(publication.c.class_ != CONFIRMING, suppression.c.reason.not_in(OWN_WORDS)),
    )


def _left() -> ColumnElement[bool]:
    return exists().where(
        publication.c.id == delivery.c.publication, publication.c.topics.is_not(None), ~still_subscribed()
    )


def _unlisted() -> ColumnElement[bool]:
    """Nobody has the address any more. What corrects a message goes to whoever got it, known or not."""
    its = publication.c
    of_a_public = (its.id == delivery.c.publication, its.max_contact_id.is_not(None), its.corrects.is_(None))
    theirs = (address.c.tenant == its.tenant, address.c.key == delivery.c.recipient_key, address.c.address.is_not(None))
    return exists().where(*of_a_public, ~exists().where(*theirs).correlate(publication, delivery))


_ENDED = [PublicationState.DONE.value, PublicationState.DONE_WITH_ERRORS.value]
_IN_FLIGHT = or_(in_state(DeliveryState.CLAIMED), in_state(DeliveryState.SENDING))
_CLAIMABLE = (
    select(
        delivery.c.id,
        delivery.c.publication,
        delivery.c.recipient_key,
        delivery.c.address,
        delivery.c.audience,
        delivery.c.attempts,
        delivery.c.resumption,
        delivery.c.crashes,
    )
    .where(delivery.c.publication == bindparam("of"))
    .where(in_state(DeliveryState.PENDING))
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_COME = delivery.c.not_before <= bindparam("moment", type_=Instant())
_READY = _CLAIMABLE.where(or_(delivery.c.not_before.is_(None), _COME))
_ON_TIME = _CLAIMABLE.where(delivery.c.not_before.is_not(None), _COME).order_by(delivery.c.not_before, delivery.c.id)
_TIMED = _ON_TIME.where(delivery.c.crashes < SUSPECT)
_TIMED_SUSPECT = _ON_TIME.where(delivery.c.crashes >= SUSPECT)
_DUE = _READY.where(delivery.c.crashes < SUSPECT).order_by(delivery.c.id)
_SUSPECT = _READY.where(delivery.c.crashes >= SUSPECT).order_by(delivery.c.crashes, delivery.c.id)
_NAMED = delivery.c.id.in_(bindparam("numbers", expanding=True))
_CLAIM = (
    update(delivery)
    .where(_NAMED)
    .values(state=DeliveryState.CLAIMED.value, epoch=bindparam("under"), shard=bindparam("on"))
)
_OWNER = (
    select(lane.c.epoch)
    .join(publication, (publication.c.tenant == lane.c.tenant) & (publication.c.sender == lane.c.sender))
    .where(publication.c.id == bindparam("of"), publication.c.state == PublicationState.RUNNING.value)
    .where(lane.c.shard == bindparam("on"))
    .with_for_update(read=True, of=lane)
)
_UNDER_WAY = select(publication.c.id).where(
    publication.c.tenant == bindparam("of"),
    publication.c.sender == bindparam("by"),
    publication.c.state.not_in(_ENDED),
    exists().where(delivery.c.publication == publication.c.id, delivery.c.shard == bindparam("on"), _IN_FLIGHT),
)
_CLAIMED_HERE = (
    delivery.c.publication.in_(bindparam("publications", expanding=True))
    & (delivery.c.shard == bindparam("on"))
    & (delivery.c.epoch == bindparam("under"))
)
_MINE = _NAMED & (delivery.c.epoch == bindparam("under"))
_PERMITTED = and_(*(~barrier.of_delivery for barrier in BARRIERS))
_ALLOWED = _MINE & _publication_in(PublicationState.RUNNING) & ~_suppressed() & ~_left() & ~_unlisted() & _PERMITTED
_UNWANTED = _MINE & _suppressed()
_UNSUBSCRIBED = _MINE & _left()
_GONE = _MINE & _unlisted()
_BARRED = [(barrier, _MINE & barrier.of_delivery) for barrier in BARRIERS]
_CALLED_OFF = _MINE & _publication_in(PublicationState.CANCELLED)
_SKIPPED_BY_CANCEL = select(delivery.c.id).where(_CALLED_OFF, delivery.c.state == DeliveryState.SKIPPED.value)
_THEIR_PUBLICATIONS = select(delivery.c.publication).where(_MINE, in_state(DeliveryState.CLAIMED))
