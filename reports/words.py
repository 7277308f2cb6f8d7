"""Figures and dates as people in Colombia read them."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from babel.dates import format_date
from babel.numbers import format_decimal

from reports.table import Cell, Table

NO_FIGURE = "sin dato"
_IN_YEARS = 5
"""From so many years on, a lateness is told in whole years."""
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
"""What the configuration's own files may not hold either."""


def number_words(value: float | None) -> str:
    """`1.234.567,5`; at most two decimals; «sin dato» for None."""
    if value is None:
        return NO_FIGURE
    words = format_decimal(value, format="#,##0.##", locale="es_CO")
    return "0" if words == "-0" else words


def cell_words(cell: Cell) -> str:
    """Any cell; nothing for None. A moment is told with its hour: «04/01/2027 07:30»."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{format_date(cell, 'dd/MM/y', locale='es_CO')} {cell:%H:%M}"
    if isinstance(cell, date):
        return format_date(cell, "dd/MM/y", locale="es_CO")
    return visible(cell) if isinstance(cell, str) else number_words(cell)


def visible(text: str) -> str:
    """A text that others wrote, without signs that nobody sees: they command a terminal, or turn a line around."""
    return _UNSEEN.sub("", text)


def pesos_words(pesos: float) -> str:
    """«$ 1.200.000», on one line; cents where there are any."""
    whole = float(pesos).is_integer()
    return f"$\u00a0{format_decimal(pesos, format='#,##0' if whole else '#,##0.00', locale='es_CO')}"


def late_words(days: int, today: date) -> str:
    """How late something is: «1 día», «364 días», «1 año y 2 meses», «15 años»; empty where it is not.

    From a year on nobody counts days, and from five on no months either.
    """
    if days <= 0:
        return ""
    due = today - timedelta(days)
    months = 12 * (today.year - due.year) + today.month - due.month - (today.day < due.day)
    years, left = divmod(months, 12)
    if not years:
        return number_of(days, "día", "días")
    words = number_of(years, "año", "años")
    return f"{words} y {number_of(left, 'mes', 'meses')}" if left and years < _IN_YEARS else words


def number_of(number: float, one: str, many: str) -> str:
    """«1 contenido», «1.480 personas»."""
    return f"{number_words(number)} {one if number == 1 else many}"


def is_money(heading: str) -> bool:
    """Whether the numbers below a heading are pesos: it says so."""
    return "pesos" in heading.casefold() or "$" in heading


def row_words(table: Table, row: Sequence[Cell]) -> list[str]:
    """All cells of one row of a table."""
    return [
        pesos_words(cell) if isinstance(cell, int | float) and is_money(heading) else cell_words(cell)
        for heading, cell in zip(table.columns, row, strict=True)
    ]
