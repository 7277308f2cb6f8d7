"""Publications: written once for each key, moved by cause, finished when their rows say so."""

from datetime import datetime

from sqlalchemy import Connection, func, select, update

from storage.ledger.deliveries import CANCELLED_TEXT, in_state, shift
from storage.ledger.moves import FIRST_STATES, Cause, IllegalMove, origins
from storage.ledger.tally import Tally
from storage.states import OPEN_WORK_ORDER, DeliveryState, PublicationState, WorkOrderState
from storage.tables import delivery, publication, work_order
from storage.upsert import insert

_ENDS = (PublicationState.DONE, PublicationState.DONE_WITH_ERRORS, PublicationState.CANCELLED)


def add_publication(connection: Connection, **columns: object) -> int | None:
    """Write a publication down and return its number, or None where its key exists already.

    `columns` are those of the table, `class_` for the class. Raises IllegalMove for a state in which none begins.
    """
    state = PublicationState(str(columns["state"]))
    if state not in FIRST_STATES:
        raise IllegalMove(state, Cause.DUE, "una publicación no empieza en ese estado")
    key = publication.c
    statement = (
        insert(connection, publication)
        .values(**columns)
        .on_conflict_do_nothing(index_elements=[key.tenant, key.campaign, key.message, key.account, key.occurrence])
        .returning(publication.c.id)
    )
    number: int | None = connection.execute(statement).scalar_one_or_none()
    return number


def move_publication(
    connection: Connection,
    publication_id: int,
    to: PublicationState,
    cause: Cause,
    now: datetime,
    reason: str = "",
    **columns: object,
) -> bool:
    """Move a publication, with `reason` for people to read; False where it no longer is in a state that allows it.

    Sets `started_at` at its first running and `finished_at` at its end, unless `columns` does. A cancel takes what
    has not gone out with it: its waiting deliveries are skipped and its open work orders cancelled. Raises IllegalMove
    where no state at all leads to `to` for this cause.
    """
    allowed = [origin.value for origin in origins(to, cause)]
    values: dict[str, object] = {"state": to.value, "reason": reason}
    values["finished_at"] = now if to in _ENDS else None
    if to is PublicationState.RUNNING:
        values["started_at"] = func.coalesce(publication.c.started_at, now)
    statement = update(publication).where(publication.c.id == publication_id, publication.c.state.in_(allowed))
    if connection.execute(statement.values({**values, **columns})).rowcount == 0:
        return False
    if to is PublicationState.CANCELLED:
        _take_along(connection, publication_id)
    return True


def finish(connection: Connection, publication_id: int, now: datetime) -> PublicationState | None:
    """Finish a running publication whose rows are all written and all decided; None where there is more to do.

    Counted from the rows: done, or done with errors where any delivery failed or is uncertain.
    """
    asked = select(publication.c.state, publication.c.expanded_at).where(publication.c.id == publication_id)
    row = connection.execute(asked.with_for_update()).one_or_none()
    if row is None or row.state != PublicationState.RUNNING.value or row.expanded_at is None:
        return None
    if _any(connection, publication_id, DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.SENDING):
        return None
    troubled = _any(connection, publication_id, DeliveryState.FAILED, DeliveryState.UNCERTAIN)
    to = PublicationState.DONE_WITH_ERRORS if troubled else PublicationState.DONE
    move_publication(connection, publication_id, to, Cause.FINISH, now)
    return to


def reconsider(connection: Connection, publication_id: int, now: datetime) -> PublicationState | None:
    """After a person's word on one delivery: finish what runs, and call done what had errors and has none left."""
    state = connection.execute(select(publication.c.state).where(publication.c.id == publication_id)).scalar_one()
    if state != PublicationState.DONE_WITH_ERRORS.value:
        return finish(connection, publication_id, now)
    if _any(connection, publication_id, DeliveryState.FAILED, DeliveryState.UNCERTAIN):
        return None
    move_publication(connection, publication_id, PublicationState.DONE, Cause.SETTLE, now)
    return PublicationState.DONE


def _any(connection: Connection, publication_id: int, *states: DeliveryState) -> bool:
    """Whether any delivery stands in one of these states; each is asked alone, so that its partial index serves."""
    for state in states:
        asked = select(delivery.c.id).where(delivery.c.publication == publication_id, in_state(state)).limit(1)
        if connection.execute(asked).first() is not None:
            return True
    return False


def _take_along(connection: Connection, publication_id: int) -> None:
    tally = Tally()
    mine = delivery.c.publication == publication_id
    words = {"error_code": "cancelled", "error_text": CANCELLED_TEXT}
    shift(connection, tally, mine, DeliveryState.SKIPPED, Cause.CANCEL, **words)
    tally.write(connection)
    open_orders = work_order.c.state.in_([state.value for state in OPEN_WORK_ORDER])
    connection.execute(
        update(work_order)
        .where(work_order.c.publication == publication_id, open_orders)
        .values(state=WorkOrderState.CANCELLED.value)
    )
