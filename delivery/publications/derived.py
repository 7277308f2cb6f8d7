"""Publications that follow from the rows of another: to whom they go, and how they begin."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, Row, bindparam, func, select, update

from campaigns.content import Content, Renderer
from campaigns.tenant import CampaignMessage
from campaigns.when import parse_lead
from channels.adapter import Kind
from delivery.publications.orders import TERM
from delivery.workplace import Workplace
from storage.execution import execute
from storage.ledger import Claimed, NewDelivery, Tally, add_deliveries, add_selected
from storage.parameters import given, parameters
from storage.states import DeliveryState
from storage.tables import delivery, publication, work_order
from storage.work_orders import add_work_order

WITHDRAW = "withdraw"
"""The `act` of a publication that takes another one back."""
STEP = 500
"""Rows of the source looked at in one transaction."""
GOT_IT = (DeliveryState.SENT.value, DeliveryState.UNCERTAIN.value)
"""Who got the first, or may have."""

Derived = Row[*tuple[Any, ...]]
"""A publication row whose `corrects` names its source."""

_SOURCE = delivery.c.publication == bindparam("source")
_GOT_IT = delivery.c.state.in_(GOT_IT)
_REACH = select(func.count(), func.max(delivery.c.id)).where(
    _SOURCE, _GOT_IT, delivery.c.id > bindparam("after"), delivery.c.id <= bindparam("until")
)
_ORDERED = (
    select(func.coalesce(func.sum(work_order.c.planned), 0))
    .join(delivery, delivery.c.id == work_order.c.delivery)
    .where(work_order.c.publication == bindparam("source"), _GOT_IT)
)
_LAST = 2**62
"""Beyond the number of any row."""
_WINDOW = (
    select(delivery.c.id)
    .where(_SOURCE, delivery.c.id > bindparam("after"), delivery.c.id <= bindparam("last"))
    .order_by(delivery.c.id)
    .offset(bindparam("skipped", type_=Integer()))
    .limit(1)
)
_HAS_NAME = (
    (delivery.c.state == DeliveryState.SENT.value)
    & delivery.c.remote_id.is_not(None)
    & (delivery.c.publication == bindparam("source"))
)
_TO_WITHDRAW = select(func.count(), func.max(delivery.c.id)).where(_HAS_NAME)
_WITHDRAWN = (
    select(delivery.c.recipient_key, delivery.c.address)
    .where(
        _HAS_NAME,
        delivery.c.id > bindparam("after"),
        delivery.c.id <= bindparam("until"),
        delivery.c.address.is_not(None),
    )
    .order_by(delivery.c.id)
)
_NAMES = select(delivery.c.recipient_key, delivery.c.remote_id).where(
    delivery.c.publication == bindparam("source"),
    delivery.c.recipient_key.in_(bindparam("keys", expanding=True)),
)
_SELECTED = (
    select(delivery.c.recipient_key, delivery.c.address)
    .where(
        _SOURCE,
        delivery.c.id > bindparam("after"),
        delivery.c.id <= bindparam("until"),
        _GOT_IT,
        # Of whoever was erased since there is no address to write to.
        delivery.c.address.is_not(None),
    )
    .order_by(delivery.c.id)
)
_REACHED = (
    update(publication)
    .where(publication.c.id == bindparam("number"), publication.c.expand_cursor == bindparam("stood"))
    .values(parameters(publication, ("expand_cursor", "expanded_at")))
)
_DONE_ORDERS = (
    select(work_order)
    .join(delivery, delivery.c.id == work_order.c.delivery)
    .where(work_order.c.publication == bindparam("source"), _GOT_IT)
    .order_by(work_order.c.id)
)


def reach(connection: Connection, source: int, after: int = 0, until: int = _LAST) -> tuple[int, int]:
    """How many got a publication, or may have, and the number of the last of these deliveries.

    Of those alone with a number above `after` and up to `until`, where they are given.
    """
    count, last = execute(connection, _REACH, {"source": source, "after": after, "until": until}).one()
    return int(count), int(last or 0)


def units(connection: Connection, source: int, kind: str) -> int:
    """How many messages, posts, spots or leaflets a correction of a publication is."""
    if kind == Kind.MANUAL.value:
        return int(execute(connection, _ORDERED, {"source": source}).scalar_one())
    return reach(connection, source)[0] if kind == Kind.DIRECT.value else 1


def to_withdraw(connection: Connection, source: int) -> tuple[int, int]:
    """How many of a publication's deliveries the service has a name for, and the number of the last of them."""
    count, last = execute(connection, _TO_WITHDRAW, {"source": source}).one()
    return int(count), int(last or 0)


