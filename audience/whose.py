"""Whose an address is that somebody typed: its keys, and the people behind them."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection, select

from audience.addresses import KINDS, Address, BadAddress, read_address, recipient_key
from audience.homes import MARK, typed_home
from storage.tables import address, contact, delivery, publication, reply, signup, submission

NOBODY = 0
"""The number of no contact."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who has an address."""

    contact: int
    """`NOBODY` where no list has them: something is kept of their address alone."""
    name: str
    keys: frozenset[str]
    """Of all their addresses."""


def subject_of(person: Holder) -> str:
    """What the audit names them by."""
    return min(person.keys) if person.contact == NOBODY else str(person.contact)


def keys_of(secret: bytes, typed: str) -> tuple[str, ...]:
    """The keys under which an address may be known: a bare number may be a telephone's or a chat's.

    Who has none is typed by name and place: `Ana Ruiz | Vereda La Palma`.

    Raises BadAddress where it is neither a mail address, a telephone nor a chat.
    """
    return tuple(dict.fromkeys(recipient_key(secret, each.normalised) for each in _addresses(typed)))


def is_bare_chat(typed: str) -> bool:
    """Whether what somebody typed is a number that can be a chat's alone, as a telephone with a digit too few is."""
    return not typed.strip().startswith("@") and {each.kind for each in _addresses(typed)} == {"telegram"}


def holders(connection: Connection, tenant: int, keys: Collection[str]) -> tuple[Holder, ...]:
    """Who has one of these addresses and is not erased, by number."""
    its = address.c
    having = select(its.contact).where(its.tenant == tenant, its.key.in_(list(keys)))
    asked = (
        select(contact.c.id, contact.c.name, its.key)
        .join(address, its.contact == contact.c.id)
        .where(contact.c.id.in_(having), contact.c.erased_at.is_(None))
        .order_by(contact.c.id)
    )
    found: dict[int, tuple[str, set[str]]] = {}
    for number, name, key in connection.execute(asked):
        found.setdefault(number, (name, set()))[1].add(key)
    return tuple(Holder(number, name, frozenset(all_)) for number, (name, all_) in found.items())


def holder_of(connection: Connection, tenant: int, number: int) -> Holder | None:
    """A contact of this municipality, by its number; None where there is none, or it was erased."""
    its = contact.c
    asked = select(its.name).where(its.tenant == tenant, its.id == number, its.erased_at.is_(None))
    name = connection.scalars(asked).one_or_none()
    if name is None:
        return None
    return Holder(number, name, frozenset(connection.scalars(select(address.c.key).where(address.c.contact == number))))


def own_keys(connection: Connection, tenant: int, person: Holder) -> tuple[str, ...]:
    """Of somebody's addresses those that nobody else has; all of them where there is none: a house is one then."""
    others = holders(connection, tenant, person.keys)
    shared = {key for each in others if each.contact != person.contact for key in each.keys}
    return tuple(sorted(person.keys - shared or person.keys))


def holders_or_kept(connection: Connection, tenant: int, keys: Collection[str]) -> tuple[Holder, ...]:
    """The same; where nobody has one, whoever is behind those of which something is kept, as `NOBODY`."""
    found = holders(connection, tenant, keys)
    if not found and (kept := addresses_kept(connection, tenant, keys)):
        return (Holder(NOBODY, "", frozenset(kept)),)
    return found


def addresses_kept(connection: Connection, tenant: int, keys: Collection[str]) -> dict[str, frozenset[str]]:
    """Where one of these addresses still stands beside its key though nobody need have it: by key.

    A message to somebody whose list was taken back, a subscription that was asked for and not confirmed, an answer.
    """
    sent = select(delivery.c.recipient_key, delivery.c.address).join(publication)
    kept = [sent.where(publication.c.tenant == tenant, delivery.c.recipient_key.in_(list(keys)))]
    for table in (signup, reply, submission):
        kept.append(select(table.c.key, table.c.address).where(table.c.tenant == tenant, table.c.key.in_(list(keys))))
    found: dict[str, set[str]] = {}
    for each in kept:
        for key, text in connection.execute(each):
            if text:
                found.setdefault(key, set()).add(text)
    return {key: frozenset(texts) for key, texts in found.items()}


def _addresses(typed: str) -> list[Address]:
    if MARK in typed:
        return [typed_home(typed)]
    found: list[Address] = []
    for kind in KINDS:
        with suppress(BadAddress):
            found.append(read_address(kind, typed))
    if not found:
        raise BadAddress(f"«{typed}» no es una dirección: se espera un correo, un teléfono o un chat de Telegram")
    return found
