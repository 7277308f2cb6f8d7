"""What a cell holds, and how wide a column is: numbers stay numbers, and words are words whatever they begin with."""

import math
from collections.abc import Iterable
from datetime import date, datetime

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.sheets.letters import held
from reports.sheets.styles import Styles, Unit
from reports.table import Cell
from reports.words import cell_words

LONGEST_TEXT = 32_767
"""UTF-16 units of one cell (Excel's specification); what is longer is cut, and the table says so."""
CUT = " […]"
FIRST_YEAR = 1901
"""Excel knows no earlier days without mistaking some."""
NARROWEST, WIDEST = 7, 52
"""Letters of a column."""


def write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, unit: Unit, styles: Styles, *, bold: bool) -> None:
    """One cell of a table. None and what is no number stay empty."""
    if isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell.replace(tzinfo=None), styles.moment(bold=bold))
    elif isinstance(cell, date) and cell.year >= FIRST_YEAR:
        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), styles.day(bold=bold))  # noqa: DTZ001 - a day has no zone
    elif isinstance(cell, str | date):
        write_text(sheet, row, column, cell_words(cell), styles.words(bold=bold))
    elif cell is None or not math.isfinite(cell):
        sheet.write_blank(row, column, None, styles.words(bold=bold))
    else:
        sheet.write_number(row, column, cell, styles.number(unit, whole=float(cell).is_integer(), bold=bold))


def write_text(sheet: Worksheet, row: int, column: int, text: str, style: Format | None = None) -> None:
    """Words as they are: never a formula, a number or an address."""
    sheet.write_string(row, column, shortened(held(text)), style)


def shortened(text: str) -> str:
    """A text that one cell can hold."""
    if len(text) * 2 <= LONGEST_TEXT or _units(text) <= LONGEST_TEXT:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: 2 * (LONGEST_TEXT - len(CUT))]
    return kept.decode("utf-16-le", "ignore") + CUT


def is_cut(cell: Cell) -> bool:
    """Whether a cell cannot hold all of its text."""
    return isinstance(cell, str) and shortened(cell) != cell


def width_of(heading: str, cells: Iterable[Cell]) -> float:
    """How wide a column is, in letters: its longest line, within bounds; a heading may be broken between words."""
    word = max(map(len, heading.split()), default=0) + 2
    longest = max((len(line) for cell in cells for line in _shown(cell).split("\n")), default=0)
    return float(min(WIDEST, max(NARROWEST, word, min(len(heading), 14), longest + 2)))


def lines_of(cell: Cell, width: float) -> int:
    """How many lines a cell's words take in a column so many letters wide."""
    return sum(max(1, math.ceil(len(line) * 1.1 / width)) for line in _shown(cell).split("\n"))


def _shown(cell: Cell) -> str:
    return "00/00/0000 00:00" if isinstance(cell, datetime) else cell_words(cell)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
