"""A list of people in a workbook of Excel, read to its end before anything is taken from it."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from itertools import islice, repeat
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

from audience.headings import MOST_COLUMNS, columns_of
from audience.line import BadContactsFile, Line
from audience.plain_text import shown
from audience.workbook_archive import BROKEN, BadWorkbook, look_over

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_ROWS = 1_048_576
"""As many as a sheet of Excel has (ECMA-376)."""
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
"""How a workbook writes characters that XML cannot hold (ECMA-376 §22.9.2.19)."""
_ERRORS = {"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
_SURPLUS = "tiene más celdas que encabezados; bórrelas o póngales encabezado"

DAMAGED = (
    "{}: el libro de Excel está dañado y no se puede leer. Ábralo en Excel, guárdelo de nuevo como «CSV UTF-8 "
    "(delimitado por comas)» y traiga ese archivo."
)

Cells = list[str | None]
"""Texts of a row; None where a formula has no kept value."""


class ContactsXlsx(AbstractContextManager["ContactsXlsx"]):
    """The first visible sheet of a workbook, as `ContactsCsv` gives a file in CSV."""

    def __init__(self, path: Path, homes: bool = False) -> None:
        """Reads all of it into an unnamed file. Raises BadContactsFile; OSError."""
        self.path = path
        self._homes = homes
        self.remark = ""
        self.headings: list[str] = []
        self._rows: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed by __exit__
        self._written = 1
        try:
            self.columns = self._read()
        except BadContactsFile:
            self._rows.close()
            raise
        except BROKEN as error:
            self._rows.close()
            raise BadContactsFile(DAMAGED.format(path)) from error
        self._rows.seek(0)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Forget what was read."""
        self._rows.close()

    @property
    def passed(self) -> float:
        """How much of it was taken: 0 to 1."""
        return min(1.0, self._rows.tell() / self._written)

    def __iter__(self) -> Iterator[Line]:
        """The rows below the headings, blank ones left out. What cannot be read is a line with what is wrong."""
        for text in self._rows:
            number, cells = json.loads(text)
            yield self._line(number, cells)

    def _line(self, number: int, cells: Cells) -> Line:
        for column, cell in zip(self.columns, cells, strict=False):
            if cell is None:
                return Line(
                    number, {}, f"{column}: la fórmula no tiene un resultado guardado; abra el libro y guárdelo"
                )
            if cell in _ERRORS:
                return Line(number, {}, f"{column}: la celda dice {cell}, el error de una fórmula; corríjala")
        if any(cells[len(self.columns) :]):
            return Line(number, {}, _SURPLUS)
        texts = [cell or "" for cell in cells]
        padded = texts + [""] * (len(self.columns) - len(texts))
        return Line(number, dict(zip(self.columns, padded, strict=False)))

    def _read(self) -> tuple[str, ...]:
        formulas = _has_formulas(self.path)
        with self.path.open("rb") as data, warnings.catch_warnings(action="ignore"):
            return self._keep(_load(data), _load(data, formulas=True) if formulas else None)

    def _keep(self, book: Workbook, written: Workbook | None) -> tuple[str, ...]:
        """Write the rows of the sheet down as JSON; what its columns are called."""
        place, others = _sheet(book)
        if others:
            self.remark = f"se leyó la hoja «{shown(book.worksheets[place].title)}»; las demás ({others}) no"
        columns: tuple[str, ...] = ()
        width = MOST_COLUMNS + 1
        formulas = _rows(written.worksheets[place], width) if written else repeat(())
        for number, (values, said) in enumerate(zip(_rows(book.worksheets[place], width), formulas, strict=False), 1):
            cells: Cells = [_text(value) for value in values]
            while cells and not (cells[-1] or "").strip():
                cells.pop()
            for at, formula in enumerate(said):
                if values[at] is None and isinstance(formula, str) and formula.startswith("="):
                    cells += [""] * (at + 1 - len(cells))
                    cells[at] = None
            if not columns:
                self.headings = [cell or "" for cell in cells]
                columns = columns_of(f"{self.path}:{number}", self.headings, self._homes) if cells else ()
            elif cells:
                self._rows.write(json.dumps([number, cells]).encode() + b"\n")
        self._written = max(1, self._rows.tell())
        return columns or columns_of(f"{self.path}:1", [])


def sheet_cells(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first visible sheet as somebody would type them, whatever is in them, with Excel's numbers.

    Raises BadContactsFile, also on the way; OSError.
    """
    try:
        _has_formulas(path)
        with path.open("rb") as data, warnings.catch_warnings(action="ignore"):
            book = _load(data)
            sheet = book.worksheets[_sheet(book)[0]]
            for number, values in enumerate(_rows(sheet, MOST_COLUMNS), 1):
                yield number, [_text(value) for value in values]
    except BadContactsFile:
        raise
    except BROKEN as error:
        raise BadContactsFile(DAMAGED.format(path)) from error


def _has_formulas(path: Path) -> bool:
    try:
        return look_over(path)
    except BadWorkbook as error:
        raise BadContactsFile(f"{path}: {error}") from error


def _load(data: IO[bytes], *, formulas: bool = False) -> Workbook:
    """Results, or the formulas themselves."""
    import openpyxl  # noqa: PLC0415 - loads only when used: most lists are in CSV, and it takes 15 MB

    return openpyxl.load_workbook(data, read_only=True, data_only=not formulas, keep_links=False)


def _sheet(book: Workbook) -> tuple[int, str]:
    """The first sheet that is not hidden, and the names of the others that are not."""
    seen = [(place, sheet) for place, sheet in enumerate(book.worksheets) if sheet.sheet_state == "visible"]
    if not seen:
        raise ValueError("no sheet is visible")
    return seen[0][0], ", ".join(f"«{shown(sheet.title)}»" for _, sheet in seen[1:6])


def _rows(sheet: Any, width: int) -> Iterator[tuple[object, ...]]:  # noqa: ANN401 - openpyxl publishes no types
    """No row beyond Excel's last, whatever its number says, and no more cells than a list may have."""
    return islice(sheet.iter_rows(max_row=MOST_ROWS, max_col=width, values_only=True), MOST_ROWS)


def _text(value: object) -> str:
    """A cell as somebody would type it."""
    match value:
        case None:
            return ""
        case str():
            return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
        case bool():
            return "sí" if value else "no"
        case float():
            return str(int(value)) if value.is_integer() else str(value)
        case datetime():
            midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
            return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
        case _:
            return str(value)
