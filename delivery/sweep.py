"""The sweep: what no bell rang for is found here, in the rows, every few seconds."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, or_, select

from delivery.engine import LaneId
from delivery.publish import URGENT
from delivery.reminders import remind
from delivery.review import review
from delivery.workplace import Workplace
from storage.ledger import Cause, finish, move_deliveries
from storage.states import DeliveryState, PublicationState
from storage.tables import delivery, lane, publication
from storage.work_orders import reopen_due

EXPIRED = "Venció el plazo para enviarlo: no se pudo entregar a tiempo."

Running = Row[*tuple[Any, ...]]
"""A running publication beside what its lane says of itself."""


@dataclass(slots=True)
class Swept:
    """What a sweep found."""

    lanes: dict[LaneId, bool] = field(default_factory=dict)
    """Lanes with something due, and whether urgently."""
    next: datetime | None = None
    """When the next thing is due that rows alone tell; None: nothing that time by itself would bring."""

    def at(self, moment: datetime | None) -> None:
        """Something is due at `moment`."""
        if moment is not None:
            self.next = moment if self.next is None else min(self.next, moment)


def sweep(connection: Connection, workplace: Workplace, now: datetime) -> Swept:
    """Let go what was approved, end what expired, finish what is done, and say which lanes have work."""
    found = Swept()
    found.lanes.update(review(connection, workplace, now).lanes)
    reopen_due(connection, workplace.tenant_id, now)
    reminded = remind(connection, workplace, now)
    found.at(reminded.next)
    for row in _running(connection, workplace):
        if row.expires_at <= now:
            _expire(connection, row.id, now)
        if finish(connection, row.id, now) is None:
            found.at(row.expires_at if row.expires_at > now else None)
            _look_at(connection, workplace, row, now, found)
    return found


def _running(connection: Connection, workplace: Workplace) -> list[Running]:
    """What runs on lanes; work orders wait for people, and time alone does nothing to them."""
    columns, its = publication.c, lane.c
    same = and_(its.tenant == columns.tenant, its.sender == columns.sender, its.shard == 0)
    asked = (
        select(
            columns.id,
            columns.sender,
            columns.priority,
            columns.expires_at,
            columns.expanded_at,
            its.due_at,
            its.paused_until,
            its.needs_person,
        )
        .select_from(publication.outerjoin(lane, same))
        .where(
            columns.tenant == workplace.tenant_id,
            columns.state == PublicationState.RUNNING.value,
            columns.sender != "",
        )
    )
    return list(connection.execute(asked))


def _look_at(connection: Connection, workplace: Workplace, row: Running, now: datetime, found: Swept) -> None:
    if row.needs_person:
        return
    free_at = max((moment for moment in (row.due_at, row.paused_until) if moment is not None), default=now)
    ready_at = now if row.expanded_at is None else _ready_at(connection, row.id, now)
    if ready_at is None:
        return
    moment = max(free_at, ready_at)
    if moment <= now:
        lane_id = workplace.lane(row.sender)
        found.lanes[lane_id] = found.lanes.get(lane_id, False) or row.priority == URGENT
    else:
        found.at(moment)


def _ready_at(connection: Connection, publication_id: int, now: datetime) -> datetime | None:
    """When the first of its pending deliveries may be tried; None: none is pending."""
    columns = delivery.c
    mine = and_(columns.publication == publication_id, columns.state == DeliveryState.PENDING.value)
    at_once = or_(columns.not_before.is_(None), columns.not_before <= now)
    if connection.execute(select(columns.id).where(mine, at_once).limit(1)).first() is not None:
        return now
    earliest: datetime | None = connection.execute(select(func.min(columns.not_before)).where(mine)).scalar_one()
    return earliest


def _expire(connection: Connection, publication_id: int, now: datetime) -> None:
    columns = delivery.c
    mine = and_(columns.publication == publication_id, columns.state == DeliveryState.PENDING.value)
    waiting = connection.execute(select(columns.id).where(mine)).scalars().all()
    move_deliveries(
        connection, waiting, DeliveryState.FAILED, Cause.EXPIRE, now, error_code="expired", error_text=EXPIRED
    )
