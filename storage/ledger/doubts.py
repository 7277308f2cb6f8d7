"""Deliveries of which nobody knows whether they went out: asked about, proven, or sent again by their campaign."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, func, or_, select, update

from storage.bulk import insert_many
from storage.columns import Instant
from storage.execution import execute
from storage.ledger.deliveries import in_state, shift
from storage.ledger.lanes import INTERRUPTED
from storage.ledger.moves import Cause
from storage.ledger.publications import move_publication, reconsider
from storage.ledger.tally import Tally, gathering
from storage.states import DeliveryState, Outcome, PublicationState
from storage.tables import attempt, delivery, publication

RECONCILED = "reconcile"
"""The code of an attempt that only asked."""
_ATTEMPT = ("delivery", "number", "epoch", "started_at", "ended_at", "outcome", "code", "text")
_OURS = (publication.c.tenant == bindparam("of")) & publication.c.sender.in_(bindparam("senders", expanding=True))
# What is planned, waits or was missed has none; the states are named so that the index of a lane's publications serves.
_MAY_HAVE = publication.c.state.in_(
    [
        PublicationState.RUNNING.value,
        PublicationState.PAUSED.value,
        PublicationState.DONE_WITH_ERRORS.value,
        PublicationState.CANCELLED.value,
    ]
)
_ASKED = attempt.c.code == RECONCILED
_HISTORY = select(
    func.count(case((_ASKED, 1))).label("asks"),
    func.max(case((~_ASKED, attempt.c.ended_at))).label("tried_at"),
    func.min(case((_ASKED, attempt.c.ended_at))).label("asked_at"),
).where(attempt.c.delivery == bindparam("number"))
_DOUBTS = (
    select(delivery.c.id, delivery.c.not_before, publication.c.sender)
    .join(publication, publication.c.id == delivery.c.publication)
    .where(_OURS, _MAY_HAVE, in_state(DeliveryState.UNCERTAIN))
    .order_by(delivery.c.id)
)
_THIS = delivery.c.id == bindparam("number")
_ONE = select(delivery).where(_THIS)
# Locked before its delivery, as a cancel does: what is pending in a cancelled publication would stay so for ever.
_ITS_STATE = (
    select(publication.c.state, publication.c.expires_at).where(publication.c.id == bindparam("of")).with_for_update()
)
_NEXT = (
    update(delivery).where(_THIS, in_state(DeliveryState.UNCERTAIN)).values(not_before=bindparam("at", type_=Instant()))
)
_CUT_OFF = (
    delivery.c.publication.in_(
        select(publication.c.id).where(
            publication.c.tenant == bindparam("of"),
            publication.c.sender == bindparam("by"),
            publication.c.at_least_once,
            publication.c.state.in_([PublicationState.RUNNING.value, PublicationState.PAUSED.value]),
            or_(publication.c.expires_at.is_(None), publication.c.expires_at > bindparam("now", type_=Instant())),
        )
    )
    & (delivery.c.shard == bindparam("on"))
    & (delivery.c.error_code == INTERRUPTED)
    & (delivery.c.attempts == bindparam("tried"))
)
_DOUBTED = (
    select(delivery.c.id)
    .outerjoin(attempt, (attempt.c.delivery == delivery.c.id) & (attempt.c.outcome == Outcome.UNCERTAIN.value))
    .where(
        delivery.c.id.in_(bindparam("numbers", expanding=True)),
        or_(attempt.c.id.is_not(None), delivery.c.error_code == INTERRUPTED),
    )
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """An uncertain delivery, and what has been asked about it."""

    id: int
    sender: str
    asks: int
    next_ask: datetime | None
    """None: nothing is arranged."""
    since: datetime | None
    """When it was known to be in doubt: the send can only be older. None: nobody has noted anything yet."""


def doubts(connection: Connection, tenant_id: int, senders: Collection[str]) -> list[Doubt]:
    """The uncertain deliveries of these senders, the oldest first."""
    rows = execute(connection, _DOUBTS, {"of": tenant_id, "senders": sorted(senders)}).all()
    return [_doubt(connection, row) for row in rows]


def ask_next(connection: Connection, delivery_id: int, at: datetime | None) -> bool:
    """Arrange when it is asked about next; None: never. False where it is uncertain no more."""
    return execute(connection, _NEXT, {"number": delivery_id, "at": at}).rowcount == 1


def found_sent(
    connection: Connection,
    delivery_id: int,
    remote_id: str | None,
    url: str | None,
    sent_at: datetime,
    started: datetime,
    now: datetime,
) -> bool:
    """The service has it: it is sent, and stands where the service says. False where it is uncertain no more."""
    row = execute(connection, _ONE, {"number": delivery_id}).one()
    columns = {"remote_id": remote_id, "url": url, "sent_at": sent_at, "not_before": None}
    clean = {"error_code": None, "error_text": None, "resumption": None}
    if not _move(connection, row, DeliveryState.SENT, Cause.RECONCILE, **columns, **clean):
        return False
    _keep(connection, row, Outcome.SENT, "", started, now)
    reconsider(connection, row.publication, now)
    return True


def found_missing(connection: Connection, delivery_id: int, text: str, started: datetime, now: datetime) -> bool:
    """The service surely has it not: it is sent again, or has failed where its time is over or it was cancelled."""
    row = execute(connection, _ONE, {"number": delivery_id}).one()
    its = execute(connection, _ITS_STATE, {"of": row.publication}).one()
    cancelled = its.state == PublicationState.CANCELLED.value
    over = cancelled or (its.expires_at is not None and its.expires_at <= now)
    to = DeliveryState.FAILED if over else DeliveryState.PENDING
    code = "cancelled" if cancelled else "expired"
    told = {"error_code": code if over else RECONCILED, "error_text": text, "not_before": None}
    if not _move(connection, row, to, Cause.RECONCILE, **told):
        return False
    _keep(connection, row, Outcome.UNAVAILABLE, text, started, now)
    if not over and its.state == PublicationState.DONE_WITH_ERRORS.value:
        running = PublicationState.RUNNING
        move_publication(connection, row.publication, running, Cause.RECONCILE, now, reason=None)
    reconsider(connection, row.publication, now)
    return True


def still_unknown(connection: Connection, delivery_id: int, text: str, started: datetime, now: datetime) -> None:
    """The answer said nothing: it is kept that somebody asked."""
    row = execute(connection, _ONE, {"number": delivery_id}).one()
    _keep(connection, row, Outcome.UNCERTAIN, text, started, now)


def resend_interrupted(
    connection: Connection,
    tenant_id: int,
    sender: str,
    shard: int,
    now: datetime,
    waits: Sequence[timedelta],
    tally: Tally | None = None,
) -> int:
    """Where a campaign wants its messages at least once, what a stop cut off is pending again; how many that are.

    `waits`: how long to wait after the first attempt, the second …; after more of them it is not sent again by itself,
    for it may be what stops the program. `tally`: as in `open_lane`.
    """
    moved = 0
    with gathering(connection, tally) as changes:
        for tried, wait in enumerate(waits, 1):
            given = {"of": tenant_id, "by": sender, "on": shard, "now": now, "tried": tried}
            again = {"not_before": now + wait}
            rows = shift(connection, changes, _CUT_OFF, given, DeliveryState.PENDING, Cause.AT_LEAST_ONCE, **again)
            moved += len(rows)
    return moved


def doubted(connection: Connection, numbers: Collection[int]) -> frozenset[int]:
    """Of these deliveries, those of which an earlier attempt may have gone out."""
    return frozenset(execute(connection, _DOUBTED, {"numbers": sorted(numbers)}).scalars())


def _doubt(connection: Connection, row: Row[*tuple[Any, ...]]) -> Doubt:
    history = execute(connection, _HISTORY, {"number": row.id}).one()
    return Doubt(row.id, row.sender, history.asks, row.not_before, history.tried_at or history.asked_at)


def _move(
    connection: Connection, row: Row[*tuple[Any, ...]], to: DeliveryState, cause: Cause, **columns: object
) -> bool:
    tally = Tally()
    moved = shift(connection, tally, _THIS, {"number": row.id}, to, cause, **columns)
    tally.write(connection)
    return bool(moved)


def _keep(
    connection: Connection, row: Row[*tuple[Any, ...]], outcome: Outcome, text: str, started: datetime, now: datetime
) -> None:
    kept = (row.id, row.attempts, row.epoch, started, now, outcome.value, RECONCILED, text)
    insert_many(connection, attempt, _ATTEMPT, [kept])
