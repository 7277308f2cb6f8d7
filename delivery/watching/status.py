"""How it goes: daemons, lanes, what is overdue, and what waits for a person."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, exists, func, not_, or_, select

from channels.keys import Key
from delivery.blackouts import MARK
from delivery.chores.reading_status import Readings, readings_of
from delivery.copies.copies import CopyStatus, copy_status
from delivery.publications.waiting import DOWN
from delivery.pulse import Pulse, pulses
from delivery.watching.letters import Letters, letters
from delivery.watching.listing import Delivered, deliveries
from delivery.watching.progress import Progress, progress
from storage.polls import waiting_polls
from storage.standing_orders import StandingOrder, standing_orders
from storage.states import BOUNCED, OPEN_DELIVERY, OPEN_WORK_ORDER, DeliveryState, PublicationState
from storage.tables import counter, delivery, lane, publication, receipt, work_order
from storage.unready import Unready, unready_accounts
from storage.written import BY_STAFF

TO_COME = (PublicationState.PLANNED.value,)
WRITTEN = (publication.c.act == "send") & BY_STAFF
"""What staff wrote, as reports have it: what follows from it carries a tilde, or takes it back."""


@dataclass(frozen=True, slots=True)
class LaneStatus:
    """One credential."""

    sender: str
    paused_until: datetime | None
    needs_person: bool
    """No time heals it: somebody has to mend the account and resume."""
    failures: int
    """How often in a row its service was down."""
    last_error: str
    accounts: tuple[str, ...] = ()
    """Those that write through it, where it is stopped."""

    @property
    def stopped(self) -> bool:
        """Whether it rests, or has not been tried since."""
        return self.needs_person or self.paused_until is not None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A publication that waits for somebody."""

    key: str
    planned: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Status:
    """One moment of a tenant."""

    daemons: list[Pulse]
    oldest_overdue: Waiting | None
    """The oldest publication that is past its hour and has not gone out whole, where a machine sends it."""
    lanes: list[LaneStatus]
    unready: list[Unready]
    """Accounts of which a look before the hour found that their messages would be refused."""
    publications: dict[str, int]
    """By state, of what staff wrote: what a report counts among."""
    deliveries: dict[tuple[str, str], int]
    """Of these, by state and mode."""
    derived: dict[str, int]
    """By state, of what follows from others: notices to the staff, corrections, what is taken back."""
    derived_deliveries: dict[tuple[str, str], int]
    """Of these, by state and mode."""
    open_tasks: int
    overdue_tasks: int
    uncertain: list[Delivered]
    missed: list[Waiting]
    awaiting_approval: list[Waiting]
    waiting: list[Waiting]
    """Held back until another message has gone out, or until its class is opened again."""
    orders: list[StandingOrder]
    """Alerts that are repeated and classes that are suspended, the oldest first."""
    paused: list[Waiting]
    """What a person stopped, or a restore, until a person lets it go on."""
    polls: list[Waiting]
    """Surveys' polls whose votes a person has to say; since their survey's close."""
    letters: list[Letters]
    """What people wrote lately to where returns come back to."""
    copies: CopyStatus | None
    """None: it has never had any."""
    readings: Readings
    """Figures of posts: when one was last told, and which accounts tell none."""
    progress: list[Progress]
    """What goes out now, or was paused in the midst of it."""
    bounced: int = 0
    """Of what staff wrote and was sent: how many came back."""

    @property
    def deliveries_by_state(self) -> dict[str, int]:
        """Of all modes together."""
        return _by_state(self.deliveries)

    @property
    def derived_deliveries_by_state(self) -> dict[str, int]:
        """Of what follows from others, the same."""
        return _by_state(self.derived_deliveries)


