"""The sweep: what no bell rang for is found here, in the rows, every few seconds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, or_, select

from audience.signups import purge
from channels.keys import Key
from delivery.chores.chores import arrange_chores
from delivery.daemon.resting import BEGUN, EARLIEST, IN_FLIGHT, goes_on_at
from delivery.engines.engine import LaneId
from delivery.office.exhausted import end_exhausted
from delivery.office.stopped import take_up
from delivery.office.survey_ends import close_surveys
from delivery.publications.ending import end
from delivery.publications.expand import expand, lock_for_expansion
from delivery.publications.occurring import EMERGENCY, URGENT
from delivery.publications.waiting import HALF_WRITTEN, RUNNING, Waiting, waiting
from delivery.publishing.review import Reviewed, review
from delivery.sending.answering import arrange_replies
from delivery.sending.reconciling import arrange
from delivery.tasks.reminders import Reminded, remind
from delivery.watching.long_waits import tell
from delivery.watching.outages import watch
from delivery.workplace import Workplace
from storage.columns import Instant
from storage.execution import execute
from storage.ledger import Cause, move_deliveries
from storage.ledger.cancelling import skip_waiting
from storage.ledger.deliveries import in_state
from storage.states import DeliveryState
from storage.tables import delivery, lane, publication
from storage.unsent import Unsent, tell_unsent
from storage.work_orders import reopen_due

MOST = 2_000
"""Deliveries whose time is over that one sweep ends: the municipality's others do not wait behind a million."""
WRITTEN = 1_000
"""Contacts that one sweep looks at for those who get a row though nothing is sent any more."""
EXPIRED = "Venció el plazo para enviarlo: no se pudo entregar a tiempo."

# Statements are built once: to build one anew costs more than the database takes for it.
_RUNNING = select(
    publication.c.id,
    publication.c.sender,
    publication.c.priority,
    publication.c.expires_at,
    publication.c.expanded_at,
    publication.c.campaign,
    publication.c.message,
    publication.c.digest,
    publication.c.kind,
    publication.c.act,
    publication.c.class_,
    publication.c.quiet_hours,
    publication.c.resumes_at,
    publication.c.depends_on,
    publication.c.reason,
).where(RUNNING)
_LANES = select(lane.c.sender, lane.c.shard, lane.c.due_at, lane.c.paused_until, lane.c.needs_person).where(
    lane.c.tenant == bindparam("of")
)
_HALF_WRITTEN = select(publication.c.id).where(HALF_WRITTEN)
_ITS = delivery.c.publication == bindparam("number")
_WAITING = select(delivery.c.id).where(_ITS, in_state(DeliveryState.PENDING))
_EXPIRING = _WAITING.limit(bindparam("most"))
_KEY = select(publication.c.campaign, publication.c.message, publication.c.account, publication.c.occurrence).where(
    publication.c.id == bindparam("number")
)
_DUE = _WAITING.where(
    or_(delivery.c.not_before.is_(None), delivery.c.not_before <= bindparam("moment", type_=Instant()))
).limit(1)

Running = Row[*tuple[Any, ...]]
"""A running publication."""
Stands = Mapping[str, Sequence[Row[*tuple[Any, ...]]]]
"""What each sender's lanes say of themselves."""


@dataclass(slots=True)
class Swept:
    """What a sweep found."""

    lanes: dict[LaneId, bool] = field(default_factory=dict)
    """Lanes with something due, and whether urgently."""
    next: datetime | None = None
    """When the next thing is due that rows alone tell; None: nothing that time by itself would bring."""
    sick: dict[str, Exception] = field(default_factory=dict)
    """Campaigns of which what awaits approval could not be looked at, for a reason that nobody foresaw."""
    spent: bool = False
    """It has written down as much as one sweep may of what is over."""

    def at(self, moment: datetime | None) -> None:
        """Something is due at `moment`."""
        if moment is not None:
            self.next = moment if self.next is None else min(self.next, moment)


