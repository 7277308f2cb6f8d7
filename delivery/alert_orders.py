"""The orders by which an alert repeats until it is lifted: a person gives one for a message, `campaign/message`."""

from collections.abc import Iterable

from sqlalchemy import Connection

from campaigns.tenant import CampaignMessage
from campaigns.when import OpenOrder
from storage.standing_orders import OrderKind, StandingOrder, orders_given


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
    return next((order.reason for order in orders if occurrence.startswith(f"o{order.number}.")), "")
