"""Words as a workbook's files can hold them. Pure."""

import re

_UNHELD = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What XML has no place for, and marks that nobody sees."""


def held(text: str) -> str:
    """The same without what would spoil the file; lines end alike."""
    return _UNHELD.sub("", text.replace("\r\n", "\n"))


def literal(text: str) -> str:
    """A name in a chart, which is not taken for the address of a cell."""
    text = held(text)
    return f" {text}" if text.startswith("=") else text


def printed(text: str) -> str:
    """A part of what stands at the foot of a page; there `&` begins a command, and 255 letters are all that fit."""
    return held(text)[:80].replace("&", "&&")
