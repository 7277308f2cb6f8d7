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
NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=2048)
def block(text: str, colour: str, plain: frozenset[str] = NONE) -> str:
    """One paragraph or list. Cached: most blocks of a message are the same for all of its recipients."""
    lines = text.split("\n")
    if not any(map(_listed, lines)):
        return _paragraph(lines, colour, plain)
    return "".join([(_list if listed else _paragraph)(run, colour, plain) for listed, run in groupby(lines, _listed)])


def blocks(text: str, colour: str, plain: frozenset[str] = NONE) -> str:
    """A whole text. `colour`: of the links, `#rrggbb`; `plain`: what begins so is no link."""
    return "".join([block(each, colour, plain) for each in _PARAGRAPHS.split(text.strip()) if each])


def links_in(text: str) -> list[str]:
    """What would be a link in a text."""
    if "://" not in text and "@" not in text:
        return []
    return [found[0].rstrip(_AFTER_LINK) for found in _LINK.finditer(text)]


def _listed(line: str) -> bool:
    return line.lstrip().startswith(_BULLETS)


def _paragraph(lines: Iterable[str], colour: str, plain: frozenset[str]) -> str:
    # Each in a line of the source too: of a person's own paragraph the other lines stay everybody's.
    shown = "<br>\n".join([_linked(line, colour, plain) for line in lines])
    return f'<p style="margin:0 0 16px">{shown}</p>'


def _list(lines: Iterable[str], colour: str, plain: frozenset[str]) -> str:
    items = (f"<li>{_linked(line.lstrip()[2:], colour, plain)}</li>" for line in lines)
    return f'<ul style="margin:0 0 16px;padding-left:24px">{"".join(items)}</ul>'


@lru_cache(maxsize=2048)
def _linked(line: str, colour: str, plain: frozenset[str]) -> str:
    if "://" not in line and "@" not in line:
        return str(escape(line))
    parts: list[str] = []
    end = 0
    for found in _LINK.finditer(line):
        shown = found[0].rstrip(_AFTER_LINK)
        if shown.startswith(tuple(plain)):
            continue
        target = shown if "://" in shown else f"mailto:{shown}"
        link = f'<a href="{escape(target)}" style="color:{colour}">{escape(shown)}</a>'
        parts += [str(escape(line[end : found.start()])), link]
        end = found.start() + len(shown)
    return "".join([*parts, str(escape(line[end:]))])
