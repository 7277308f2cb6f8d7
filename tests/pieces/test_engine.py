"""What is drawn: nothing overflows, nothing is cut, and texts stay texts."""

from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from pieces.announcement import Announcement
from pieces.engine import Studio, as_jpeg
from pieces.form import SHEETS, Form
from pieces.refusal import CannotDraw
from tests.pieces.announcements import BRAND, LEAST, MOST, USUAL, shield
from tests.pieces.paper import pages

CARDS = [form for form in Form if SHEETS[form].picture]
PAPERS = [form for form in Form if not SHEETS[form].picture]
AMOUNTS = pytest.mark.parametrize("said", [LEAST, USUAL, MOST], ids=["least", "usual", "most"])
PLAIN = {(0, 105, 92), (255, 255, 255), (242, 242, 242), (255, 179, 0)}
"""The brand's colours, and paper."""
SHOWN = {
    Form.SQUARE: {"body", "when", "place"},
    Form.POSTER_A4: {"body", "when", "place", "text"},
    Form.POSTER_A3: {"body", "when", "place", "text"},
    Form.LEAFLET: {"body", "when", "place", "text"},
    Form.SCRIPT: {"body", "text"},
    Form.SHEET: {"body", "text"},
    Form.RELEASE: {"body", "when", "place", "text"},
}
"""Which fields a piece shows."""
MARGIN = 12
"""Points of a paper, and pixels of a card, that stay free on each side, but for bands of colour."""


@pytest.mark.parametrize("form", CARDS)
@AMOUNTS
def test_a_card_has_its_size_and_free_sides(studio: Studio, form: Form, said: Announcement) -> None:
    """It has the pixels that its service shows, and beside its words there is only paper or a band of colour."""
    drawn, dropped = studio.draw(form, said, BRAND)
    with Image.open(BytesIO(drawn)) as card:
        assert (card.format, card.size, dropped) == ("PNG", (SHEETS[form].width, SHEETS[form].height), ())
        for side in _sides(card.convert("RGB"), MARGIN):
            assert {colour for _, colour in side.getcolors() or []} <= PLAIN


def _sides(card: Image.Image, deep: int) -> list[Image.Image]:
    """Its four margins."""
    width, height = card.size
    boxes = [(0, 0, width, deep), (0, height - deep, width, height), (0, 0, deep, height)]
    return [card.crop(box) for box in [*boxes, (width - deep, 0, width, height)]]


@pytest.mark.parametrize("form", PAPERS)
@AMOUNTS
def test_a_paper_bears_all_words_within_its_margins(studio: Studio, form: Form, said: Announcement) -> None:
    """Each letter stands on the page, and none of the title, the lists and the text was cut."""
    drawn, _ = studio.draw(form, said, BRAND)
    found = pages(drawn)
    for page in found:
        assert all(glyph.left >= MARGIN and glyph.right <= page.width - MARGIN for glyph in page.glyphs)
        assert all(glyph.bottom >= MARGIN and glyph.top <= page.height for glyph in page.glyphs)
    drawn_words = Counter(word for page in found for word in page.text.split())
    wanted = (
        said.title,
        *(() if form in (Form.SCRIPT, Form.SHEET) else said.requirements),
        said.text.replace("- ", ""),
    )
    assert Counter(word for each in wanted for word in each.split()) - drawn_words == Counter()


@pytest.mark.parametrize("form", [Form.POSTER_A4, Form.POSTER_A3])
def test_a_poster_has_as_many_pages_as_its_words_need(studio: Studio, form: Form) -> None:
    """What is usual stands on one; twelve long requirements go on after it."""
    usual, most = (pages(studio.draw(form, said, BRAND)[0]) for said in (USUAL, MOST))
    assert len(usual) == 1
    assert "Requisito 12" not in most[0].text
    assert "Requisito 12" in " ".join(page.text for page in most[1:])


def test_a_leaflet_with_forty_contacts_leaves_none_out(studio: Studio) -> None:
    """What is longer than a page goes on after it, within the margins."""
    where = (
        "n.º 10-20, piso 2, oficina 201, edificio de la Alcaldía, barrio Centro, de lunes a viernes, de 8:00 a 12:00"
    )
    contact = tuple((f"Sede {number}", f"Carrera {number} {where}") for number in range(1, 41))
    found = pages(studio.draw(Form.LEAFLET, replace(USUAL, contact=contact), BRAND)[0])
    for page in found:
        assert all(glyph.bottom >= MARGIN and glyph.top <= page.height - MARGIN for glyph in page.glyphs)
    words = " ".join(" ".join(page.text.split()) for page in found)
    assert [name for name, _ in contact if f"{name}:" not in words] == []


@pytest.mark.parametrize("letters", [8, 14, 20, 26, 32])
@pytest.mark.parametrize("form", PAPERS)
def test_a_title_is_measured_as_it_is_drawn(studio: Studio, form: Form, letters: int) -> None:
    """One long word grows until it is refused, and never past the margin."""
    try:
        drawn, _ = studio.draw(form, replace(USUAL, title="W" * letters), BRAND)
    except CannotDraw:
        return
    for page in pages(drawn):
        assert all(glyph.right <= page.width - MARGIN for glyph in page.glyphs)


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("title", ["x" * 300, "Gran convocatoria " * 60], ids=["one word", "a thousand letters"])
def test_a_title_that_cannot_be_read_is_refused(studio: Studio, form: Form, title: str) -> None:
    """Rather than cut it or draw it too small, the error says what to shorten; texts on paper may be long."""
    if form in (Form.SCRIPT, Form.SHEET, Form.RELEASE) and " " in title:
        assert len(pages(studio.draw(form, replace(USUAL, title=title), BRAND)[0])) > 0
        return
    with pytest.raises(CannotDraw, match=r"acorte|Acórtela"):
        studio.draw(form, replace(USUAL, title=title), BRAND)