def with_names(connection: Connection, source: int, rows: Sequence[Claimed]) -> tuple[Claimed, ...]:
    """Claimed deliveries of a withdrawal, each with the service's name of what it takes back to resume with."""
    keys = [row.recipient_key for row in rows]
    names = {
        each.recipient_key: each.remote_id for each in execute(connection, _NAMES, {"source": source, "keys": keys})
    }
    return tuple(row._replace(resumption=names.get(row.recipient_key)) for row in rows)


def expand_derived(connection: Connection, row: Derived, now: datetime, tally: Tally | None = None) -> int:
    """Write down the next of those who got the source, a step further in its rows; how many these are."""
    asked = {"source": row.corrects, "after": row.expand_cursor, "last": row.max_contact_id, "skipped": STEP - 1}
    until = execute(connection, _WINDOW, asked).scalar_one_or_none() or row.max_contact_id
    within = {"source": row.corrects, "after": row.expand_cursor, "until": until}
    found = _WITHDRAWN if row.act == WITHDRAW else _SELECTED
    added = add_selected(connection, row.id, row.audience, found, within, tally)
    reached = given({"expand_cursor": until, "expanded_at": now if until >= row.max_contact_id else None})
    # Whoever has lost the lane meanwhile, and stood elsewhere, does not set it back.
    execute(connection, _REACHED, {"number": row.id, "stood": row.expand_cursor} | reached)
    return added


def begin_derived(
    connection: Connection, workplace: Workplace, row: Derived, message: CampaignMessage | None, now: datetime
) -> None:
    """Write the first rows of one that runs: a post's, or its tasks; to persons its lane writes them piece by piece."""
    if row.kind == Kind.BROADCAST.value:
        add_deliveries(connection, row.id, [NewDelivery(f"canal:{row.account}", None, 0, row.audience)])
    elif row.kind == Kind.MANUAL.value:
        _write_tasks(connection, workplace, row, message, now)


def _write_tasks(
    connection: Connection, workplace: Workplace, row: Derived, message: CampaignMessage | None, now: datetime
) -> None:
    """For each task of the source that was done, one for the same person at the same place."""
    account = workplace.tenant.accounts[row.account]
    term = (message.entry.term if message else None) or account.term or TERM
    local = now.astimezone(workplace.tenant.municipality.zone)
    words = Renderer(Content.from_json(row.content), account.profile, Kind.MANUAL).render({})
    orders = execute(connection, _DONE_ORDERS, {"source": row.corrects}).all()
    keys = {order.delivery: f"orden:{number}" for number, order in enumerate(orders, start=1)}
    add_deliveries(connection, row.id, [NewDelivery(key, None, 0, row.audience) for key in keys.values()])
    asked = select(delivery.c.recipient_key, delivery.c.id).where(delivery.c.publication == row.id)
    numbers = {each.recipient_key: each.id for each in connection.execute(asked)}
    for order in orders:
        add_work_order(
            connection,
            tenant=workplace.tenant_id,
            publication=row.id,
            delivery=numbers[keys[order.delivery]],
            kind=order.kind,
            becomes="",
            title=f"Corrección: {order.title}",
            sheet=words.text,
            responsible=order.responsible,
            place=order.place,
            due_at=parse_lead(term).after(local, workplace.tenant.workdays),
            planned=order.planned,
        )
