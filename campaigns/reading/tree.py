"""A file of the staff as a tree of texts, each with its place, so that what is wrong can be pointed at."""

from __future__ import annotations

from collections.abc import Sequence as Items
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from campaigns.problem import Problem

Location = Items[str | int]
"""The way from a file's root to a value: keys and positions."""


class Place(NamedTuple):
    """Line and column, both from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text. Nothing is a number, a date or a truth value until a model says so."""

    text: str
    place: Place
    last_line: int
    """The line on which it ends."""
    style: str = ""
    """As written: empty for bare text, or one of `'`, `"`, `|`, `>`."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values, and where each key stands."""

    entries: dict[str, Node]
    keys: dict[str, Place]
    place: Place


Node = Scalar | Sequence | Mapping
Keys = tuple[str | int, ...]
"""A location that can be kept."""
PlainValue = str | list["PlainValue"] | dict[str, "PlainValue"]


def plain(node: Node) -> PlainValue:
    """The values without their places: what a model reads."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.entries.items()}


def written(location: Location) -> str:
    """`mensajes[0].asunto`."""
    parts: list[str] = []
    for part in location:
        parts.append(f"[{part}]" if isinstance(part, int) else f".{part}" if parts else part)
    return "".join(parts)


SHOWN = 60
"""Characters of a wrong value that a message repeats."""


def shown(text: str) -> str:
    """A value as a message repeats it: on one line, and not all of a long one."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


@dataclass(frozen=True, slots=True)
class Document:
    """One file that could be read."""

    file: Path
    root: Node
    lines: tuple[str, ...] = field(repr=False)
    """As the file has them, for places inside a text."""
    refused: frozenset[Place] = frozenset()
    """Where reading has already found something wrong: what a model would say of it as well is noise."""
    doubtful: frozenset[Keys] = frozenset()
    """What stands in for a value without the right form, or was left out: nothing follows from it."""

    def node(self, location: Location) -> Node | None:
        """The value at a location; None where the file has none."""
        found: Node = self.root
        for part in location:
            below = _below(found, part)
            if below is None:
                return None
            found = below
        return found

    def known(self, location: Location) -> tuple[str | int, ...]:
        """As much of a location as the file has; what models put in between (names of alternatives) is left out."""
        found: Node = self.root
        kept: list[str | int] = []
        for part in location:
            below = _below(found, part)
            if below is not None:
                kept.append(part)
                found = below
        return tuple(kept)

    def doubts(self, location: Location) -> bool:
        """Whether a value is doubtful, or holds something at its own level that is: what is said of it may be too."""
        keys = tuple(location)
        return any(keys[: len(each)] == each or keys == each[:-1] for each in self.doubtful)

    def place(self, location: Location) -> Place:
        """Where the value at a location begins; where the file has less, of the last that it has."""
        found: Node = self.root
        for part in location:
            found = _below(found, part) or found
        return found.place

    def key_place(self, location: Location) -> Place:
        """Where the key at a location stands; for an item of a list, the item."""
        holder = self.node(location[:-1]) if location else None
        if isinstance(holder, Mapping):
            return holder.keys.get(str(location[-1]), holder.place)
        return self.place(location)

    def problem(self, location: Location, message: str, hint: str = "", *, at: Place | None = None) -> Problem:
        """A problem of the value at a location, or `at` a place of its own."""
        line, column = at or self.place(location)
        return Problem(self.file, line, column, written(location), message, hint)

    def inside(self, location: Location, line: int, column: int) -> Place:
        """The file's place of a place inside a text (both from 1).

        Exact for bare and quoted texts on one line and for blocks after `|`; else where the text begins.
        """
        node = self.node(location)
        if not isinstance(node, Scalar):
            return self.place(location)
        if node.style == "|":
            return Place(node.place.line + line, self._indent(node) + column)
        if node.style == ">" or node.last_line != node.place.line:
            return node.place
        quote = 1 if node.style else 0
        return Place(node.place.line, node.place.column + quote + column - 1)

    def _indent(self, block: Scalar) -> int:
        body = self.lines[block.place.line : block.last_line]
        return next((len(line) - len(line.lstrip(" ")) for line in body if line.strip()), 0)


def _below(node: Node, part: str | int) -> Node | None:
    if isinstance(node, Mapping):
        return node.entries.get(str(part))
    if isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
        return node.items[part]
    return None