@pytest.mark.parametrize("field", ["body", "when", "place", "text"])
@pytest.mark.parametrize("form", [*PAPERS, Form.SQUARE])
def test_a_word_longer_than_its_line_never_leaves_the_page(studio: Studio, form: Form, field: str) -> None:
    """Where this piece shows it, it is refused; where it does not, the piece is the one without it."""
    said = Announcement.from_json(USUAL.to_json() | {field: "w" * 250})
    if field in SHOWN[form]:
        with pytest.raises(CannotDraw, match=r"wwww|nombre de la entidad|No cabe todo"):
            studio.draw(form, said, BRAND)
        return
    drawn, _ = studio.draw(form, said, BRAND)
    assert SHEETS[form].picture or "wwww" not in " ".join(page.text for page in pages(drawn))


@pytest.mark.parametrize("form", [Form.POSTER_A4, Form.LEAFLET, Form.RELEASE, Form.SCRIPT])
def test_an_address_is_broken_without_a_letter_more(studio: Studio, form: Form) -> None:
    """Spanish repeats the hyphen at a line's end; what somebody types has none twice."""
    link = "https://segovia.example.com/jornada-de-salud"
    long = " ".join(f"{'a' * each} https://segovia.example.com/a-de-salud-y-de-vacunas" for each in range(1, 30, 3))
    said = replace(USUAL, link=link, text=f"Mire {long} hoy.")
    whole = "".join(page.text for page in pages(studio.draw(form, said, BRAND)[0]))
    assert "- -" not in whole


@pytest.mark.parametrize("form", PAPERS)
def test_a_text_is_never_read_as_code(studio: Studio, form: Form) -> None:
    """What looks like typst's own language is printed as it was written."""
    hostile = '#panic("x") $ * _ ` [#include "secreto"] \\ <a> @b "); #let'
    drawn, _ = studio.draw(form, replace(USUAL, title=hostile, text=hostile), BRAND)
    text = pages(drawn)[0].text
    assert text.count('[#include "secreto"]') + text.count('[numeral include "secreto"]') == 2


@pytest.mark.parametrize("form", list(Form))
def test_a_shield_is_drawn(studio: Studio, form: Form, tmp_path: Path) -> None:
    """A municipality's own mark stands on each piece."""
    marked = studio.draw(form, USUAL, replace(BRAND, shield=shield(tmp_path)))[0]
    assert marked != studio.draw(form, USUAL, BRAND)[0]


def test_a_shield_that_cannot_be_read_is_named(studio: Studio, tmp_path: Path) -> None:
    """The error says which file."""
    with pytest.raises(CannotDraw, match=r"escudo.*nada\.png"):
        studio.draw(Form.SQUARE, USUAL, replace(BRAND, shield=tmp_path / "nada.png"))


def test_a_card_is_not_troubled_by_what_it_does_not_show(studio: Studio) -> None:
    """With a date, its text stands elsewhere: no emoji of it is missed, and no letter of it refuses the card."""
    assert studio.draw(Form.SQUARE, replace(USUAL, text="漢 👉"), BRAND) == studio.draw(Form.SQUARE, USUAL, BRAND)
    assert studio.draw(Form.SQUARE, replace(LEAST, text="Hoy 👉"), BRAND)[1] == ("👉",)


def test_a_title_of_pictures_alone_is_refused(studio: Studio) -> None:
    """Nothing would be left of it, and nothing could be said to who cannot see it."""
    with pytest.raises(CannotDraw, match="no tiene letras"):
        studio.draw(Form.SQUARE, replace(USUAL, title="🎉🎉"), BRAND)


def test_a_script_says_how_long_it_takes(studio: Studio) -> None:
    """The one who reads it sees its duration, and what the work order asks."""
    text = pages(studio.draw(Form.SCRIPT, replace(USUAL, text="palabra " * 200), BRAND)[0])[0].text
    assert "Dura, leído en voz alta: unos 1 minuto y 15 segundos" in text
    assert "Veces: 15" in text


def test_a_script_is_written_as_it_is_read(studio: Studio) -> None:
    """Whoever reads it sees «arroba»; on a sheet, which nobody reads aloud, the address stays as it is."""
    said = replace(USUAL, text="Escriba a prensa@segovia.gov.co, Cra. 10 # 4-32.")
    script, sheet = (pages(studio.draw(form, said, BRAND)[0])[0].text for form in (Form.SCRIPT, Form.SHEET))
    assert "a prensa arroba segovia punto gov punto co, Carrera diez número cuatro treinta y dos." in script
    assert "prensa@segovia.gov.co, Cra. 10 # 4-32." in sheet


def test_a_card_may_be_a_jpeg(studio: Studio) -> None:
    """For services that take no PNG."""
    with Image.open(BytesIO(as_jpeg(studio.draw(Form.PORTRAIT, USUAL, BRAND)[0]))) as card:
        assert (card.format, card.size) == ("JPEG", (1080, 1350))
