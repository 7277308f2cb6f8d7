"""A report as it stands on paper: all of it in words, its tables and charts numbered. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import count, pairwise
from typing import Any

from babel.dates import format_date, format_time

from pieces.brand import Brand
from reports.chart import Chart, ChartKind, Role, Series
from reports.document import Document, Section
from reports.table import Table
from reports.words import row_words

LOCALE = "es_CO"
SAME = "ídem"
LONG = 60
"""Letters of a text that paper does not say twice."""


def on_paper(document: Document, brand: Brand) -> Mapping[str, Any]:
    """A JSON object; what `reports/drawings/report.typ` shows, but for fonts, widths and pictures."""
    tables, charts = count(1), count(1)
    return {
        "body": document.body,
        "title": document.title,
        "plan": document.plan,
        "period": document.period,
        "compared": document.compared_with,
        "made": moment_words(document.made_at),
        "day": [document.made_at.year, document.made_at.month, document.made_at.day],
        "warnings": document.warnings,
        "facts": [asdict(fact) for fact in document.facts],
        "sections": [_section(section, tables, charts) for section in document.sections],
        "signatures": [asdict(signature) for signature in document.signatures],
        "seals": [asdict(seal) for seal in document.seals],
        "brand": brand.to_json(),
    }


def chart_of(kept: Mapping[str, Any]) -> Chart:
    """The chart of an exhibit of `on_paper`, without its table, which is an exhibit of its own."""
    series = tuple(Series(each["name"], tuple(each["values"]), Role(each["role"])) for each in kept["series"])
    table = Table(kept["key"], kept["title"], (), ())
    labels = tuple(kept["labels"])
    return Chart(
        kept["key"], ChartKind(kept["drawn_as"]), kept["title"], kept["says"], kept["unit"], labels, series, table
    )


def moment_words(moment: datetime) -> str:
    """«3 de enero de 2028, 9:30 a. m.», in the zone that it bears."""
    day = format_date(moment, "long", locale=LOCALE)
    return f"{day}, {format_time(moment, 'short', locale=LOCALE)}".replace("\u202f", " ").replace("\u00a0", " ")


def _section(section: Section, tables: Iterator[int], charts: Iterator[int]) -> Mapping[str, Any]:
    exhibits: list[Mapping[str, Any]] = []
    for exhibit in section.exhibits:
        if isinstance(exhibit, Chart):
            exhibits.append(_chart(exhibit, next(charts)))
            exhibits.append(_table(exhibit.table, next(tables), listed=False))
        else:
            exhibits.append(_table(exhibit, next(tables), listed=True))
    return {"title": section.title, "paragraphs": section.paragraphs, "exhibits": exhibits}


def _chart(chart: Chart, number: int) -> Mapping[str, Any]:
    return {
        "kind": "chart",
        "number": number,
        "key": chart.key,
        "title": chart.title,
        "says": chart.says,
        "drawn_as": chart.kind.value,
        "unit": chart.unit,
        "labels": chart.labels,
        "series": [{"name": each.name, "values": each.values, "role": each.role.value} for each in chart.series],
    }


def _table(table: Table, number: int, *, listed: bool) -> Mapping[str, Any]:
    """`listed`: whether the contents name it; the table of a chart stands below what they name."""
    places = range(len(table.columns))
    return {
        "kind": "table",
        "number": number,
        "listed": listed,
        "title": table.title,
        "columns": table.columns,
        "figures": [any(isinstance(row[place], int | float) for row in table.rows) for place in places],
        "rows": said_once([row_words(table, row) for row in table.rows]),
        "notes": table.notes,
    }


def said_once(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Rows of one thing, which their first cell names, with «ídem» for the long texts that the row above says."""
    found = [list(row) for row in rows[:1]]
    for above, row in pairwise(rows):
        same = row[0] == above[0]
        found.append(
            [
                SAME if same and len(cell) > LONG and cell == before else cell
                for cell, before in zip(row, above, strict=True)
            ]
        )
    return found
