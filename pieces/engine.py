"""The drawing itself: data and drawings into PNG and PDF by typst. Loaded only in a process of its own."""

from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
import typst
from PIL import Image

from channels.manual import WORDS_PER_SECOND
from pieces.address import TYPED, address, printed
from pieces.announcement import Announcement
from pieces.announcer import read_aloud
from pieces.brand import Brand
from pieces.form import SHEETS, Form, Sheet
from pieces.letters import drawable
from pieces.press import FontSet, Press
from pieces.reading_time import duration, reading_seconds
from pieces.refusal import CannotDraw
from pieces.text_blocks import text_blocks

DRAWINGS = files("pieces") / "drawings"
MARK = "PREGONERO|"
"""Where drawings refuse what does not fit: `PREGONERO|what|words|`."""
JPEG_QUALITY = 90


class Studio:
    """A place where pieces are drawn."""

    def __init__(self, folder: Path) -> None:
        """`folder` is empty and ours."""
        self._press = Press(folder, DRAWINGS)

    def draw(
        self, form: Form, said: Announcement, brand: Brand, *, glance: bool = False
    ) -> tuple[bytes, tuple[str, ...]]:
        """The piece's bytes, PNG or PDF, and the emoji that were left out. `glance`: a paper's first page as PNG.

        The same words and brand give the same bytes. Raises `CannotDraw` where a letter has no font, and where
        something does not fit at a size that can be read.
        """
        fonts = self._press.fonts(brand.fonts)
        sheet = SHEETS[form]
        words, dropped = _words(_shown(form, said), fonts.letters)
        data = {
            "announcement": words.to_json(),
            "brand": brand.to_json(),
            "families": fonts.families,
            "width": sheet.width,
            "height": sheet.height,
            "shield": self._press.shield(brand.shield),
            "code": _code(words.link),
            "blocks": text_blocks(words.text),
            "address": address(words.link),
            "summary": words.summary,
            "duration": duration(_seconds(words)) if form is Form.SCRIPT else "",
        }
        return self._compile(sheet, data, fonts, picture=sheet.picture or glance), dropped

    def _compile(self, sheet: Sheet, data: Mapping[str, Any], fonts: FontSet, *, picture: bool) -> bytes:
        try:
            return self._press.print(sheet.drawing, data, fonts, picture=picture)
        except typst.TypstError as error:
            raise CannotDraw(_refusal(error)) from error


def as_jpeg(picture: bytes) -> bytes:
    """A PNG as JPEG, for services that take nothing else."""
    made = BytesIO()
    with Image.open(BytesIO(picture)) as opened:
        opened.convert("RGB").save(made, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    return made.getvalue()


def _seconds(said: Announcement) -> int:
    return reading_seconds(said.text, said.words_per_second or WORDS_PER_SECOND)


def _on_card(said: Announcement) -> Announcement:
    """What a card shows: title, date and place; the text only where it has neither."""
    text = "" if said.when or said.place else said.text
    return replace(said, text=text, requirements=(), activities=(), benefits=(), contact=(), details=(), dateline="")


def _shown(form: Form, said: Announcement) -> Announcement:
    """What a piece shows: a script its text as it is read, other papers their addresses as people copy them."""
    if SHEETS[form].picture:
        return _on_card(said)
    text = read_aloud(said.text) if form is Form.SCRIPT else said.text
    return replace(said, text=text, contact=tuple((name, printed(value)) for name, value in said.contact))


def _words(said: Announcement, letters: frozenset[int]) -> tuple[Announcement, tuple[str, ...]]:
    """All words as fonts can show them, and the emoji that they lost."""
    dropped: list[str] = []

    def clean(value: Any) -> Any:  # noqa: ANN401 - a tree of texts, as JSON has it
        if isinstance(value, str):
            shown, lost = drawable(value, letters)
            dropped.extend(lost)
            return shown
        return [clean(each) for each in value] if isinstance(value, list | tuple) else value

    words = Announcement.from_json({name: clean(value) for name, value in said.to_json().items()})
    if not any(letter.isalpha() for letter in words.title):
        raise CannotDraw("El título de la pieza no tiene letras. Escriba en «asunto» o «titulo» lo que se anuncia.")
    return words, tuple(dict.fromkeys(dropped))


def _code(link: str) -> str:
    """The page's address as a QR code in SVG; empty where there is none. Raises `CannotDraw` where it is too long."""
    if not link:
        return ""
    try:
        made = segno.make(link, error="m", micro=False, boost_error=False)
    except segno.DataOverflowError as error:
        raise CannotDraw(
            f"La dirección «{link[:TYPED]}…» tiene {len(link)} caracteres y no cabe en un código QR: use una más corta."
        ) from error
    code: str = made.svg_inline(border=2)
    return code.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def _refusal(error: typst.TypstError) -> str:
    if MARK not in error.message:
        return f"La pieza no se pudo dibujar: {error.message}"
    what, words, _ = error.message.partition(MARK)[2].split("|", 2)
    if words:
        return f"En {what} no cabe «{words}…»: hay una palabra o una dirección más larga que el renglón. Acórtela."
    return f"No cabe todo en {what} a un tamaño que se pueda leer: acorte el título, el lugar o los textos."
