"""From a public to its recipients, by windows over the contacts' numbers: one row a key, whoever is behind it."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, String, and_, bindparam, func, select, true

from audience.addresses import AddressKind
from audience.conditions import holds
from campaigns.audience import Condition
from storage.columns import Identity
from storage.execution import execute
from storage.permissions import Barrier
from storage.tables import address, contact

_WINDOW = (
    select(address.c.contact)
    .where(
        address.c.tenant == bindparam("of"),
        address.c.kind == bindparam("kind"),
        address.c.contact > bindparam("after"),
        address.c.contact <= bindparam("until"),
    )
    .order_by(address.c.contact)
    .offset(bindparam("passed"))
    .limit(1)
)


def window(connection: Connection, tenant: int, kind: AddressKind, cursor: int, max_contact: int, limit: int) -> int:
    """The contact up to which some `limit` addresses of the kind lie after `cursor`; `max_contact` near the end.

    A step of the expansion is bounded by what it looks at, so that its transaction is short even where one in ten
    thousand belongs. All addresses of a contact fall in one step.
    """
    given = {"of": tenant, "kind": kind, "after": cursor, "until": max_contact, "passed": limit - 1}
    found: int | None = execute(connection, _WINDOW, given).scalar_one_or_none()
    return found or max_contact


def selection(condition: Condition, barrier: Barrier | None = None) -> Select[Any]:
    """(contact, recipient_key, address) of those who belong, in the order of their contacts: for INSERT … SELECT.

    Only of those whom `barrier` bars, where it is given.

    One row a key. Suppressed people are in it, so that they get a row too, which the gate then skips with its reason;
    who has a row already is in it too, for the insert to pass over: asked here, PostgreSQL would read all that the
    publication has at each step. Parameters: `of` (the tenant's number), `kind`, and the contacts' numbers in
    (`after`, `until`]; with a barrier `purpose`, too.
    """
    return _selection(spelt(condition), barrier)


def members(condition: Condition, *, of_all: bool = False) -> Select[Any]:
    """The addresses of those who belong. Parameter: `of`, the tenant's number.

    `of_all`: for a statement that looks at all of them, as one that counts does.
    """
    # By the address's own number of its contact: whoever does not belong is passed over before his row is read.
    belongs = holds(condition, address.c.contact, address.c.key, of_all=of_all)
    return (
        select(address.c.id)
        .join(contact, and_(contact.c.id == address.c.contact, contact.c.erased_at.is_(None)))
        .where(
            address.c.tenant == bindparam("of"),
            address.c.address.is_not(None),
            belongs,
        )
    )


def spelt(condition: Condition) -> str:
    """A condition as the key of a statement that is kept for it."""
    return condition.model_dump_json(by_alias=True)


@lru_cache(maxsize=64)
def _selection(condition: str, barrier: Barrier | None) -> Select[Any]:
    number = func.min(address.c.contact)
    of, purpose = bindparam("of", type_=Identity), bindparam("purpose", type_=String())
    barred = barrier.bars(of, address.c.key, purpose) if barrier is not None else true()
    return (
        members(Condition.model_validate_json(condition))
        .where(
            address.c.kind == bindparam("kind"),
            address.c.contact > bindparam("after"),
            address.c.contact <= bindparam("until"),
            barred,
        )
        .with_only_columns(
            number.label("contact"),
            address.c.key.label("recipient_key"),
            func.min(address.c.address).label("address"),
        )
        .group_by(address.c.key)
        .order_by(number, address.c.key)
    )
