"""What a person decides about deliveries: settle the uncertain, try the failed again."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, select

from storage.audit import append
from storage.ledger.deliveries import shift
from storage.ledger.moves import Cause, IllegalMove
from storage.ledger.publications import move_publication, reconsider
from storage.ledger.tally import Tally
from storage.states import DeliveryState, PublicationState
from storage.tables import delivery, publication, work_order

_THIS = delivery.c.id == bindparam("number")
_BY_MACHINE = (delivery.c.publication == bindparam("of")) & ~exists().where(work_order.c.delivery == delivery.c.id)


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
    if to is DeliveryState.PENDING and row.state == PublicationState.CANCELLED.value:
        raise IllegalMove(to, Cause.SETTLE, "la publicación está cancelada y ya no envía nada")
    tally = Tally()
    columns = {"sent_at": now} if to is DeliveryState.SENT else {"not_before": None}
    if not shift(connection, tally, _THIS, {"number": delivery_id}, to, Cause.SETTLE, **columns):
        return False
    tally.write(connection)
    if to is DeliveryState.PENDING and row.state == PublicationState.DONE_WITH_ERRORS.value:
        move_publication(connection, row.id, PublicationState.RUNNING, Cause.SETTLE, now, reason=None)
    reconsider(connection, row.id, now)
    append(connection, tenant_id, actor, "settle", f"delivery/{delivery_id}", {"to": to.value}, now)
    return True


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
