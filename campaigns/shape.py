"""What kind of value stands behind a name of a text, and whether it is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Shape:
    """The kind of a value."""

    kind: str
    """In Spanish, for the writer."""
    fields: Mapping[str, Field] = field(default_factory=dict, compare=False)
    """What stands in a group."""
    open: bool = field(default=False, compare=False)
    """A group that may hold any name, since people's data are not known when files are read."""


@dataclass(frozen=True, slots=True)
class Field:
    """A name that texts may write."""

    shape: Shape
    present: bool = True
    """False: it may be missing, so it is used only after `default` or under `is defined`."""
    absence: str = ""
    """Why it may be missing, in Spanish, as a whole sentence without its stop."""


TEXT = Shape("texto")
WORDS = Shape("texto que no es una cifra")
"""What people are called, and what a filter wrote: no filter finds a number or a date in it."""
NUMBER = Shape("número")
TRUTH = Shape("sí o no")
MOMENT = Shape("fecha con hora")
DAY = Shape("fecha sin hora")
LIST = Shape("lista de textos")
EVENT = Shape("evento")
"""Compared by its kind alone: each event has its own fields."""


def group(fields: Mapping[str, Field], *, open: bool = False) -> Shape:
    """A group of names."""
    return Shape("grupo", fields, open)


def event(fields: Mapping[str, Field]) -> Shape:
    """An event with its names; the filter `rango` takes it whole."""
    return Shape(EVENT.kind, fields)
