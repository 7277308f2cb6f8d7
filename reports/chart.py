"""A chart before anybody draws it: what it says in words, its series, and the table of the same figures."""

from dataclasses import dataclass
from enum import Enum

from reports.table import Table


class ChartKind(Enum):
    """How series are laid out."""

    BARS = "bars"
    """Bars side by side, one group a label."""
    STACKED = "stacked"
    """Bars whose parts add up to a whole."""
    LINES = "lines"
    """Lines over time: what has added up so far, and the target's line."""
    DOTS = "dots"
    """A dot for each label and series, larger where there is more: the heat map of a calendar."""


class Role(Enum):
    """What a series is, so that it can be told apart without colour."""

    MEASURED = "measured"
    TARGET = "target"
    """Drawn as a broken line."""
    BEFORE = "before"
    """The period before: drawn lighter and hatched."""


@dataclass(frozen=True, slots=True)
class Series:
    """One series, with a value for each label of its chart."""

    name: str
    values: tuple[float | None, ...]
    """None: no figure, which is not nought; a line has a gap there."""
    role: Role = Role.MEASURED


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart; whoever cannot see it reads `says`, and the table, which stands right after it."""

    key: str
    """The name of its anchor, apart from that of its table: `contenidos-por-semana`."""
    kind: ChartKind
    title: str
    says: str
    """In Spanish, one or two sentences with the figures that matter: its alternative text."""
    unit: str
    """Of the values: `contenidos`, `pesos`, `%`."""
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    table: Table
    """The same figures and no others."""
