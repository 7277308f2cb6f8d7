"""Where the figures of a chart stand in its table, which its lines and bars are drawn from. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from reports.chart import Chart
from reports.table import Cell, Table


class Span(NamedTuple):
    """Cells in one line of a table, counted from its first row and column; row -1 is that of the headings."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


class Places(NamedTuple):
    """Where a chart's labels and each of its series stand."""

    labels: Span
    series: tuple[Span, ...]


def places_of(chart: Chart) -> Places | None:
    """None where the table does not have all of them, each in one line and in the labels' order."""
    down = _down(chart, [list(row) for row in chart.table.rows], chart.table.columns)
    if down is not None:
        first, columns = down
        last = first + len(chart.labels) - 1
        return Places(Span(first, 0, last, 0), tuple(Span(first, each, last, each) for each in columns))
    turned = _turned(chart.table)
    across = _down(chart, turned[1:], tuple(str(cell) for cell in turned[0]))
    if across is None:
        return None
    # Turned around, line 1 is the table's column 1, and place 1 in it the table's row 0.
    first, rows = across[0] + 1, [each - 1 for each in across[1]]
    last = first + len(chart.labels) - 1
    return Places(Span(-1, first, -1, last), tuple(Span(each, first, each, last) for each in rows))


def _turned(table: Table) -> list[list[Cell]]:
    return [list(line) for line in zip(table.columns, *table.rows, strict=True)]


def _down(chart: Chart, lines: Sequence[Sequence[Cell]], names: Sequence[str]) -> tuple[int, list[int]] | None:
    """The line in which the labels begin, and the place in each line at which a series stands."""
    heads = [line[0] for line in lines]
    wanted: list[Cell] = list(chart.labels)
    starts = [place for place in range(len(heads) - len(wanted) + 1) if heads[place : place + len(wanted)] == wanted]
    if not starts or not wanted:
        return None
    within = lines[starts[0] : starts[0] + len(wanted)]
    columns = {place: [line[place] for line in within] for place in range(1, len(names))}
    found: list[int] = []
    for each in chart.series:
        same = [place for place, cells in columns.items() if place not in found and cells == list(each.values)]
        if not same:
            return None
        found.append(next((place for place in same if names[place].startswith(each.name)), same[0]))
    return starts[0], found
