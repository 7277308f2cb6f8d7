"""A list of people as a spreadsheet saves it: encoding, separator, headings, and its lines one by one."""

import codecs
import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TextIO

FIELDS: Mapping[str, str] = {
    "nombre": "nombre",
    "nombre-completo": "nombre",
    "correo": "correo",
    "correo-electronico": "correo",
    "email": "correo",
    "e-mail": "correo",
    "telegram": "telegram",
    "telefono": "telefono",
    "celular": "telefono",
    "idioma": "idioma",
}
"""Headings with a meaning of their own, as a slug; any other column is an attribute under its slug."""

_LONGEST_NAME = 60
_LONGEST_HEADING = 100_000
_SEPARATORS = ";,\t"
_SAID_SEPARATOR = re.compile(r'("?)sep=([;,\t|])\1[\r\n]*', re.IGNORECASE)
"""The line that tells Excel how the cells are parted, above the headings."""
_CHUNK = 1 << 20
_END = "\x1e"


class BadContactsFile(ValueError):
    """A file that cannot be read as a list of people at all; the message is Spanish, with file and line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One record of the file. A quoted cell may hold line ends, so a record may be several lines long."""

    number: int
    """Where it begins, from 1, as an editor counts."""
    cells: Mapping[str, str]
    """Field or attribute to its text as written; columns that the record does not reach are empty."""
    surplus: bool
    """It has more cells than there are headings."""
    swallowed: int | None = None
    """How many lines below it a quote took in that it opens and that is never closed; None: it closes its quotes."""


class ContactsFile(AbstractContextManager["ContactsFile"]):
    """An open list. `columns` are its fields and attributes in their order; iterating reads it once, line by line."""

    def __init__(self, path: Path) -> None:
        """Raises BadContactsFile for what has no headings that we know; OSError where it cannot be opened."""
        self.path = path
        self.encoding = _encoding(path)
        self._text: TextIO = path.open(encoding=self.encoding, newline="")
        try:
            first = self._text.readline(_LONGEST_HEADING)
            said = _SAID_SEPARATOR.fullmatch(first)
            heading = self._text.readline(_LONGEST_HEADING) if said else first
            self._separator = said[2] if said else _separator(heading)
            self._above = 2 if said else 1
            self.columns = _columns(f"{path}:{self._above}", heading, self._separator)
        except BadContactsFile:
            self._text.close()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._text.close()

    def __iter__(self) -> Iterator[Line]:
        """The lines after the headings, blank ones left out. Raises BadContactsFile where the quotes never end."""
        text = _Ending(self._text)
        reader = csv.reader(text, delimiter=self._separator)
        begins = self._above + 1
        try:
            for cells in reader:
                if text.over:
                    if cells != [_END]:
                        yield Line(begins, {}, surplus=False, swallowed=reader.line_num + self._above - begins - 1)
                    return
                if any(cell.strip() for cell in cells):
                    padded = cells + [""] * (len(self.columns) - len(cells))
                    surplus = any(cell.strip() for cell in cells[len(self.columns) :])
                    yield Line(begins, dict(zip(self.columns, padded, strict=False)), surplus)
                begins = reader.line_num + self._above + 1
        except csv.Error as error:
            raise BadContactsFile(
                f"{self.path}:{begins}: el renglón no se puede leer ({error}). "
                "Suele ser una comilla que se abre y no se cierra: búsquela en ese renglón."
            ) from error


class _Ending:
    """The lines of a text and one more, which stands alone for a reader of CSV unless a quote is still open."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self.over = False

    def __iter__(self) -> Iterator[str]:
        yield from self._text
        self.over = True
        yield _END


def slug(heading: str) -> str:
    """`Vinculación laboral` → `vinculacion-laboral`: how conditions of `publicos.yaml` name a column."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", heading.casefold()) if not unicodedata.combining(c))
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in bare).split())


def _columns(place: str, heading: str, separator: str) -> tuple[str, ...]:
    """Names of the fields. `place` is the file with the heading's line. Raises BadContactsFile."""
    written = next(csv.reader([heading], delimiter=separator), [])
    while written and not written[-1].strip():
        written.pop()
    columns = tuple(FIELDS.get(slug(text), slug(text)) for text in written)
    for text, column in zip(written, columns, strict=True):
        if not column or len(column) > _LONGEST_NAME:
            raise BadContactsFile(f"{place}: el encabezado «{text}» no sirve; escriba una palabra, como «barrio».")
        if columns.count(column) > 1:
            raise BadContactsFile(
                f"{place}: hay dos columnas «{column}»; deje una, con varios valores separados por |."
            )
    if not {"correo", "telegram", "telefono"} & set(columns):
        raise BadContactsFile(
            f"{place}: falta una columna con la dirección de las personas. El primer renglón lleva los encabezados: "
            "nombre, y al menos uno de correo, telegram o telefono."
        )
    return columns


def _separator(heading: str) -> str:
    return max(_SEPARATORS, key=lambda mark: len(next(csv.reader([heading], delimiter=mark), [])))


def _encoding(path: Path) -> str:
    """UTF-8, else the Windows code page of Spanish spreadsheets; nothing is guessed beyond these two."""
    with path.open("rb") as data:
        if data.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            raise BadContactsFile(f"{path}: está en UTF-16; guárdelo de nuevo como «CSV UTF-8 (delimitado por comas)».")
    for encoding in ("utf-8-sig", "cp1252"):
        if _decodes(path, encoding):
            return encoding
    raise BadContactsFile(f"{path}: no es un archivo de texto; guárdelo de nuevo como «CSV UTF-8».")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as data:
            while chunk := data.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
