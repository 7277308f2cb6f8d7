"""What a lane remembers between sends: its pace, its quota, its pauses, its last sign of life."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Connection, Interval, Row, Update, bindparam, false, func, select, update

from storage.execution import execute
from storage.parameters import given, parameters
from storage.tables import lane


class Sibling(NamedTuple):
    """Another lane of a sender: what it has used, whether it rests, and whether a daemon may be at work on it."""

    shard: int
    quota_log: Sequence[tuple[str, int]] | None
    paused_until: datetime | None
    needs_person: bool
    held: bool


def update_lane(connection: Connection, tenant_id: int, sender: str, shard: int, epoch: int, **columns: object) -> bool:
    """Set columns of a lane that is ours; False where another has opened it since, and nothing was set.

    `columns`: beat_at, leased_until, due_at, next_send_at, quota_log, paused_until, needs_person, failures,
    last_error, cursor.
    """
    mine = {"of": tenant_id, "by": sender, "part": shard, "under": epoch}
    return execute(connection, _setting(tuple(columns)), mine | given(columns)).rowcount == 1


def resume_lanes(connection: Connection, tenant_id: int, sender: str) -> int:
    """A person has mended what stopped a credential: all its lanes go on. How many were stopped."""
    stopped = lane.c.paused_until.is_not(None) | lane.c.needs_person
    statement = update(lane).where(lane.c.tenant == tenant_id, lane.c.sender == sender, stopped)
    return connection.execute(
        statement.values(paused_until=None, needs_person=False, failures=0, last_error=None)
    ).rowcount


def beat(connection: Connection, tenant_id: int, sender: str, shard: int, epoch: int, now: datetime) -> bool:
    """A sign of life; False where another has opened the lane since: stop sending."""
    return update_lane(connection, tenant_id, sender, shard, epoch, beat_at=now)


def renew(connection: Connection, number: int, epoch: int, term: timedelta) -> bool:
    """Hold an open lane for another `term` from now, by the database's clock; False where another has opened it since.

    On PostgreSQL alone.
    """
    return execute(connection, _RENEWING, {"number": number, "under": epoch, "term": term}).rowcount == 1


def lanes(connection: Connection, tenant_id: int) -> Sequence[Row[tuple[object, ...]]]:
    """Every lane of a municipality with all its columns, by sender and shard."""
    asked = select(lane).where(lane.c.tenant == tenant_id)
    return connection.execute(asked.order_by(lane.c.sender, lane.c.shard)).all()


def cursor_of(connection: Connection, number: int) -> str:
    """Up to where the news that a lane asks for has been kept; empty: nowhere in particular."""
    return str(connection.execute(select(lane.c.cursor).where(lane.c.id == number)).scalar_one())


def siblings(connection: Connection, tenant_id: int, sender: str, shard: int) -> list[Sibling]:
    """A sender's other lanes. On PostgreSQL alone."""
    return [Sibling(*row) for row in execute(connection, _SIBLINGS, {"of": tenant_id, "by": sender, "part": shard})]


_SIBLINGS = select(
    lane.c.shard,
    lane.c.quota_log,
    lane.c.paused_until,
    lane.c.needs_person,
    func.coalesce(lane.c.leased_until > func.clock_timestamp(), false()),
).where(lane.c.tenant == bindparam("of"), lane.c.sender == bindparam("by"), lane.c.shard != bindparam("part"))
_RENEWING = (
    update(lane)
    .where(lane.c.id == bindparam("number"), lane.c.epoch == bindparam("under"))
    .values(leased_until=func.clock_timestamp() + bindparam("term", type_=Interval()))
)


@lru_cache(maxsize=32)
def _setting(columns: tuple[str, ...]) -> Update:
    """Built once for each choice of columns: to build it anew costs more than the database takes for it."""
    mine = (lane.c.tenant == bindparam("of")) & (lane.c.sender == bindparam("by")) & (lane.c.shard == bindparam("part"))
    return update(lane).where(mine, lane.c.epoch == bindparam("under")).values(parameters(lane, columns))
