"""Contenidos publicados: how many on each medium in each week or month. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from indicators.closed_parts import LATE, ClosedPart, told_contents
from indicators.outcomes import Outcomes
from indicators.periods import Period
from indicators.stretches import Stretches, stretches
from reports.table import Cell, Table

LATE_NOTE = "Después del cierre: lo que llegó o se retiró cuando {} ya tenía cerrado su informe, que no cambia."


@dataclass(frozen=True, slots=True)
class ContentCount:
    """How many, column by column."""

    headings: tuple[str, ...]
    """The parts; last what came after the close of one, where anything did."""
    by_medium: dict[str, tuple[int, ...]]
    """A number under each heading."""
    late: bool
    """Whether the last column is that of what came late."""


def contents_table(outcomes: Outcomes, period: Period, zone: ZoneInfo, parts: Sequence[ClosedPart] = ()) -> Table:
    """A row a medium, a column a week or month, sums at both edges. `parts`: those that are closed."""
    columns = stretches(period, zone)
    count = contents_by_medium(outcomes, columns, parts, zone)
    rows: list[tuple[Cell, ...]] = [(medium, *numbers, sum(numbers)) for medium, numbers in count.by_medium.items()]
    totals = tuple(map(sum, zip(*count.by_medium.values(), strict=True))) if rows else (0,) * len(count.headings)
    late = LATE_NOTE.format(f"{'el' if columns.word == 'mes' else 'la'} {columns.word}") if count.late else ""
    return Table(
        key="contenidos",
        title=f"Contenidos publicados por medio y {columns.word}, {period.name}",
        columns=("Medio", *count.headings, "Total"),
        rows=(*rows, ("Total", *totals, sum(totals))),
        notes=tuple(filter(None, (columns.note, late))),
    )


def contents_by_medium(
    outcomes: Outcomes, columns: Stretches, parts: Sequence[ClosedPart], zone: ZoneInfo
) -> ContentCount:
    """The number in each part for each medium, by the medium's name."""
    told = told_contents(outcomes, parts, zone)
    count = {
        medium: tuple(
            sum(number for day, number in days.items() if part.first <= day <= part.last) for part in columns.parts
        )
        for medium, days in told.by_day.items()
    }
    if not told.late:
        return ContentCount(columns.headings, count, late=False)
    with_late = {medium: (*numbers, told.late.get(medium, 0)) for medium, numbers in count.items()}
    return ContentCount((*columns.headings, LATE), with_late, late=True)
