"""One line of a list as a person: addresses with their keys, name, language and attributes, or what is wrong."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from audience.addresses import KINDS, Address, BadAddress, read_address, recipient_key
from audience.contacts_csv import Line
from audience.plain_text import BadText, looks_like_formula, one_line

LONGEST_NAME = 200
LONGEST_VALUE = 200
"""Characters of a name and of an attribute's value."""
MOST_VALUES = 20
"""Values of one cell, addresses or others."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
_FIELDS = {"nombre", "idioma", *KINDS}


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

    @property
    def keys(self) -> frozenset[str]:
        """The keys of its addresses."""
        return frozenset(key for key, _ in self.addresses)

    @property
    def person(self) -> str:
        """The name as two lists that mean the same person would agree on it: no case, no accents."""
        return fold(self.name)


class BadRow(ValueError):
    """A line that cannot be taken; the message is Spanish and names the column."""


def read_row(line: Line, secret: bytes) -> Row:
    """The person of a line; an address that is none is left out with a remark where another is good.

    Raises BadRow: of a line that is wrong anywhere else nothing is taken.
    """
    if line.swallowed is not None:
        raise BadRow(_unclosed(line.swallowed))
    if line.surplus:
        raise BadRow("tiene más celdas que encabezados; si un texto lleva el separador, escríbalo entre comillas")
    wrong: list[str] = []
    addresses = tuple(
        (recipient_key(secret, found.normalised), found) for kind in KINDS for found in _addresses(line, kind, wrong)
    )
    if not addresses:
        raise BadRow("; ".join(wrong) or "no tiene correo, telegram ni telefono, y así no se le puede escribir")
    language = line.cells.get("idioma", "").strip()
    if language and not _LANGUAGE.fullmatch(language):
        raise BadRow(f"idioma: «{language}» no es un código de idioma; escriba, por ejemplo, es")
    name = _text("nombre", line.cells.get("nombre", ""), LONGEST_NAME)
    attributes = {
        column: frozenset(_values(column, text)) for column, text in line.cells.items() if column not in _FIELDS
    }
    kept = {column: values for column, values in attributes.items() if values}
    shown = [("nombre", name), *((column, value) for column, values in kept.items() for value in sorted(values))]
    remarks = [f"{reason}; la persona se toma sin él" for reason in wrong]
    remarks += [
        f"{column}: «{text}» parece una fórmula; se guarda como texto"
        for column, text in shown
        if looks_like_formula(text)
    ]
    return Row(line.number, name, language, addresses, kept, tuple(remarks))


def fold(name: str) -> str:
    """A name without case and accents, for comparing."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).split())


def _unclosed(swallowed: int) -> str:
    lost = {0: "", 1: ", ni el renglón que sigue"}.get(swallowed, f", ni los {swallowed} renglones que siguen")
    return f"aquí se abre una comilla que no se cierra: no se pudo leer este renglón{lost}; ciérrela o bórrela"


def _addresses(line: Line, kind: str, wrong: list[str]) -> tuple[Address, ...]:
    """The good ones of a cell; why others are none goes to `wrong`."""
    read: list[Address] = []
    for text in _split(kind, line.cells.get(kind, "")):
        try:
            read.append(read_address(kind, text))
        except BadAddress as error:
            wrong.append(f"{kind}: {error}")
    return tuple({found.normalised: found for found in reversed(read)}.values())[::-1]


def _values(column: str, text: str) -> list[str]:
    return [_text(column, value, LONGEST_VALUE) for value in _split(column, text)]


def _split(column: str, text: str) -> list[str]:
    values = [part.strip(" ") for part in text.split("|") if part.strip()]
    if len(values) > MOST_VALUES:
        raise BadRow(f"{column}: tiene {len(values)} valores y el máximo es {MOST_VALUES}")
    return values


def _text(column: str, text: str, longest: int) -> str:
    try:
        return one_line(text, longest)
    except BadText as error:
        raise BadRow(f"{column}: {error}") from error
