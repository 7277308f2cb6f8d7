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
STRETCH = 100_000
"""People whose names are looked through at once: some hundredths of a second on either database."""
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


class Onward(NamedTuple):
    """Where a search goes on that has not looked through all names."""

    after: int
    """Behind the contact of this number."""
    found: tuple[int, ...] = ()
    """The contacts that fit before it."""


BEGINNING = Onward(0)


class Search(NamedTuple):
    """What came of one."""

    read: Read
    people: Sequence[Found] = ()
    more: bool = False
    """There are others."""
    onward: Onward | None = None
    """None: all names were looked through that had to be."""


def search(connection: Connection, tenant: int, secret: bytes, typed: str, since: Onward = BEGINNING) -> Search:
    """At most `MOST` people, in the order of their names.

    A whole address is found by its key; a name by looking through `STRETCH` of them, on from `since`.
    """
    typed = typed.strip()
    words = re.findall(r"\w+", fold(typed))
    if not words:
        return Search(Read.NOTHING)
    if is_address(typed):
        return _by_address(connection, tenant, secret, typed)
    if sum(map(len, words)) < SHORTEST:
        return Search(Read.SHORT)
    last = _last(connection, tenant, since.after)
    names = _before(connection, tenant, words, since.found)
    names |= {row.id: row.name for row in _named(connection, tenant, words, since.after, last)}
    shown, more = dict(islice(names.items(), MOST)), len(names) > MOST
    onward = None if more or last is None else Onward(last, tuple(shown))
    return Search(Read.NAME, _told(connection, shown), more, onward)


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


def _last(connection: Connection, tenant: int, after: int) -> int | None:
    """The last contact of the stretch behind one; None: there are no more behind that stretch."""
    its = contact.c
    behind = select(its.id).where(its.tenant == tenant, its.id > after).order_by(its.id)
    ends = connection.scalars(behind.offset(STRETCH - 1).limit(2)).all()
    return ends[0] if len(ends) == 2 else None


def _before(connection: Connection, tenant: int, words: Sequence[str], numbers: Sequence[int]) -> dict[int, str]:
    """Who was found already, by number; not who fits no more, nor whom an address that somebody made up names."""
    its = contact.c
    asked = select(its.id, its.name).where(its.tenant == tenant, its.erased_at.is_(None), its.id.in_(numbers[:MOST]))
    return {number: name for number, name in connection.execute(asked) if _fits(name, words)} if numbers else {}


def _named(connection: Connection, tenant: int, words: Sequence[str], after: int, last: int | None) -> Sequence[Any]:
    """Whoever of a stretch has all of the words, and one more than are shown at most."""
    its = contact.c
    alike = and_(*(_matches(connection.dialect.name, word) for word in words))
    asked = select(its.id, its.name).where(its.tenant == tenant, its.erased_at.is_(None), alike, its.id > after)
    if last is not None:
        asked = asked.where(its.id <= last)
    # PostgreSQL's driver takes all rows at once, and each of them fits; SQLite's takes them one by one.
    some = connection.dialect.name != "sqlite"
    with connection.execute(asked.limit(MOST + 1) if some else asked) as read:
        return list(islice((row for row in read if _fits(row.name, words)), MOST + 1))


def _fits(name: str, words: Sequence[str]) -> bool:
    """Whether a name has them all: a short one at the beginning of one of its own, so that «ana» is no «Mariana»."""
    folded = fold(name)
    return all(_has(folded, word) for word in words)


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
    if not names:
        return []
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
