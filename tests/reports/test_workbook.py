"""A report as a workbook, read back by another program's reader."""

import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from reports import workbook as whole
from reports.chart import Chart, ChartKind, Role, Series
from reports.document import Document, Section
from reports.sheets.cells import LONGEST_TEXT
from reports.table import Cell, Table
from reports.workbook import TooLarge, as_workbook
from tests.reports.documents import (
    BRAND,
    CALENDAR,
    CONTENTS,
    CUMULATIVE,
    DOCUMENT,
    INDICATORS,
    MONEY,
    NOTHING,
    SMART,
)


def opened(document: Document = DOCUMENT) -> Any:
    """The workbook as its reader sees it."""
    return load_workbook(BytesIO(as_workbook(document, BRAND)))


def of(*tables: Table, **fields: Any) -> Document:
    """A report with these tables alone."""
    return replace(DOCUMENT, sections=(Section("s", "Sección", exhibits=tables),), **fields)


def of_charts(*charts: Chart) -> Document:
    """A report with these charts alone."""
    return replace(DOCUMENT, sections=(Section("s", "Sección", exhibits=charts),))


def cells(sheet: Any, table: Table) -> list[list[Any]]:
    """What stands at the table's place: headings and rows."""
    found = list(sheet.iter_rows(max_col=len(table.columns)))
    top = next(place for place, row in enumerate(found) if tuple(cell.value for cell in row) == table.columns)
    return found[top : top + 1 + len(table.rows)]


def parts(document: Document, name: str) -> list[str]:
    """The workbook's own files whose names match."""
    with zipfile.ZipFile(BytesIO(as_workbook(document, BRAND))) as archive:
        return [archive.read(each).decode() for each in archive.namelist() if re.fullmatch(name, each)]


def test_each_table_has_a_sheet_whose_cells_are_the_reports() -> None:
    """The cover first; no figure is a text, none is rounded, and no cell is a formula."""
    book = opened()
    assert len(book.worksheets) == 1 + len(DOCUMENT.tables)
    for sheet, table in zip(book.worksheets[1:], DOCUMENT.tables, strict=True):
        for row, written in zip(table.rows, cells(sheet, table)[1:], strict=True):
            for cell, found in zip(row, written, strict=True):
                value = found.value.date() if isinstance(found.value, datetime) else found.value
                assert value == cell
                assert found.data_type in ("s", "n", "d")


def test_numbers_and_days_look_as_their_column_says() -> None:
    """Thousands, decimals where there are any, percents as the report has them, pesos, and days of Colombia."""
    book = opened(of(INDICATORS, SMART))
    row = cells(book["indicadores"], INDICATORS)[3]
    assert [row[place].number_format for place in (2, 3, 4)] == ["#,##0.00", "#,##0", '#,##0.00" %"']
    day = cells(book["tabla-smart"], SMART)[1][5]
    assert (day.value.date(), day.number_format) == (date(2027, 12, 31), "[$-240A]dd/mm/yyyy")
    money = opened(of_charts(MONEY))["dinero-por-medio-tabla"]
    assert cells(money, MONEY.table)[1][1].number_format == '"$" #,##0'


HOSTILE = (
    "=1+1",
    "+57 300",
    "-5",
    "@SUM(A1)",
    "=cmd|'/c calc'!A1",
    "https://example.com",
    "0012",
    "\t=1",
    "a\x00b",
    "a\uffffb",
    "_x0041_",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_words_are_never_a_formula_a_number_or_an_address(text: str) -> None:
    """Names and notes come from people."""
    sheet = opened(of(Table("t", text, (text, "b"), ((text, 1),), (text,)), body=text))["t"]
    found = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in found} <= {"s", "n"}
    shown = text.replace("\x00", "").replace("\uffff", "")
    assert [cell.value for cell in found].count(shown) == 3
    assert [cell.hyperlink for cell in found if cell.value == shown] == [None] * 3


def test_nothing_in_a_workbook_is_a_formula_or_reaches_out() -> None:
    """Not in names of charts either; links lead to its own sheets."""
    chart = replace(MONEY, title="=A1", series=tuple(replace(each, name="=B1") for each in MONEY.series))
    document = of_charts(chart)
    assert all("<f>" not in sheet for sheet in parts(document, r"xl/worksheets/sheet.*\.xml"))
    [drawn] = parts(document, r"xl/charts/chart1\.xml")
    assert all("!$" in each for each in re.findall("<c:f>(.*?)</c:f>", drawn))
    assert not [each for each in parts(document, r".*\.rels") if "TargetMode" in each]


