"""A report on paper: all of it is there, within its page and in letters that can be read."""

from dataclasses import replace
from itertools import pairwise

import pytest

from reports.document import Document, Section, Signature
from reports.paper import on_paper
from reports.printing import Printer
from reports.table import Cell, Table
from reports.words import cell_words
from tests.pieces.paper import Page, pages
from tests.reports.documents import BRAND, CUMULATIVE, DOCUMENT, SMART, bare

MARGIN = 17 / 25.4 * 72
LETTER = {(612.28, 790.87), (790.87, 612.28)}
"""216 × 279 mm in points, upright and on its side."""
PROSE = "Socializar con las juntas de acción comunal la estrategia de comunicaciones del municipio. "


def printed(printer: Printer, document: Document) -> list[Page]:
    """Its pages, as PDFium reads them."""
    return pages(printer.print(on_paper(document, BRAND))[0])


def of(*tables: Table) -> Document:
    """A report with these tables and nothing else."""
    return replace(bare(), sections=(Section("tablas", "Tablas", exhibits=tables),))


def bald(text: str) -> str:
    """Its letters, without what the end of a line adds or takes away."""
    return "".join(each for each in text if each.isprintable() and each not in " -\u00a0\u00ad\u200b\ufffe")


def words_of(document: Document) -> list[str]:
    """All that a reader has to find."""
    said = [document.body, document.title, document.plan, document.compared_with, *document.warnings]
    for section in document.sections:
        said += [section.title, *section.paragraphs, *(exhibit.title for exhibit in section.exhibits)]
    for table in document.tables:
        cells: list[Cell] = [cell for row in table.rows for cell in row]
        said += [table.title, *table.columns, *table.notes, *(line for cell in cells for line in lines(cell))]
    for signature in document.signatures:
        said += [signature.name, signature.post]
    return [*said, *(seal.value for seal in document.seals)]


def lines(cell: Cell) -> list[str]:
    """Each line of a cell, without the point that makes it one of a list."""
    return [line.removeprefix("• ") for line in cell_words(cell).split("\n")]


def wide(columns: int, rows: int, words: str) -> Table:
    """A table of prose."""
    names = tuple(f"Columna {place}" for place in range(columns))
    return Table("ancha", "Tabla ancha", names, tuple((words,) * columns for _ in range(rows)))


def test_all_that_a_report_says_is_on_paper(printer: Printer) -> None:
    """Each title, sentence, heading, cell, note, name and seal."""
    text = bald(" ".join(page.text for page in printed(printer, DOCUMENT)))
    assert [words for words in words_of(DOCUMENT) if bald(words) not in text] == []


@pytest.mark.parametrize(
    "document",
    [
        DOCUMENT,
        of(wide(13, 8, PROSE)),
        of(wide(30, 3, "1.234.567,5")),
        of(wide(3, 2, "https://www.segovia-antioquia.gov.co/" + "x" * 200)),
        of(wide(6, 2, "a" * 120)),
        of(Table("telefonos", "Teléfonos", ("Quién", *"ABCDEFGHIJ"), ((PROSE, *(["+57 604 555 12 34"] * 10)),))),
        of(wide(2, 1, PROSE * 120)),
    ],
    ids=["usual", "thirteen", "thirty", "addresses", "one-word", "telephones", "tall"],
)
def test_nothing_leaves_its_page_or_its_column(printer: Printer, document: Document) -> None:
    """No letter stands in a margin's last part, none lies upon another, and no word is lost."""
    found = printed(printer, document)
    assert {(round(page.width, 2), round(page.height, 2)) for page in found} <= LETTER
    text = bald(" ".join(page.text for page in found))
    assert [word for said in words_of(document) for word in said.split() if bald(word) not in text] == []
    for page in found:
        inked = [each for each in page.glyphs if each.right > each.left]
        assert min(each.left for each in inked) >= MARGIN
        assert max(each.right for each in inked) <= page.width - MARGIN
        assert min(each.bottom for each in inked) > 20
    assert [lapped for page in found[2:] for lapped in _lapped(page)] == []


def _lapped(page: Page) -> list[float]:
    """How far letters of one line lie upon the letter before them."""
    inked = sorted({(round(each.bottom), each.left, each.right) for each in page.glyphs if each.right > each.left})
    on_a_line = ((one, other) for one, other in pairwise(inked) if one[0] == other[0])
    return [one[2] - other[1] for one, other in on_a_line if one[2] - other[1] > 3]


