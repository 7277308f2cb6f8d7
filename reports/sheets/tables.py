"""A table on a sheet of its own, with its chart beside it and its notes below."""

import math
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from pieces.brand import Brand
from reports.chart import Chart, ChartKind
from reports.document import Document
from reports.sheets.cells import is_cut, lines_of, width_of, write_cell, write_text
from reports.sheets.charts import drawing_of, has_figures, heat, height_of
from reports.sheets.letters import held, printed
from reports.sheets.names import COVER, link_to
from reports.sheets.places import Places, Span, places_of
from reports.sheets.styles import Styles, Unit
from reports.table import Table
from reports.words import is_money

FILTERED = 8
"""From so many rows on a table can be filtered by its columns."""
WIDE = 90
"""Letters side by side beyond which a sheet lies when it is printed."""
LETTER = 1
"""Excel's number of the paper that offices in Colombia print on."""
BACK = "Volver a la portada"
CUT_NOTE = (
    "De los textos que terminan en «[…]» falta el resto: una celda no recibe más. En CSV y en JSON están completos."
)
BLOCK = "Cifras de la gráfica"
LINE_HEIGHT = 15
"""Points of a line of words."""
ROW_HEIGHT = 20
"""Pixels of the lowest row."""
TALLEST = 409
"""Points of the highest row that Excel has."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A table with its place in the whole report."""

    number: int
    """From 1."""
    table: Table
    chart: Chart | None
    name: str
    """Of its sheet."""

    @property
    def title(self) -> str:
        """«Tabla 3. Contenidos por medio»."""
        return f"Tabla {self.number}. {self.table.title}"

    @property
    def draws(self) -> bool:
        """A chart stands beside it; a calendar's cells are darker where there is more, and need none."""
        chart = self.chart
        return chart is not None and chart.kind is not ChartKind.DOTS and has_figures(chart)


def add_sheet(workbook: Workbook, styles: Styles, document: Document, shown: Numbered, brand: Brand) -> None:
    """The whole sheet."""
    sheet, table = workbook.add_worksheet(shown.name), shown.table
    write_text(sheet, 0, 0, shown.title, styles.title(14))
    sheet.write_url(1, 0, link_to(COVER), styles.link(), BACK)
    said = [document.period, *([shown.chart.says] if shown.chart is not None else [])]
    for place, line in enumerate([*said, *document.warnings], start=2):
        write_text(sheet, place, 0, line, styles.warning() if place >= len(said) + 2 else None)
    top = len(said) + len(document.warnings) + 2
    widths = _write_rows(sheet, styles, shown, top)
    _write_notes(sheet, styles, table, top + 1 + len(table.rows), widths)
    if shown.chart is not None:
        _draw(workbook, sheet, styles, shown, brand, top, shown.chart)
    _print_so(sheet, document, top, lies=shown.draws or sum(widths) > WIDE)


def _write_rows(sheet: Worksheet, styles: Styles, shown: Numbered, top: int) -> list[float]:
    """Headings, which stay in sight, and rows; how wide the columns are, in letters."""
    table = shown.table
    units, widths = _units(shown), []
    last = len(table.rows) - 1
    totals = bool(table.rows) and str(table.rows[last][0]).casefold().startswith("total")
    for column, heading in enumerate(table.columns):
        write_text(sheet, top, column, heading, styles.heading())
        width = width_of(heading, (row[column] for row in table.rows))
        sheet.set_column(column, column, width)
        widths.append(width)
    sheet.set_row(top, LINE_HEIGHT * max(map(lines_of, table.columns, widths), default=1))
    for place, row in enumerate(table.rows):
        for column, cell in enumerate(row):
            bold = totals and place == last
            write_cell(sheet, top + 1 + place, column, cell, units[column], styles, bold=bold)
        lines = max((lines_of(cell, width) for cell, width in zip(row, widths, strict=True)), default=1)
        if lines > 1:
            # Programs that open the book make room for words by themselves only where nobody has drawn beside them.
            sheet.set_row(top + 1 + place, min(TALLEST, LINE_HEIGHT * lines))
    sheet.freeze_panes(top + 1, 1 if len(table.columns) > 2 else 0)
    filtered = len(table.rows) - totals
    if filtered >= FILTERED:
        sheet.autofilter(top, 0, top + filtered, len(table.columns) - 1)
    return widths


