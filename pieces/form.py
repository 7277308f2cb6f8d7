"""The forms that a piece may have."""

from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """What is drawn. The value is what people type and what files are called."""

    SQUARE = "tarjeta-cuadrada"
    PORTRAIT = "tarjeta-vertical"
    LANDSCAPE = "tarjeta-horizontal"
    POSTER_A4 = "afiche-a4"
    POSTER_A3 = "afiche-a3"
    LEAFLET = "volante"
    SCRIPT = "guion"
    RELEASE = "comunicado"
    SHEET = "hoja"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a form is made of."""

    drawing: str
    """The file of `drawings/` without its suffix."""
    width: float
    height: float
    """In pixels of a card, in millimetres of a page."""
    picture: bool = False
    """A picture for a screen; else a document in PDF."""


SHEETS: dict[Form, Sheet] = {
    Form.SQUARE: Sheet("card", 1080, 1080, picture=True),
    Form.PORTRAIT: Sheet("card", 1080, 1350, picture=True),
    Form.LANDSCAPE: Sheet("card", 1600, 900, picture=True),
    Form.POSTER_A4: Sheet("poster", 210, 297),
    Form.POSTER_A3: Sheet("poster", 297, 420),
    Form.LEAFLET: Sheet("leaflet", 148, 210),
    Form.SCRIPT: Sheet("script", 216, 279),
    Form.RELEASE: Sheet("release", 216, 279),
    Form.SHEET: Sheet("script", 216, 279),
}
"""Cards as Instagram (4:5 and 1:1), Facebook (1:1) and X (16:9) show them whole; texts on letter, Colombia's paper."""

GROUPS: dict[str, tuple[Form, ...]] = {
    "tarjeta": (Form.SQUARE, Form.PORTRAIT, Form.LANDSCAPE),
    "afiche": (Form.POSTER_A4, Form.POSTER_A3),
}
"""Words for several forms at once."""
