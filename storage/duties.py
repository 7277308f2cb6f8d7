"""Who delivered and who is late: each duty with its dates, receipts, extension and escalations, read from the rows."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select

from storage.columns import Instant
from storage.origin import Origin, origin_of
from storage.states import DONE_WORK_ORDER, WorkOrderState
from storage.tables import delivery, escalation, extension, publication, receipt, work_order


class DutyStatus(StrEnum):
    """Where a duty stands, for whoever counts."""

    ON_TIME = "on_time"
    """It was handed in by its term."""
    LATE = "late"
    """It was handed in after its term."""
    PENDING = "pending"
    """Its term is to come."""
    OVERDUE = "overdue"
    """Its term is over, and nothing is there."""
    NOT_DONE = "not_done"
    """Somebody said that it will not be."""


@dataclass(frozen=True, slots=True)
class DutyRecord(Origin):
    """One duty of one who owes it."""

    order: int
    debtor: str
    """Names the order within its publication: a department, a person, a source."""
    name: str
    """What the debtor is called."""
    responsible: str
    asked_by: str
    escalates_to: str
    title: str
    class_: str
    mode: str
    """In which world it was asked for."""
    asked_at: datetime
    """When it was asked for."""
    state: WorkOrderState
    due: datetime
    """As it was at first."""
    until: datetime
    """As it was extended, where it was."""
    delivered: datetime | None
    """When what stands was handed in; without a receipt, when it was confirmed. None: nothing is there."""
    receipts: int
    """All that there were."""
    returns: int
    """How many of them were sent back."""
    returned_at: datetime | None
    """When any was, the last time."""
    extended: bool
    escalations: int
    told_after: int
    """After how many returns it was told last that it is late; -1: it never was."""

    @property
    def accepted(self) -> bool:
        """Whoever asked for it has said that it will do."""
        return self.state in DONE_WORK_ORDER

    def status(self, now: datetime) -> DutyStatus:
        """Where it stands at `now`."""
        if self.state is WorkOrderState.NOT_DONE:
            return DutyStatus.NOT_DONE
        if self.delivered is not None:
            return DutyStatus.ON_TIME if self.delivered <= self.until else DutyStatus.LATE
        return DutyStatus.PENDING if now <= self.until else DutyStatus.OVERDUE

    def days_late(self, now: datetime, zone: tzinfo) -> int:
        """Calendar days from its term to when it was handed in, or to `now`; nought where it is not late."""
        if self.status(now) not in (DutyStatus.LATE, DutyStatus.OVERDUE):
            return 0
        end = self.delivered or now
        return max((end.astimezone(zone).date() - self.until.astimezone(zone).date()).days, 0)


UNTIL = func.coalesce(work_order.c.extended_to, work_order.c.due_at, type_=Instant())
"""What an order is due at now."""
OF_DUTIES = (work_order.c.asked_by != "") & (work_order.c.state != WorkOrderState.CANCELLED.value)


def read_duties(connection: Connection, *where: ColumnElement[bool]) -> list[DutyRecord]:
    """The duties that hold to `where` (conditions on `work_order` and `publication`), by their term."""
    return [_record(row) for row in connection.execute(_asked(and_(OF_DUTIES, *where)))]


def _asked(where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    its = publication.c
    mine = receipt.c.work_order == work_order.c.id
    all_of_it = select(func.count()).where(mine).scalar_subquery()
    returned = select(func.count()).where(mine, receipt.c.returned_at.is_not(None)).scalar_subquery()
    handed_in = select(func.min(receipt.c.received_at)).where(mine, receipt.c.returned_at.is_(None)).scalar_subquery()
    granted = (
        select(func.count())
        .where(extension.c.work_order == work_order.c.id, extension.c.granted_at.is_not(None))
        .scalar_subquery()
    )
    last_back = select(func.max(receipt.c.returned_at)).where(mine).scalar_subquery()
    ours = escalation.c.work_order == work_order.c.id
    told = select(func.count()).where(ours).scalar_subquery()
    told_after = select(func.coalesce(func.max(escalation.c.round), -1)).where(ours).scalar_subquery()
    return (
        select(work_order, its.campaign, its.message, its.account, its.occurrence, its.medium, its.actions)
        .add_columns(its.audience, delivery.c.recipient_key, UNTIL.label("until"))
        .add_columns(all_of_it.label("receipts"), returned.label("returns"), handed_in.label("handed_in"))
        .add_columns(granted.label("extended"), told.label("escalations"), told_after.label("told_after"))
        .add_columns(last_back.label("last_back"), its.class_, its.mode, its.started_at)
        .join(publication, its.id == work_order.c.publication)
        .join(delivery, delivery.c.id == work_order.c.delivery)
        .where(where)
        .order_by(UNTIL, work_order.c.id)
    )


def _record(row: Row[Any]) -> DutyRecord:
    state = WorkOrderState(row.state)
    confirmed = row.confirmed_at if state in DONE_WORK_ORDER else None
    return DutyRecord(
        order=row.id,
        **origin_of(row, row.medium),
        debtor=row.recipient_key.partition(":")[2],
        name=row.place or row.responsible,
        responsible=row.responsible,
        asked_by=row.asked_by,
        escalates_to=row.escalates_to,
        title=row.title,
        class_=row.class_,
        mode=row.mode,
        asked_at=row.started_at,
        state=state,
        due=row.due_at,
        until=row.until,
        delivered=row.handed_in or confirmed,
        receipts=row.receipts,
        returns=row.returns,
        returned_at=row.last_back,
        extended=bool(row.extended),
        escalations=row.escalations,
        told_after=row.told_after,
    )