def test_a_table_of_many_columns_lies_on_its_side(printer: Printer) -> None:
    """Thirteen columns of prose have the wide page; four of figures have the upright one."""
    thirteen = printed(printer, of(wide(13, 2, PROSE)))
    four = printed(printer, of(wide(4, 2, "12")))
    assert [page.width > page.height for page in (thirteen[-1], four[-1])] == [True, False]


def test_a_table_that_no_page_holds_comes_in_parts(printer: Printer) -> None:
    """Its first column stands in each of them."""
    rows = tuple((f"Medio {row}", *range(53)) for row in range(3))
    weeks = Table("semanas", "Por semana", ("Medio", *(f"Semana {week}" for week in range(53))), rows)
    text = " ".join(page.text for page in printed(printer, of(weeks)))
    parts = text.count("Tabla 1. Por semana (parte")
    assert parts >= 2
    assert text.count("Medio 2") == parts


def test_a_long_table_says_its_headings_on_each_page(printer: Printer) -> None:
    """Whoever opens a later page knows what its columns are."""
    rows = tuple((f"Contenido {row}", row) for row in range(150))
    found = printed(printer, of(Table("larga", "Larga", ("Nombre del contenido", "Veces"), rows)))[2:]
    assert len(found) > 2
    assert all("Nombre del contenido Veces" in page.text for page in found)


def test_each_page_says_which_it_is_and_what_to_beware_of(printer: Printer) -> None:
    """«Página 3 de 12», and that the figures are a simulation's; the cover says the warning too."""
    found = printed(printer, DOCUMENT)
    assert all("Son cifras de una simulación" in page.text for page in found)
    for number, page in enumerate(found[1:], 2):
        assert f"Página {number} de {len(found)}" in page.text


def test_the_cover_tells_at_a_glance_how_the_plan_goes(printer: Printer) -> None:
    """Whoever signs reads it before anything else."""
    cover = printed(printer, DOCUMENT)[0].text
    assert "De un vistazo" in cover
    assert "Comparado con el periodo anterior: año 2026" in cover
    assert all(fact.name in cover and fact.says in " ".join(cover.split()) for fact in DOCUMENT.facts)


def test_contents_say_the_page(printer: Printer) -> None:
    """Where the table of contents sends a reader, the section is."""
    found = printed(printer, DOCUMENT)
    [line] = [line for line in found[1].lines if line.startswith("7. Dinero")]
    assert "7. Dinero" in found[int(line.rpartition(" ")[2]) - 1].lines


def test_a_heading_is_never_alone_at_the_foot(printer: Printer) -> None:
    """Whatever stands before it, a section's heading has its table beside it."""
    for rows in range(20, 40):
        before = Table("antes", "Antes", ("Día",), tuple((str(row),) for row in range(rows)))
        after = Table("despues", "Después", ("Día", "Contenidos"), ((1, 2),) * 60)
        sections = (Section("a", "Uno", exhibits=(before,)), Section("b", "Dos", ("Frase.",), exhibits=(after,)))
        found = printed(printer, replace(bare(), sections=sections))
        [page] = [page for page in found[2:] if "2. Dos" in page.lines]
        assert sum(line == "1 2" for line in page.lines) >= 3, rows


def test_an_empty_table_says_so(printer: Printer) -> None:
    """Its headings stay, and a sentence stands where rows would."""
    text = printed(printer, of(Table("retiros", "Retiros", ("Fecha", "Motivo"), ())))[-1].text
    assert "Fecha Motivo No hubo nada en este periodo." in text


def test_the_least_report_is_a_cover(printer: Printer) -> None:
    """Without sections, signatures and seals."""
    [cover] = printed(printer, bare())
    assert "Informe del plan de comunicaciones" in cover.text
    assert "Hecho el 3 de enero de 2028, 9:30 a. m." in cover.text


def test_a_report_fails_for_nobodys_name(printer: Printer) -> None:
    """A letter that no font has gives way to the nearest, an emoji is left out, and both are told."""
    names = Table("nombres", "Nombres", ("Nombre",), (("José 漢 Ｎúñez 💉",), ("* _Ana_ #set $x$ <b>",)))
    data, remarks = printer.print(on_paper(of(names), BRAND))
    text = " ".join(page.text for page in pages(data))
    assert "José ? Núñez" in text
    assert "* _Ana_ #set $x$ <b>" in text
    assert "U+6F22" in text
    assert [word in " ".join(remarks) for word in ("U+6F22", "U+FF2E", "U+1F489")] == [True, True, True]


