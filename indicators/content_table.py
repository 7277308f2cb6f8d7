"""Contenidos publicados: how many on each medium in each week or month. Pure."""

from collections import Counter
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from indicators.outcomes import Outcomes, Published
from indicators.periods import Period
from indicators.stretches import Stretches, stretches
from reports.table import Cell, Table


def contents_table(outcomes: Outcomes, period: Period, zone: ZoneInfo) -> Table:
    """A row a medium, a column a week or month, sums at both edges."""
    columns = stretches(period, zone)
    count = contents_by_medium(outcomes, columns)
    rows: list[tuple[Cell, ...]] = [(medium, *numbers, sum(numbers)) for medium, numbers in count.items()]
    totals = tuple(map(sum, zip(*count.values(), strict=True))) if count else (0,) * len(columns.parts)
    return Table(
        key="contenidos",
        title=f"Contenidos publicados por medio y {columns.word}, {period.name}",
        columns=("Medio", *columns.headings, "Total"),
        rows=(*rows, ("Total", *totals, sum(totals))),
        notes=(columns.note,) if columns.note else (),
    )


def contents_by_medium(outcomes: Outcomes, columns: Stretches) -> Mapping[str, tuple[int, ...]]:
    """The number in each part for each medium, by the medium's name."""
    count: Counter[tuple[str, int]] = Counter()
    for row in contents(outcomes):
        place = next((place for place, part in enumerate(columns.parts) if part.holds(row.moment)), None)
        if place is not None:
            count[row.medium, place] += 1
    media = sorted({medium for medium, _ in count})
    return {medium: tuple(count[medium, place] for place in range(len(columns.parts))) for medium in media}


def contents(outcomes: Outcomes) -> tuple[Published, ...]:
    """What counts as published content; a publication counts once, whomever it reached."""
    return tuple({row.publication: row for row in outcomes.published if row.publishes}.values())
