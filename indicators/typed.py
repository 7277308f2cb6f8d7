"""A figure as people in Colombia type it. Pure."""

import re

MINUS = "\u2212"
"""The sign of figures below nought."""
THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}([.,][0-9]{3})+")
"""What one person reads as thousands and another as decimals."""


class NotAFigure(ValueError):
    """What was typed is no number, or can be read in two ways; the message is Spanish and says how to write it."""


def figure_typed(text: str) -> float:
    """A number with a point or a comma before its decimals. Raises `NotAFigure`."""
    written = text.strip().replace(MINUS, "-")
    if THOUSANDS.fullmatch(written):
        plain = "escriba los miles sin punto, como 1250, y los decimales sin ceros al final, como 12,5"
        raise NotAFigure(f"«{written}» puede leerse de dos maneras; {plain}")
    try:
        return float(written.replace(",", "."))
    except ValueError as error:
        raise NotAFigure(f"«{written}» no es una cifra; escriba, por ejemplo, 1250 o 12,5") from error
