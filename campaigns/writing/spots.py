"""Where each value of a file stands in its text, from its first character to its last: what an edit has to touch.

From libyaml's events, as the files are read; comments and empty lines belong to no value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import yaml

from campaigns.reading.file_text import Refused, decoded
from campaigns.reading.tree import Keys, Location, PlainValue

DEEPEST = 20


class NotEditable(Exception):
    """The text cannot be changed value by value; says why in Spanish."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A text. Offsets are in characters; `end` is behind the last one, and of a block behind its last full line."""

    start: int
    end: int
    text: str
    style: str
    """As written: empty for bare text, or one of `'`, `"`, `|`, `>`."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One key of a group, and its value."""

    key: str
    start: int
    """Of the key."""
    colon: int
    """Behind it."""
    value: Spot


@dataclass(frozen=True, slots=True)
class Group:
    """Keys with values."""

    start: int
    end: int
    flow: bool
    """Between braces."""
    pairs: tuple[Pair, ...]

    def pair(self, key: str) -> Pair | None:
        """The pair of a key."""
        return next((each for each in self.pairs if each.key == key), None)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list."""

    start: int
    end: int
    flow: bool
    """Between brackets."""
    items: tuple[Spot, ...]


Spot = Leaf | Group | Listing


@lru_cache(maxsize=4)
def spots_of(text: str) -> Spot:
    """The root of a text. Raises `NotEditable` where it has what no edit understands."""
    try:
        decoded(text.encode("utf-8", "surrogatepass"))
        return _Finder(text).root()
    except (yaml.YAMLError, Refused, UnicodeError) as error:
        raise NotEditable("el texto no se puede leer; corríjalo primero como YAML") from error


def spot_at(root: Spot, location: Location) -> Spot | None:
    """The value at a location; None where the text has none."""
    found: Spot | None = root
    for part in location:
        if isinstance(found, Group):
            pair = found.pair(str(part))
            found = pair.value if pair is not None else None
        elif isinstance(found, Listing) and isinstance(part, int) and 0 <= part < len(found.items):
            found = found.items[part]
        else:
            return None
    return found


def plain_of(spot: Spot) -> PlainValue:
    """The values as models read them: without the spaces around a text."""
    if isinstance(spot, Leaf):
        return spot.text.strip()
    if isinstance(spot, Listing):
        return [plain_of(item) for item in spot.items]
    return {pair.key: plain_of(pair.value) for pair in spot.pairs}


def leaves(spot: Spot, here: Keys = ()) -> Iterator[tuple[Keys, Leaf]]:
    """Each text with its location, in the order of the file."""
    if isinstance(spot, Leaf):
        yield here, spot
    elif isinstance(spot, Listing):
        for position, item in enumerate(spot.items):
            yield from leaves(item, (*here, position))
    else:
        for pair in spot.pairs:
            yield from leaves(pair.value, (*here, pair.key))


class _Mark(Protocol):
    """A place as libyaml counts: from 0."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


class _Finder:
    """One pass over the events."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._parser = yaml.CSafeLoader(text.removeprefix("\ufeff"))
        self._lines = [0]
        for line in text.removeprefix("\ufeff").splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))
        self._shift = len(text) - len(text.removeprefix("\ufeff"))

    def root(self) -> Spot:
        self._event()
        if isinstance(self._event(), yaml.StreamEndEvent):
            raise NotEditable("el archivo está vacío")
        found = self._spot(self._event(), 0)
        self._event()
        if not isinstance(self._event(), yaml.StreamEndEvent):
            raise NotEditable("el archivo tiene varios documentos separados por «---»")
        return found

    def _event(self) -> yaml.Event:
        event = self._parser.get_event()
        assert event is not None, "read past the end of the stream"
        return event

    def _at(self, mark: _Mark | None) -> int:
        assert mark is not None, "libyaml marks all that it finds"
        return self._lines[min(mark.line, len(self._lines) - 1)] + mark.column + self._shift

    def _spot(self, event: yaml.Event, depth: int) -> Spot:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or getattr(event, "tag", None):
            raise NotEditable("el archivo usa anclas, alias o etiquetas de YAML")
        if depth > DEEPEST:
            raise NotEditable("hay demasiados niveles de anidación")
        if isinstance(event, yaml.ScalarEvent):
            return self._leaf(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._listing(event, depth)
        assert isinstance(event, yaml.MappingStartEvent)
        return self._group(event, depth)

    def _leaf(self, event: yaml.ScalarEvent) -> Leaf:
        start, end = self._at(event.start_mark), self._at(event.end_mark)
        if event.style in ("|", ">"):
            # The mark lies behind the empty lines that follow, which belong to nobody.
            end = start + len(self._text[start:end].rstrip())
        return Leaf(start, end, event.value, event.style or "")

    def _listing(self, event: yaml.SequenceStartEvent, depth: int) -> Listing:
        items: list[Spot] = []
        while not isinstance(following := self._event(), yaml.SequenceEndEvent):
            items.append(self._spot(following, depth + 1))
        start, flow = self._at(event.start_mark), bool(event.flow_style)
        end = self._at(following.end_mark) if flow else max([start, *(item.end for item in items)])
        return Listing(start, end, flow, tuple(items))

    def _group(self, event: yaml.MappingStartEvent, depth: int) -> Group:
        pairs: list[Pair] = []
        while not isinstance(following := self._event(), yaml.MappingEndEvent):
            key = self._spot(following, depth + 1)
            if not isinstance(key, Leaf) or key.text == "<<" or any(each.key == key.text for each in pairs):
                raise NotEditable("hay una clave repetida, o una que no es un texto")
            colon = re.compile(r" *:").match(self._text, key.end)
            if colon is None:
                raise NotEditable(f"la clave «{key.text}» no está seguida de dos puntos")
            pairs.append(Pair(key.text, key.start, colon.end(), self._spot(self._event(), depth + 1)))
        start, flow = self._at(event.start_mark), bool(event.flow_style)
        end = self._at(following.end_mark) if flow else max([start, *(pair.value.end for pair in pairs)])
        return Group(start, end, flow, tuple(pairs))
