"""People found by whoever types an address, a telephone or some words of a name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from audience.addresses import HOME, BadAddress
from audience.homes import PLACES
from audience.plain_text import fold
from audience.whose import NOBODY, holders_or_kept, keys_of
from storage.tables import address, contact, contact_attribute

MOST = 50
"""Of those who are found, how many are shown."""
SHORTEST = 3
"""Letters of a name without which too many are meant."""
_LONG = 5
"""Letters from which on a word is found within others, too: few names have it inside."""
_ALIKE = {"a": "aáàâäãÁÀÂÄÃ", "e": "eéèêëÉÈÊË", "i": "iíìîïÍÌÎÏ", "o": "oóòôöõÓÒÔÖÕ", "u": "uúùûüÚÙÛÜ", "n": "nñÑ"}
"""Letters that are written with marks and without, by the bare one."""
_TELEPHONE = re.compile(r"[+(\d][\d ().+-]{6,}")
_TOLD = 4
"""Digits of a telephone that tell whose it is."""


class Read(StrEnum):
    """What was typed was taken for."""

    NOTHING = "nothing"
    SHORT = "short"
    """Too few letters of a name."""
    NAME = "name"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody, as far as it takes to tell them from others."""

    number: int
    """`NOBODY` where only something of the address is kept."""
    key: str
    """Of an address, where there is one."""
    name: str
    addresses: tuple[str, ...]
    """Their beginnings and ends alone."""
    place: str
    """Where they live, where a list says so."""


class Search(NamedTuple):
    """What came of one."""

    read: Read
    people: Sequence[Found] = ()
    more: bool = False
    """There are others."""


def search(connection: Connection, tenant: int, secret: bytes, typed: str) -> Search:
    """At most `MOST` people, in the order of their names.

    A whole address is found by its key; a name by looking through all of them: a fifth of a second for a million.
    """
    typed = typed.strip()
    words = re.findall(r"\w+", fold(typed))
    if not words:
        return Search(Read.NOTHING)
    if is_address(typed):
        return _by_address(connection, tenant, secret, typed)
    if sum(map(len, words)) < SHORTEST:
        return Search(Read.SHORT)
    rows, more = _named(connection, tenant, words)
    return Search(Read.NAME, _told(connection, {row.id: row.name for row in rows}), more)


def is_address(typed: str) -> bool:
    """Whether somebody who types this means an address and no name."""
    return "@" in typed or "|" in typed or _TELEPHONE.fullmatch(typed) is not None


def masked(kind: str, text: str) -> str:
    """`an…@correo.gov.co`, `…4567`: enough to know it again, and no more."""
    if kind == "correo":
        name, _, domain = text.rpartition("@")
        return f"{name[: 2 if len(name) > 2 else 1]}…@{domain}"
    return "domicilio" if kind == HOME else f"…{text[-_TOLD:]}"


def _by_address(connection: Connection, tenant: int, secret: bytes, typed: str) -> Search:
    try:
        keys = keys_of(secret, typed)
    except BadAddress:
        return Search(Read.ADDRESS)
    people = holders_or_kept(connection, tenant, keys)
    if [each.contact for each in people] == [NOBODY]:
        return Search(Read.ADDRESS, [Found(NOBODY, min(people[0].keys), "", (), "")])
    names = {each.contact: each.name for each in people[:MOST]}
    return Search(Read.ADDRESS, _told(connection, names), len(people) > MOST)


def _named(connection: Connection, tenant: int, words: Sequence[str]) -> tuple[Sequence[Any], bool]:
    """Whoever has all of the words: a short one at the beginning of one of theirs, so that «ana» is no «Mariana»."""
    its = contact.c
    alike = and_(*(_matches(connection.dialect.name, word) for word in words))
    asked = select(its.id, its.name).where(its.tenant == tenant, its.erased_at.is_(None), alike)
    # PostgreSQL's driver takes all rows at once, and each of them fits; SQLite's takes them one by one.
    some = connection.dialect.name != "sqlite"
    with connection.execute(asked.limit(MOST + 1) if some else asked) as read:
        fitting = (row for row in read if all(_has(fold(row.name), word) for word in words))
        rows = list(islice(fitting, MOST + 1))
    return rows[:MOST], len(rows) > MOST


def _matches(dialect: str, word: str) -> ColumnElement[bool]:
    """The name has it, whatever its case and accents; on SQLite some others match, too."""
    name, inside = contact.c.name, len(word) >= _LONG
    if dialect == "sqlite":
        # `LIKE` knows the case of ASCII alone, and `_` is any letter.
        like = "".join(letter if letter.isascii() and letter not in _ALIKE else "_" for letter in word)
        begins = (f"%{like}%",) if inside else (f"{like}%", f"% {like}%", f"%-{like}%")
        return or_(*(name.like(each) for each in begins))
    pattern = "".join(f"[{_ALIKE[letter]}]" if letter in _ALIKE else letter for letter in word)
    return name.regexp_match(pattern if inside else rf"\m{pattern}", flags="i")


def _has(name: str, word: str) -> bool:
    return word in name if len(word) >= _LONG else any(each.startswith(word) for each in re.findall(r"\w+", name))


def _told(connection: Connection, names: Mapping[int, str]) -> list[Found]:
    """By their numbers; in the order of names."""
    its, has = address.c, contact_attribute.c
    addresses: dict[int, list[Any]] = {}
    where = select(its.contact, its.kind, its.address, its.key).where(its.contact.in_(names))
    for row in connection.execute(where.order_by(its.id)):
        addresses.setdefault(row.contact, []).append(row)
    places: dict[int, dict[str, str]] = {}
    lives = select(has.contact, has.name, has.value).where(has.contact.in_(names), has.name.in_(PLACES))
    for number, name, value in connection.execute(lives):
        places.setdefault(number, {}).setdefault(name, value)
    found = [
        Found(
            number=number,
            key=next((row.key for row in addresses.get(number, ())), ""),
            name=name,
            addresses=tuple(masked(row.kind, row.address) for row in addresses.get(number, ()) if row.address),
            place=", ".join(said[name] for name in PLACES if name in said) if (said := places.get(number)) else "",
        )
        for number, name in names.items()
    ]
    return sorted(found, key=lambda each: (fold(each.name), each.number))
