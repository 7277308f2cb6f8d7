"""Who owns a lane: opened anew, it counts a higher epoch, and what older epochs left behind is put in order."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam
from sqlalchemy.sql.dml import ReturningInsert

from storage.execution import execute
from storage.ledger.claims import publications_of
from storage.ledger.deliveries import cancelled_among, shift, skip_cancelled
from storage.ledger.moves import Cause
from storage.ledger.tally import Tally
from storage.states import DeliveryState
from storage.tables import delivery, lane
from storage.upsert import insert_into

_LEFT_BEHIND = (
    delivery.c.publication.in_(bindparam("publications", expanding=True))
    & (delivery.c.shard == bindparam("on"))
    & (delivery.c.epoch < bindparam("under"))
)
_ONE_MORE = delivery.c.attempts + 1
_INTERRUPTED_TEXT = "El programa se detuvo mientras enviaba este mensaje: no se sabe si alcanzó a salir."


@dataclass(frozen=True, slots=True)
class OpenedLane:
    """A lane that is now ours under `epoch`, with the pace, quota and pauses that it had before.

    `released` deliveries of older epochs are pending again; `uncertain` ones had been intended and may have gone out.
    """

    id: int
    epoch: int
    next_send_at: datetime | None
    quota_used: int
    quota_since: datetime | None
    paused_until: datetime | None
    needs_person: bool
    failures: int
    released: int
    uncertain: int


def open_lane(connection: Connection, tenant_id: int, sender: str, shard: int, owner: str, now: datetime) -> OpenedLane:
    """Take a lane over: from here on, claims and results under older epochs move nothing.

    A delivery that an older epoch was sending becomes uncertain and burns an attempt, so that a message that kills
    the program each time is not resent for ever; its row keeps the epoch under which it was sent, so that a late
    result of that sending is still known as its own.
    """
    epoch, columns = _next_epoch(connection, tenant_id, sender, shard, owner, now)
    publications = publications_of(connection, tenant_id, sender)
    if not publications:
        return OpenedLane(*columns, released=0, uncertain=0)
    cancelled = cancelled_among(connection, publications)
    given = {"publications": publications, "on": shard, "under": epoch}
    tally = Tally()
    # In this order: what an older owner intends between the two statements is found by the second.
    released = shift(connection, tally, _LEFT_BEHIND, given, DeliveryState.PENDING, Cause.TAKEOVER)
    uncertain = shift(
        connection,
        tally,
        _LEFT_BEHIND,
        given,
        DeliveryState.UNCERTAIN,
        Cause.TAKEOVER,
        attempts=_ONE_MORE,
        error_code="interrupted",
        error_text=_INTERRUPTED_TEXT,
    )
    skip_cancelled(connection, tally, cancelled)
    tally.write(connection)
    return OpenedLane(*columns, released=len(released), uncertain=len(uncertain))


def _next_epoch(
    connection: Connection, tenant_id: int, sender: str, shard: int, owner: str, now: datetime
) -> tuple[int, tuple[int, int, datetime | None, int, datetime | None, datetime | None, bool, int]]:
    values = {"tenant": tenant_id, "sender": sender, "shard": shard, "epoch": 1, "owner": owner, "beat_at": now}
    row = execute(connection, _opening(connection.dialect.name), values).one()
    return row.epoch, tuple(row)


@cache
def _opening(dialect: str) -> ReturningInsert[Any]:
    statement = insert_into(dialect, lane)
    return statement.on_conflict_do_update(
        index_elements=[lane.c.tenant, lane.c.sender, lane.c.shard],
        set_={"epoch": lane.c.epoch + 1, "owner": statement.excluded.owner, "beat_at": statement.excluded.beat_at},
    ).returning(
        lane.c.id,
        lane.c.epoch,
        lane.c.next_send_at,
        lane.c.quota_used,
        lane.c.quota_since,
        lane.c.paused_until,
        lane.c.needs_person,
        lane.c.failures,
    )
