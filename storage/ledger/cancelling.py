"""What a cancel takes with it: some at once, and of many the rest a piece at a time, so that nobody waits behind it."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, bindparam, select, update

from storage.execution import execute
from storage.ledger.deliveries import CANCELLED_TEXT, chunks, in_state, shift
from storage.ledger.moves import Cause
from storage.ledger.tally import Tally, gathering
from storage.states import OPEN_WORK_ORDER, DeliveryState, WorkOrderState
from storage.tables import delivery, publication, work_order

AT_ONCE = 1_000
"""Deliveries that wait and are skipped in the transaction of the cancel; of more the sweep skips the rest."""

_OF_THEM = delivery.c.publication.in_(bindparam("cancelled", expanding=True))
_AMONG = delivery.c.id.in_(bindparam("numbers", expanding=True))
_IN_HAND = select(delivery.c.id).where(_OF_THEM, in_state(DeliveryState.CLAIMED))
_WAITING = select(delivery.c.id).where(_OF_THEM, in_state(DeliveryState.PENDING)).limit(bindparam("most"))
_BY_PIECES = (
    update(publication)
    .where(publication.c.id == bindparam("number"), publication.c.max_contact_id.is_not(None))
    .values(expanded_at=None)
)
_ORDERS = (
    update(work_order)
    .where(
        work_order.c.publication == bindparam("of"),
        work_order.c.state.in_([state.value for state in OPEN_WORK_ORDER]),
    )
    .values(state=WorkOrderState.CANCELLED.value)
)


def take_along(connection: Connection, publication_id: int) -> None:
    """Skip what a lane has in hand and some of what waits, and cancel open work orders.

    Where more waits, the publication counts as not written down to its end, until the sweep has skipped that too.
    """
    in_hand = list(execute(connection, _IN_HAND, {"cancelled": [publication_id]}).scalars())
    tally = Tally()
    _skip(connection, tally, in_hand)
    skipped = skip_waiting(connection, [publication_id], AT_ONCE, tally)
    if skipped == AT_ONCE and not execute(connection, _BY_PIECES, {"number": publication_id}).rowcount:
        # A post or tasks: no sweep looks for these, and they are few.
        while skip_waiting(connection, [publication_id], AT_ONCE, tally):
            continue
    tally.write(connection)
    execute(connection, _ORDERS, {"of": publication_id})


def skip_waiting(
    connection: Connection, publications: Sequence[int], most: int = AT_ONCE, tally: Tally | None = None
) -> int:
    """Skip so many of those that wait in publications that are cancelled; how many these were."""
    if not publications:
        return 0
    found = list(execute(connection, _WAITING, {"cancelled": list(publications), "most": most}).scalars())
    with gathering(connection, tally) as changes:
        _skip(connection, changes, found)
    return len(found)


def _skip(connection: Connection, tally: Tally, numbers: Iterable[int]) -> None:
    words = {"error_code": "cancelled", "error_text": CANCELLED_TEXT}
    for chunk in chunks(sorted(numbers)):
        shift(connection, tally, _AMONG, {"numbers": chunk}, DeliveryState.SKIPPED, Cause.CANCEL, **words)
