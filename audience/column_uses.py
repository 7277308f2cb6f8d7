"""What becomes of each column of a list, so that whoever brings it sees how it was read before anything is kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from audience.headings import FIELDS
from audience.homes import PLACES
from audience.households import HEAD, HOME
from audience.sensitive_columns import left_out
from audience.zones import ZONE

_MEANT = frozenset({*FIELDS.values(), *PLACES, HOME, HEAD, ZONE})
"""Columns that the program itself looks into."""


class Use(StrEnum):
    """What a column is for."""

    MEANT = "meant"
    """It has a meaning of its own: an address, a name, where somebody lives."""
    PUBLIC = "public"
    """The condition of a public asks for it."""
    NONE = "none"
    """It is kept, and nothing asks for it."""
    LEFT_OUT = "left_out"
    """It is not kept: the law calls it sensitive."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list."""

    heading: str
    """As the file has it."""
    name: str
    """The field that it was read as, or the name by which the condition of a public may ask for it."""
    use: Use


def read_columns(names: Sequence[str], headings: Sequence[str], asked: Collection[str]) -> tuple[Column, ...]:
    """The columns in their order. `asked`: those that the conditions of publics name."""
    secret = left_out(names, asked)
    return tuple(
        Column(heading.strip(), name, _use(name, asked, secret)) for name, heading in zip(names, headings, strict=False)
    )


def _use(name: str, asked: Collection[str], secret: Collection[str]) -> Use:
    if name in secret:
        return Use.LEFT_OUT
    if name in _MEANT:
        return Use.MEANT
    return Use.PUBLIC if name in asked else Use.NONE
