"""What was spent and used up: added up from publications, their counters and their work orders."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Connection, and_, case, func, select, type_coerce

from storage.columns import CENTS
from storage.states import BOUNCED, DONE_WORK_ORDER, OPEN_WORK_ORDER, DeliveryState, Mode
from storage.tables import counter, publication, work_order

_NOTHING_SENT = (DeliveryState.SKIPPED.value, DeliveryState.FAILED.value, BOUNCED)
"""What comes back was paid for, and is counted as sent already."""
_SENT = (DeliveryState.SENT.value, DeliveryState.UNCERTAIN.value)
_DONE = tuple(state.value for state in DONE_WORK_ORDER)
_BY_PEOPLE = "manual"
_OPEN = tuple(state.value for state in OPEN_WORK_ORDER)

# In cents: to the database they are plain numbers, which can be multiplied.
_UNIT_COST = type_coerce(publication.c.unit_cost, BigInteger)
_COST = type_coerce(work_order.c.cost, BigInteger)
_CENTS = case(
    (work_order.c.state.in_(_DONE), func.coalesce(_COST, work_order.c.done * _UNIT_COST)),
    (work_order.c.state.in_(_OPEN), work_order.c.planned * _UNIT_COST),
    else_=func.coalesce(_COST, 0),
)
_UNITS = case(
    (work_order.c.state.in_(_DONE), work_order.c.done), (work_order.c.state.in_(_OPEN), work_order.c.planned), else_=0
)
_DONE_UNITS = case((work_order.c.state.in_(_DONE), work_order.c.done), else_=0)


class Span(NamedTuple):
    """Which publications are meant: all that began in a stretch of time, of an account, a campaign or a message."""

    tenant: int
    mode: Mode
    account: str | None = None
    campaign: str | None = None
    message: str | None = None
    since: datetime | None = None
    """Aware, included."""
    until: datetime | None = None
    """Aware, not included."""


class Used(NamedTuple):
    """Units of work orders."""

    promised: int
    """Done, or to be done by orders that are open."""
    done: int


class Spending(NamedTuple):
    """What the publications of a message on an account cost, in pesos."""

    account: str
    campaign: str
    medium: str
    gone: Decimal
    """Sent, or done."""
    promised: Decimal
    """Still to be sent or done, at what is planned."""
    message: str = ""
    """Its id, or that of one of its corrections; empty in periods that were closed before it was kept."""


def spent(connection: Connection, span: Span) -> Decimal:
    """Pesos that went out, or surely will: what is pending or to be done counts as planned; what failed does not.

    A work order counts what its person says that it cost, else as many as were done at the unit cost of its time. Of a
    sending under way only those count who are written down already.
    """
    orders = select(func.coalesce(func.sum(_CENTS), 0)).join(publication, publication.c.id == work_order.c.publication)
    messages = (
        select(func.coalesce(func.sum(counter.c["count"] * _UNIT_COST), 0))
        .join(publication, publication.c.id == counter.c.publication)
        .where(counter.c.state.not_in(_NOTHING_SENT), publication.c.kind != _BY_PEOPLE)
    )
    whole = meant(span, corrections=True)
    cents = sum(int(connection.execute(asked.where(whole)).scalar_one()) for asked in (orders, messages))
    return Decimal(cents) / CENTS


def spending_of(
    connection: Connection, tenant: int, modes: Sequence[str], since: datetime, until: datetime
) -> list[Spending]:
    """All that publications begun in [`since`, `until`) cost, as `spent` counts it; by account, campaign,
    medium and message.

    What costs nothing is left out.
    """
    its = publication.c
    of = (its.account, its.campaign, its.medium, its.message)
    whole = (its.tenant == tenant, its.mode.in_(modes), its.started_at >= since, its.started_at < until)
    is_open = work_order.c.state.in_(_OPEN)
    orders = (
        select(*of, func.sum(case((is_open, 0), else_=_CENTS)), func.sum(case((is_open, _CENTS), else_=0)))
        .join(publication, its.id == work_order.c.publication)
        .where(*whole)
        .group_by(*of)
    )
    each, sent = counter.c["count"] * _UNIT_COST, counter.c.state.in_(_SENT)
    messages = (
        select(*of, func.sum(case((sent, each), else_=0)), func.sum(case((sent, 0), else_=each)))
        .join(publication, its.id == counter.c.publication)
        .where(*whole, its.unit_cost > 0, counter.c.state.not_in(_NOTHING_SENT), its.kind != _BY_PEOPLE)
        .group_by(*of)
    )
    cents: dict[tuple[str, str, str, str], tuple[int, int]] = {}
    for asked in (orders, messages):
        for account, campaign, medium, message, gone, promised in connection.execute(asked):
            before = cents.get((account, campaign, medium, message), (0, 0))
            cents[account, campaign, medium, message] = (before[0] + int(gone or 0), before[1] + int(promised or 0))
    return [
        Spending(account, campaign, medium, Decimal(gone) / CENTS, Decimal(promised) / CENTS, message)
        for (account, campaign, medium, message), (gone, promised) in sorted(cents.items())
        if gone or promised
    ]


def used(connection: Connection, span: Span) -> Used:
    """Units that work orders have used up, or are to."""
    asked = (
        select(func.coalesce(func.sum(_UNITS), 0), func.coalesce(func.sum(_DONE_UNITS), 0))
        .join(publication, publication.c.id == work_order.c.publication)
        .where(meant(span))
    )
    promised, done = connection.execute(asked).one()
    return Used(int(promised), int(done))


def open_orders_of(connection: Connection, span: Span) -> list[int]:
    """Numbers of the work orders that wait for a person, oldest first."""
    asked = (
        select(work_order.c.id)
        .join(publication, publication.c.id == work_order.c.publication)
        .where(meant(span), work_order.c.state.in_(_OPEN))
        .order_by(work_order.c.id)
    )
    return list(connection.execute(asked).scalars())


def meant(span: Span, *, corrections: bool = False) -> ColumnElement[bool]:
    """Which publications these are, as a condition; a message's `corrections` have ids of their own that begin so."""
    columns = publication.c
    named = {columns.account: span.account, columns.campaign: span.campaign}
    conditions = [column == value for column, value in named.items() if value is not None]
    if span.message is not None:
        derived = columns.message.startswith(f"{span.message}~", autoescape=True) & corrections
        conditions.append((columns.message == span.message) | derived)
    conditions += [columns.started_at >= span.since] if span.since is not None else []
    conditions += [columns.started_at < span.until] if span.until is not None else []
    return and_(columns.tenant == span.tenant, columns.mode == span.mode.value, *conditions)
