"""The first sheet: whose report, of when; what it says, and the way to each table; who signs, and its seals."""

from collections.abc import Sequence

from babel.dates import format_datetime
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.document import Document, Section
from reports.sheets.cells import lines_of, write_text
from reports.sheets.letters import held
from reports.sheets.names import COVER, link_to
from reports.sheets.styles import Styles
from reports.sheets.tables import LETTER, LINE_HEIGHT, Numbered, put_footer

LABELS, WORDS = 26, 96
"""Letters of its two columns."""


def add_cover(workbook: Workbook, styles: Styles, document: Document, tables: Sequence[Numbered]) -> None:
    """The whole sheet. `tables`: all of the document's, in its order."""
    sheet = workbook.add_worksheet(COVER)
    sheet.set_column(0, 0, LABELS)
    sheet.set_column(1, 1, WORDS)
    sheet.hide_gridlines(2)
    write_text(sheet, 0, 0, document.body, styles.title(12))
    write_text(sheet, 1, 0, document.title, styles.title(20))
    sheet.set_row(0, 1.5 * LINE_HEIGHT)
    sheet.set_row(1, 2 * LINE_HEIGHT)
    row = _write_facts(sheet, styles, document, 2)
    write_text(sheet, row + 1, 0, "Contenido", styles.title(14))
    row += 2
    waiting = iter(tables)
    for section in document.sections:
        row = _write_section(sheet, styles, section, [next(waiting) for _ in section.exhibits], row)
    row = _write_signatures(sheet, styles, document, row)
    for seal in document.seals:
        row += 1
        _write_line(sheet, row, (seal.name, styles.label()), (seal.value, styles.code()))
    sheet.set_paper(LETTER)
    sheet.fit_to_pages(1, 1)
    put_footer(sheet, document)


def _write_facts(sheet: Worksheet, styles: Styles, document: Document, row: int) -> int:
    """The row after them."""
    facts = {
        "Plan": document.plan,
        "Periodo": document.period,
        "Se compara con": document.compared_with,
        "Hecho el": format_datetime(document.made_at, "d 'de' MMMM 'de' y, h:mm a", locale="es_CO"),
    }
    lines = [(name, said, styles.text()) for name, said in facts.items() if said]
    lines += [(fact.name, fact.says, styles.text()) for fact in document.facts]
    lines += [("Aviso", warning, styles.warning()) for warning in document.warnings]
    for place, (name, said, style) in enumerate(lines, start=row):
        _write_line(sheet, place, (name, styles.label()), (said, style))
    return row + len(lines)


def _write_line(sheet: Worksheet, row: int, label: tuple[str, Format], said: tuple[str, Format]) -> None:
    """A label and what it says, in a row with room for all their lines: not every program makes it by itself."""
    for column, (words, style) in enumerate((label, said)):
        if words:
            write_text(sheet, row, column, words, style)
    lines = max(lines_of(label[0], LABELS), lines_of(said[0], WORDS))
    if lines > 1:
        sheet.set_row(row, LINE_HEIGHT * lines)


def _write_section(sheet: Worksheet, styles: Styles, section: Section, tables: Sequence[Numbered], row: int) -> int:
    """Its title, its sentences and a link to each of its tables; the row after it."""
    write_text(sheet, row, 0, section.title, styles.label())
    for place, paragraph in enumerate(section.paragraphs):
        label = "" if place else section.title
        _write_line(sheet, row, (label, styles.label()), (paragraph, styles.text()))
        row += 1
    for each in tables:
        words = each.title + (" (con gráfica)" if each.draws else "")
        sheet.write_url(row, 1, link_to(each.name), styles.link(), held(words))
        row += 1
    return row if section.paragraphs or tables else row + 1


def _write_signatures(sheet: Worksheet, styles: Styles, document: Document, row: int) -> int:
    """Lines to sign on, with room above; the row after them."""
    if not document.signatures:
        return row
    write_text(sheet, row + 1, 0, "Firmas", styles.title(14))
    row += 2
    for each in document.signatures:
        sheet.set_row(row, 42)
        write_text(sheet, row + 1, 1, each.name, styles.rule())
        if each.post:
            write_text(sheet, row + 2, 1, each.post, styles.text())
        row += 3
    return row
