"""Figures and dates as people in Colombia read them."""

from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

from reports.table import Cell

NO_FIGURE = "sin dato"


def number_words(value: float | None) -> str:
    """`1.234.567,5`; at most two decimals; «sin dato» for None."""
    return NO_FIGURE if value is None else format_decimal(value, format="#,##0.##", locale="es_CO")


def cell_words(cell: Cell) -> str:
    """Any cell; nothing for None."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return format_date(cell, "dd/MM/y", locale="es_CO")
    return cell if isinstance(cell, str) else number_words(cell)
