"""A list of people in CSV, as a spreadsheet saves it: separator, headings, and its lines one by one."""

import csv
import re
from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import TextIO

from audience.encoding import encoding_of
from audience.headings import columns_of
from audience.line import BadContactsFile, Line

LONGEST_LINE = 20_000
"""Characters of one line."""
MOST_LINES = 20
"""Lines of one record: a quote that is still open then was never closed."""
_SEPARATORS = ";,\t"
_SAID_SEPARATOR = re.compile(r'("?)sep=([;,\t|])\1[\r\n]*', re.IGNORECASE)
"""The line that tells Excel how the cells are parted, above the headings."""
_END = "\x1e"
_SURPLUS = "tiene más celdas que encabezados; si un texto lleva el separador, escríbalo entre comillas"
_UNCLOSED = "aquí se abre una comilla que no se cierra: no se pudo leer este renglón; ciérrela o bórrela"
_TOO_LONG = (
    f"tiene más de {LONGEST_LINE} caracteres; ninguna persona necesita tantos: revise comillas y saltos de línea"
)


class ContactsCsv(AbstractContextManager["ContactsCsv"]):
    """An open list, as `contacts_file.ContactsFile` says it; iterating reads it once, line by line."""

    remark = ""

    def __init__(self, path: Path, homes: bool = False) -> None:
        """Raises BadContactsFile for what has no headings that we know; OSError where it cannot be opened."""
        self._size = path.stat().st_size
        encoding, errors = encoding_of(path)
        self._bytes = path.open("rb")
        self._text: TextIO = TextIOWrapper(self._bytes, encoding=encoding, errors=errors, newline="")
        try:
            first = self._heading(f"{path}:1")
            said = _SAID_SEPARATOR.fullmatch(first)
            self._above = 2 if said else 1
            place = f"{path}:{self._above}"
            heading = self._heading(place) if said else first
            self._separator = said[2] if said else _separator(heading)
            self.headings = _cells(heading, self._separator)
            self.columns = columns_of(place, self.headings, homes)
        except BadContactsFile:
            self._text.close()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._text.close()

    @property
    def passed(self) -> float:
        """How much of the file was read: 0 to 1."""
        return min(1.0, self._bytes.tell() / self._size) if self._size else 1.0

    def __iter__(self) -> Iterator[Line]:
        """The lines after the headings, blank ones left out. What cannot be read is a line with what is wrong."""
        lines = _Lines(self._text)
        reader = csv.reader(lines, delimiter=self._separator, strict=True)
        number = self._above + 1
        while True:
            lines.begin()
            try:
                cells: list[str] | None = next(reader)
            except StopIteration:
                return
            except (csv.Error, _NeverClosed):
                # Only the first line is lost: the ones that a quote took in are read by themselves.
                first, *rest = lines.taken
                lines.again(rest)
                del lines.taken[1:]
                cells = None if rest else _alone(first, self._separator)
            ends = number + len(lines.taken) - 1
            if lines.too_long:
                yield Line(number, {}, _TOO_LONG, ends)
            elif cells is None:
                yield Line(number, {}, _UNCLOSED)
            elif any(cell.strip() for cell in cells):
                yield self._line(number, cells, ends)
            number = ends + 1

    def _line(self, number: int, cells: list[str], ends: int) -> Line:
        width = len(self.columns)
        if any(cell.strip() for cell in cells[width:]):
            return Line(number, {}, _SURPLUS, ends)
        padded = cells + [""] * (width - len(cells))
        return Line(number, dict(zip(self.columns, padded, strict=False)), "", ends)

    def _heading(self, place: str) -> str:
        line = self._text.readline(LONGEST_LINE)
        if len(line) == LONGEST_LINE:
            raise BadContactsFile(f"{place}: el primer renglón no son encabezados: {_TOO_LONG}.")
        return line


class _NeverClosed(Exception):
    """A record goes on for too long."""


class _Lines:
    """The lines of a text for a reader of CSV, and which of them the record has taken that it is at."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._waiting: deque[str] = deque()
        self.taken: list[str] = []
        self.too_long = False

    def begin(self) -> None:
        """A new record."""
        self.taken.clear()
        self.too_long = False

    def again(self, lines: list[str]) -> None:
        """These are read once more."""
        self._waiting.extendleft(reversed(lines))

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) == MOST_LINES:
            raise _NeverClosed
        line = self._waiting.popleft() if self._waiting else self._text.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        if len(line) == LONGEST_LINE and not line.endswith(("\n", "\r")):
            self.too_long = True
            while (rest := self._text.readline(LONGEST_LINE)) and not rest.endswith(("\n", "\r")):
                pass
            line = "\n"
        self.taken.append(line)
        return line


def _alone(line: str, separator: str) -> list[str] | None:
    """A line whose quotes are none (`Ana "la mona";…`) read as it stands; None: one of them is never closed."""
    try:
        read = list(csv.reader([line, _END], delimiter=separator))
    except csv.Error:
        return None
    return read[0] if read[-1] == [_END] else None


def _cells(heading: str, separator: str) -> list[str]:
    return next(csv.reader([heading], delimiter=separator), [])


def _separator(heading: str) -> str:
    return max(_SEPARATORS, key=lambda mark: len(_cells(heading, mark)))