def sweep(connection: Connection, workplace: Workplace, now: datetime, resting: Collection[str] = ()) -> Swept:
    """Let go what was approved, end what expired, finish what is done, and say which lanes have work.

    `resting`: campaigns whose review failed, and is not tried yet.
    """
    waits = waiting(connection, workplace.tenant_id)
    reviewed = review(connection, workplace, now, resting) if waits.words else Reviewed()
    found = Swept(dict(reviewed.lanes), reviewed.next, reviewed.sick)
    if waits.suspended:
        found.at(take_up(connection, workplace, now))
    _end_and_forget(connection, workplace, waits, now, found)
    if waits.postponed:
        reopen_due(connection, workplace.tenant_id, now)
    if waits.orders:
        end_exhausted(connection, workplace, now)
    reminded = remind(connection, workplace, now) if waits.orders else Reminded(0, None)
    found.at(reminded.next)
    told, next_alert = tell(connection, workplace, now) if waits.words or waits.following else (0, None)
    found.at(next_alert)
    alerted, next_look = watch(connection, workplace, now) if waits.outages else (0, None)
    found.at(next_look)
    # What was let go or reminded just now runs too.
    running = waits.running or waits.words or waits.suspended or reminded.made + told + alerted > 0
    stands = _stands(connection, workplace) if running else {}
    for row in _running(connection, workplace) if running else ():
        expired = row.expires_at <= now
        if expired and _write_off(connection, workplace, row.id, now, found):
            continue
        ready_at = now if row.expanded_at is None else _ready_at(connection, row.id, now)
        if ready_at is None and end(connection, row.id, now):
            continue
        found.at(None if expired else row.expires_at)
        if ready_at is not None:
            _look_at(connection, workplace, row, stands, ready_at, now, found)
    _arrange_besides(connection, workplace, waits, now, found)
    for number in _half_written(connection, workplace) if waits.half_written else ():
        if found.spent:
            found.at(now)
            break
        if skip_waiting(connection, [number]):
            found.spent = True
            found.at(now)
        else:
            _write_down_next(connection, workplace, number, now, found)
    return found


def _arrange_besides(connection: Connection, workplace: Workplace, waits: Waiting, now: datetime, found: Swept) -> None:
    """Lanes with other work than messages: what a service is asked, answers to people, chores of accounts."""
    arranged = [arrange(connection, workplace, now)]
    arranged += [arrange_replies(connection, workplace, now)] if waits.replies else []
    arranged += [arrange_chores(connection, workplace, now)] if waits.chores else []
    for lanes, next_ in arranged:
        found.lanes |= {lane: found.lanes.get(lane, False) for lane in lanes}
        found.at(next_)


def _end_and_forget(connection: Connection, workplace: Workplace, waits: Waiting, now: datetime, found: Swept) -> None:
    """Surveys at their hour, and the addresses of subscriptions that nobody has confirmed."""
    found.at(close_surveys(connection, workplace, now))
    found.at(purge(connection, workplace.tenant_id, now) if waits.signups else None)


def interrupted_lanes(connection: Connection, workplace: Workplace) -> list[LaneId]:
    """Lanes with deliveries that somebody was about to send, or sending: whoever did may be dead.

    Asked where no lane is open; opening them puts those deliveries in order.
    """
    asked = select(publication.c.sender, delivery.c.shard).where(
        publication.c.tenant == workplace.tenant_id, delivery.c.publication == publication.c.id, BEGUN
    )
    return [workplace.lane(sender, shard) for sender, shard in connection.execute(asked.distinct())]


def _half_written(connection: Connection, workplace: Workplace) -> list[int]:
    """Publications that were cancelled before all their recipients were written down, or skipped."""
    return list(execute(connection, _HALF_WRITTEN, {"of": workplace.tenant_id}).scalars())