def _units(shown: Numbered) -> list[Unit]:
    """What the numbers of each column are: its heading says it, or its chart."""
    chart = shown.chart
    of_chart = {"%": Unit.PERCENT, "pesos": Unit.MONEY}.get(chart.unit, Unit.PLAIN) if chart else Unit.PLAIN
    found = []
    for heading in shown.table.columns:
        if "%" in heading:
            found.append(Unit.PERCENT)
        elif is_money(heading):
            found.append(Unit.MONEY)
        else:
            found.append(of_chart)
    return found


def _write_notes(sheet: Worksheet, styles: Styles, table: Table, row: int, widths: list[float]) -> None:
    cut = any(is_cut(cell) for line in table.rows for cell in line)
    for place, note in enumerate([*table.notes, *((CUT_NOTE,) if cut else ())], start=row + 1):
        if len(widths) > 1:
            sheet.merge_range(place, 0, place, len(widths) - 1, "", styles.text())
        write_text(sheet, place, 0, note, styles.text())
        sheet.set_row(place, LINE_HEIGHT * max(1, math.ceil(len(note) * 1.1 / sum(widths))))


def _draw(
    workbook: Workbook, sheet: Worksheet, styles: Styles, shown: Numbered, brand: Brand, top: int, chart: Chart
) -> None:
    """The chart right of the table; of a calendar, darker cells in the table itself."""
    beside = len(shown.table.columns) + 1
    if not has_figures(chart):
        return
    found = places_of(chart)
    if found is None:
        below = 0 if chart.kind is ChartKind.DOTS else height_of(chart) // ROW_HEIGHT + 2
        found = _write_block(sheet, styles, chart, top + below, beside)
    else:
        found = Places(_moved(found.labels, top + 1), tuple(_moved(each, top + 1) for each in found.series))
    if chart.kind is ChartKind.DOTS:
        first = found.series[0]
        sheet.conditional_format(*first, heat(brand, found.series))
        return
    drawing = drawing_of(workbook, chart, brand, shown.name, found)
    told = {"description": held(f"{chart.title}. {chart.says}"), "object_position": 2}
    sheet.insert_chart(top, beside, drawing, told)


def _moved(span: Span, rows: int) -> Span:
    return Span(span.first_row + rows, span.first_column, span.last_row + rows, span.last_column)


def _write_block(sheet: Worksheet, styles: Styles, chart: Chart, top: int, left: int) -> Places:
    """The chart's figures under it, where its table says them in other words."""
    write_text(sheet, top, left, BLOCK, styles.label())
    sheet.set_column(left, left, width_of("", (BLOCK, *chart.labels)))
    for column, series in enumerate(chart.series, start=left + 1):
        write_text(sheet, top, column, series.name, styles.heading())
        sheet.set_column(column, column, width_of("", (series.name,)))
    for row, label in enumerate(chart.labels, start=top + 1):
        write_text(sheet, row, left, label, styles.words())
        for column, series in enumerate(chart.series, start=left + 1):
            value = series.values[row - top - 1]
            write_cell(sheet, row, column, value, Unit.PLAIN, styles, bold=False)
    last = top + len(chart.labels)
    spans = (Span(top + 1, left + 1 + place, last, left + 1 + place) for place in range(len(chart.series)))
    return Places(Span(top + 1, left, last, left), tuple(spans))


def _print_so(sheet: Worksheet, document: Document, top: int, *, lies: bool) -> None:
    if lies:
        sheet.set_landscape()
    sheet.set_paper(LETTER)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    put_footer(sheet, document)


def put_footer(sheet: Worksheet, document: Document) -> None:
    """Whose report, of when, and which page of how many."""
    sheet.set_footer(f"&L{printed(document.body)}&CPágina &P de &N&R{printed(document.period)}")