def _by_state(deliveries: dict[tuple[str, str], int]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for (state, _), number in deliveries.items():
        found[state] += number
    return dict(found)


def status(connection: Connection, tenant_id: int, now: datetime, campaign: str | None = None) -> Status:
    """Read it all; of what goes out that of one campaign, where it is given."""
    open_tasks, overdue_tasks = _tasks(connection, tenant_id, now)
    return Status(
        daemons=pulses(connection),
        oldest_overdue=overdue(connection, tenant_id, now),
        lanes=lanes_of(connection, tenant_id),
        unready=unready_accounts(connection, tenant_id),
        publications=_publications(connection, tenant_id, WRITTEN),
        deliveries=_deliveries(connection, tenant_id, WRITTEN),
        derived=_publications(connection, tenant_id, not_(WRITTEN)),
        derived_deliveries=_deliveries(connection, tenant_id, not_(WRITTEN)),
        open_tasks=open_tasks,
        overdue_tasks=overdue_tasks,
        uncertain=deliveries(connection, tenant_id, state=DeliveryState.UNCERTAIN),
        missed=_in_state(connection, tenant_id, PublicationState.MISSED),
        awaiting_approval=_in_state(connection, tenant_id, PublicationState.AWAITING_APPROVAL),
        waiting=_in_state(connection, tenant_id, PublicationState.WAITING),
        orders=standing_orders(connection, tenant_id, now),
        paused=_in_state(connection, tenant_id, PublicationState.PAUSED),
        polls=[Waiting(each.key, each.closes_at, each.reason) for each in waiting_polls(connection, tenant_id)],
        letters=letters(connection, tenant_id, now),
        copies=copy_status(connection, tenant_id),
        readings=readings_of(connection, tenant_id),
        progress=progress(connection, tenant_id, campaign),
        bounced=_bounced(connection, tenant_id),
    )


def lanes_of(connection: Connection, tenant_id: int) -> list[LaneStatus]:
    """Every credential of a tenant that has been used."""
    down = DOWN.label("down")
    asked = select(lane, down).where(lane.c.tenant == tenant_id).order_by(lane.c.sender, lane.c.shard)
    rows = connection.execute(asked).all()
    found = [_together(sender, list(its)) for sender, its in groupby(rows, key=attrgetter("sender"))]
    return [replace(each, accounts=_accounts(connection, tenant_id, each)) if each.stopped else each for each in found]


def _together(sender: str, rows: list[Row[Any]]) -> LaneStatus:
    """A sender's lanes as one: the worst of what any of them found out and no other has found otherwise since."""
    rows = [row for row in rows if row.down] or [row for row in rows if row.failures == 0] or rows[:1]
    worst = max(rows, key=lambda row: (row.needs_person, row.failures))
    paused = max((row.paused_until for row in rows if row.paused_until is not None), default=None)
    return LaneStatus(sender, paused, worst.needs_person, worst.failures, worst.last_error or "")


def _accounts(connection: Connection, tenant_id: int, of: LaneStatus) -> tuple[str, ...]:
    mine = (publication.c.tenant == tenant_id) & (publication.c.sender == of.sender)
    asked = select(publication.c.account).where(mine).distinct().order_by(publication.c.account)
    return tuple(connection.execute(asked).scalars())


def _publications(connection: Connection, tenant_id: int, which: ColumnElement[bool]) -> dict[str, int]:
    columns = publication.c
    asked = select(columns.state, func.count()).where(columns.tenant == tenant_id, which).group_by(columns.state)
    return dict(iter(connection.execute(asked.order_by(columns.state))))


def _deliveries(connection: Connection, tenant_id: int, which: ColumnElement[bool]) -> dict[tuple[str, str], int]:
    mine = (publication.c.tenant == tenant_id) & which
    asked = (
        select(counter.c.state, publication.c.mode, func.sum(counter.c["count"]))
        .join(publication, publication.c.id == counter.c.publication)
        .where(mine, counter.c.state != BOUNCED)
        .group_by(counter.c.state, publication.c.mode)
        .order_by(counter.c.state, publication.c.mode)
    )
    return {(state, mode): int(number) for state, mode, number in connection.execute(asked) if number}


def _bounced(connection: Connection, tenant_id: int) -> int:
    asked = (
        select(func.coalesce(func.sum(counter.c["count"]), 0))
        .join(publication, publication.c.id == counter.c.publication)
        .where(publication.c.tenant == tenant_id, WRITTEN, counter.c.state == BOUNCED)
    )
    return int(connection.execute(asked).scalar_one())


def _tasks(connection: Connection, tenant_id: int, now: datetime) -> tuple[int, int]:
    orders = work_order.c
    mine = (orders.tenant == tenant_id) & orders.state.in_([state.value for state in OPEN_WORK_ORDER])
    # Whether it came in time is told by `duties`: whoever owed it has nothing more to do.
    handed_in = exists().where(receipt.c.work_order == orders.id, receipt.c.returned_at.is_(None))
    late = (func.coalesce(orders.extended_to, orders.due_at) < now) & not_(handed_in)
    whole = connection.execute(select(func.count()).select_from(work_order).where(mine)).scalar_one()
    return whole, connection.execute(select(func.count()).select_from(work_order).where(mine, late)).scalar_one()


def _in_state(connection: Connection, tenant_id: int, *states: PublicationState) -> list[Waiting]:
    columns, named = publication.c, [state.value for state in states]
    asked = select(publication).where(columns.tenant == tenant_id, columns.state.in_(named))
    return [_waiting(row) for row in connection.execute(asked.order_by(columns.planned_at, columns.id))]


def overdue(connection: Connection, tenant_id: int, now: datetime) -> Waiting | None:
    """The oldest publication that is past its hour and has not gone out whole, where a machine sends it."""
    columns = publication.c
    # Whoever waits for the hours of their own zone was never tried; what is tried again later was.
    rests = (delivery.c.not_before > now) & (delivery.c.attempts == 0)
    unsent = exists().where(
        delivery.c.publication == columns.id,
        delivery.c.state.in_([state.value for state in OPEN_DELIVERY]),
        or_(delivery.c.not_before.is_(None), not_(rests)),
    )
    under_way = (columns.state == PublicationState.RUNNING.value) & (columns.expanded_at.is_(None) | unsent)
    asked = (
        select(publication)
        .where(
            columns.tenant == tenant_id,
            columns.sender != "",
            columns.planned_at <= now,
            # What rests until the hours open, or a veda holds, is not late.
            or_(columns.resumes_at.is_(None), columns.resumes_at <= now),
            or_(columns.depends_on.is_(None), columns.depends_on.not_like(f"{MARK}%")),
            under_way | columns.state.in_(TO_COME),
        )
        .order_by(columns.planned_at, columns.id)
        .limit(1)
    )
    row = connection.execute(asked).one_or_none()
    return None if row is None else _waiting(row)


def _waiting(row: Row[*tuple[Any, ...]]) -> Waiting:
    return Waiting(str(Key(row.campaign, row.message, row.account, row.occurrence)), row.planned_at, row.reason)
