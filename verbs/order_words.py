"""Orders that stand, as `status` tells them: alerts that are repeated and classes that are suspended."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from reports.table import Table
from storage.standing_orders import OrderKind, StandingOrder
from verbs.words import instant, shown

ORDERS: dict[OrderKind, str] = {
    OrderKind.ALERT: "Se repite {}",
    OrderKind.SUSPEND: "Suspendida la clase «{}»",
    OrderKind.LOST_WORDS: "Esperan los mensajes que la gente puede rechazar",
}
ENDS: dict[OrderKind, str] = {
    OrderKind.ALERT: "que se levante",
    OrderKind.SUSPEND: "que se reabra",
    OrderKind.LOST_WORDS: "que se suelten con «pregonero release --after-restore»",
}
"""Until when an order stands that has no day."""


def order_documents(orders: Iterable[StandingOrder]) -> list[dict[str, object]]:
    """For JSON."""
    return [
        {
            "kind": each.kind.value,
            "scope": each.scope,
            "since": instant(each.since),
            "until": instant(each.until),
            "by": each.by,
            "reason": each.reason,
        }
        for each in orders
    ]


def order_tables(orders: Iterable[StandingOrder], zone: ZoneInfo) -> list[Table]:
    """One table; none where no order stands."""
    rows = tuple(
        (
            ORDERS[each.kind].format(each.scope),
            shown(each.since, zone),
            shown(each.until, zone) or ENDS[each.kind],
            each.by,
            each.reason,
        )
        for each in orders
    )
    columns = ("Qué", "Desde", "Hasta", "Quién", "Por qué")
    return [Table("orders", "Órdenes que siguen en pie", columns, rows)] if rows else []