def test_a_long_list_of_the_plans_words_stays_readable(printer: Printer) -> None:
    """No letter of a table is smaller than seven and a half points, which has a «d» five points high."""
    found = printed(printer, of(wide(13, 4, PROSE), SMART))
    heights = sorted(each.top - each.bottom for page in found[2:] for each in page.glyphs if each.right > each.left)
    assert heights[len(heights) // 2] > 3.8


def test_a_chart_has_its_table_beside_it(printer: Printer) -> None:
    """On the same page, whatever stands before them."""
    for rows in range(5, 30, 3):
        before = Table("antes", "Antes", ("Día",), tuple((str(row),) for row in range(rows)))
        found = printed(printer, replace(bare(), sections=(Section("a", "Uno", exhibits=(before, CUMULATIVE)),)))
        [page] = [page for page in found[2:] if f"Gráfica 1. {CUMULATIVE.title}" in page.lines]
        assert f"Tabla 2. {CUMULATIVE.table.title}" in page.lines, rows
        assert "dic. 100 55" in page.lines, rows


def test_the_last_row_of_a_table_has_company(printer: Printer) -> None:
    """However long it is, its last page shows three rows or more."""
    for rows in range(36, 48):
        table = Table("larga", "Larga", ("Día", "Contenidos"), tuple((row, 7) for row in range(rows)))
        last = printed(printer, of(table))[-1]
        assert sum(line.endswith(" 7") for line in last.lines) >= 3, rows


def test_a_note_is_on_no_page_without_its_table(printer: Printer) -> None:
    """However long the table is, and where its rows are high, the page of its note shows a row of it."""
    long = [Table("larga", "Larga", ("Día", "Veces"), ((1, 7),) * rows, ("Nota al pie.",)) for rows in range(30, 48)]
    high = (("Alto " * 900, 7),)
    few = [Table("alta", "Alta", ("Día", "Veces"), high + ((1, 7),) * rows, ("Nota al pie.",)) for rows in range(14)]
    for table in (*long, *few):
        [page] = [page for page in printed(printer, of(table)) if "Nota al pie." in page.lines]
        assert any(line.endswith("1 7") for line in page.lines) or "Alto Alto" in page.text, len(table.rows)


def test_signatures_stand_on_the_sheet_with_the_seals(printer: Printer) -> None:
    """However full the page before is: whoever signs sees by what a copy is compared, and no sheet has that alone."""
    for rows in range(20, 45):
        before = Section("a", "Uno", exhibits=(Table("antes", "Antes", ("Día",), (("1",),) * rows),))
        found = printed(printer, replace(DOCUMENT, sections=(before,)))
        [page] = [page for page in found[2:] if "Firmas" in page.lines]
        assert all(seal.value in page.text for seal in DOCUMENT.seals), rows


def test_a_key_is_copied_as_it_is(printer: Printer) -> None:
    """Where its line ends in a narrow column or a sentence no hyphen is added to it, nor a sign that nobody sees."""
    key = "objetivos-de-transformacion-ge-29"
    rows = tuple((key, f"Cifra de {'la ' * before}«pregonero record {key}».", *[PROSE] * 8) for before in range(20))
    found = printed(printer, of(Table("claves", "Claves", ("Clave", "De dónde sale", *"ABCDEFGH"), rows)))
    lines = [line for page in found for line in page.lines]
    assert sum("objetivos-de" in line for line in lines) > len(rows)
    assert key not in lines
    assert [line for line in lines if line.startswith("-") or "\u200b" in line] == []


def test_of_many_signatures_the_last_stand_with_the_seals(printer: Printer) -> None:
    """More than a sheet may have; each of them is there, once."""
    for many, rows in ((9, 25), (12, 35), (16, 20), (16, 30), (19, 40)):
        before = Section("a", "Uno", exhibits=(Table("antes", "Antes", ("Día",), (("1",),) * rows),))
        people = tuple(Signature(f"Persona {number:02}", "Cargo") for number in range(many))
        found = printed(printer, replace(DOCUMENT, sections=(before,), signatures=people))
        [page] = [page for page in found[2:] if all(seal.value in page.text for seal in DOCUMENT.seals)]
        assert people[-1].name in page.text, (many, rows)
        told = "".join(page.text for page in found[1:])
        assert [told.count(each.name) for each in people] == [1] * many
