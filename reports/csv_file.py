"""Tables as a spreadsheet opens them in Colombia: `;` between cells, a decimal comma, UTF-8 with its mark."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import StringIO
from itertools import chain

from reports.table import Cell, Table
from reports.words import visible

MARK = "\ufeff"
"""Without it spreadsheets take UTF-8 for the Windows code page."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""By what spreadsheets know one; those of East Asia take the wide signs for the same."""


def as_csv(tables: Iterable[Table]) -> str:
    """Each table under its title, an empty line between them; lines end as RFC 4180 says.

    A text that a spreadsheet would take for a formula gets an apostrophe before it: names and notes come from people.
    """
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for place, table in enumerate(tables):
        if place:
            writer.writerow([])
        writer.writerow([_cell(table.title)])
        writer.writerow([_cell(column) for column in table.columns])
        writer.writerows([_cell(cell) for cell in row] for row in table.rows)
    return MARK + text.getvalue()


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """One table without a title, a line at a time: however many rows there are, one is in memory."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    text.write(MARK)
    for row in chain([columns], rows):
        writer.writerow([_cell(cell) for cell in row])
        yield text.getvalue()
        text.seek(0)
        text.truncate()


def csv_part(rows: Iterable[Sequence[Cell]]) -> str:
    """Some lines of a table that is written piece by piece, behind what `csv_lines` wrote for its columns."""
    text = StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        text = visible(cell)
        return f"'{text}" if text.startswith(_FORMULA) else text
    rounded = round(float(cell), 4)
    return str(int(rounded)) if rounded.is_integer() else str(rounded).replace(".", ",")
