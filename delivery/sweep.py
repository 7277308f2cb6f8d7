"""The sweep: what no bell rang for is found here, in the rows, every few seconds."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, exists, func, or_, select

from delivery.engine import LaneId
from delivery.expand import expand
from delivery.publish import URGENT
from delivery.reminders import remind
from delivery.review import review
from delivery.workplace import Workplace
from storage.ledger import Cause, finish, move_deliveries
from storage.ledger.deliveries import in_state
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
        expired = row.expires_at <= now
        if expired:
            _write_down_next(connection, workplace, row.id, now, found)
            _expire(connection, row.id, now)
        if finish(connection, row.id, now) is None:
            found.at(None if expired else row.expires_at)
            _look_at(connection, workplace, row, now, found)
    for number in _cancelled_half_way(connection, workplace):
        _write_down_next(connection, workplace, number, now, found)
    return found


def interrupted_lanes(connection: Connection, workplace: Workplace) -> list[LaneId]:
    """Lanes with deliveries that somebody was about to send, or sending: whoever did may be dead.

    Asked where no lane is open; opening them puts those deliveries in order.
    """
    columns = delivery.c
    in_flight = or_(in_state(DeliveryState.CLAIMED), in_state(DeliveryState.SENDING))
    asked = select(publication.c.sender).where(
        publication.c.tenant == workplace.tenant_id, exists().where(columns.publication == publication.c.id, in_flight)
    )
    return [workplace.lane(sender) for sender in connection.execute(asked.distinct()).scalars()]


def _cancelled_half_way(connection: Connection, workplace: Workplace) -> list[int]:
    """Publications that were cancelled before all their recipients were written down."""
    columns = publication.c
    asked = select(columns.id).where(
        columns.tenant == workplace.tenant_id,
        columns.state == PublicationState.CANCELLED.value,
        columns.max_contact_id.is_not(None),
        columns.expanded_at.is_(None),
    )
    return list(connection.execute(asked).scalars())


def _write_down_next(
    connection: Connection, workplace: Workplace, publication_id: int, now: datetime, found: Swept
) -> None:
    """Give the next recipients of a publication that sends no more their rows, so that everyone has one."""
    row = connection.execute(select(publication).where(publication.c.id == publication_id)).one()
    if expand(connection, workplace, row, now):
        found.at(now)


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
    """When the first of its deliveries that are not done may be tried; None: all are done."""
    columns = delivery.c
    mine = and_(columns.publication == publication_id, in_state(DeliveryState.PENDING))
    at_once = or_(columns.not_before.is_(None), columns.not_before <= now)
    if connection.execute(select(columns.id).where(mine, at_once).limit(1)).first() is not None:
        return now
    # Claimed or being sent: by a lane that is at work, which is woken in vain, or by one that broke off.
    in_flight = or_(in_state(DeliveryState.CLAIMED), in_state(DeliveryState.SENDING))
    begun = select(columns.id).where(columns.publication == publication_id, in_flight).limit(1)
    if connection.execute(begun).first() is not None:
        return now
    earliest: datetime | None = connection.execute(select(func.min(columns.not_before)).where(mine)).scalar_one()
    return earliest


def _expire(connection: Connection, publication_id: int, now: datetime) -> None:
    columns = delivery.c
    mine = and_(columns.publication == publication_id, in_state(DeliveryState.PENDING))
    waiting = connection.execute(select(columns.id).where(mine)).scalars().all()
    move_deliveries(
        connection, waiting, DeliveryState.FAILED, Cause.EXPIRE, now, error_code="expired", error_text=EXPIRED
    )
