"""A report's tables as programs that are not ours read them out of its files, and the figures that are printed."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree import ElementTree

import html5lib
import openpyxl

Tables = dict[str, list[list[str | float | None]]]
"""By title; the first row is that of the headings."""
_NUMBER = re.compile(r"(?<![\w.,])-?\d{1,3}(?:\.\d{3})*(?:,\d+)?(?![\w])")


def of_csv(text: str) -> Tables:
    """Each block between empty lines, its title first."""
    found: Tables = {}
    block: list[list[str | float | None]] = []
    for row in [*csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"), []]:
        if row:
            block.append(list(row))
        elif block:
            found[str(block[0][0])] = block[1:]
            block = []
    return found


def of_workbook(data: bytes) -> Tables:
    """Each sheet but the cover, from its headings to its last row: what stands beside and below is the chart's."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    found: Tables = {}
    for sheet in book.worksheets[1:]:
        top = int(str(sheet.freeze_panes).lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - 2
        rows = [list(row) for row in sheet.iter_rows(values_only=True)][top:]
        wide = next((place for place, cell in enumerate(rows[0]) if cell is None), len(rows[0]))
        high = next((place for place, row in enumerate(rows) if all(cell is None for cell in row[:wide])), len(rows))
        title = str(sheet["A1"].value).split(". ", 1)[1]
        found[title] = [row[:wide] for row in rows[:high]]
    return found


def of_page(page: str) -> Tables:
    """Each table of the page. Raises html5lib's ParseError at the first thing that is no HTML."""
    tree: Any = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    return dict(_tables(tree))


def _tables(tree: ElementTree.Element) -> Iterator[tuple[str, list[list[str | float | None]]]]:
    for table in tree.iter("table"):
        caption = table.find("caption")
        assert caption is not None
        title = _text(caption).split(". ", 1)[1]
        yield title, [[_text(cell) for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]


def _text(node: ElementTree.Element) -> str:
    return " ".join(" ".join(node.itertext()).split())


def numbers_in(texts: Iterable[str]) -> Counter[str]:
    """Figures as they are printed in Colombia, and how often."""
    return Counter(number for text in texts for number in _NUMBER.findall(text))
