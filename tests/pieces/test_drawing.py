"""Pieces are made in a process of their own."""

import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from pieces.drawing import Order, draw
from pieces.engine import Studio
from pieces.form import Form
from pieces.refusal import CannotDraw
from tests.pieces.announcements import BRAND, USUAL


def test_the_same_order_gives_the_same_bytes(studio: Studio) -> None:
    """In any process and at any hour: an approved picture is the one that goes out."""
    orders = [Order(form, USUAL, BRAND) for form in Form]
    once, again = draw(orders), draw(list(reversed(orders)))
    assert [piece.data for piece in once] == [piece.data for piece in reversed(again)]
    assert once[0].data == studio.draw(orders[0].form, USUAL, BRAND)[0]


def test_one_that_cannot_be_drawn_leaves_the_others() -> None:
    """Each answer stands in the place of its order: a piece, or why there is none."""
    impossible = Order(Form.SQUARE, replace(USUAL, title="漢"), BRAND)
    emoji = Order(Form.SQUARE, replace(USUAL, title="Vacunas 💉"), BRAND, jpeg=True)
    refused, drawn = draw([impossible, emoji])
    assert (refused.data, "漢" in refused.refusal) == (b"", True)
    assert (drawn.refusal, drawn.dropped, drawn.order.name) == ("", ("💉",), "tarjeta-cuadrada.jpg")
    assert drawn.data.startswith(b"\xff\xd8")


def test_an_address_too_long_for_its_code_is_refused_by_itself() -> None:
    """A link of three thousand characters makes no QR code: the piece says so, and the others are drawn."""
    long = Order(Form.LEAFLET, replace(USUAL, link=f"https://segovia.example.com/{'x' * 3000}"), BRAND)
    refused, drawn = draw([long, Order(Form.LEAFLET, USUAL, BRAND)])
    assert (refused.data, "no cabe en un código QR" in refused.refusal) == (b"", True)
    assert drawn.data.startswith(b"%PDF")


def test_what_draws_is_not_loaded_where_it_is_asked_for() -> None:
    """A daemon that orders pieces carries neither typst nor its fonts."""
    heavy = "import sys, pieces.drawing; print({'typst', 'PIL', 'fontTools', 'segno', 'num2words'} & set(sys.modules))"
    asked = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert asked.stdout.strip() == "set()"


def test_a_process_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its program there is no piece, and the error is a sentence."""
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(CannotDraw, match="no respondió"):
        draw([Order(Form.SQUARE, USUAL, BRAND)])


def test_nothing_is_started_for_no_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is nothing to draw, no process runs."""
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert draw([]) == []


def test_a_paper_is_seen_on_a_screen() -> None:
    """Its first page as a picture, of a script that takes two as well; the paper itself is another order."""
    longer = replace(USUAL, text="\n\n".join(["Empiezan las matrículas de este año en todas las sedes."] * 80))
    orders = [Order(Form.POSTER_A4, USUAL, BRAND, glance=True), Order(Form.SCRIPT, longer, BRAND, glance=True)]
    assert [(each.mime, each.name) for each in orders] == [("image/png", "afiche-a4.png"), ("image/png", "guion.png")]
    for made in draw(orders):
        with Image.open(BytesIO(made.data)) as seen:
            assert seen.width < seen.height
    [paper] = draw([Order(Form.POSTER_A4, USUAL, BRAND)])
    assert paper.data.startswith(b"%PDF")
