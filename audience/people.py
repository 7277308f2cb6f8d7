"""The people of a public: how many, who they are in order, and what their messages call them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, select

from audience.addresses import AddressKind
from audience.conditions import holds
from audience.suppression import suppressed
from campaigns.audience import Condition
from storage.tables import address, contact, contact_attribute, delivery


@dataclass(frozen=True, slots=True)
class Recipient:
    """One address that gets one message."""

    contact: int
    """The lowest number among the contacts behind it in this batch."""
    key: str
    address: str


@dataclass(frozen=True, slots=True)
class Batch:
    """The next piece of a public."""

    rows: tuple[Recipient, ...]
    """May be empty before the end: a batch is measured in addresses looked at, not in those that belong."""
    next_cursor: int
    """Number of the last contact looked at: hand it in to go on."""
    finished: bool


def max_contact_id(connection: Connection, tenant: int) -> int:
    """The highest number of a contact; 0 where there is none. Whoever comes later is not in a sending under way."""
    return connection.scalar(select(func.max(contact.c.id)).where(contact.c.tenant == tenant)) or 0


def count(connection: Connection, tenant: int, condition: Condition, kinds: Collection[AddressKind]) -> int:
    """How many addresses of these kinds belong and may be written to: each counts once, however many share it."""
    found = _members(tenant, condition).where(address.c.kind.in_(kinds), ~suppressed(tenant, address.c.key))
    return connection.scalar(found.with_only_columns(func.count(address.c.key.distinct()))) or 0


def is_empty(connection: Connection, tenant: int, condition: Condition, kind: AddressKind) -> bool:
    """Whether `count` would be 0 for one kind; asked without counting."""
    found = _members(tenant, condition).where(address.c.kind == kind, ~suppressed(tenant, address.c.key))
    return connection.scalar(found.limit(1)) is None


def window(connection: Connection, tenant: int, kind: AddressKind, cursor: int, max_contact: int, limit: int) -> int:
    """The contact up to which some `limit` addresses of the kind lie after `cursor`; `max_contact` near the end.

    A step of the expansion is bounded by what it looks at, so that its transaction is short even where one in ten
    thousand belongs. All addresses of a contact fall in one step.
    """
    last = (
        select(address.c.contact)
        .where(
            address.c.tenant == tenant,
            address.c.kind == kind,
            address.c.contact > cursor,
            address.c.contact <= max_contact,
        )
        .order_by(address.c.contact)
        .offset(limit - 1)
        .limit(1)
    )
    return connection.scalar(last) or max_contact


def selection(
    publication: int, tenant: int, condition: Condition, kind: AddressKind, after: int, until: int
) -> Select[int, str, str]:
    """(contact, recipient_key, address) of those who belong, with contact numbers in (`after`, `until`].

    One row a key, and none for a key that the publication has a delivery for already: meant for INSERT … SELECT.
    Suppressed people are in it, so that they get a row too, which the gate then skips with its reason.
    """
    already = exists(select(1).where(delivery.c.publication == publication, delivery.c.recipient_key == address.c.key))
    return (
        _members(tenant, condition)
        .where(address.c.kind == kind, address.c.contact > after, address.c.contact <= until, ~already)
        .with_only_columns(
            func.min(address.c.contact).label("contact"),
            address.c.key.label("recipient_key"),
            func.min(address.c.address).label("address"),
        )
        .group_by(address.c.key)
    )


def expand(
    connection: Connection,
    publication_id: int,
    tenant: int,
    condition: Condition,
    kind: AddressKind,
    max_contact: int,
    cursor: int,
    limit: int,
) -> Batch:
    """The next recipients of a publication, in the order of their contacts, after looking at some `limit` addresses."""
    until = window(connection, tenant, kind, cursor, max_contact, limit)
    found = selection(publication_id, tenant, condition, kind, cursor, until).order_by("contact", "recipient_key")
    rows = tuple(Recipient(number, key, text) for number, key, text in connection.execute(found))
    return Batch(rows, until, until >= max_contact)


def personal(
    connection: Connection, tenant: int, condition: Condition, keys: Collection[str]
) -> Mapping[str, Mapping[str, object]]:
    """For some hundreds of keys, what a template may say of the people behind each; read at the claim, never frozen.

    `nombres`: the names of the public's contacts with that address, by contact number; `nombre`: the first, left out
    where nobody has one, so that `default` acts; `persona`: the attributes of the first contact, several values
    joined by commas. A key without a contact in the public (erased, moved) is left out.
    """
    found = (
        _members(tenant, condition)
        .where(address.c.key.in_(keys))
        .with_only_columns(address.c.key, contact.c.id, contact.c.name)
        .order_by(contact.c.id)
    )
    behind: dict[str, list[tuple[int, str]]] = {}
    for key, number, name in connection.execute(found):
        behind.setdefault(key, []).append((number, name))
    attributes = _attributes(connection, [people[0][0] for people in behind.values()])
    return {key: _values(people, attributes.get(people[0][0], {})) for key, people in behind.items()}


def _values(people: list[tuple[int, str]], attributes: Mapping[str, str]) -> Mapping[str, object]:
    names = tuple(name for _, name in people if name)
    first: dict[str, object] = {"nombre": names[0]} if names else {}
    return {**first, "nombres": names, "persona": attributes}


def _attributes(connection: Connection, contacts: Collection[int]) -> dict[int, dict[str, str]]:
    found = (
        select(contact_attribute.c.contact, contact_attribute.c.name, contact_attribute.c.value)
        .where(contact_attribute.c.contact.in_(contacts))
        .order_by(contact_attribute.c.contact, contact_attribute.c.name, contact_attribute.c.value)
    )
    attributes: dict[int, dict[str, str]] = {}
    for number, name, value in connection.execute(found):
        known = attributes.setdefault(number, {})
        known[name] = f"{known[name]}, {value}" if name in known else value
    return attributes


def _members(tenant: int, condition: Condition) -> Select[int]:
    return (
        select(address.c.id)
        .join(contact, and_(contact.c.id == address.c.contact, contact.c.erased_at.is_(None)))
        .where(address.c.tenant == tenant, address.c.address.is_not(None), _belongs(condition))
    )


def _belongs(condition: Condition) -> ColumnElement[bool]:
    return holds(condition, contact.c.id)
