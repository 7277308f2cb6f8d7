"""A report as a page: all that it says, for everybody, from one file."""

import itertools
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest
from playwright.sync_api import Browser, Page
from pypdfium2 import PdfDocument

from pieces.brand import Brand
from reports.document import Document
from reports.page import as_page
from reports.table import Table
from reports.words import cell_words
from tests.pieces.announcements import BRAND as TOWN
from tests.reports.documents import BRAND, CONTENTS, DOCUMENT, bare
from tests.servers.browser import chromium, violations

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for all tests."""
    with chromium() as found:
        yield found


def tree_of(page: str) -> ElementTree.Element:
    """The page's tree. Raises html5lib's ParseError at the first thing that the specification calls an error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: ElementTree.Element = parser.parse(page)
    return tree


def text_of(node: ElementTree.Element) -> str:
    """All its words, with one space between them."""
    return " ".join("".join(f" {part} " for part in node.itertext()).split())


@pytest.fixture(scope="module")
def tree() -> ElementTree.Element:
    """The page of a report with everything."""
    return tree_of(as_page(DOCUMENT, BRAND))


def test_each_cell_is_on_the_page(tree: ElementTree.Element) -> None:
    """Under its heading and in its row, written as in Colombia; the tables of charts too."""
    for table in filter(lambda each: each.rows, DOCUMENT.tables):
        shown = next(each for each in tree.iter("table") if each.get("id") == f"tabla-{table.key}")
        rows = [[text_of(cell) for cell in row if cell.tag in ("td", "th")] for row in shown.iter("tr")]
        wanted = [[" ".join(cell_words(cell).replace("•", "").split()) for cell in row] for row in table.rows]
        assert rows == [list(table.columns), *wanted], table.key


def test_each_word_is_on_the_page(tree: ElementTree.Element) -> None:
    """Whose it is, its period, warnings, sentences, titles, notes, signatures and seals."""
    told = text_of(next(tree.iter("body")))
    wanted = [DOCUMENT.body, DOCUMENT.title, DOCUMENT.plan, DOCUMENT.period, DOCUMENT.compared_with]
    wanted += [part for fact in DOCUMENT.facts for part in (fact.name, fact.says)]
    wanted += [*DOCUMENT.warnings, "3 de enero de 2028, 9:30 a. m."]
    for section in DOCUMENT.sections:
        wanted += [section.title, *section.paragraphs, *(each.title for each in section.exhibits)]
    wanted += [note for table in DOCUMENT.tables for note in table.notes]
    wanted += [part for each in DOCUMENT.signatures for part in (each.name, each.post)]
    wanted += [part for each in DOCUMENT.seals for part in (each.name, each.value)]
    assert [each for each in wanted if " ".join(each.split()) not in told] == []


def test_a_table_is_read_aloud_with_its_headings(tree: ElementTree.Element) -> None:
    """It has a caption with its number, and every heading says what it is the heading of."""
    captions = [text_of(each) for each in tree.iter("caption")]
    titles = [(place, each) for place, each in enumerate(DOCUMENT.tables, start=1) if each.rows]
    assert captions == [f"Tabla {place}. {each.title}" for place, each in titles]
    assert {each.get("scope") for each in tree.iter("th")} == {"col", "row"}


def test_a_chart_is_followed_by_its_table(tree: ElementTree.Element) -> None:
    """In one figure: its name, the picture, what it says, and the same figures."""
    figures = list(tree.iter("figure"))
    assert len(figures) == 7
    for figure in figures:
        kinds = [
            each.tag.rpartition("}")[2] for each in figure.iter() if each.tag.endswith(("figcaption", "svg", "table"))
        ]
        assert kinds == ["figcaption", "svg", "table"]


def test_a_table_without_rows_is_a_sentence(tree: ElementTree.Element) -> None:
    """Nobody signs an empty grid."""
    assert "Tabla 10. Correcciones y retiros: no hay nada que mostrar en este periodo." in text_of(
        next(tree.iter("main"))
    )


