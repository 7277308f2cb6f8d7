"""One line of a list as a person: addresses with their keys, name, language and attributes, or what is wrong."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from audience.addresses import KINDS, Address, BadAddress, read_address, recipient_key
from audience.answer import BadAnswer, read_answer
from audience.homes import WANTED, home, place_of
from audience.line import Line
from audience.plain_text import BadText, bears_web_address, fold, looks_like_formula, one_line, shown
from audience.zones import ZONE, zone_written
from campaigns.language import language_code, languages_called

LONGEST_NAME = 200
LONGEST_VALUE = 200
"""Characters of a name and of an attribute's value."""
MOST_VALUES = 20
"""Values of one cell, addresses or others."""

AS_TEXT = "parece una fórmula; se guarda como texto"
"""How a remark ends on what is kept all the same."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
_FIELDS = {"nombre", "apellidos", "idioma", "consentimiento", ZONE, *KINDS}


@dataclass(frozen=True, slots=True)
class Row:
    """A person as a list describes them."""

    line: int
    name: str
    language: str
    """Empty: the list says nothing of it."""
    addresses: tuple[tuple[str, Address], ...]
    """Key and address."""
    attributes: Mapping[str, frozenset[str]]
    """Only those that the line fills in."""
    remarks: tuple[str, ...] = ()
    """What was left out, and what is kept as it is and yet worth a look."""

    keys: frozenset[str] = frozenset()
    """The keys of its addresses."""
    person: str = ""
    """The name as two lists that mean the same person would agree on it: no case, no accents."""
    consent: date | bool | None = None
    """Whether the line says that the person consented, or on which day; None: it says nothing of it."""
    home: str = ""
    """The key of name and place, under which somebody without address is known; empty: nobody asks for it."""

    @property
    def known_by(self) -> frozenset[str]:
        """The keys by which the database may know the person: who had no address before may have one now."""
        return self.keys | {self.home} if self.home else self.keys

    def without(self, excluded: frozenset[str]) -> "Row":
        """The same with fewer addresses."""
        left = tuple(pair for pair in self.addresses if pair[0] not in excluded)
        return replace(self, addresses=left, keys=self.keys - excluded)


class BadRow(ValueError):
    """A line that cannot be taken; the message is Spanish and names the column."""


def read_row(line: Line, secret: bytes, homes: bool = False) -> Row:
    """The person of a line; an address that is none is left out with a remark where another is good.

    `homes`: who has none at all is taken too, under name and place. Raises BadRow: of a line that is wrong anywhere
    else nothing is taken.
    """
    if line.wrong:
        raise BadRow(line.wrong)
    wrong: list[str] = []
    addresses = tuple([(recipient_key(secret, found.normalised), found) for found in _addresses(line, wrong)])
    at_home = _home(line, secret) if homes else None
    if not addresses and at_home is not None:
        addresses = (at_home,)
    if not addresses:
        none = "no tiene correo, telegram ni telefono, y así no se le puede escribir"
        if homes:
            none = f"no tiene correo, telegram ni telefono, y para visitarla {WANTED}"
        raise BadRow("; ".join([*wrong, *([none] if homes or not wrong else [])]))
    name = _name(line)
    attributes: dict[str, frozenset[str]] = {}
    remarks = [f"{reason}; la persona se toma sin él" for reason in wrong]
    language, zone = _language(line, remarks), _zone(line, remarks)
    if zone:
        attributes[ZONE] = frozenset({zone})
    if not name and (typed := _typed_name(line).strip()):
        remarks.append(f"nombre: «{shown(typed)}» lleva una dirección de Internet; la persona se toma sin nombre")
    if looks_like_formula(name):
        remarks.append(_formula("nombre", name))
    for column, text in line.cells.items():
        if text and column not in _FIELDS:
            values, told = _values(column, text)
            if values:
                attributes[column] = values
                remarks += told
    consent = _consent(line, remarks)
    keys = frozenset([key for key, _ in addresses])
    row = Row(line.number, name, language, addresses, attributes, tuple(remarks), keys, fold(name), consent)
    return row if at_home is None else replace(row, home=at_home[0])


def _name(line: Line) -> str:
    """Empty where it is none, or would be a link in every mail that greets with it."""
    name = _text("nombre", _typed_name(line), LONGEST_NAME)
    return "" if bears_web_address(name) else name


def _typed_name(line: Line) -> str:
    """With the surnames where they have a column of their own, unless the name has them too."""
    name, surnames = line.cells.get("nombre", ""), line.cells.get("apellidos", "")
    return name if fold(name).endswith(fold(surnames)) else f"{name} {surnames}"


def _home(line: Line, secret: bytes) -> tuple[str, Address] | None:
    """Key and address of where the person lives; None where the line does not tell who or where."""
    try:
        found = home(_name(line), place_of(line.cells))
    except BadAddress:
        return None
    return recipient_key(secret, found.normalised), found


def _consent(line: Line, remarks: list[str]) -> date | bool | None:
    """What is not understood is no consent."""
    if not (text := line.cells.get("consentimiento", "")):
        return None
    try:
        return read_answer(text)
    except BadAnswer as error:
        remarks.append(f"consentimiento: {error}; la persona se toma sin él")
        return None


def _language(line: Line, remarks: list[str]) -> str:
    written = line.cells.get("idioma", "").strip()
    if not written:
        return ""
    language = language_code(written)
    if not language or _LANGUAGE.fullmatch(language):
        return language
    several = languages_called(written)
    which = f"escriba cuál: {', '.join(several)}" if several else "escriba, por ejemplo, es o nasa yuwe"
    remarks.append(f"idioma: «{shown(written)}» no es un código de idioma; {which}. La persona se toma sin él")
    return ""


def _zone(line: Line, remarks: list[str]) -> str:
    """Its name, whatever city of it the cell says; empty where it says none."""
    written = line.cells.get(ZONE, "").strip()
    zone = zone_written(written) if written else ""
    if written and not zone:
        remarks.append(
            f"{ZONE}: «{shown(written)}» no es una zona horaria; escriba, por ejemplo, Europe/Madrid o Bogotá. La "
            "persona se toma sin ella; si la columna dice otra cosa, cámbiele el nombre"
        )
    return zone


def _addresses(line: Line, wrong: list[str]) -> Iterator[Address]:
    """The good ones of the line; why others are none goes to `wrong`."""
    for kind in KINDS:
        text = line.cells.get(kind)
        if not text:
            continue
        read: dict[str, Address] = {}
        for part in _split(kind, text):
            try:
                found = read_address(kind, part)
            except BadAddress as error:
                wrong.append(f"{kind}: {error}")
            else:
                read.setdefault(found.normalised, found)
        yield from read.values()


@lru_cache(maxsize=8192)
def _values(column: str, text: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The values of a cell and what is said of them. Kept: a list has few districts, and many lines of each."""
    values = frozenset(_text(column, value, LONGEST_VALUE) for value in _split(column, text))
    return values, tuple(_formula(column, value) for value in sorted(values) if looks_like_formula(value))


def _formula(column: str, text: str) -> str:
    return f"{column}: «{text}» {AS_TEXT}"


def _split(column: str, text: str) -> list[str]:
    if "|" not in text:
        return [text] if text.strip() else []
    values = [part.strip(" ") for part in text.split("|") if part.strip()]
    if len(values) > MOST_VALUES:
        raise BadRow(f"{column}: tiene {len(values)} valores y el máximo es {MOST_VALUES}")
    return values


def _text(column: str, text: str, longest: int) -> str:
    try:
        return one_line(text, longest)
    except BadText as error:
        raise BadRow(f"{column}: {error}") from error
