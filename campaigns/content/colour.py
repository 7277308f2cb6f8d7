"""Colours that can be read: the contrast that WCAG 2.1 asks (AA, 4.5 to 1; Resolución MinTIC 1519 de 2020)."""

LEAST_CONTRAST = 4.5
WHITE = "#ffffff"
BLACK = "#000000"
INK = "#1a1a1a"
"""Of texts on white: 17 to 1."""
READABLE_LINK = "#1f4e79"
"""On white 8.5 to 1: for links where the brand's colour is too light."""


def contrast(one: str, other: str) -> float:
    """The ratio of two colours `#rrggbb`, from 1 to 21 (WCAG 2.1, definition of contrast ratio)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_on(background: str) -> str:
    """White or black, whichever is read better on a background; one of them always passes."""
    return WHITE if contrast(WHITE, background) >= contrast(BLACK, background) else BLACK


def title_colour(brand: str) -> str:
    """The brand's colour where it is read on white, else nearly black."""
    return brand if contrast(brand, WHITE) >= LEAST_CONTRAST else INK


def link_colour(brand: str) -> str:
    """The brand's colour where it is read on white, else a blue that is."""
    return brand if contrast(brand, WHITE) >= LEAST_CONTRAST else READABLE_LINK


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
