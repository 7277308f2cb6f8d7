"""Tables for a terminal; one that is too wide for it is shown as one card a row, so that no word is broken."""

from collections.abc import Iterable
from dataclasses import dataclass

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from reports.table import Cell, Table
from reports.words import row_words

CROWDED = 2.0
"""A table whose rows would need this many times the terminal's width reads better as cards."""
GAPS = ((0, 1, 0, 1), (0, 1, 0, 0))
"""Above, right of, below and left of a cell: the usual ones, then those of a table that is a little too wide."""
WIDEST = 10_000
"""Letters: no line of a table is longer."""


def as_text(tables: Iterable[Table], width: int = 120) -> str:
    """The tables one under the other, `width` characters wide, in plain characters without colours."""
    console = Console(width=width, color_system=None, force_terminal=False, legacy_windows=False)
    with console.capture() as captured:
        console.print(as_renderable(tables))
    return captured.get()


def as_renderable(tables: Iterable[Table]) -> Group:
    """The same for a console that knows its own width and colours. Nothing in a cell is taken for markup."""
    return Group(*map(Fitting, tables))


@dataclass(frozen=True, slots=True)
class Fitting:
    """A table as a grid where the console is wide enough, else as cards."""

    table: Table

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """What rich prints: the table, then its notes."""
        yield from self._rows(console, options)
        for note in self.table.notes:
            yield Text(note, style="dim")
        if self.table.notes:
            yield Text("")

    def _rows(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for gap in GAPS:
            grid = _grid(self.table, gap)
            needed = Measurement.get(console, options.update(max_width=WIDEST), grid)
            if needed.minimum <= options.max_width and needed.maximum <= CROWDED * options.max_width:
                _share_out(grid, console, options.max_width, needed)
                yield Text(self.table.title, style="italic")
                yield grid
                return
        yield Text(f"{self.table.title}\n", style="italic")
        for row in self.table.rows:
            yield from _card(self.table, row)


def _grid(table: Table, gap: tuple[int, int, int, int]) -> RichTable:
    shown = RichTable(box=box.SIMPLE_HEAVY, show_lines=False, padding=gap)
    for place, column in enumerate(table.columns):
        numbers = any(isinstance(row[place], (int, float)) for row in table.rows)
        shown.add_column(Text(column), justify="right" if numbers else "left", overflow="fold")
    for row in table.rows:
        shown.add_row(*map(Text, row_words(table, row)))
    return shown


def _share_out(grid: RichTable, console: Console, room: int, needed: Measurement) -> None:
    """Gives each column of a grid that is too wide its longest word, and a share of what is left by what it lacks.

    rich takes from the widest columns first, whatever their words.
    """
    if needed.maximum <= room:
        return
    lacks = needed.maximum - needed.minimum
    for column in grid.columns:
        cells = [column.header, *column.cells]
        wanted = [Measurement.get(console, console.options.update(max_width=WIDEST), cell) for cell in cells]
        least, most = max(each.minimum for each in wanted), max(each.maximum for each in wanted)
        column.width = least + (most - least) * (room - needed.minimum) // lacks


def _card(table: Table, row: tuple[Cell, ...]) -> RenderResult:
    """The first cell as a heading, and each other that says something under its column's name."""
    cells = row_words(table, row)
    yield Text(f"■ {cells[0]}", style="bold")
    for column, words in zip(table.columns[1:], cells[1:], strict=True):
        if words:
            lines = words if "\n" not in words else "\n" + words
            yield Padding(Text.assemble((f"{column}: ", "dim"), lines), (0, 0, 0, 2))
    yield Text("")
