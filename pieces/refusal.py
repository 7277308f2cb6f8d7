"""Why a piece cannot be drawn."""


class CannotDraw(Exception):
    """No piece can be made of this; the text says why, in Spanish, and what to do."""
