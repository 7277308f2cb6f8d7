"""What a person decides about deliveries: settle the uncertain, try the failed again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, exists, select

from storage.audit import append
from storage.ledger.deliveries import Given, shift
from storage.ledger.moves import Cause, IllegalMove
from storage.ledger.publications import move_publication, reconsider
from storage.ledger.tally import Tally
from storage.states import DeliveryState, PublicationState
from storage.tables import delivery, publication, work_order

_Locked = Any
"""The id and state of a publication's row that is locked; SQLAlchemy types a row by each of its columns."""
_THIS = delivery.c.id == bindparam("number")
_OF_ONE = delivery.c.publication == bindparam("of")
_BY_MACHINE = _OF_ONE & ~exists().where(work_order.c.delivery == delivery.c.id)


def settle(
    connection: Connection, tenant_id: int, delivery_id: int, to: DeliveryState, actor: str, now: datetime
) -> bool:
    """A person says what became of an uncertain delivery: sent, failed, or pending to send it again.

    False where the tenant has no such delivery or it is not uncertain. The publication runs again or is done as
    its rows say. Raises IllegalMove for another `to`, and for pending in a cancelled publication. Leaves a row in the
    audit.
    """
    asked = (
        select(publication.c.id, publication.c.state)
        .join(delivery, delivery.c.publication == publication.c.id)
        .where(delivery.c.id == delivery_id, publication.c.tenant == tenant_id)
        .with_for_update(of=publication)
    )
    row = connection.execute(asked).one_or_none()
    if row is None:
        return False
    if not _settle(connection, row, _THIS, {"number": delivery_id}, to, now):
        return False
    append(connection, tenant_id, actor, "settle", f"delivery/{delivery_id}", {"to": to.value}, now)
    return True


def settle_all(
    connection: Connection, publication_id: int, to: DeliveryState, actor: str, now: datetime
) -> Sequence[int]:
    """The same of all uncertain deliveries of a publication at once: which these are.

    Raises IllegalMove. Leaves one row in the audit where there were any.
    """
    asked = select(publication.c.id, publication.c.state, publication.c.tenant)
    row = connection.execute(asked.where(publication.c.id == publication_id).with_for_update()).one_or_none()
    moved = [] if row is None else _settle(connection, row, _OF_ONE, {"of": publication_id}, to, now)
    if row is not None and moved:
        detail = {"to": to.value, "count": len(moved)}
        append(connection, row.tenant, actor, "settle", f"publication/{publication_id}", detail, now)
    return moved


def _settle(
    connection: Connection, row: _Locked, where: ColumnElement[bool], named: Given, to: DeliveryState, now: datetime
) -> Sequence[int]:
    """Move what `where` names of a publication that is locked; which deliveries these were. Raises IllegalMove."""
    if to is DeliveryState.PENDING and row.state == PublicationState.CANCELLED.value:
        raise IllegalMove(to, Cause.SETTLE, "la publicación está cancelada y ya no envía nada")
    tally = Tally()
    columns = {"sent_at": now} if to is DeliveryState.SENT else {"not_before": None}
    moved = [each.id for each in shift(connection, tally, where, named, to, Cause.SETTLE, **columns)]
    if not moved:
        return moved
    tally.write(connection)
    if to is DeliveryState.PENDING and row.state == PublicationState.DONE_WITH_ERRORS.value:
        move_publication(connection, row.id, PublicationState.RUNNING, Cause.SETTLE, now, reason=None)
    reconsider(connection, row.id, now)
    return moved


def retry_failed(connection: Connection, publication_id: int, actor: str, now: datetime) -> int:
    """Try the failed deliveries of a publication again, from their first attempt on; how many these are.

    None in a cancelled publication, and none that follows a work order: there a person confirms what was done.
    Leaves a row in the audit where it moved any.
    """
    asked = select(publication.c.tenant, publication.c.state).where(publication.c.id == publication_id)
    row = connection.execute(asked.with_for_update()).one_or_none()
    live = (PublicationState.RUNNING, PublicationState.PAUSED, PublicationState.DONE_WITH_ERRORS)
    if row is None or PublicationState(row.state) not in live:
        return 0
    tally = Tally()
    afresh = {"attempts": 0, "crashes": 0, "not_before": None, "error_code": None, "error_text": None}
    given = {"of": publication_id}
    moved = shift(connection, tally, _BY_MACHINE, given, DeliveryState.PENDING, Cause.RETRY, **afresh)
    tally.write(connection)
    if moved:
        if row.state == PublicationState.DONE_WITH_ERRORS.value:
            move_publication(connection, publication_id, PublicationState.RUNNING, Cause.RETRY, now, reason=None)
        append(connection, row.tenant, actor, "retry", f"publication/{publication_id}", {"count": len(moved)}, now)
    return len(moved)
