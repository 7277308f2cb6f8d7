"""Who is among the recipients of a publication and what became of each: a page at a time, or the one of an address."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, select, tuple_

from audience.whose import keys_of
from delivery.watching.listing import recipient_words
from panel.office.causes import NO_CODE, TROUBLED, Group, of_codes, scope
from panel.office.typed import number_typed
from storage.states import DeliveryState
from storage.tables import attempt, delivery

PAGE = 50
LOOKED_AT = 5_000
"""Deliveries that are looked at for one page of those that no index tells apart."""


class Recipient(NamedTuple):
    """One of them."""

    id: int
    address: str
    """Or that it was forgotten."""
    group: Group
    why: str
    """As the row says it; empty where there is nothing to say."""
    at: datetime | None
    """When it went out, or came back."""


class Attempt(NamedTuple):
    """One time that it was tried."""

    at: datetime
    outcome: str
    text: str


class Wanted(NamedTuple):
    """Which recipients."""

    group: Group
    codes: tuple[str, ...] = ()
    """Of these causes alone; empty: of all."""
    after: str = ""
    """Where the page begins, as `Found.more` says it; empty: at the beginning."""


class Found(NamedTuple):
    """One page."""

    rows: list[Recipient]
    more: str
    """Where the next one begins; empty: this was the last."""


_COLUMNS = (
    delivery.c.id,
    delivery.c.recipient_key,
    delivery.c.address,
    delivery.c.state,
    delivery.c.error_code,
    delivery.c.error_text,
    delivery.c.sent_at,
    delivery.c.bounced_at,
)
_GROUPS = {
    DeliveryState.SENT: Group.SENT,
    DeliveryState.FAILED: Group.FAILED,
    DeliveryState.SKIPPED: Group.SKIPPED,
    DeliveryState.UNCERTAIN: Group.UNCERTAIN,
}


def find_recipients(connection: Connection, publication: int, wanted: Wanted, most: int = PAGE) -> Found:
    """A page of a group, in the order of its index: by cause, by number, or by key."""
    if wanted.group in TROUBLED:
        rows: list[Any] = [*connection.execute(_troubled(publication, wanted, most + 1))]
        more = f"{rows[most - 1].error_code or ''}~{rows[most - 1].id}" if len(rows) > most else ""
        return Found([_recipient(row) for row in rows[:most]], more)
    if wanted.group is Group.PENDING:
        after = number_typed(wanted.after) or 0
        asked = select(*_COLUMNS).where(delivery.c.publication == publication, scope(Group.PENDING))
        asked = asked.where(delivery.c.id > after).order_by(delivery.c.id).limit(most + 1)
        rows = [*connection.execute(asked)]
        return Found([_recipient(row) for row in rows[:most]], str(rows[most - 1].id) if len(rows) > most else "")
    return _sent(connection, publication, wanted.after, most)


def recipient_of(connection: Connection, publication: int, secret: bytes, typed: str) -> Recipient | None:
    """Who has an address that somebody typed; None: nobody in this publication. Raises `BadAddress`."""
    keys = keys_of(secret, typed)
    asked = select(*_COLUMNS).where(delivery.c.publication == publication, delivery.c.recipient_key.in_(keys))
    row: Any = connection.execute(asked).first()
    return None if row is None else _recipient(row)


def attempts_of(connection: Connection, number: int) -> list[Attempt]:
    """Each time that a delivery was tried, the first one first."""
    its = attempt.c
    asked = select(its.ended_at, its.outcome, its.text).where(its.delivery == number).order_by(its.id).limit(PAGE)
    return [Attempt(*row) for row in connection.execute(asked)]


def _troubled(publication: int, wanted: Wanted, most: int) -> Select[Any]:
    code, number = delivery.c.error_code, delivery.c.id
    asked = select(*_COLUMNS).where(delivery.c.publication == publication, scope(wanted.group))
    nameless = wanted.codes == (NO_CODE,)
    if wanted.codes:
        asked = asked.where(of_codes(wanted.codes))
    last, _, told = wanted.after.rpartition("~")
    if (after := number_typed(told)) is not None:
        beyond: ColumnElement[bool] = tuple_(code, number) > tuple_(last, after)
        asked = asked.where(number > after if nameless else beyond)
    order: Sequence[ColumnElement[Any]] = (number,) if nameless else (code, number)
    return asked.order_by(*order).limit(most)


def _sent(connection: Connection, publication: int, after: str, most: int) -> Found:
    """Nothing but the key tells them in an order, and most of what goes out is sent: some thousands are looked at."""
    its = delivery.c
    beyond = (its.publication == publication, its.recipient_key > after)
    last = select(its.recipient_key).where(*beyond).order_by(its.recipient_key).offset(LOOKED_AT - 1).limit(1)
    end: str | None = connection.execute(last).scalar_one_or_none()
    asked = select(*_COLUMNS).where(*beyond, scope(Group.SENT)).order_by(its.recipient_key).limit(most + 1)
    if end is not None:
        asked = asked.where(its.recipient_key <= end)
    rows: list[Any] = [*connection.execute(asked)]
    more = rows[most - 1].recipient_key if len(rows) > most else end or ""
    return Found([_recipient(row) for row in rows[:most]], more)


def _recipient(row: Row[Any]) -> Recipient:
    bounced = row.bounced_at is not None
    group = Group.BOUNCED if bounced else _GROUPS.get(DeliveryState(row.state), Group.PENDING)
    shown = recipient_words(row.address or row.recipient_key)
    return Recipient(row.id, shown, group, row.error_text or "", row.bounced_at or row.sent_at)
