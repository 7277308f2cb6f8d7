"""Who lives together, as a list's column `hogar` tells it: who of them is written to, and who is named."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, String, bindparam, func, select

from audience.answer import BadAnswer, read_answer
from audience.recipients import members, spelt
from audience.unreached import refuses
from campaigns.audience import Condition
from storage.columns import Identity
from storage.execution import select_many
from storage.permissions import consented
from storage.tables import address, contact, contact_attribute

HOME = "hogar"
"""The column: people with the same value live together, whatever it is: a code, the number of the tax bill."""
HEAD = "cabeza-de-hogar"
"""The column that says, by a yes, who is written to first."""


class Member(NamedTuple):
    """One address of somebody who lives in a household."""

    home: str
    contact: int
    key: str
    kind: str
    head: bool = False


class Home(NamedTuple):
    """Who of a household may be named, by the contacts' numbers."""

    contacts: tuple[int, ...]
    names: tuple[str, ...]
    """Without those who have none."""


def homes_of(connection: Connection, contacts: Collection[int]) -> Mapping[int, str]:
    """The household of each contact that has one; of who is in several, the first by its letters."""
    return dict(select_many(connection, _HOMES, {"those": sorted(contacts)}))


def members_of(connection: Connection, tenant: int, condition: Condition, homes: Collection[str]) -> list[Member]:
    """Every address of those of a public who live in some households."""
    found = [
        Member(*row)
        for row in select_many(connection, _members(spelt(condition)), {"of": tenant, "homes": sorted(homes)})
    ]
    said = select_many(connection, _HEADS, {"those": sorted({each.contact for each in found})})
    heads = {number for number, value in said if _is_yes(value)}
    return [each._replace(head=each.contact in heads) for each in found]


def at_home(
    connection: Connection, tenant: int, condition: Condition, homes: Collection[str], class_: str, purpose: str | None
) -> Mapping[str, Home]:
    """Who of a public is named in each household: none who wants no messages of the class, nor, where they must have
    consented to a purpose, who has not.
    """
    given = {"of": tenant, "homes": sorted(homes), "to_class": class_}
    given |= {"purpose": purpose} if purpose is not None else {}
    found: dict[str, Home] = {}
    for home, number, name in select_many(connection, _named(spelt(condition), asks=purpose is not None), given):
        known = found.get(home, Home((), ()))
        found[home] = Home((*known.contacts, number), (*known.names, name) if name else known.names)
    return found


def home_of(contact_number: Any) -> Any:  # noqa: ANN401 - a column on both sides
    """The household of a contact as a part of a larger query; null where there is none."""
    its = contact_attribute.c
    return select(func.min(its.value)).where(its.contact == contact_number, its.name == HOME).scalar_subquery()


def _is_yes(value: str) -> bool:
    try:
        return read_answer(value) is True
    except BadAnswer:
        return False


_ITS = contact_attribute.c
_OF_THOSE = _ITS.contact.in_(bindparam("those", expanding=True))
_HOMES = (
    select(_ITS.contact, func.min(_ITS.value).label("home")).where(_OF_THOSE, _ITS.name == HOME).group_by(_ITS.contact)
)
_HEADS = select(_ITS.contact, _ITS.value).where(_OF_THOSE, _ITS.name == HEAD)
# Under a name of its own: the condition of a public asks the same table.
_LIVES = contact_attribute.alias("lives")
_TOGETHER = (
    (_LIVES.c.contact == contact.c.id)
    & (_LIVES.c.name == HOME)
    & _LIVES.c.value.in_(bindparam("homes", expanding=True))
)


@lru_cache(maxsize=64)
def _members(condition: str) -> Select[Any]:
    return (
        members(Condition.model_validate_json(condition))
        .join(_LIVES, _TOGETHER)
        .with_only_columns(_LIVES.c.value, contact.c.id, address.c.key, address.c.kind)
        .order_by(contact.c.id, address.c.key)
    )


@lru_cache(maxsize=64)
def _named(condition: str, *, asks: bool) -> Select[Any]:
    of = bindparam("of", type_=Identity)
    wants_none = refuses(contact.c.id, of, bindparam("to_class", type_=String()))
    found = members(Condition.model_validate_json(condition)).join(_LIVES, _TOGETHER).where(~wants_none)
    if asks:
        found = found.where(consented(of, address.c.key, bindparam("purpose", type_=String())))
    return found.with_only_columns(_LIVES.c.value, contact.c.id, contact.c.name).distinct().order_by(contact.c.id)
