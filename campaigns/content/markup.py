"""Plain text into HTML: paragraphs, lists of lines that begin with «- », and links. Everything else is escaped."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

from markupsafe import escape

_LINK = re.compile(r"https?://[^\s<>\"«»]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_AFTER_LINK = ".,;:!?)]}'’”"
"""Marks of the sentence around an address."""
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
_BULLETS = ("- ", "• ", "* ")


@lru_cache(maxsize=2048)
def block(text: str, colour: str) -> str:
    """One paragraph or list. Cached: most blocks of a message are the same for all of its recipients."""
    lines = text.split("\n")
    if not any(map(_listed, lines)):
        return _paragraph(lines, colour)
    return "".join([(_list if listed else _paragraph)(run, colour) for listed, run in groupby(lines, _listed)])


def blocks(text: str, colour: str) -> str:
    """A whole text. `colour`: of the links, `#rrggbb`."""
    return "".join([block(each, colour) for each in _PARAGRAPHS.split(text.strip()) if each])


def _listed(line: str) -> bool:
    return line.lstrip().startswith(_BULLETS)


def _paragraph(lines: Iterable[str], colour: str) -> str:
    # Each in a line of the source too: of a person's own paragraph the other lines stay everybody's.
    shown = "<br>\n".join([_linked(line, colour) for line in lines])
    return f'<p style="margin:0 0 16px">{shown}</p>'


def _list(lines: Iterable[str], colour: str) -> str:
    items = (f"<li>{_linked(line.lstrip()[2:], colour)}</li>" for line in lines)
    return f'<ul style="margin:0 0 16px;padding-left:24px">{"".join(items)}</ul>'


@lru_cache(maxsize=2048)
def _linked(line: str, colour: str) -> str:
    if "://" not in line and "@" not in line:
        return str(escape(line))
    parts: list[str] = []
    end = 0
    for found in _LINK.finditer(line):
        shown = found[0].rstrip(_AFTER_LINK)
        target = shown if "://" in shown else f"mailto:{shown}"
        link = f'<a href="{escape(target)}" style="color:{colour}">{escape(shown)}</a>'
        parts += [str(escape(line[end : found.start()])), link]
        end = found.start() + len(shown)
    return "".join([*parts, str(escape(line[end:]))])
