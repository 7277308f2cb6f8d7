"""A document as a workbook (XLSX): numbers are numbers, each table has a sheet, charts are the workbook's own.

Loads xlsxwriter, so it is imported where a workbook is wanted alone.
"""

from datetime import UTC
from io import BytesIO

from xlsxwriter import Workbook

from pieces.brand import Brand
from reports.chart import Chart
from reports.document import Document
from reports.sheets.cover import add_cover
from reports.sheets.letters import held
from reports.sheets.names import sheet_names
from reports.sheets.styles import Styles
from reports.sheets.tables import Numbered, add_sheet

MOST_ROWS = 1_000_000
"""Rows of a table; a sheet has 48,576 more, of which its title, its headings and its notes need some."""
MOST_COLUMNS = 16_000


class TooLarge(ValueError):
    """A table that no sheet can hold; says in Spanish which, and what to do."""


def as_workbook(document: Document, brand: Brand) -> bytes:
    """The file; the same bytes for the same document. Raises TooLarge."""
    tables = _numbered(document)
    kept = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(kept, options) as workbook:
        workbook.set_properties(
            {
                "title": held(document.title),
                "subject": held(f"{document.plan}, {document.period}"),
                "author": held(document.body),
                "company": held(document.body),
                "comments": held(" ".join(document.warnings)),
                # Of the document and not of the clock.
                "created": document.made_at.astimezone(UTC).replace(tzinfo=None),
            }
        )
        styles = Styles(workbook, brand)
        add_cover(workbook, styles, document, tables)
        for each in tables:
            add_sheet(workbook, styles, document, each, brand)
    return kept.getvalue()


def _numbered(document: Document) -> list[Numbered]:
    exhibits = [exhibit for section in document.sections for exhibit in section.exhibits]
    names = sheet_names(table.key for table in document.tables)
    found = []
    for number, (exhibit, table, name) in enumerate(zip(exhibits, document.tables, names, strict=True), start=1):
        if len(table.rows) > MOST_ROWS or len(table.columns) > MOST_COLUMNS:
            raise TooLarge(
                f"La tabla «{table.title}» tiene {len(table.rows)} filas y {len(table.columns)} columnas: no cabe en "
                f"una hoja de cálculo ({MOST_ROWS} filas). Pida un periodo más corto, o --format csv."
            )
        found.append(Numbered(number, table, exhibit if isinstance(exhibit, Chart) else None, name))
    return found
