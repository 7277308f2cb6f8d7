"""Who stands behind an address in a public, and under which other addresses the same people are written to."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from audience.addresses import AddressKind
from audience.recipients import members, spelt
from campaigns.audience import Condition
from storage.execution import select_many
from storage.tables import address, contact

_KEYS = select(address.c.contact, address.c.key).where(
    address.c.tenant == bindparam("of"), address.c.contact.in_(bindparam("those", expanding=True))
)


def behind(
    connection: Connection, tenant: int, condition: Condition, keys: Collection[str]
) -> Mapping[str, tuple[int, ...]]:
    """For some hundreds of keys, the contacts of the public behind each, in order; a key without any is left out."""
    given = {"of": tenant, "those": sorted(keys)}
    found: dict[str, tuple[int, ...]] = {}
    for key, number in select_many(connection, _behind(spelt(condition)), given):
        found[key] = (*found.get(key, ()), number)
    return found


def keys_of(connection: Connection, tenant: int, contacts: Collection[int]) -> Mapping[int, frozenset[str]]:
    """The keys of all addresses of each contact, of every kind."""
    found: dict[int, set[str]] = {number: set() for number in contacts}
    for number, key in select_many(connection, _KEYS, {"of": tenant, "those": sorted(contacts)}):
        found[number].add(key)
    return {number: frozenset(keys) for number, keys in found.items()}


def to_come(
    connection: Connection,
    tenant: int,
    condition: Condition,
    kind: AddressKind,
    contacts: Collection[int],
    after: int,
    until: int,
) -> frozenset[int]:
    """Which of some contacts an expansion that stands at `after` has yet to write down, by addresses of a kind."""
    given = {"of": tenant, "kind": kind, "those": sorted(contacts), "after": after, "until": until}
    return frozenset(row[0] for row in select_many(connection, _to_come(spelt(condition)), given))


@lru_cache(maxsize=64)
def _behind(condition: str) -> Select[Any]:
    return (
        members(Condition.model_validate_json(condition))
        .where(address.c.key.in_(bindparam("those", expanding=True)))
        .with_only_columns(address.c.key, contact.c.id)
        .order_by(contact.c.id)
    )


@lru_cache(maxsize=64)
def _to_come(condition: str) -> Select[Any]:
    return (
        members(Condition.model_validate_json(condition))
        .where(
            address.c.contact.in_(bindparam("those", expanding=True)),
            address.c.kind == bindparam("kind"),
            address.c.contact > bindparam("after"),
            address.c.contact <= bindparam("until"),
        )
        .with_only_columns(contact.c.id)
        .distinct()
    )
