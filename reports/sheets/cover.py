"""The first sheet: whose report, of when; what it says, and the way to each table; who signs, and its seals."""

from collections.abc import Sequence

from babel.dates import format_datetime
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.document import Document, Section
from reports.sheets.cells import write_text
from reports.sheets.letters import held
from reports.sheets.names import COVER, link_to
from reports.sheets.styles import Styles
from reports.sheets.tables import LETTER, Numbered, put_footer

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
    row = _write_facts(sheet, styles, document, 2)
    write_text(sheet, row + 1, 0, "Contenido", styles.title(14))
    row += 2
    waiting = iter(tables)
    for section in document.sections:
        row = _write_section(sheet, styles, section, [next(waiting) for _ in section.exhibits], row)
    row = _write_signatures(sheet, styles, document, row)
    for seal in document.seals:
        row += 1
        write_text(sheet, row, 0, seal.name, styles.label())
        write_text(sheet, row, 1, seal.value, styles.code())
    sheet.set_paper(LETTER)
    sheet.fit_to_pages(1, 0)
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
        write_text(sheet, place, 0, name, styles.label())
        write_text(sheet, place, 1, said, style)
    return row + len(lines)


def _write_section(sheet: Worksheet, styles: Styles, section: Section, tables: Sequence[Numbered], row: int) -> int:
    """Its title, its sentences and a link to each of its tables; the row after it."""
    write_text(sheet, row, 0, section.title, styles.label())
    for paragraph in section.paragraphs:
        write_text(sheet, row, 1, paragraph, styles.text())
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
