"""A document as one page of HTML that needs nothing else: no script, no address, no file beside it. Loads pygal."""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path

from babel.dates import format_datetime
from markupsafe import Markup

from pieces.brand import Brand
from pieces.pages import templates
from reports.chart import Chart
from reports.document import Document, Section
from reports.pictures.drawing import drawn
from reports.table import Cell, Table
from reports.words import cell_words, row_words

DRAWINGS = Path(__file__).parent / "drawings"
SHORT = 14
"""Rows; a chart's table that is longer is shown on request, and on paper always."""
FEW = 3
"""Rows; a wide table of more of them may go on upon the next sheet."""
WIDE, LYING = 90, 124
"""Letters side by side; a table that wants more of them is printed in small letters, and on a sheet that lies."""
PROSE, PROSE_WIDE = 40, 24
"""Letters of the longest line beyond which a column is for sentences, and how many of them stand side by side."""
_KINDS = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp", ".svg": "svg+xml"}
_BULLET = "• "


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell as the page writes it."""

    words: str
    points: tuple[str, ...]
    """What it lists; empty: it is one text."""


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table as the page writes it."""

    number: int
    """Among the report's tables, from 1: as on paper."""
    table: Table
    columns: tuple[tuple[str, str], ...]
    """Each heading and the class of its cells: `num`, `fecha`, `prosa` or none."""
    rows: tuple[tuple[ShownCell, ...], ...]
    wide: bool
    """Whether it wants all of the screen, and small letters on paper."""
    lies: bool
    """Whether its sheet lies."""

    @property
    def classes(self) -> str:
        """Of what holds it."""
        whole = len(self.rows) <= FEW if self.wide else self.short
        named = {"ancha": self.wide, "tendida": self.lies, "corta": whole and not self.lies}
        return " ".join(name for name, holds in named.items() if holds)

    @property
    def short(self) -> bool:
        """Whether it is shown at once below a chart."""
        return len(self.rows) <= SHORT


@dataclass(frozen=True, slots=True)
class ShownExhibit:
    """A chart with its table, or a table."""

    shown: ShownTable
    chart: Chart | None = None
    number: int = 0
    """Among the report's charts, from 1."""
    picture: str = ""
    """SVG."""


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section with what stands in it."""

    section: Section
    exhibits: tuple[ShownExhibit, ...]

    @property
    def lies(self) -> bool:
        """Whether its heading stands on the sheet of its first table, which lies."""
        return bool(self.exhibits) and self.exhibits[0].chart is None and self.exhibits[0].shown.lies


def as_page(document: Document, brand: Brand) -> str:
    """The page. Raises OSError where the shield cannot be read."""
    environment = templates(DRAWINGS)
    style = _style(document, brand)
    return environment.get_template("report.html").render(
        document=document,
        sections=list(_sections(document, brand)),
        shield=_shield(brand.shield),
        made_at=moment_words(document.made_at),
        style=Markup(style),  # noqa: S704 - our own, with colours and words that are quoted for it
        digest=base64.b64encode(sha256(style.encode()).digest()).decode(),
    )


def moment_words(moment: datetime) -> str:
    """«3 de enero de 2028, 9:30 a. m.»."""
    return format_datetime(moment, "d 'de' MMMM 'de' y, h:mm a", locale="es_CO")


def _sections(document: Document, brand: Brand) -> Iterator[ShownSection]:
    """Their tables and charts are numbered through the whole report."""
    tables, charts = count(1), count(1)
    for section in document.sections:
        found = []
        for each in section.exhibits:
            if isinstance(each, Chart):
                picture = Markup(drawn(each, brand))  # noqa: S704 - made by a serializer of trees
                found.append(ShownExhibit(_shown(each.table, next(tables)), each, next(charts), picture))
            else:
                found.append(ShownExhibit(_shown(each, next(tables))))
        yield ShownSection(section, tuple(found))


def _shown(table: Table, number: int) -> ShownTable:
    cells = [[row[place] for row in table.rows] for place in range(len(table.columns))]
    kinds = [_class_of(column) for column in cells]
    wanted = sum(map(_letters, table.columns, cells, kinds))
    rows = tuple(tuple(map(_cell, row_words(table, row))) for row in table.rows)
    columns = tuple(zip(table.columns, kinds, strict=True))
    return ShownTable(number, table, columns, rows, wanted > WIDE, wanted > LYING)


def _class_of(cells: Sequence[Cell]) -> str:
    if any(isinstance(cell, (int, float)) for cell in cells):
        return "num"
    if any(isinstance(cell, date) for cell in cells):
        return "fecha"
    return "prosa" if any(len(line) > PROSE for line in _lines(cells)) else ""


def _letters(heading: str, cells: Sequence[Cell], kind: str) -> int:
    """How many letters of a column stand side by side, with two for its edges."""
    longest_word = max(map(len, heading.split()), default=0)
    if kind == "prosa":
        return max(longest_word, PROSE_WIDE) + 2
    return max(longest_word, min(PROSE_WIDE, max(map(len, _lines(cells)), default=0))) + 2


def _lines(cells: Sequence[Cell]) -> list[str]:
    return [line for cell in cells for line in cell_words(cell).split("\n")]


def _cell(words: str) -> ShownCell:
    lines = words.split("\n")
    if all(line.startswith(_BULLET) for line in lines):
        return ShownCell(words, tuple(line.removeprefix(_BULLET) for line in lines))
    return ShownCell(words, ())


def _shield(path: Path | None) -> str:
    """The coat of arms within the page; empty where there is none."""
    if path is None:
        return ""
    kind = _KINDS.get(path.suffix.lower(), "png")
    return f"data:image/{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def _style(document: Document, brand: Brand) -> str:
    """The stylesheet, with the municipality's colours and what stands at the top of each printed sheet."""
    head = " · ".join(filter(None, (document.body, document.title, document.period)))
    colours = f"--marca: {brand.colour}; --sobre-marca: {brand.on_colour}; --titulos: {brand.titles};"
    sheet = f"@page {{ @top-left {{ content: {_quoted(head)}; }} }}\n"
    warned = f"@page {{ @bottom-left {{ content: {_quoted(document.warnings[0])}; }} }}\n" if document.warnings else ""
    own = f":root {{ {colours} --acento: {brand.accent}; }}\n"
    # Not all who check its digest count a line's end at its end.
    return f"{own}{(DRAWINGS / 'report.css').read_text('utf-8')}{sheet}{warned}".strip()


def _quoted(words: str) -> str:
    """As a string of CSS: what is neither letter nor figure is written by its number, which a space ends."""
    return '"' + "".join(each if each.isalnum() or each == " " else f"\\{ord(each):x} " for each in words) + '"'
