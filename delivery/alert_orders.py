"""The orders by which an alert repeats until it is lifted: a person gives one for a message, `campaign/message`."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from campaigns.calendar import Occurrence, of_message
from campaigns.moment import Moment
from campaigns.tenant import CampaignMessage, Tenant
from campaigns.when import OpenOrder
from storage.standing_orders import OrderKind, StandingOrder, orders_given

MOMENT = timedelta(microseconds=1)


class Turn(NamedTuple):
    """Whether one time of an alert that repeats is the one that counts."""

    why_not: str = ""
    """In Spanish, for the middle of a sentence; empty: it counts."""
    lifted: bool = False
    """None of the alert's does any more."""


def read_alert_orders(connection: Connection, tenant_id: int) -> dict[str, tuple[StandingOrder, ...]]:
    """All that there were, by the message's `campaign/message`, oldest first."""
    found: dict[str, tuple[StandingOrder, ...]] = {}
    for order in orders_given(connection, tenant_id, OrderKind.ALERT):
        found[order.scope] = (*found.get(order.scope, ()), order)
    return found


def orders_of(connection: Connection, tenant_id: int, message: CampaignMessage) -> tuple[StandingOrder, ...]:
    """Those of one message; none are looked for where it does not repeat by them."""
    if not message.rule.until_lifted:
        return ()
    return read_alert_orders(connection, tenant_id).get(message.reference, ())


def as_open(orders: Iterable[StandingOrder]) -> tuple[OpenOrder, ...]:
    """As the calendar takes them."""
    return tuple(OpenOrder(order.number, order.since, order.until) for order in orders)


def emergency_of(orders: Iterable[StandingOrder], occurrence: str) -> str:
    """Why the order to which an occurrence belongs could not wait; empty where it was none, or could."""
    order = order_of(orders, occurrence)
    return "" if order is None else order.reason


def order_of(orders: Iterable[StandingOrder], occurrence: str) -> StandingOrder | None:
    """The order to which an occurrence belongs, by its name; None: it was made by none."""
    return next((order for order in orders if occurrence.startswith(f"o{order.number}.")), None)


def turn_of(tenant: Tenant, occurrence: Occurrence, orders: Sequence[StandingOrder], now: datetime) -> Turn | None:
    """Whether one time of an alert is the one that counts at `now`; None: it is no alert's.

    An alert says that there is danger now: until its next time it counts however late it is, and then no more. Once it
    is lifted, none does.
    """
    order = order_of(orders, occurrence.name)
    if order is None or occurrence.instant is None:
        return None
    zone = tenant.municipality.zone
    if order.until is not None and order.until <= now:
        return Turn(f"la alerta se levantó el {told_hour(order.until.astimezone(zone))}", lifted=True)
    since, until = occurrence.instant + MOMENT, now + MOMENT
    later = of_message(tenant, occurrence.campaign, occurrence.message, since, until, orders=as_open([order]))
    last = max((each.slot.local for each in later if each.slot.local is not None), default=None)
    return Turn() if last is None else Turn(f"en su lugar sale la del {told_hour(last)}")


def told_hour(moment: datetime) -> str:
    """«2 de mayo a las 11:15 p. m.»."""
    told = Moment(moment)
    return f"{told.day_and_month} {told.at_time}"
