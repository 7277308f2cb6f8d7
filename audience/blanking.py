"""Names and addresses taken out of texts that stay: the answers of services, and what people write into a reason."""

import json
import re
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import suppress
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, select, update

from audience.addresses import HOME
from audience.whose import addresses_kept, holders
from storage.tables import address

BLANK = "(dirección borrada)"
"""What stands where an address was."""
NAMELESS = "(nombre borrado)"
"""What stands where a name was, or some words of it."""

_COUNTRY = "57"
_TELEPHONE = re.compile(r"\+\d{7,15}")
_BETWEEN = r"[\s().-]*"
"""What may stand between the digits of a telephone."""
_ANY = (
    r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}",
    r"(?<!\d)(?:(?:\+|00)?57[\s().-]{0,3})?(?:3[0-5]\d|60\d)(?:[\s().-]{0,3}\d){7}(?!\d)",
)
"""A mail address, and a telephone of Colombia; the number of a file has other groups, or more digits."""
_PARTICLES = frozenset({"del", "las", "los"})
"""In names of many, and of nobody."""
_SHORTEST = 3
"""Letters of a word of a name: a shorter one is a preposition more often than somebody."""
_ALIKE = {"a": "aáàâä", "e": "eéèêë", "i": "iíìîï", "o": "oóòôö", "u": "uúùûü", "n": "nñ"}


def unnamed(connection: Connection, tenant: int, keys: Collection[str], reason: str) -> str:
    """A reason as it can be kept for ever: without whoever has one of these addresses, nor any address at all.

    Rows of the audit cannot be changed once the person is erased.
    """
    people, its = holders(connection, tenant, keys), address.c
    theirs = select(its.address).where(its.contact.in_([each.contact for each in people]), its.kind != HOME)
    texts = {text for text in connection.scalars(theirs) if text}
    texts = texts.union(*addresses_kept(connection, tenant, keys).values())
    return Blank(texts, {each.name for each in people}, _ANY).clean(reason)


def _forms(text: str) -> Iterator[str]:
    """The patterns by which an address is found.

    A telephone is written with or without its sign and country, and in groups; a mail's domain as letters or in ASCII.
    """
    if _TELEPHONE.fullmatch(text):
        country, digits = (_COUNTRY, text[3:]) if text.startswith(f"+{_COUNTRY}") else ("", text[1:])
        yield rf"(?<!\d)(?:(?:\+|00)?[\s(]*{country}{_BETWEEN})?{_BETWEEN.join(digits)}(?!\d)"
        return
    yield re.escape(text)
    name, at, domain = text.rpartition("@")
    for spell in (_ascii, _letters) if at else ():
        with suppress(UnicodeError):
            if (other := spell(domain)) != domain:
                yield re.escape(f"{name}@{other}")


def _ascii(domain: str) -> str:
    return domain.encode("idna").decode()


def _letters(domain: str) -> str:
    return domain.encode().decode("idna")


def _name_forms(name: str) -> Iterator[str]:
    """The patterns by which a name is found: any of its words, with accents or without them."""
    words = re.findall(r"\w+", name)
    telling = [word for word in words if len(word) >= _SHORTEST and word.casefold() not in _PARTICLES]
    for word in telling:
        yield "".join(map(_letter, word))
    if words and not telling:
        yield r"\W+".join("".join(map(_letter, word)) for word in words)


def _letter(letter: str) -> str:
    alike = _ALIKE.get(unicodedata.normalize("NFD", letter)[0].casefold())
    return f"[{alike}]" if alike else re.escape(letter)


class Blank:
    """Takes addresses and names out of texts, in whatever case and form they were written."""

    def __init__(self, texts: Collection[str], names: Collection[str] = (), besides: Collection[str] = ()) -> None:
        """`texts`: the addresses; `besides`: patterns of others."""
        forms = [form for text in sorted(texts, key=len, reverse=True) for form in _forms(text)]
        words = sorted({form for name in names for form in _name_forms(name)}, key=len, reverse=True)
        self._texts = _either([*forms, *besides])
        one = rf"(?<!\w)(?:{'|'.join(words)})(?!\w)"
        self._names = _either([rf"{one}(?:\s+{one})*"] if words else [])

    def __bool__(self) -> bool:
        """Whether there is anything to take out."""
        return self._texts is not None or self._names is not None

    def clean(self, text: str, instead: str = BLANK) -> str:
        """The text without them; `instead` of an address."""
        text = self._texts.sub(instead, text) if self._texts is not None else text
        return self._names.sub(NAMELESS, text) if self._names is not None else text

    def out(self, connection: Connection, table: Table, columns: Collection[str], where: ColumnElement[bool]) -> None:
        """Take them out of some columns of some rows."""
        for row in connection.execute(select(table).where(where)).mappings().all():
            values = {name: self._cleaned(row[name]) for name in columns}
            changed = {name: value for name, value in values.items() if value != row[name]}
            if changed:
                connection.execute(update(table).where(table.c.id == row["id"]).values(changed))

    def _cleaned(self, value: Any) -> Any:  # noqa: ANN401 - a text, what JSON has made of one, or nothing
        if value is None or isinstance(value, str):
            return value and self.clean(value)
        return json.loads(self.clean(json.dumps(value, ensure_ascii=False)))


def _either(forms: Collection[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(forms), re.IGNORECASE) if forms else None
