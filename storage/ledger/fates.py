"""What a service tells later of a message that it was handed: it settles a doubt, or sets down that it bounced."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from storage.bulk import insert_many
from storage.columns import Instant
from storage.errors import StorageBusy
from storage.execution import execute
from storage.ledger.deliveries import cancelled_among, in_state, shift
from storage.ledger.moves import Cause
from storage.ledger.publications import lock_publications, move_publication, reconsider
from storage.ledger.tally import Tally
from storage.states import DeliveryState, Outcome, PublicationState
from storage.tables import attempt, delivery

TOLD = "told"
"""The code of an attempt that the service's own news stands for."""
_ATTEMPT = ("delivery", "number", "epoch", "started_at", "ended_at", "outcome", "code", "text")
_THIS = delivery.c.id == bindparam("number")
_STANDS = _THIS & delivery.c.bounced_at.is_(None)
_ONE = select(delivery).where(_THIS)
_BOUNCING = (
    update(delivery)
    .where(_THIS, in_state(DeliveryState.SENT), delivery.c.bounced_at.is_(None))
    .values(bounced_at=bindparam("at", type_=Instant()), error_code=bindparam("code"), error_text=bindparam("why"))
)


def told_sent(connection: Connection, delivery_id: int, remote_id: str, sent_at: datetime, now: datetime) -> bool:
    """The service has it: what is in doubt is sent, and what was to be sent again is not. False where that is known.

    What is being sent just now is sent too: should its process have died, nobody else would ever say so.
    """
    row = _locked(connection, delivery_id)
    columns = {"remote_id": remote_id, "sent_at": sent_at, "not_before": None}
    clean = {"error_code": None, "error_text": None, "resumption": None}
    moved = False
    tally = Tally()
    for cause in (Cause.EVIDENCE, Cause.RESULT):
        found = shift(connection, tally, _THIS, {"number": delivery_id}, DeliveryState.SENT, cause, **columns, **clean)
        moved = moved or bool(found)
    tally.write(connection)
    return moved and _kept(connection, row, Outcome.SENT, "", now)


def told_failed(connection: Connection, delivery_id: int, code: str, text: str, now: datetime) -> bool:
    """The service took it and could not deliver it: a doubt ends, what is `sent` bounced. False where that is known."""
    row = _locked(connection, delivery_id)
    moved, tally = False, Tally()
    for cause in (Cause.RECONCILE, Cause.RESULT):
        told = {"error_code": code[:60], "error_text": text, "not_before": None}
        found = shift(connection, tally, _THIS, {"number": delivery_id}, DeliveryState.FAILED, cause, **told)
        moved = moved or bool(found)
    bounced = {"number": delivery_id, "at": now, "code": code[:60], "why": text}
    came_back = not moved and execute(connection, _BOUNCING, bounced).rowcount == 1
    if came_back:
        tally.bounce([row])
    tally.write(connection)
    return came_back or (moved and _kept(connection, row, Outcome.REJECTED, text, now))


def told_unsent(
    connection: Connection, delivery_id: int, code: str, text: str, not_before: datetime | None, now: datetime
) -> bool:
    """The service took it, has not delivered it, and would later: it is pending again. False where that is known.

    Raises StorageBusy where it is being sent just now: what the lane records next would undo it. In a cancelled
    publication it has failed.
    """
    row = _locked(connection, delivery_id)
    if row.state == DeliveryState.SENDING.value:
        raise StorageBusy("El mensaje todavía se está enviando.")
    if cancelled_among(connection, [row.publication]):
        return told_failed(connection, delivery_id, code, text, now)
    told = {"error_code": code[:60], "error_text": text, "not_before": not_before}
    anew = {"remote_id": None, "url": None, "sent_at": None, "resumption": None}
    tally = Tally()
    moved = shift(
        connection, tally, _STANDS, {"number": delivery_id}, DeliveryState.PENDING, Cause.RETURN, **told, **anew
    )
    tally.write(connection)
    if not moved:
        return False
    # One that was done runs again; one that runs or is paused stays so.
    move_publication(connection, row.publication, PublicationState.RUNNING, Cause.RETURN, now, reason=None)
    return _kept(connection, row, Outcome.UNAVAILABLE, text, now)


def _locked(connection: Connection, delivery_id: int) -> Row[*tuple[Any, ...]]:
    """The publication is locked first, as a cancel does it."""
    row: Row[*tuple[Any, ...]] = execute(connection, _ONE, {"number": delivery_id}).one()
    lock_publications(connection, [row.publication])
    return row


def _kept(connection: Connection, row: Row[*tuple[Any, ...]], outcome: Outcome, text: str, now: datetime) -> bool:
    kept = (row.id, row.attempts, row.epoch, now, now, outcome.value, TOLD, text)
    insert_many(connection, attempt, _ATTEMPT, [kept])
    reconsider(connection, row.publication, now)
    return True
