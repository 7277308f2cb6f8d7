"""Who owns a lane: opened anew, it counts a higher epoch, and what older epochs left behind is put in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Interval, Row, bindparam, case, func, select, update
from sqlalchemy.sql.dml import ReturningInsert

from storage.execution import execute
from storage.ledger.cancelling import skip_waiting
from storage.ledger.claims import publications_of, release
from storage.ledger.deliveries import cancelled_among, shift
from storage.ledger.moves import Cause
from storage.ledger.tally import Tally, gathering
from storage.lock import EACH
from storage.states import DeliveryState
from storage.tables import delivery, lane
from storage.upsert import insert_into

INTERRUPTED = "interrupted"
"""The code of a delivery that its process left in the middle of sending."""

_LEFT_BEHIND = (
    delivery.c.publication.in_(bindparam("publications", expanding=True))
    & (delivery.c.shard == bindparam("on"))
    & (delivery.c.epoch < bindparam("under"))
)
_KEY = (lane.c.tenant, lane.c.sender, lane.c.shard)
_OPENED = (
    lane.c.id,
    lane.c.epoch,
    lane.c.next_send_at,
    lane.c.quota_log,
    lane.c.paused_until,
    lane.c.needs_person,
    lane.c.failures,
)
MOST_SHARDS = 8
"""Over so many lanes a sender's messages are spread at most. Epochs count in steps of it, each lane's its own: no two
lanes of a sender have one in common, so that a late result of the one is never taken for the other's. It may grow, for
a greater step still leads forward; at one opening a second an epoch lasts eight years."""
_NEXT_EPOCH = (lane.c.epoch // MOST_SHARDS + 1) * MOST_SHARDS + lane.c.shard
_ONE_MORE = delivery.c.attempts + 1
_ONE_MORE_CRASH = delivery.c.crashes + 1
MOST_CRASHES = 3
"""The program died so often with a message in hand: it is not tried again by itself."""
_SICK = _LEFT_BEHIND & (delivery.c.crashes >= MOST_CRASHES - 1)
_SICK_TEXT = (
    f"El programa se detuvo {MOST_CRASHES} veces mientras preparaba este mensaje: no salió, y los demás siguieron. "
    "Envíe el registro del pregonero a quien lo mantiene; cuando esté arreglado, «pregonero retry» lo intenta otra vez."
)
_INTERRUPTED_TEXT = "El programa se detuvo mientras enviaba este mensaje: no se sabe si alcanzó a salir."


@dataclass(frozen=True, slots=True)
class OpenedLane:
    """A lane that is now ours under `epoch`, with the pace, quota and pauses that it had before.

    `released` deliveries of older epochs are pending again; `uncertain` ones had been intended and may have gone out.
    """

    id: int
    epoch: int
    next_send_at: datetime | None
    quota_log: Sequence[tuple[str, int]] | None
    paused_until: datetime | None
    needs_person: bool
    failures: int
    released: int
    uncertain: int


def open_lane(
    connection: Connection,
    tenant_id: int,
    sender: str,
    shard: int,
    owner: str,
    now: datetime,
    tally: Tally | None = None,
) -> OpenedLane:
    """Take a lane over, whoever has it: from here on, claims and results under older epochs move nothing.

    A delivery that an older epoch was sending becomes uncertain and burns an attempt, so that a message that kills
    the program each time is not resent for ever; its row keeps the epoch under which it was sent, so that a late
    result of that sending is still known as its own. One that was claimed counts a crash, and has failed at the third.
    `tally`: the transaction's, whose owner writes it; None: the counters are written at once.
    """
    values = _opened_by(tenant_id, sender, shard, owner, now)
    row = execute(connection, _opening(connection.dialect.name), values).one()
    return _put_in_order(connection, tenant_id, sender, shard, row, tally)


def lease_lane(
    connection: Connection,
    tenant_id: int,
    sender: str,
    shard: int,
    owner: str,
    now: datetime,
    term: timedelta,
    tally: Tally | None = None,
) -> OpenedLane | None:
    """Take a lane over for `term` where no other owner holds it that is alive; None: one does. On PostgreSQL alone.

    The term is counted by the database's clock, which all daemons share.
    """
    values = _opened_by(tenant_id, sender, shard, owner, now) | {"term": term}
    row = execute(connection, _leasing(), values).one_or_none()
    return None if row is None else _put_in_order(connection, tenant_id, sender, shard, row, tally)


def take_lanes_away(connection: Connection, tenant_id: int, sender: str, columns: Mapping[str, object]) -> int:
    """Set columns of all lanes of a sender, and take them from whoever works them; how many these are.

    Nothing leaves any more from the moment that this is committed: what was claimed is pending again. What is on the
    wire ends as it ends, and is recorded; a lease lasts as long as it does, so that nobody calls that doubtful before.
    """
    mine = (lane.c.tenant == tenant_id) & (lane.c.sender == sender)
    asked = select(lane.c.id, lane.c.shard, lane.c.epoch).where(mine).order_by(lane.c.id).with_for_update()
    rows = connection.execute(asked).all()
    connection.execute(update(lane).where(mine).values(epoch=_NEXT_EPOCH, **columns))
    tally = Tally()
    for row in rows:
        release(connection, tenant_id, sender, row.shard, row.epoch, tally)
    tally.write(connection)
    return len(rows)


def _opened_by(tenant_id: int, sender: str, shard: int, owner: str, now: datetime) -> dict[str, Any]:
    first = MOST_SHARDS + shard
    return {"tenant": tenant_id, "sender": sender, "shard": shard, "epoch": first, "owner": owner, "beat_at": now}


def _put_in_order(
    connection: Connection,
    tenant_id: int,
    sender: str,
    shard: int,
    row: Row[*tuple[Any, ...]],
    tally: Tally | None,
) -> OpenedLane:
    opened = row._asdict()
    publications = publications_of(connection, tenant_id, sender, shard)
    if not publications:
        return OpenedLane(**opened, released=0, uncertain=0)
    cancelled = cancelled_among(connection, publications)
    given = {"publications": publications, "on": shard, "under": row.epoch}
    with gathering(connection, tally) as changes:
        # In this order: what an older owner intends between the two statements is found by the second.
        sick = {"crashes": _ONE_MORE_CRASH, "error_code": "crashes", "error_text": _SICK_TEXT}
        shift(connection, changes, _SICK, given, DeliveryState.FAILED, Cause.SET_ASIDE, **sick)
        crashed = {"crashes": _ONE_MORE_CRASH}
        released = shift(connection, changes, _LEFT_BEHIND, given, DeliveryState.PENDING, Cause.TAKEOVER, **crashed)
        doubtful = {"attempts": _ONE_MORE, "error_code": INTERRUPTED, "error_text": _INTERRUPTED_TEXT}
        uncertain = shift(connection, changes, _LEFT_BEHIND, given, DeliveryState.UNCERTAIN, Cause.TAKEOVER, **doubtful)
        skip_waiting(connection, cancelled, tally=changes)
    return OpenedLane(**opened, released=len(released), uncertain=len(uncertain))


@cache
def _opening(dialect: str) -> ReturningInsert[Any]:
    statement = insert_into(dialect, lane)
    taken = {"owner": statement.excluded.owner, "beat_at": statement.excluded.beat_at, "leased_until": None}
    return statement.on_conflict_do_update(index_elements=_KEY, set_={"epoch": _NEXT_EPOCH, **taken}).returning(
        *_OPENED
    )


@cache
def _leasing() -> ReturningInsert[Any]:
    now, term = func.clock_timestamp(), bindparam("term", type_=Interval())
    statement = insert_into("postgresql", lane).values(
        {name: bindparam(name) for name in ("tenant", "sender", "shard", "epoch", "owner", "beat_at")}
        | {"leased_until": now + term}
    )
    excluded = statement.excluded
    taken = {"owner": excluded.owner, "beat_at": excluded.beat_at, "leased_until": now + term}
    # Farther ahead than a whole term it can only be where the database's clock was set back: it binds nobody.
    leased = lane.c.leased_until.between(now, now + term) & (lane.c.owner != excluded.owner)
    # Whose session is gone is dead: what it holds alive, shared, is then to be had. Asked last, and only of another's.
    dead = func.pg_try_advisory_xact_lock(EACH, func.hashtext(lane.c.owner))
    return statement.on_conflict_do_update(
        index_elements=_KEY,
        set_={"epoch": _NEXT_EPOCH, **taken},
        where=case((leased, dead), else_=True),
    ).returning(*_OPENED)
