"""Pieces that can be read: letters large enough for a telephone, pages that are full, lines that end between words."""

from dataclasses import replace
from io import BytesIO
from itertools import groupby, pairwise

import pytest
from PIL import Image

from pieces.announcement import Announcement
from pieces.engine import Studio
from pieces.form import SHEETS, Form
from tests.pieces.announcements import BRAND, LEAST, USUAL
from tests.pieces.paper import pages

CARDS = [form for form in Form if SHEETS[form].picture]
PAPERS = [form for form in Form if not SHEETS[form].picture and form is not Form.SCRIPT]
LITTLE = replace(LEAST, when="30 de enero de 2027", place="Parque principal", text="Vacunas gratis.", link=USUAL.link)
MUCH = replace(
    USUAL,
    title="Matrículas 2027: inscriba a sus hijos en las escuelas del municipio",
    when="Del lunes 12 de enero, 8:00 a. m., al viernes 29 de enero de 2027, 4:00 p. m.",
    place="Secretaría de Educación, Calle 10 # 4-32, segundo piso, barrio Centro",
    text=f"Vacunas gratis. {'La matrícula es gratis y los papeles se entregan en la Secretaría. ' * 6}",
)
WHOLES = ("604 555 12 34", "300 123 45 67", "Calle 10 # 4-32", "Cra. 7A # 45B-10", "9:45 a. m.", "$ 1.250.000")
TELEPHONE = 360
"""Points that a telephone is wide: what a card's pixels become there."""
READABLE = 11
"""Points from the foot of a «p» to the top of a «d» in letters that are read without effort."""


@pytest.mark.parametrize("form", CARDS)
def test_when_and_where_are_read_on_a_telephone(studio: Studio, form: Form) -> None:
    """The letters below the title, as wide as a telephone shows the card."""
    drawn, _ = studio.draw(form, MUCH, BRAND)
    with Image.open(BytesIO(drawn)) as card:
        heights = _dark_lines(card.convert("L").crop((0, card.height // 3, card.width, card.height * 17 // 20)))
    assert max(heights) * TELEPHONE / SHEETS[form].width >= READABLE


def _dark_lines(picture: Image.Image) -> list[int]:
    """How high each line of letters in ink is."""
    rows = (picture.crop((0, row, picture.width, row + 1)).tobytes() for row in range(picture.height))
    return [len(list(run)) for dark, run in groupby(rows, key=lambda row: min(row) < 60) if dark]


@pytest.mark.parametrize("said", [LITTLE, USUAL, MUCH], ids=["little", "usual", "much"])
def test_a_leaflet_is_as_long_as_its_page(studio: Studio, said: Announcement) -> None:
    """It ends at the page's foot, and no third of it is empty."""
    [page] = pages(studio.draw(Form.LEAFLET, said, BRAND)[0])
    marks = sorted({round(glyph.bottom) for glyph in page.glyphs if glyph.right > glyph.left} | {round(page.height)})
    assert marks[0] < page.height / 8
    assert max(higher - lower for lower, higher in pairwise(marks)) < page.height / 3


def test_a_leaflet_says_little_in_larger_letters(studio: Studio) -> None:
    """What has room is read from further away."""
    assert _size(studio, LITTLE) > _size(studio, MUCH) * 1.3


def _size(studio: Studio, said: Announcement) -> float:
    """How high the letters of a leaflet's text are."""
    [page] = pages(studio.draw(Form.LEAFLET, replace(said, title="Hoy"), BRAND)[0])
    [line] = [line for line in page.lines if line.startswith("Vacunas gratis.")]
    place = "".join(page.lines).index(line)
    return max(glyph.top - glyph.bottom for glyph in page.glyphs[place : place + 7])


@pytest.mark.parametrize("form", PAPERS)
def test_what_is_one_thing_stands_on_one_line(studio: Studio, form: Form) -> None:
    """Telephones, addresses, hours and amounts, wherever in a line they fall."""
    text = " ".join(f"{'a' * length} {whole}" for length in range(1, 31) for whole in WHOLES)
    lines = _lines(studio, form, replace(USUAL, text=text))
    assert {whole: sum(line.count(whole) for line in lines) for whole in WHOLES} == dict.fromkeys(WHOLES, 30)


@pytest.mark.parametrize("form", [Form.POSTER_A4, Form.LEAFLET, Form.RELEASE])
def test_a_channel_of_attention_stands_on_one_line(studio: Studio, form: Form) -> None:
    """An address that has room for itself on a line is not cut at its hyphen."""
    contact = tuple((f"Correo {'de' * count}", f"pqrs-{count}@segovia-antioquia.gov.co") for count in range(0, 14, 2))
    lines = [
        line for page in pages(studio.draw(form, replace(USUAL, contact=contact), BRAND)[0]) for line in page.lines
    ]
    assert [value for _, value in contact if not any(value in line for line in lines)] == []


def _lines(studio: Studio, form: Form, said: Announcement) -> list[str]:
    return [line for page in pages(studio.draw(form, said, BRAND)[0]) for line in page.lines]
