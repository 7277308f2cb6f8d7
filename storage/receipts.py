"""What was handed in for a duty: a numbered receipt each, which is no acceptance and may be returned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, insert, select, update

from storage.audit import append
from storage.columns import Instant
from storage.execution import execute
from storage.states import OPEN_WORK_ORDER
from storage.tables import receipt, tenant, work_order

MAILBOX = "buzon"
"""Who wrote down what came by mail."""

_OPEN = (
    select(work_order.c.id)
    .where(work_order.c.id == bindparam("order"), work_order.c.tenant == bindparam("of"))
    .where(work_order.c.state.in_([state.value for state in OPEN_WORK_ORDER]))
    .with_for_update()
)
_TURN = select(tenant.c.id).where(tenant.c.id == bindparam("of")).with_for_update()
_LAST = select(func.coalesce(func.max(receipt.c.number), 0)).where(
    receipt.c.tenant == bindparam("of"), receipt.c.year == bindparam("in")
)
_BY_MESSAGE = select(receipt).where(receipt.c.tenant == bindparam("of"), receipt.c.mail_digest == bindparam("digest"))
_STANDING = (receipt.c.work_order == bindparam("order")) & receipt.c.returned_at.is_(None)
_RETURN = (
    update(receipt)
    .where(_STANDING)
    .values(
        returned_at=bindparam("moment", type_=Instant()),
        returned_by=bindparam("who"),
        why_returned=bindparam("words"),
    )
)


@dataclass(frozen=True, slots=True)
class HandedIn:
    """Something that was handed in, before it has its number."""

    order: int
    handed_by: str
    """In words; of a mail, its sender's address."""
    by: str
    """Who writes it down, or `MAILBOX`."""
    files: Sequence[Mapping[str, object]] = ()
    """`{"sha256": …, "name": …}` of each, kept already."""
    note: str = ""
    mail: str = ""
    """Where the receipt is told to besides who owes the duty."""
    mail_digest: str | None = None
    """sha256 of the mail's Message-ID."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What stands in the books of something handed in."""

    id: int
    order: int
    number: str
    """«2027-0031»."""
    received_at: datetime
    handed_by: str
    by: str
    mail: str
    note: str
    returned_at: datetime | None
    returned_by: str | None
    why_returned: str
    files: tuple[tuple[str, str], ...] = field(default=())
    """Name and SHA-256 of each."""


def receive(connection: Connection, tenant_id: int, what: HandedIn, year: int, now: datetime) -> Receipt | None:
    """Write it down under the year's next number; None where the duty is no longer open.

    Of a mail that was read before the receipt of then is returned.
    """
    if what.mail_digest is not None:
        known = execute(connection, _BY_MESSAGE, {"of": tenant_id, "digest": what.mail_digest}).one_or_none()
        if known is not None:
            return as_receipt(known)
    if execute(connection, _OPEN, {"order": what.order, "of": tenant_id}).one_or_none() is None:
        return None
    execute(connection, _TURN, {"of": tenant_id})
    number = execute(connection, _LAST, {"of": tenant_id, "in": year}).scalar_one() + 1
    values = {
        "tenant": tenant_id,
        "work_order": what.order,
        "year": year,
        "number": number,
        "received_at": now,
        "handed_by": what.handed_by,
        "by": what.by,
        "mail": what.mail,
        "mail_digest": what.mail_digest,
        "files": [dict(each) for each in what.files],
        "note": what.note,
    }
    made = connection.execute(insert(receipt).values(values).returning(receipt)).one()
    told = {"number": number_of(year, number), "from": what.handed_by, "files": len(what.files)}
    append(connection, tenant_id, what.by, "duty_received", f"work_order/{what.order}", told, now)
    return as_receipt(made)


def send_back(connection: Connection, tenant_id: int, order: int, actor: str, note: str, now: datetime) -> int:
    """Return all that stands handed in for a duty, and why; how many receipts that were. The duty stays open."""
    count = execute(connection, _RETURN, {"order": order, "moment": now, "who": actor, "words": note}).rowcount
    if count:
        append(connection, tenant_id, actor, "duty_returned", f"work_order/{order}", {"note": note}, now)
    return count


def receipts_of(connection: Connection, orders: Sequence[int]) -> Mapping[int, Sequence[Receipt]]:
    """The receipts of each order that has any, the earliest first, those that were returned among them."""
    found: dict[int, list[Receipt]] = {}
    asked: Select[Any] = select(receipt).where(receipt.c.work_order.in_(orders)).order_by(receipt.c.id)
    for row in connection.execute(asked) if orders else ():
        found.setdefault(row.work_order, []).append(as_receipt(row))
    return found


def number_of(year: int, number: int) -> str:
    """As it is told: «2027-0031»."""
    return f"{year}-{number:04d}"


def as_receipt(row: Row[Any]) -> Receipt:
    """A row as the receipt that it is."""
    return Receipt(
        id=row.id,
        order=row.work_order,
        number=number_of(row.year, row.number),
        received_at=row.received_at,
        handed_by=row.handed_by,
        by=row.by,
        mail=row.mail,
        note=row.note,
        returned_at=row.returned_at,
        returned_by=row.returned_by,
        why_returned=row.why_returned,
        files=tuple((each["name"], each["sha256"]) for each in row.files),
    )
