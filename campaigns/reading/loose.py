"""Figures of a list that stand between braces without its brackets: `{escalones: 20, 30, 60}`.

YAML reads each comma there as the end of a value, and each figure behind it as a key of its own. Pure.
"""

import re
from collections.abc import Sequence as Items
from dataclasses import replace

import yaml

from campaigns.reading.file_text import Refused
from campaigns.reading.tree import Location, Node, Scalar, Sequence

FIGURE = re.compile(r"[-+]?\d+(?:\.\d+)?")
_SEVERAL = re.compile(r"\s*[,;]\s*|\s+")


def stands_alone(lines: Items[str], before: Node | None, key: yaml.Event, value: yaml.Event) -> bool:
    """Whether a key between braces is one more figure behind another, the value `before`: nobody wrote a colon."""
    if not (isinstance(key, yaml.ScalarEvent) and isinstance(value, yaml.ScalarEvent)):
        return False
    end, start = key.end_mark, value.start_mark
    if value.value or value.style or end is None or start is None or not _is_figure(key.value):
        return False
    follows = isinstance(before, Scalar) and _is_figure(before.text)
    return follows and (end.line != start.line or ":" not in lines[end.line][end.column : start.column])


def gathered(lines: Items[str], location: Location, first: Node, loose: Items[Scalar]) -> tuple[Sequence, Refused]:
    """The list that was meant, and what is said of it. `location`: of the key whose value `first` is."""
    key = tuple(location)[-1]
    items = [replace(each, text=each.text.rstrip("%")) for each in (first, *loose) if isinstance(each, Scalar)]
    figures = [each.text for each in items]
    meant = f"[{', '.join(figures)}]"
    hint = f"escriba {key}: {meant}"
    if len(figures) == 2 and _is_close(lines, loose[0]):
        hint = f"si es una cifra con decimales, escriba {key}: {'.'.join(figures)}; si son dos, {meant}"
    said = f"«{key}» tiene varias cifras, y entre llaves cada coma empieza otra clave"
    return Sequence(tuple(items), first.place), Refused(first.place, said, hint, location)


def listed(text: str) -> str:
    """«[20, 30, 60]», of figures that stand one behind the other; empty where the text is anything else."""
    parts = [each for each in _SEVERAL.split(text.strip()) if each.strip("%")]
    return f"[{', '.join(each.rstrip('%') for each in parts)}]" if parts and all(map(_is_figure, parts)) else ""


def _is_figure(text: str) -> bool:
    return FIGURE.fullmatch(text.rstrip("%").rstrip()) is not None


def _is_close(lines: Items[str], figure: Scalar) -> bool:
    """Right behind its comma, as decimals stand."""
    return lines[figure.place.line - 1][: figure.place.column - 1].endswith(",")
