"""The people of a public: how many, and what their messages call them."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, case, except_, func, literal, select, union

from audience.addresses import KIND_OF_CHANNEL
from audience.households import home_of
from audience.recipients import members, spelt
from audience.suppression import refuses_class, suppressed
from audience.zones import ZONE
from campaigns.audience import Condition
from campaigns.language import SPANISH, main_language
from storage.execution import select_many
from storage.permissions import BARRIERS
from storage.tables import address, contact, contact_attribute

_ATTRIBUTES = (
    select(contact_attribute.c.contact, contact_attribute.c.name, contact_attribute.c.value)
    .where(contact_attribute.c.contact.in_(bindparam("those", expanding=True)))
    .order_by(contact_attribute.c.contact, contact_attribute.c.name, contact_attribute.c.value)
)

_SHARED = (
    select(address.c.key)
    .where(address.c.tenant == bindparam("of"))
    .group_by(address.c.key)
    .having(func.count() > literal(1))
)
"""Keys of which there is more than one row, by an index alone."""


class Reach(NamedTuple):
    """Whom a message reaches by an account: what `count` is asked by."""

    condition: Condition
    channel: str
    class_: str
    purpose: str | None
    instead: tuple["Reach", ...] = ()
    """Messages that go before it: whomever one of them reaches it leaves out."""


def max_contact_id(connection: Connection, tenant: int) -> int:
    """The highest number of a contact; 0 where there is none. Whoever comes later is not in a sending under way."""
    return connection.scalar(select(func.max(contact.c.id)).where(contact.c.tenant == tenant)) or 0


def count(
    connection: Connection,
    tenant: int,
    condition: Condition,
    channel: str,
    class_: str = "",
    purpose: str | None = None,
) -> int:
    """How many addresses an account of this kind may write to: each counts once, however many share it.

    `class_`: to how many it may write messages of this class; left out: messages of some class. `purpose`: to what
    they must have consented; None: to nothing.
    """
    return _addresses(connection, tenant, _reached(tenant, condition, channel, class_, purpose))


def count_refusing(connection: Connection, tenant: int, condition: Condition, channel: str, class_: str) -> int:
    """By how much fewer `count` is for this class of messages than for some class."""
    kind = address.c.kind == KIND_OF_CHANNEL[channel]
    refusing = members(condition, of_all=True).where(kind, refuses_class(tenant, channel, address.c.key, class_))
    return _addresses(connection, tenant, refusing)


def count_barred(
    connection: Connection, tenant: int, condition: Condition, channel: str, class_: str, purpose: str
) -> Mapping[str, int]:
    """By how much fewer `count` is for this purpose, by the code of what bars them; who meets two, by the first."""
    keys = _reached(tenant, condition, channel, class_).with_only_columns(address.c.key).distinct().subquery()
    told = (literal(tenant), keys.c.key, literal(purpose))
    code = case(*((barrier.bars(*told), barrier.code) for barrier in BARRIERS), else_="").label("code")
    each = select(code).select_from(keys).subquery()
    counted = select(each.c.code, func.count()).group_by(each.c.code)
    return {found: number for found, number in connection.execute(counted, {"of": tenant}) if found}


def count_served(connection: Connection, tenant: int, mine: Reach) -> int:
    """How many of those whom a message would reach get another that goes before it, whoever is behind the address."""
    found = _reached(tenant, mine.condition, mine.channel, mine.class_, mine.purpose)
    return _addresses(connection, tenant, found) - _addresses(connection, tenant, _gets(tenant, mine))


def count_homes(connection: Connection, tenant: int, mine: Reach, before: Sequence[Reach]) -> int:
    """How many messages those are whom a message reaches, one a household; each of `before` has had its households."""
    homes, *others = (_homes(tenant, each) for each in (mine, *before))
    left = except_(homes, *others) if others else homes
    return connection.scalar(select(func.count()).select_from(left.subquery()), {"of": tenant}) or 0


def _homes(tenant: int, reach: Reach) -> Select[Any]:
    """The households behind the addresses; who has none is one by himself for each address."""
    home = func.coalesce(literal("h") + home_of(contact.c.id), literal("k") + address.c.key)
    return _gets(tenant, reach).with_only_columns(home.label("home")).distinct().correlate(None)


def count_languages(connection: Connection, tenant: int, mine: Reach) -> Mapping[str, int]:
    """How many of those whom a message reaches read each language; who reads several behind one address is in none."""
    each = _gets(tenant, mine).with_only_columns(address.c.key, contact.c.language).subquery()
    first, last = func.min(each.c.language), func.max(each.c.language)
    spoken = select(first.label("language")).group_by(each.c.key).having(first == last).subquery()
    asked = select(spoken.c.language, func.count()).group_by(spoken.c.language)
    found: dict[str, int] = {}
    for language, number in connection.execute(asked, {"of": tenant}):
        code = main_language(language)
        found[code] = found.get(code, 0) + number
    return found


def reads_another(connection: Connection, tenant: int) -> bool:
    """Whether anybody at all reads another language than Spanish: in most places nobody does."""
    its = contact.c
    return connection.scalar(select(its.id).where(its.tenant == tenant, its.language != SPANISH).limit(1)) is not None


def is_empty(
    connection: Connection,
    tenant: int,
    condition: Condition,
    channel: str,
    class_: str = "",
    purpose: str | None = None,
) -> bool:
    """Whether `count` would be 0; asked without counting."""
    found = _reached(tenant, condition, channel, class_, purpose, of_all=False)
    return connection.scalar(found.limit(1), {"of": tenant}) is None


def _reached(
    tenant: int, condition: Condition, channel: str, class_: str, purpose: str | None = None, *, of_all: bool = True
) -> Select[Any]:
    kind = address.c.kind == KIND_OF_CHANNEL[channel]
    silent = suppressed(tenant, channel, address.c.key, class_, condition.subscribed or ())
    found = members(condition, of_all=of_all).where(kind, ~silent)
    if purpose is None:
        return found
    told = (literal(tenant), address.c.key, literal(purpose))
    return found.where(*(~barrier.bars(*told) for barrier in BARRIERS))


def _gets(tenant: int, reach: Reach) -> Select[Any]:
    """Whom a message reaches, without those whom others reach that go before it."""
    found = _reached(tenant, reach.condition, reach.channel, reach.class_, reach.purpose)
    if not reach.instead:
        return found
    served = [_gets(tenant, each).with_only_columns(address.c.contact).correlate(None) for each in reach.instead]
    return found.where(address.c.contact.not_in(union(*served)))


def _addresses(connection: Connection, tenant: int, found: Select[Any]) -> int:
    """How many keys there are among `found`.

    Rows are counted, and taken off again what shared keys have too much: to tell a million keys apart would take SQLite
    ten times as long, and most of them nobody shares.
    """
    told = {"of": tenant}
    rows = connection.scalar(found.with_only_columns(func.count(address.c.id)), told) or 0
    if not rows or connection.scalar(_SHARED.limit(1), told) is None:
        return rows
    shared = found.where(address.c.key.in_(_SHARED))
    twice = func.count(address.c.id) - func.count(address.c.key.distinct())
    return rows - (connection.scalar(shared.with_only_columns(twice), told) or 0)


def personal(
    connection: Connection, tenant: int, condition: Condition, keys: Collection[str]
) -> Mapping[str, Mapping[str, object]]:
    """For some hundreds of keys, what a template may say of the people behind each; read at the claim, never frozen.

    `nombres`: the names of the public's contacts with that address, by contact number; `nombre`: the first, left out
    where nobody has one, so that `default` acts; `persona`: the attributes of the first contact, several values
    joined by commas; `idioma`: the language that all of them read, left out where they read several; `zonas`: the
    zones by whose hours they live, left out where it is one alone. A key without a contact in the public (erased,
    moved) is left out.
    """
    given = {"of": tenant, "those": list(keys)}
    behind: dict[str, list[tuple[int, str, str]]] = {}
    for key, number, name, language in select_many(connection, _behind(spelt(condition)), given):
        behind.setdefault(key, []).append((number, name, language))
    attributes = _attributes(connection, {number for people in behind.values() for number, *_ in people})
    return {key: _values(people, attributes) for key, people in behind.items()}


def _values(people: list[tuple[int, str, str]], attributes: Mapping[int, Mapping[str, str]]) -> Mapping[str, object]:
    names = tuple(name for _, name, _ in people if name)
    first: dict[str, object] = {"nombre": names[0]} if names else {}
    languages = {main_language(language) for _, _, language in people}
    if len(languages) == 1:
        first["idioma"] = languages.pop()
    zones = dict.fromkeys(attributes.get(number, {}).get(ZONE, "") for number, *_ in people)
    if len(zones) > 1:
        first["zonas"] = tuple(zones)
    return {**first, "nombres": names, "persona": attributes.get(people[0][0], {})}


def _attributes(connection: Connection, contacts: Collection[int]) -> dict[int, dict[str, str]]:
    attributes: dict[int, dict[str, str]] = {}
    for number, name, value in select_many(connection, _ATTRIBUTES, {"those": list(contacts)}):
        known = attributes.setdefault(number, {})
        known[name] = f"{known[name]}, {value}" if name in known else value
    return attributes


@lru_cache(maxsize=64)
def _behind(condition: str) -> Select[Any]:
    """The contacts of a public behind some keys. Built once: that costs more than the database takes for it."""
    return (
        members(Condition.model_validate_json(condition))
        .where(address.c.key.in_(bindparam("those", expanding=True)))
        .with_only_columns(address.c.key, contact.c.id, contact.c.name, contact.c.language)
        .order_by(contact.c.id)
    )
