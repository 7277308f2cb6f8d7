"""A table of a report: a title, headings and rows, before anybody decides how it is shown."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

Cell = str | float | date | None


@dataclass(frozen=True, slots=True)
class Table:
    """Every row has a cell for each column."""

    key: str
    """What programs know it by, and the name of its sheet or anchor: `contenidos`."""
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    """In Spanish, below it: what a reader must know of its figures."""


def without_empty(table: Table, names: Collection[str]) -> Table:
    """The table without those of the named columns in which no row says anything."""
    places = [
        place
        for place, name in enumerate(table.columns)
        if name not in names or any(row[place] not in (None, "") for row in table.rows)
    ]
    columns = tuple(table.columns[place] for place in places)
    return replace(table, columns=columns, rows=tuple(tuple(row[place] for place in places) for row in table.rows))


def bullets(lines: Iterable[str]) -> str:
    """Several lines in one cell."""
    found = [line for line in lines if line]
    return found[0] if len(found) == 1 else "\n".join(f"• {line}" for line in found)