def test_charts_are_the_workbooks_own_beside_their_tables() -> None:
    """One for each that draws figures; a calendar is darker cells, and where there are no figures there is no chart."""
    book = opened(of_charts(CONTENTS, CALENDAR, CUMULATIVE, NOTHING))
    assert [len(sheet._charts) for sheet in book.worksheets] == [0, 1, 0, 1, 0]
    calendar = book["calendario-tabla"]
    [[painted, _]] = [(str(each.sqref), each.rules) for each in calendar.conditional_formatting]
    assert [part[0] for part in painted.split()] == list("BCDEFGH")
    assert [row[0].value for row in calendar.iter_rows(max_row=4)][3] == CALENDAR.says


def test_who_sees_no_chart_reads_what_it_says() -> None:
    """As its alternative text."""
    [drawing] = parts(of_charts(MONEY), r"xl/drawings/drawing1\.xml")
    assert f'descr="{MONEY.title}. {MONEY.says}"' in drawing


def test_charts_are_drawn_from_the_cells_of_their_table() -> None:
    """Each series over its own column, the labels over the first."""
    [drawn] = parts(of_charts(MONEY), r"xl/charts/chart1\.xml")
    sheet = opened(of_charts(MONEY))["dinero-por-medio-tabla"]
    found = []
    for reference in re.findall(r"<c:val><c:numRef><c:f>'dinero-por-medio-tabla'!(.*?)</c:f>", drawn):
        found.append(tuple(row[0].value for row in sheet[reference.replace("$", "")]))
    assert found == [each.values for each in MONEY.series]


def test_series_are_told_apart_without_colour() -> None:
    """Bars by what fills them, lines by how they are broken and by their marks; a target is a broken line."""
    [bars] = parts(of_charts(CONTENTS), r"xl/charts/chart1\.xml")
    assert len(set(re.findall(r'pattFill prst="(\w+)"', bars))) == len(CONTENTS.series) - 1
    [lines] = parts(of_charts(CUMULATIVE), r"xl/charts/chart1\.xml")
    assert len(set(re.findall(r'prstDash val="(\w+)"', lines))) == 3
    # Without a word there is a gap where there is no figure.
    assert "dispBlanksAs" not in lines
    [money] = parts(of_charts(MONEY), r"xl/charts/chart1\.xml")
    assert ("<c:barChart>" in money, "<c:lineChart>" in money) == (True, True)
    assert 'prstDash val="dash"' in money


@pytest.mark.parametrize(("name", "lies"), [("Facebook", "col"), ("Servidores públicos y contratistas", "bar")])
def test_bars_with_long_names_lie(name: str, lies: str) -> None:
    """Names that would be turned and take the room of the bars; the target is an empty bar among them."""
    table = Table("metas", "Metas", ("Indicador", "Cumplido", "Meta"), ((name, 80, 100),))
    series = (Series("Cumplido", (80,)), Series("Meta", (100,), Role.TARGET))
    chart = Chart("metas-grafica", ChartKind.BARS, "Metas", "Va en 80.", "%", (name,), series, table)
    [drawn] = parts(of_charts(chart), r"xl/charts/chart1\.xml")
    assert f'<c:barDir val="{lies}"/>' in drawn
    assert ("<c:lineChart>" in drawn) == (lies == "col")


def test_a_row_has_room_for_all_its_words() -> None:
    """Programs make room by themselves for some rows and not for others; the book says how much."""
    words = "Publicaciones en medios que publican, con al menos una entrega. " * 4
    book = opened(of(Table("origen", "Origen", ("Clave", "De dónde sale"), (("a", words), ("b", "corto")))))
    sheet = book["origen"]
    rows = {cell.value: cell.row for [cell] in sheet.iter_rows(max_col=1)}
    tall, low = (sheet.row_dimensions[rows[key]].height for key in ("a", "b"))
    assert tall >= 15 * 5
    assert low is None


def test_a_line_of_the_cover_has_room_for_all_its_words() -> None:
    """A sentence of three lines lay upon the next one in programs that make no room by themselves."""
    words = "Publicaciones en medios que publican, con al menos una entrega. " * 4
    told = replace(DOCUMENT, sections=(Section("s", "Resumen", (words, "Corta.")),))
    cover = opened(told).worksheets[0]
    rows = {cell.value: cover.row_dimensions[cell.row].height for row in cover.iter_rows() for cell in row}
    assert rows[words] >= 15 * 3
    assert rows["Corta."] is None
    assert rows[DOCUMENT.title] >= 20


