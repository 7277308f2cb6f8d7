"""Calendario: on which days contents went out, as a heat map and its table. Pure."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from babel.dates import format_date

from indicators.closed_parts import late_words, told_contents
from indicators.report import Report
from indicators.sections.wording import foremost
from indicators.stretches import Stretches, stretches
from reports.chart import Chart, ChartKind, Series
from reports.document import Section
from reports.table import Cell, Table
from reports.words import number_of, number_words

WEEKDAYS = ("Lunes", "Martes", "Miércoles", "Jueves", "Viernes", "Sábado", "Domingo")
LONGEST_MONTH = 31
BUSIEST = ("el día con más fue", "los días con más fueron", "cada uno")


def calendar_section(report: Report) -> Section:
    """Weekdays by week; of a long period, days by month."""
    zone = report.tenant.municipality.zone
    told = told_contents(report.findings.outcomes, report.findings.parts, zone)
    count = Counter[date]()
    for days in told.by_day.values():
        count.update(days)
    late = sum(told.late.values())
    if not count:
        return Section("calendario", "Calendario", ("Ningún día del periodo tiene contenidos publicados.",))
    cut = stretches(report.period, zone)
    said = [_sentence(count, report.period.days)]
    if told.late:
        said.append(late_words(late, count.total() + late))
    return Section("calendario", "Calendario", tuple(said), (_chart(count, cut),))


def _sentence(count: Counter[date], days: int) -> str:
    most = max(count.values())
    busiest = [format_date(day, "'el' EEEE d 'de' MMMM", locale="es_CO") for day in sorted(count) if count[day] == most]
    with_some = f"Hubo contenidos en {number_of(len(count), 'día', 'días')} de {days}"
    if len(busiest) == len(count) > 1:
        return f"{with_some}, {number_words(most)} en cada uno."
    return f"{with_some}; {foremost(busiest, BUSIEST, number_words(most))}."


def _chart(count: Counter[date], cut: Stretches) -> Chart:
    by_month = cut.word == "mes"
    labels = tuple(str(day) for day in range(1, LONGEST_MONTH + 1)) if by_month else WEEKDAYS
    grid = {
        name: _line(count, part.first, part.last, by_month) for name, part in zip(cut.headings, cut.parts, strict=True)
    }
    quiet = sum(1 for values in grid.values() for value in values if value == 0)
    return Chart(
        key="calendario-de-contenidos",
        kind=ChartKind.DOTS,
        title=f"Contenidos por día de {'cada mes' if by_month else 'la semana'}",
        says=f"Cada punto es un día: más grande donde hubo más contenidos. {_quiet_words(quiet)}",
        unit="contenidos",
        labels=labels,
        series=tuple(Series(name, values) for name, values in grid.items()),
        table=_by_month(grid, labels) if by_month else _by_week(grid, cut.note),
    )


def _quiet_words(quiet: int) -> str:
    return "Ningún día pasó sin contenidos." if not quiet else f"Sin contenidos: {number_of(quiet, 'día', 'días')}."


def _line(count: Counter[date], first: date, last: date, by_month: bool) -> tuple[float | None, ...]:
    """A value for each label; None for a day that the part does not have."""
    places = {(day.day - 1 if by_month else day.weekday()): day for day in _days(first, last)}
    length = LONGEST_MONTH if by_month else len(WEEKDAYS)
    return tuple(float(count[places[place]]) if place in places else None for place in range(length))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _by_week(grid: dict[str, tuple[float | None, ...]], note: str) -> Table:
    rows: list[tuple[Cell, ...]] = [(name, *values, _sum(values)) for name, values in grid.items()]
    columns = ("Semana", *WEEKDAYS, "Total")
    return Table("calendario", "Contenidos por día de la semana", columns, tuple(rows), (note,))


def _by_month(grid: dict[str, tuple[float | None, ...]], labels: tuple[str, ...]) -> Table:
    """Days down the page, months across it: thirty-one columns fit on no paper."""
    rows: list[tuple[Cell, ...]] = [
        (day, *(values[place] for values in grid.values())) for place, day in enumerate(labels)
    ]
    rows.append(("Total", *(_sum(values) for values in grid.values())))
    return Table("calendario", "Contenidos por día de cada mes", ("Día", *grid), tuple(rows))


def _sum(values: tuple[float | None, ...]) -> float:
    return sum(value for value in values if value is not None)
