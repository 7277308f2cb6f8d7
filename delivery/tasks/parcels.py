"""Work orders that somebody is still to be told of: new ones, ones that were put off, ones that were called off."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, bindparam, func, select

from delivery.notices.notice import Notice, is_written, outlet
from delivery.staff import staff_of
from delivery.suspensions import read_suspensions, standing
from delivery.workplace import Workplace
from storage.columns import Instant
from storage.execution import execute
from storage.states import PublicationState, WorkOrderState
from storage.tables import publication, work_order

SUFFIX = "~tarea-"
"""What the mail of a task adds to its source's message id, before the number of the first task that it hands over."""
CALLED_OFF = "-cancelada"


class News(StrEnum):
    """What somebody is told of a task."""

    NEW = "new"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


Order = Row[*tuple[Any, ...]]
"""A work order beside its publication's key."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one mail tells one person, department or committee."""

    news: News
    notice: Notice
    responsible: str
    """The slug of whom it goes to."""
    orders: tuple[Order, ...]
    """Of one message at one occurrence, on any of its accounts."""

    @property
    def numbers(self) -> list[int]:
        """Of its orders."""
        return [order.id for order in self.orders]


_DUE = func.coalesce(work_order.c.extended_to, work_order.c.due_at, type_=Instant())
_ITS = publication.c
_ASKED = (
    select(
        work_order,
        _DUE.label("until"),
        _ITS.campaign,
        _ITS.message,
        _ITS.account,
        _ITS.occurrence,
        _ITS.class_,
        _ITS.mode,
        _ITS.medium,
    )
    .join(publication, _ITS.id == work_order.c.publication)
    .where(work_order.c.tenant == bindparam("of"))
    .order_by(work_order.c.id)
)
# Once put off, a task was handed over before: when its time comes again it is late, not new.
_NEW = _ASKED.where(
    work_order.c.state == WorkOrderState.TO_DO.value,
    work_order.c.extended_to.is_(None),
    _ITS.state == PublicationState.RUNNING.value,
)
_POSTPONED = _ASKED.where(work_order.c.state == WorkOrderState.POSTPONED.value)
_CANCELLED = _ASKED.where(
    work_order.c.state == WorkOrderState.CANCELLED.value,
    work_order.c.cancellation_told_at.is_(None),
    bindparam("moment", type_=Instant()) < _DUE,
)
_HANDED = (
    select(_ITS.id)
    .where(
        _ITS.tenant == bindparam("of"),
        _ITS.campaign == bindparam("in"),
        _ITS.message.between(bindparam("first"), bindparam("last")),
        _ITS.occurrence == bindparam("at"),
    )
    .limit(1)
)


def parcels(connection: Connection, workplace: Workplace, now: datetime) -> list[Parcel]:
    """What is to be told now; empty where nobody writes to the staff.

    A task of a class that is suspended waits with its mail. Whoever has no mail address finds it with `tasks`.
    """
    if outlet(workplace) is None:
        return []
    of = {"of": workplace.tenant_id}
    found = [*_new(connection, workplace, now, execute(connection, _NEW, of))]
    zone = workplace.tenant.municipality.zone
    postponed = [order for order in execute(connection, _POSTPONED, of) if order.until > now]
    found += [_parcel(News.POSTPONED, (order,), _moved_to(order, zone)) for order in postponed]
    cancelled = _together(execute(connection, _CANCELLED, of | {"moment": now}))
    handed = [orders for orders in cancelled if _was_handed(connection, workplace, orders[0])]
    found += [_parcel(News.CANCELLED, orders, CALLED_OFF) for orders in handed]
    return [
        each
        for each in found
        if staff_of(workplace.tenant.municipality, each.responsible)
        and not is_written(connection, workplace, each.notice)
    ]


def _new(connection: Connection, workplace: Workplace, now: datetime, orders: Iterable[Order]) -> list[Parcel]:
    suspended: Mapping[str, Any] = read_suspensions(connection, workplace.tenant_id, workplace.tenant.municipality.zone)
    open_ = [order for order in orders if standing(suspended.get(order.class_, ()), now) is None]
    return [_parcel(News.NEW, orders) for orders in _together(open_)]


def _together(orders: Iterable[Order]) -> list[tuple[Order, ...]]:
    """Those of one message at one occurrence that one is in charge of: seven tasks are one mail, a duty is its own."""
    grouped: dict[tuple[str, str, str, str, int], list[Order]] = {}
    for order in orders:
        duty = order.id if order.asked_by else 0
        key = (order.campaign, order.message, order.occurrence, order.responsible, duty)
        grouped.setdefault(key, []).append(order)
    return [tuple(each) for each in grouped.values()]


def _parcel(news: News, orders: tuple[Order, ...], ending: str = "") -> Parcel:
    first = orders[0]
    name = f"{first.message}{SUFFIX}{first.id}{ending}"
    return Parcel(news, Notice(first.campaign, name, first.occurrence), first.responsible, orders)


def _moved_to(order: Order, zone: ZoneInfo) -> str:
    """The new date, and from the second time on how often it was put off: it may come back to a date told before."""
    again = f"-{order.postponements}" if order.postponements > 1 else ""
    return f"-{order.until.astimezone(zone):%Y%m%dT%H%M}{again}"


def _was_handed(connection: Connection, workplace: Workplace, order: Order) -> bool:
    """Whether anybody was told of the message's tasks before; of what nobody was told nothing is called off."""
    begin = f"{order.message}{SUFFIX}"
    asked = {
        "of": workplace.tenant_id,
        "in": order.campaign,
        "first": begin,
        "last": f"{begin}~",
        "at": order.occurrence,
    }
    return execute(connection, _HANDED, asked).first() is not None
