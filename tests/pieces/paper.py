"""A PDF as PDFium reads it: its text, and where each letter stands."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pypdfium2


class Glyph(NamedTuple):
    """A letter's box in points, from the lower left corner of its page."""

    left: float
    bottom: float
    right: float
    top: float


class Page(NamedTuple):
    """One page."""

    width: float
    height: float
    text: str
    lines: tuple[str, ...]
    glyphs: tuple[Glyph, ...]


def pages(data: bytes) -> list[Page]:
    """Each page with its text, its line ends as spaces, and with its lines."""
    with _opened(data) as document:
        return [_page(page) for page in document]


def _page(page: pypdfium2.PdfPage) -> Page:
    text = page.get_textpage()
    boxes = (text.get_charbox(number) for number in range(text.count_chars()))
    lines = tuple(" ".join(line.split()) for line in text.get_text_range().replace("\ufffe", "").splitlines())
    said = " ".join(line for line in lines if line)
    return Page(page.get_width(), page.get_height(), said, lines, tuple(Glyph(*box) for box in boxes))


@contextmanager
def _opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(data)
    try:
        yield document
    finally:
        document.close()