@pytest.mark.parametrize("document", [DOCUMENT, bare()], ids=["whole", "bare"])
def test_the_page_is_right(document: Document) -> None:
    """Without an error, in Spanish, one main heading, no level left out, each name once, each link to a name."""
    tree = tree_of(as_page(document, BRAND))
    assert tree.get("lang") == "es-CO"
    headings = [int(each.tag[1]) for each in tree.iter() if each.tag in {"h1", "h2", "h3"}]
    assert headings.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(headings))
    names = [each.get("id") for each in tree.iter() if each.get("id")]
    assert len(names) == len(set(names))
    assert {(each.get("href") or "").removeprefix("#") for each in tree.iter("a")} <= set(names)
    for each in tree.iter():
        for name in f"{each.get('aria-labelledby') or ''} ".split():
            assert name in names


def test_the_page_needs_nothing_else() -> None:
    """No script, no form, no frame; no address but that of SVG's own name; the shield is within it."""
    page = as_page(DOCUMENT, BRAND)
    assert set(re.findall("[a-z]+://[^\"' <]*", page)) == {"http://www.w3.org/2000/svg"}
    assert not {each.tag for each in tree_of(page).iter()} & {"script", "link", "iframe", "object", "form", "base"}


def test_markup_in_words_stays_words() -> None:
    """In each place into which people write, at the top of printed sheets too."""
    typed = "</style><script>alert(1)</script>\"'\\ & {{ 7 * 7 }}"
    told = replace(
        DOCUMENT,
        body=typed,
        title=typed,
        plan=typed,
        period=typed,
        warnings=(typed,),
        sections=(
            replace(
                DOCUMENT.sections[0],
                title=typed,
                paragraphs=(typed,),
                exhibits=(Table("t", typed, (typed,), ((typed,),), (typed,)),),
            ),
        ),
        signatures=(replace(DOCUMENT.signatures[0], name=typed, post=typed),),
        seals=(replace(DOCUMENT.seals[0], name=typed, value=typed),),
    )
    tree = tree_of(as_page(told, BRAND))
    assert list(tree.iter("script")) == []
    assert text_of(next(tree.iter("body"))).count("</style><script>alert(1)</script>") > 12


def opened(browser: Browser, page: str, width: int) -> tuple[Page, list[str]]:
    """The page on a screen of so many pixels, with all that it complains of or asks the network for."""
    shown = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    heard: list[str] = []
    shown.on("console", lambda message: heard.append(message.text))
    shown.on("request", lambda request: heard.append(request.url))
    shown.route("**/*", lambda route: route.abort())
    shown.set_content(page, wait_until="load")
    return shown, heard


def test_a_browser_asks_the_network_for_nothing(browser: Browser, tmp_path: Path) -> None:
    """Nor does its own policy forbid any of it: its style is in force, and its shield is seen."""
    shield = tmp_path / "escudo.svg"
    shield.write_text(SVG, "utf-8")
    shown, heard = opened(browser, as_page(DOCUMENT, replace(BRAND, shield=shield)), 1280)
    assert heard == []
    assert shown.evaluate("getComputedStyle(document.querySelector('.portada')).backgroundColor") == "rgb(27, 107, 58)"
    assert shown.evaluate("document.querySelector('.entidad img').naturalWidth") == 9
    shown.context.close()


@pytest.mark.parametrize(
    ("width", "colour"),
    [
        (1280, BRAND),
        (320, TOWN),
        (320, replace(BRAND, colour="#ffeb3b", on_colour="#000000", titles="#1a1a1a")),
    ],
)
def test_axe_finds_nothing(browser: Browser, width: int, colour: Brand) -> None:
    """Wide and narrow, in whatever colour the visual manual prescribes; every table unfolded.

    No colour follows from a width: each pair of both would tell nothing more.
    """
    shown, _ = opened(browser, as_page(DOCUMENT, colour), width)
    shown.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert violations(shown) == []
    shown.context.close()


