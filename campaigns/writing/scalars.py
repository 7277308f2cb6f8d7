"""How a value is written, so that it reads back as exactly what it is: bare where that is safe, else in quotes."""

import re
from functools import lru_cache
from pathlib import Path

from campaigns.reading.file_text import CONTROL
from campaigns.reading.tree import Mapping, PlainValue, Scalar, Sequence
from campaigns.reading.yaml_reader import read

STEP = 2
"""Spaces by which what belongs to a key stands deeper."""
_NOWHERE = Path("texto")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
LONGEST_LISTING = 100
"""Characters of a list on one line."""


def on_one_line(text: str, style: str = "", *, flow: bool = False) -> str:
    """A text on one line. `style`: as it was written before, which is kept where it can be; `flow`: in brackets."""
    if style == "" and is_plain(text, flow=flow):
        return text
    printable = not CONTROL.search(text) and "\n" not in text and "\r" not in text
    if printable and (style == "'" or (style != '"' and ('"' in text or "\\" in text))):
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_ESCAPES.get(each, each) if not _is_hidden(each) else _code(each) for each in text) + '"'


def fits_block(text: str) -> bool:
    """Whether a text of several lines can stand under `|` as it is."""
    return "\n" in text and "\r" not in text and text == text.strip() and not CONTROL.search(text.replace("\n", ""))


def block(text: str, indent: int) -> str:
    """The lines under a `|`, each with its end but the last."""
    return "\n".join(f"{' ' * indent}{line}" if line else "" for line in text.split("\n"))


@lru_cache(maxsize=4096)
def is_plain(text: str, *, flow: bool) -> bool:
    """Whether a text may stand without quotes: the reader of the files judges."""
    if not text or text != text.strip() or "\n" in text or "\r" in text:
        return False
    before, after = ("k: [", "]\n") if flow else ("k: ", "\n")
    document, problems = read(_NOWHERE, f"{before}{text}{after}".encode("utf-8", "surrogatepass"))
    if document is None or problems or not isinstance(document.root, Mapping) or [*document.root.entries] != ["k"]:
        return False
    found = document.root.entries["k"]
    if flow:
        found = found.items[0] if isinstance(found, Sequence) and len(found.items) == 1 else found
    inside = isinstance(found, Scalar) and found.text == text and not found.style
    return inside and (not flow or is_plain(text, flow=False)) and not re.search(r"[,\[\]{}]", text if flow else "")


def in_flow(value: PlainValue) -> str:
    """A value between brackets."""
    if isinstance(value, str):
        return on_one_line(value, flow=True)
    if isinstance(value, list):
        return f"[{', '.join(map(in_flow, value))}]"
    return "{" + ", ".join(f"{on_one_line(key, flow=True)}: {in_flow(each)}" for key, each in value.items()) + "}"


def behind_key(value: PlainValue, indent: int) -> str:
    """What stands behind `clave:` of a key at this column, from the space on, without the last line's end."""
    if isinstance(value, str):
        if fits_block(value):
            return f" |\n{block(value, indent + STEP)}"
        return f" {on_one_line(value)}"
    if not value:
        return " []" if isinstance(value, list) else " {}"
    if isinstance(value, list) and all(isinstance(each, str) and "\n" not in each for each in value):
        line = in_flow(value)
        if len(line) <= LONGEST_LISTING:
            return f" {line}"
    return f"\n{in_block(value, indent + STEP)}"


def in_block(value: PlainValue, indent: int) -> str:
    """A group or a list on lines of its own at this column, without the last line's end."""
    margin = " " * indent
    if isinstance(value, dict):
        lines = (f"{margin}{on_one_line(key)}:{behind_key(each, indent)}" for key, each in value.items())
        return "\n".join(lines)
    assert isinstance(value, list)
    return "\n".join(f"{margin}-{behind_dash(each, indent)}" for each in value)


def behind_dash(value: PlainValue, indent: int) -> str:
    """What stands behind the dash at this column."""
    if isinstance(value, dict) and value:
        return " " + in_block(value, indent + STEP).lstrip(" ")
    if isinstance(value, str) and fits_block(value):
        return f" |\n{block(value, indent + STEP)}"
    return f" {in_flow(value) if not isinstance(value, str) else on_one_line(value)}"


def _is_hidden(character: str) -> bool:
    return CONTROL.match(character) is not None or "\ud800" <= character <= "\udfff"


def _code(character: str) -> str:
    return _ESCAPES.get(character) or (f"\\u{ord(character):04X}")
