"""A table of the report: a title, headings and rows, before anybody decides how it is shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

Cell = str | float | date | None


@dataclass(frozen=True, slots=True)
class Table:
    """Every row has a cell for each column."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def bullets(lines: Iterable[str]) -> str:
    """Several lines in one cell."""
    found = [line for line in lines if line]
    return found[0] if len(found) == 1 else "\n".join(f"• {line}" for line in found)
