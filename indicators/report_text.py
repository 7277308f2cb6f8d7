"""Tables for a terminal."""

from collections.abc import Iterable

from rich import box
from rich.console import Console, Group
from rich.table import Table as RichTable
from rich.text import Text

from indicators.table import Table
from indicators.words import cell_words


def as_text(tables: Iterable[Table], width: int = 120) -> str:
    """The tables one under the other, `width` characters wide, in plain characters without colours."""
    console = Console(width=width, color_system=None, force_terminal=False, legacy_windows=False)
    with console.capture() as captured:
        console.print(as_renderable(tables))
    return captured.get()


def as_renderable(tables: Iterable[Table]) -> Group:
    """The same for a console that knows its own width and colours. Nothing in a cell is taken for markup."""
    return Group(*map(_rich, tables))


def _rich(table: Table) -> RichTable:
    shown = RichTable(title=Text(table.title), box=box.SIMPLE_HEAVY, title_justify="left", show_lines=False)
    for place, column in enumerate(table.columns):
        numbers = any(isinstance(row[place], (int, float)) for row in table.rows)
        shown.add_column(Text(column), justify="right" if numbers else "left", overflow="fold")
    for row in table.rows:
        shown.add_row(*(Text(cell_words(cell)) for cell in row))
    return shown
