"""Contenidos publicados: how many on each medium in each week. Pure."""

from collections import Counter
from zoneinfo import ZoneInfo

from indicators.outcomes import Outcomes
from indicators.periods import Period, weeks
from reports.table import Cell, Table


def contents_by_week(outcomes: Outcomes, period: Period, zone: ZoneInfo) -> Table:
    """A row a medium, a column a week, sums at both edges. A publication counts once, whomever it reached."""
    columns = weeks(period, zone)
    published = {row.publication: row for row in outcomes.published if row.publishes}
    count: Counter[tuple[str, str]] = Counter()
    for row in published.values():
        week = next((week.key for week in columns if week.holds(row.moment)), None)
        if week is not None:
            count[row.medium, week] += 1
    media = sorted({medium for medium, _ in count})
    rows: list[tuple[Cell, ...]] = [(medium, *_line(count, [medium], columns)) for medium in media]
    return Table(
        key="contenidos",
        title=f"Contenidos publicados por medio y semana, {period.name}",
        columns=("Medio", *(_heading(week) for week in columns), "Total"),
        rows=(*rows, ("Total", *_line(count, media, columns))),
    )


def _heading(week: Period) -> str:
    """«S03», the week's number in ISO 8601: the title says of which dates, and eight weeks fit on a terminal."""
    return f"S{week.key[-2:]}"


def _line(count: Counter[tuple[str, str]], media: list[str], columns: tuple[Period, ...]) -> tuple[int, ...]:
    numbers = [sum(count[medium, week.key] for medium in media) for week in columns]
    return (*numbers, sum(numbers))