def _write_down_next(
    connection: Connection, workplace: Workplace, publication_id: int, now: datetime, found: Swept
) -> None:
    """Give the next recipients of a publication that sends no more their rows, so that everyone has one."""
    row = lock_for_expansion(connection, publication_id)
    if row is not None and row.expanded_at is None:
        expand(connection, workplace, row, now, WRITTEN)
        found.spent = True
        found.at(now)


def _write_off(connection: Connection, workplace: Workplace, publication_id: int, now: datetime, found: Swept) -> bool:
    """End some of what waits though its time is over; whether there is more of it, for a sweep that has room."""
    if not found.spent:
        _write_down_next(connection, workplace, publication_id, now, found)
        if not _expire(connection, publication_id, now):
            return False
        found.spent = True
    found.at(now)
    return True


def _running(connection: Connection, workplace: Workplace) -> list[Running]:
    """What runs on lanes; work orders wait for people, and time alone does nothing to them."""
    return list(execute(connection, _RUNNING, {"of": workplace.tenant_id}))


def _stands(connection: Connection, workplace: Workplace) -> Stands:
    found: dict[str, list[Row[*tuple[Any, ...]]]] = {}
    for row in execute(connection, _LANES, {"of": workplace.tenant_id}):
        found.setdefault(row.sender, []).append(row)
    return found


def _look_at(
    connection: Connection,
    workplace: Workplace,
    row: Running,
    stands: Stands,
    ready_at: datetime,
    now: datetime,
    found: Swept,
) -> None:
    """Wake the lanes that may go on: one that is down stops all of its sender, each waits for its own pace."""
    lanes, going_on = stands.get(row.sender, ()), goes_on_at(connection, workplace, row, ready_at, now)
    if going_on is None or any(each.needs_person for each in lanes):
        return
    rests = max((each.paused_until for each in lanes if each.paused_until is not None), default=now)
    # What warns people does not wait for its account's quota: the lane itself keeps the rest of its pace.
    warns = row.class_ == EMERGENCY and row.priority == URGENT
    due = {each.shard: each.due_at for each in lanes if each.due_at is not None and not warns}
    for lane_id in _lanes_of(connection, workplace, row):
        moment = max(rests, due.get(lane_id.shard, now), going_on)
        if moment <= now:
            found.lanes[lane_id] = found.lanes.get(lane_id, False) or row.priority == URGENT
        else:
            found.at(moment)


def _lanes_of(connection: Connection, workplace: Workplace, row: Running) -> set[LaneId]:
    """All of its sender, and those that have some of it in hand though there are fewer lanes now."""
    begun = execute(connection, IN_FLIGHT, {"number": row.id}).scalars() if workplace.spreads else ()
    return {*workplace.lanes(row.sender), *(workplace.lane(row.sender, shard) for shard in begun)}


def _ready_at(connection: Connection, publication_id: int, now: datetime) -> datetime | None:
    """When the first of its deliveries that are not done may be tried; None: all are done."""
    number = {"number": publication_id}
    if execute(connection, _DUE, number | {"moment": now}).first() is not None:
        return now
    # Claimed or being sent: by a lane that is at work, which is woken in vain, or by one that broke off.
    if execute(connection, IN_FLIGHT, number).first() is not None:
        return now
    earliest: datetime | None = execute(connection, EARLIEST, number).scalar_one()
    return earliest


def _expire(connection: Connection, publication_id: int, now: datetime) -> bool:
    """End what waits though its time is over; whether there may be more of it."""
    waiting = execute(connection, _EXPIRING, {"number": publication_id, "most": MOST}).scalars()
    words = {"error_code": "expired", "error_text": EXPIRED}
    moved = move_deliveries(connection, waiting, DeliveryState.FAILED, Cause.EXPIRE, now, **words)
    if moved:
        key = Key(*execute(connection, _KEY, {"number": publication_id}).one())
        tell_unsent(Unsent.EXPIRED, EXPIRED, count=len(moved), key=str(key))
    return len(waiting) == MOST
