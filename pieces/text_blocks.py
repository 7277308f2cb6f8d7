"""A text into paragraphs and lists, by the rules that mails follow: empty lines part, «- » begins an item."""

import re
from itertools import groupby
from typing import TypedDict

_PARTED = re.compile(r"\n[ \t]*\n\s*")
_BULLETS = ("- ", "• ", "* ")


class Block(TypedDict):
    """A paragraph or a list."""

    listed: bool
    lines: list[str]
    """Of a paragraph its lines, of a list its items without their marks."""


def text_blocks(text: str) -> list[Block]:
    """The blocks of a text, in order; none of an empty one."""
    found: list[Block] = []
    for part in _PARTED.split(text.strip()):
        for listed, run in groupby(part.split("\n"), _listed):
            lines = [line.lstrip()[2:].strip() if listed else line.strip() for line in run]
            if any(lines):
                found.append({"listed": listed, "lines": [line for line in lines if line]})
    return found


def _listed(line: str) -> bool:
    return line.lstrip().startswith(_BULLETS)