def test_parts_of_bars_with_long_names_lie_above_the_figures_they_are_drawn_from() -> None:
    """Turned names left no room for bars; where the table has more rows than bars, these have cells of their own."""
    names = tuple(f"Secretaría de Gobierno y Convivencia {place}" for place in range(16))
    table = Table(
        "deberes", "Deberes", ("Quién", "A tiempo", "En mora"), (*((name, 1, 2) for name in names), ("Z", 9, 9))
    )
    labels = (*names[:15], "Los demás (2)")
    series = (Series("A tiempo", (1,) * 15 + (10,)), Series("En mora", (2,) * 15 + (11,)))
    chart = Chart("estado", ChartKind.STACKED, "Estado", "De 68.", "deberes", labels, series, table)
    [drawn] = parts(of_charts(chart), r"xl/charts/chart1\.xml")
    assert '<c:barDir val="bar"/>' in drawn
    [place] = parts(of_charts(chart), r"xl/drawings/drawing1\.xml")
    foot = int(re.findall(r"<xdr:row>(\d+)</xdr:row>", place)[1]) + 1
    sheet = opened(of_charts(chart))["deberes"]
    first = next(cell for row in sheet.iter_rows(min_col=5) for cell in row if cell.value == names[0])
    assert first.row > foot
    assert sheet.column_dimensions[first.column_letter].width >= len(names[0])


@pytest.mark.parametrize(("media", "most"), [(3, 400), (19, 760)])
def test_a_chart_of_many_bars_fits_a_printed_sheet(media: int, most: int) -> None:
    """Nineteen media beside those before were cut by the end of the sheet; the cover stands on one, signatures too."""
    names = tuple(f"Emisora comunitaria número {place}" for place in range(media))
    table = Table("medios", "Medios", ("Medio", "Ahora", "Antes"), tuple((name, 2, 1) for name in names))
    series = (Series("Ahora", (2,) * media), Series("Antes", (1,) * media, Role.BEFORE))
    chart = Chart("medios-grafica", ChartKind.BARS, "Medios", "Más.", "contenidos", names, series, table)
    book = opened(of_charts(chart))
    [place] = parts(of_charts(chart), r"xl/drawings/drawing1\.xml")
    top, foot = (int(row) for row in re.findall(r"<xdr:row>(\d+)</xdr:row>", place))
    assert (foot - top) * 20 <= most
    assert (book.worksheets[0].page_setup.fitToHeight or 1) == 1


def test_the_cover_says_all_that_is_in_no_table() -> None:
    """Whose, of when, warnings, sentences in their order, who signs, seals; and it leads to each table."""
    cover = opened().worksheets[0]
    words = [cell.value for row in cover.iter_rows() for cell in row if cell.value]
    said = [DOCUMENT.body, DOCUMENT.title, DOCUMENT.plan, DOCUMENT.period, DOCUMENT.compared_with]
    said += [*(fact.says for fact in DOCUMENT.facts), *DOCUMENT.warnings]
    said += [each for section in DOCUMENT.sections for each in section.paragraphs]
    said += [each for signature in DOCUMENT.signatures for each in (signature.name, signature.post) if each]
    said += [each for seal in DOCUMENT.seals for each in (seal.name, seal.value)]
    assert [each for each in words if each in said] == said
    links = [cell.hyperlink.location for row in cover.iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{sheet.title}'!A1" for sheet in opened().worksheets[1:]]


def test_headings_stay_in_sight_and_are_printed_on_each_page() -> None:
    """A long table can be filtered by its columns, without its sums and its notes."""
    rows = (*((f"Medio {place}", place) for place in range(9)), ("Total", 36))
    sheet = opened(of(Table("t", "T", ("Medio", "Cuántos"), rows, ("Nota.",)), warnings=()))["t"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A5", "A4:B13", "$4:$4")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
    assert sheet.oddFooter.center.text == "Página &P de &N"
    assert [sheet["A14"].font.b, sheet["A13"].font.b, sheet["A16"].value] == [True, False, "Nota."]


def test_the_same_report_is_the_same_bytes() -> None:
    """No clock is in it."""
    assert as_workbook(DOCUMENT, BRAND) == as_workbook(DOCUMENT, BRAND)


def test_a_text_that_no_cell_holds_is_cut_and_the_table_says_so() -> None:
    """It is not left out, as the file's writer would."""
    text = "á😀" * LONGEST_TEXT
    sheet = opened(of(Table("t", "T", ("Texto",), ((text,),)), warnings=()))["t"]
    [cell] = cells(sheet, Table("t", "", ("Texto",), ((text,),)))[1]
    assert cell.value.endswith("😀 […]") or cell.value.endswith("á […]")
    assert len(cell.value.encode("utf-16-le")) // 2 in (LONGEST_TEXT, LONGEST_TEXT - 1)
    assert "CSV" in sheet["A7"].value


def test_what_no_sheet_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to do instead."""
    monkeypatch.setattr(whole, "MOST_ROWS", 2)
    rows: Sequence[tuple[Cell, ...]] = (("a",), ("b",), ("c",))
    with pytest.raises(TooLarge, match=r"«Larga» tiene 3 filas.*--format csv"):
        as_workbook(of(Table("t", "Larga", ("A",), tuple(rows))), BRAND)