def test_nobody_scrolls_sideways(browser: Browser) -> None:
    """At 320 pixels, and with letters of twice the size: what is wide scrolls in its own frame, by keyboard too."""
    for width, letters in ((320, "100%"), (1280, "200%"), (1280, "100%")):
        shown, _ = opened(browser, as_page(DOCUMENT, BRAND), width)
        shown.evaluate("size => document.documentElement.style.fontSize = size", letters)
        assert shown.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        frames = (
            "[...document.querySelectorAll('.deslizar, .lienzo')].filter(each => each.scrollWidth > each.clientWidth)"
        )
        if width == 320:
            assert shown.evaluate(f"{frames}.length") > 7
        assert shown.evaluate(f"{frames}.every(each => each.tabIndex === 0)")
        shown.context.close()


def test_a_desk_shows_the_table_of_indicators_whole(browser: Browser) -> None:
    """Eleven columns, four of them of sentences, beside one another on a screen of 1280 pixels."""
    long = "Oficina de Comunicaciones y Prensa del municipio, cada mes"
    measured = ("Cifra", "Antes", "Línea base", "Meta", "% de la meta", "Cómo va")
    names = ("Clave", "Indicador", "Unidad", *measured, "Nota", "Responsable")
    row = (
        "contenidos-de-participacion-ge-10",
        long,
        long,
        1_234,
        1_100,
        1_050,
        1_500,
        82.27,
        "no cumplida",
        long,
        long,
    )
    section = replace(DOCUMENT.sections[0], exhibits=(Table("indicadores", "Indicadores", names, (row,) * 3),))
    shown, _ = opened(browser, as_page(replace(DOCUMENT, sections=(section,)), BRAND), 1280)
    over = shown.evaluate(
        "[...document.querySelectorAll('.deslizar')].map(each => each.scrollWidth - each.clientWidth)"
    )
    shown.context.close()
    assert over == [0]


@pytest.mark.parametrize(
    ("columns", "cell", "lies"),
    [(13, "49,59", False), (9, "Oficina de Comunicaciones y Prensa del municipio, cada mes", True)],
    ids=["a-year-of-figures", "nine-of-prose"],
)
def test_a_sheet_lies_for_what_no_upright_one_holds(browser: Browser, columns: int, cell: str, lies: bool) -> None:
    """A year of an indicator stays upright, as its chart is, in small letters."""
    rows = (("Cifra a la fecha (% de objetivos de la fase de Transformación)", *([cell] * (columns - 1))),) * 2
    names = ("Mes", *(f"Col{place}" for place in range(1, columns)))
    section = replace(DOCUMENT.sections[0], exhibits=(Table("avance", "Avance", names, rows),))
    shown, _ = opened(browser, as_page(replace(DOCUMENT, sections=(section,), signatures=(), seals=()), BRAND), 1280)
    with closing(PdfDocument(shown.pdf(prefer_css_page_size=True))) as printed:
        sheets = [
            (sheet.get_width() > sheet.get_height(), sheet.get_textpage().get_text_bounded()) for sheet in printed
        ]
    shown.context.close()
    [found] = [lying for lying, told in sheets if f"Col{columns - 1}" in told]
    assert found == lies


def test_on_paper_nothing_is_folded(browser: Browser) -> None:
    """Every row of every table is printed, on sheets that have their number and say what they are."""
    shown, _ = opened(browser, as_page(DOCUMENT, BRAND), 1280)
    printed = PdfDocument(shown.pdf(prefer_css_page_size=True))
    shown.context.close()
    sheets = [" ".join(sheet.get_textpage().get_text_bounded().split()) for sheet in printed]
    printed.close()
    assert len(sheets) > 5
    for number, told in enumerate(sheets, start=1):
        assert f"Página {number} de {len(sheets)}" in told
        assert DOCUMENT.warnings[0] in told
    whole = " ".join(sheets)
    for row in CONTENTS.table.rows:
        assert " ".join(map(cell_words, row)) in whole
