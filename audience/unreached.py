"""Whom none of a message's accounts reaches, and who may be called or visited instead."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, exists, func, literal, or_, select

from audience.addresses import HOME, KIND_OF_CHANNEL
from audience.homes import PLACES
from audience.recipients import members
from audience.suppression import EVERYWHERE, UNREACHED
from campaigns.audience import Condition
from storage.columns import Identity
from storage.execution import select_many
from storage.permissions import BARRIERS
from storage.tables import address, contact, contact_attribute, order_person, publication, suppression, work_order
from storage.upsert import insert

TELEPHONE = "telefono"
_DIGITS = re.compile("[0-9]+")


@dataclass(frozen=True, slots=True)
class Unreached:
    """Those of a public whom no message arrives at by some kinds of accounts."""

    condition: Condition
    channels: tuple[str, ...]
    """The kinds of accounts that write to persons."""
    class_: str
    purpose: str | None
    """To what they must have consented; None: to nothing."""
    telephone: bool | None
    """Only those who have one, or who have none; None: both."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One person as whoever calls or visits them reads it."""

    contact: int
    name: str
    place: str
    """Where they live; empty: the list did not say."""
    telephone: str
    """Empty: they have none."""


def count_unreached(connection: Connection, tenant: int, who: Unreached) -> int:
    """How many persons these are."""
    found = _persons(who).subquery()
    return connection.scalar(select(func.count()).select_from(found), {"of": tenant}) or 0


def list_unreached(connection: Connection, tenant: int, order: int, who: Unreached) -> None:
    """Write down that a work order is about them."""
    found = _persons(who).with_only_columns(literal(order, Identity), contact.c.id)
    rows = insert(connection, order_person).from_select(["work_order", "contact"], found)
    connection.execute(rows.on_conflict_do_nothing(), {"of": tenant})


def listed(connection: Connection, orders: Collection[int]) -> dict[int, list[Listed]]:
    """Whom some work orders are about, by place and name, as they are now.

    Whoever was forgotten since, or wants nothing more, is left out.
    """
    its, of = order_person.c, publication.c
    asked = (
        select(its.work_order, contact.c.id, contact.c.name)
        .join(contact, contact.c.id == its.contact)
        .join(work_order, work_order.c.id == its.work_order)
        .join(publication, of.id == work_order.c.publication)
        .where(its.work_order.in_(list(orders)), contact.c.erased_at.is_(None))
        .where(~refuses(contact.c.id, of.tenant, of.class_))
    )
    rows = connection.execute(asked).all()
    numbers = [row.id for row in rows]
    places, telephones = _places(connection, numbers), _telephones(connection, numbers)
    found: dict[int, list[Listed]] = {}
    for row in rows:
        one = Listed(row.id, row.name, places.get(row.id, ""), telephones.get(row.id, ""))
        found.setdefault(row.work_order, []).append(one)
    return {order: sorted(people, key=_by_place) for order, people in found.items()}


def _by_place(each: Listed) -> tuple[str, str, int]:
    """The widest place first, and house 2 before house 10: whoever goes to a vereda finds its people together."""
    place = ", ".join(reversed(each.place.casefold().split(", ")))
    return _DIGITS.sub(lambda found: found[0].zfill(8), place), each.name.casefold(), each.contact


def _persons(who: Unreached) -> Select[Any]:
    """Parameter: `of`, the tenant's number."""
    tenant = bindparam("of", type_=Identity)
    number = contact.c.id
    belongs = members(who.condition, of_all=True).with_only_columns(address.c.contact)
    found = select(number).where(contact.c.tenant == tenant, number.in_(belongs), contact.c.erased_at.is_(None))
    found = found.where(~refuses(number, tenant, who.class_))
    for channel in who.channels:
        found = found.where(~arrives(number, KIND_OF_CHANNEL[channel], channel))
    if who.telephone is not None:
        has_one = arrives(number, TELEPHONE, EVERYWHERE)
        found = found.where(has_one if who.telephone else ~has_one)
    if who.purpose is not None:
        found = found.where(permitted(number, who.purpose))
    return found


def arrives(number: ColumnElement[int], kind: str, channel: str) -> ColumnElement[bool]:
    """Whether the person has an address of the kind that is not dead for this kind of account."""
    its, dead = address.alias("reached"), suppression.alias("dead")
    gone = exists().where(
        dead.c.tenant == its.c.tenant,
        dead.c.key == its.c.key,
        dead.c.reason.in_(UNREACHED),
        dead.c.channel.in_(sorted({EVERYWHERE, channel})),
    )
    return exists().where(its.c.contact == number, its.c.kind == kind, its.c.address.is_not(None), ~gone)


def refuses(
    number: ColumnElement[int], tenant: ColumnElement[int], class_: ColumnElement[str] | str
) -> ColumnElement[bool]:
    """Whether the person has said by any address that they want nothing, or nothing of this class."""
    its, said = address.alias("own"), suppression.alias("said")
    return exists().where(
        its.c.contact == number,
        said.c.tenant == tenant,
        said.c.key == its.c.key,
        said.c.reason.not_in(UNREACHED),
        said.c.channel == EVERYWHERE,
        or_(said.c.class_ == "", said.c.class_ == class_),
    )


def permitted(number: ColumnElement[int], purpose: str) -> ColumnElement[bool]:
    """Whether nothing bars the person, by some address, from what asks for a consent."""
    its = address.alias("asked")
    told = (its.c.tenant, its.c.key, literal(purpose))
    return exists().where(its.c.contact == number, *(~each.bars(*told) for each in BARRIERS))


def _places(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    """Where each lives: what the list said of the person's home, else what its columns say."""
    its = contact_attribute.c
    asked = select(its.contact, its.name, its.value).where(
        its.contact.in_(bindparam("those", expanding=True)), its.name.in_(PLACES)
    )
    parts: dict[int, dict[str, str]] = {}
    for number, name, value in select_many(connection, asked.order_by(its.value), {"those": list(numbers)}):
        parts.setdefault(number, {}).setdefault(name, value)
    found = {number: ", ".join(each[name] for name in PLACES if name in each) for number, each in parts.items()}
    return found | _addresses(connection, numbers, HOME)


def _telephones(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    return _addresses(connection, numbers, TELEPHONE)


def _addresses(connection: Connection, numbers: Sequence[int], kind: str) -> dict[int, str]:
    its = address.c
    asked = select(its.contact, its.address).where(
        its.contact.in_(bindparam("those", expanding=True)), its.kind == kind, its.address.is_not(None)
    )
    rows = select_many(connection, asked.order_by(its.id.desc()), {"those": list(numbers)})
    return {number: str(text) for number, text in rows}
