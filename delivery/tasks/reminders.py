"""Reminders of open work orders: publications of their own, one delivery for each person in charge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, func, select

from campaigns.account import Account
from campaigns.moment import Moment
from campaigns.when import Lead
from delivery.notices.notice import Notice, Words, is_written, outlet, write
from delivery.publications.waiting import OPEN
from delivery.staff import staff_of
from delivery.suspensions import read_suspensions, standing
from delivery.workplace import Workplace
from delivery.worlds import marked
from storage.columns import Instant
from storage.execution import execute
from storage.tables import publication, receipt, work_order

SUFFIX = "~recordatorio-"
"""What a reminder's message id adds to its source's; staff cannot type the tilde."""
SUBJECT = "Recordatorio: {{ titulo }}"
TEXT = """Está pendiente «{{ titulo }}», de la campaña «{{ campania }}».

{% for linea in lineas %}- {{ linea }}
{% endfor %}
Lo que hay que hacer:

{{ hoja }}

Cuando esté hecho, por favor confírmelo con la cantidad y la evidencia."""

_OPEN = (
    select(
        work_order.c.id,
        work_order.c.due_at,
        work_order.c.extended_to,
        publication.c.campaign,
        publication.c.message,
        publication.c.occurrence,
        # Put off, it is an order anew: what its new term's reminders would have said before, the mail about it said.
        func.coalesce(work_order.c.moved_at, publication.c.started_at, type_=Instant()).label("made_at"),
        publication.c.class_,
    )
    .join(publication, publication.c.id == work_order.c.publication)
    .where(work_order.c.tenant == bindparam("of"), work_order.c.state.in_(OPEN))
    # Who has handed in what he owes is reminded of nothing.
    .where(~exists().where(receipt.c.work_order == work_order.c.id, receipt.c.returned_at.is_(None)))
    .order_by(work_order.c.publication, work_order.c.id)
)
_NAMED = (
    (publication.c.tenant == bindparam("of"))
    & (publication.c.campaign == bindparam("in"))
    & (publication.c.message == bindparam("by"))
    & (publication.c.occurrence == bindparam("at"))
)
_FIRST_DUE = (
    select(func.min(work_order.c.due_at)).join(publication, publication.c.id == work_order.c.publication).where(_NAMED)
)
_SHEETS = (
    select(work_order, publication.c.mode)
    .join(publication, publication.c.id == work_order.c.publication)
    .where(work_order.c.id.in_(bindparam("orders", expanding=True)))
    .order_by(work_order.c.publication, work_order.c.id)
)

Order = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Reminded:
    """What was reminded, and when the next reminder is due."""

    made: int
    next: datetime | None


def remind(connection: Connection, workplace: Workplace, now: datetime) -> Reminded:
    """Write the reminders whose hour has come. Each is a publication with a key of its own: none comes twice.

    While a class is suspended nobody is reminded of its tasks; at the end comes the latest reminder, if it is not late.
    """
    account = outlet(workplace)
    if account is None:
        return Reminded(0, None)
    made = 0
    upcoming: list[datetime] = []
    suspended = read_suspensions(connection, workplace.tenant_id, workplace.tenant.municipality.zone)
    for orders in _open_orders(connection, workplace):
        leads = _leads(workplace, orders[0])
        if not leads:
            continue
        due = _due(orders[0])
        if suspension := standing(suspended.get(orders[0].class_, ()), now):
            upcoming += [suspension.until] if suspension.until is not None else []
            continue
        moments = _moments(workplace, leads, due)
        upcoming += [at for at in moments if at > now]
        # What would have been due before the order was made says nothing that the order itself did not.
        made_at = max(order.made_at for order in orders)
        passed = [(at, number) for number, at in enumerate(moments, start=1) if made_at < at <= now]
        if passed and now < due:
            # After a time when nothing ran, one mail says it all: the latest.
            made += _write(connection, workplace, account, orders, max(passed)[1], due, now)
    return Reminded(made, min(upcoming, default=None))


def _open_orders(connection: Connection, workplace: Workplace) -> list[list[Order]]:
    """Open orders, those of one message at one occurrence that are due together, whatever their account."""
    grouped: dict[tuple[str, str, str, datetime], list[Order]] = {}
    for row in execute(connection, _OPEN, {"of": workplace.tenant_id}):
        grouped.setdefault((row.campaign, row.message, row.occurrence, _due(row)), []).append(row)
    return list(grouped.values())


def _due(order: Order) -> datetime:
    """Until when it is to be done."""
    due: datetime = order.extended_to or order.due_at
    return due


def _name(connection: Connection, workplace: Workplace, order: Order, number: int) -> str:
    """The reminder's message id: its number for the term that the message's orders began with, dated for any other."""
    due = _due(order)
    asked = {"of": workplace.tenant_id, "in": order.campaign, "by": order.message, "at": order.occurrence}
    first = execute(connection, _FIRST_DUE, asked).scalar_one()
    dated = "" if due == first else f"-{due.astimezone(workplace.tenant.municipality.zone):%Y%m%dT%H%M}"
    return f"{order.message}{SUFFIX}{number}{dated}"


def _leads(workplace: Workplace, order: Order) -> Sequence[Lead]:
    """How long before its due time the message's orders are reminded of."""
    campaign = workplace.tenant.campaigns.get(order.campaign)
    message = campaign.message(order.message) if campaign else None
    return message.reminders if message else ()


def _moments(workplace: Workplace, leads: Sequence[Lead], due: datetime) -> list[datetime]:
    local = due.astimezone(workplace.tenant.municipality.zone)
    return [lead.before(local, workplace.tenant.workdays) for lead in leads]


def _write(
    connection: Connection,
    workplace: Workplace,
    account: Account,
    orders: list[Order],
    number: int,
    due: datetime,
    now: datetime,
) -> int:
    first = orders[0]
    named = Notice(first.campaign, _name(connection, workplace, first, number), first.occurrence)
    # Asked at every sweep until the order is closed; through another account than today's it was sent as well.
    if is_written(connection, workplace, named):
        return 0
    sheets = execute(connection, _SHEETS, {"orders": [order.id for order in orders]}).all()
    words = _words(workplace, first.campaign, sheets)
    slugs = [order.responsible for order in sheets]
    return int(write(connection, workplace, account, named, words, slugs, due, now))


def _words(workplace: Workplace, campaign_id: str, orders: Sequence[Order]) -> Words:
    first, campaign = orders[0], workplace.tenant.campaigns.get(campaign_id)
    values = {
        "titulo": marked(first.title, *(order.mode for order in orders)),
        "campania": campaign.entry.title if campaign else campaign_id,
        "lineas": [_line(workplace, order) for order in orders],
        "hoja": first.sheet,
    }
    return Words(SUBJECT, TEXT, values)


def _line(workplace: Workplace, order: Order) -> str:
    due = Moment((order.extended_to or order.due_at).astimezone(workplace.tenant.municipality.zone))
    line = f"{order.place or order.title}: hasta el {due} ({_shown(workplace, order.responsible)})"
    return marked(line, order.mode)


def _shown(workplace: Workplace, slug: str) -> str:
    staff = staff_of(workplace.tenant.municipality, slug)
    return staff[0].name if staff else slug
