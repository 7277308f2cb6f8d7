"""What runs and rests: when it goes on, kept in its row with the veda that holds it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, or_, select, update

from delivery.blackouts import MARK
from delivery.office.refused import cancel_refused
from delivery.sending.rest import Rest, rest_of
from delivery.workplace import Workplace
from storage.execution import execute
from storage.ledger.deliveries import in_state
from storage.parameters import given, parameters
from storage.states import DeliveryState
from storage.tables import delivery, publication

_ITS = delivery.c.publication == bindparam("number")
BEGUN = or_(in_state(DeliveryState.CLAIMED), in_state(DeliveryState.SENDING))
IN_FLIGHT = select(delivery.c.shard).where(_ITS, BEGUN).distinct()
EARLIEST = select(func.min(delivery.c.not_before)).where(_ITS, in_state(DeliveryState.PENDING))
_RESTS = (
    update(publication)
    .where(publication.c.id == bindparam("number"))
    .values(parameters(publication, ("resumes_at", "depends_on", "reason")))
)

Running = Row[*tuple[Any, ...]]
"""A running publication."""


def goes_on_at(
    connection: Connection, workplace: Workplace, row: Running, ready_at: datetime, now: datetime
) -> datetime | None:
    """When it goes on: at the end of its rest, or as soon as it is somebody's hour elsewhere; None: nobody knows."""
    rest = rest_of(connection, workplace, row, now)
    if rest is not None and rest.refused is not None:
        cancel_refused(connection, workplace, row.id, rest.refused, now)
        return None
    until = rest.until if rest is not None else None
    _tell_rest(connection, row, rest)
    if rest is None or execute(connection, IN_FLIGHT, {"number": row.id}).first() is not None:
        return ready_at
    apart = execute(connection, EARLIEST, {"number": row.id}).scalar_one() if rest.apart else None
    return min((moment for moment in (until, apart) if moment is not None), default=None)


def _tell_rest(connection: Connection, row: Running, rest: Rest | None) -> None:
    """Keep in the row until when it rests, and which veda holds it."""
    until, depends_on, reason = rest.until if rest is not None else None, row.depends_on, row.reason
    if rest is not None and rest.blackout is not None:
        depends_on, reason = rest.blackout.mark, rest.told
    elif (depends_on or "").startswith(MARK):
        depends_on, reason = None, ""
    told = {"resumes_at": until, "depends_on": depends_on, "reason": reason}
    if any(getattr(row, name) != value for name, value in told.items()):
        execute(connection, _RESTS, {"number": row.id} | given(told))
