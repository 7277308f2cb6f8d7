"""How series are told apart, in colour and without it: what fills them, how their line is broken, their marks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pieces.brand import Brand
from reports.chart import Role, Series
from reports.pictures.svg import INK, Node, node

COLOURS = ("#0b4f8a", "#a8480f", "#5b3f8f", "#00696f", "#8f2457", "#6b5400", "#3d3d3d")
"""After the brand's own; each is read on white (4.5 to 1 and more)."""
FILLS = (
    "full",
    "rising",
    "dots",
    "pale",
    "level",
    "crossed",
    "half",
    "upright",
    "falling",
    "grid",
    "specks",
    "empty",
)
"""Neighbours differ in how dark they are as well as in their lines."""
DASHES = ("", "2 4", "10 3 2 3", "5 3")
MARKS = ("disc", "square", "triangle", "diamond", "ring", "frame")
TARGET_DASH = "8 5"
GREY = "#5f5f5f"
PALE, HALF = 0.22, 0.6
TILE = 8.0
_LINES = {
    "rising": ("M-2 2 L2 -2 M0 8 L8 0 M6 10 L10 6",),
    "falling": ("M-2 6 L2 10 M0 0 L8 8 M6 -2 L10 2",),
    "level": ("M0 2 H8 M0 6 H8",),
    "upright": ("M2 0 V8 M6 0 V8",),
    "crossed": ("M-2 2 L2 -2 M0 8 L8 0 M6 10 L10 6", "M-2 6 L2 10 M0 0 L8 8 M6 -2 L10 2"),
    "grid": ("M0 4 H8 M4 0 V8",),
    "hatched": ("M-2 2 L2 -2 M0 8 L8 0 M6 10 L10 6",),
}
_DOTS = {"dots": 2.0, "specks": 1.4}


@dataclass(frozen=True, slots=True)
class Ink:
    """Of one series."""

    colour: str
    fill: str
    """One of `FILLS`, or `hatched`."""
    dash: str
    mark: str
    """One of `MARKS`; empty: its points have none."""
    weight: float
    """Of its line."""
    pattern: str = ""
    """The name of its pattern in the drawing; empty where it is filled with one colour."""

    @property
    def paint(self) -> str:
        """What fills it."""
        tones = {"full": self.colour, "half": tint(self.colour, HALF), "pale": tint(self.colour, PALE)}
        return f"url(#{self.pattern})" if self.pattern else tones.get(self.fill, "#ffffff")


def inks_for(series: Sequence[Series], brand: Brand, prefix: str) -> tuple[Ink, ...]:
    """One for each. `prefix`: of the names of patterns, which no other drawing of the page has."""
    colours = (brand.titles, *COLOURS)
    found: list[Ink] = []
    for place, each in enumerate(series):
        if each.role is Role.TARGET:
            ink = Ink(INK, "empty", TARGET_DASH, "", 2.5)
        elif each.role is Role.BEFORE:
            ink = Ink(GREY, "hatched", "2 3", "ring", 1.75)
        else:
            measured = sum(one.role is Role.MEASURED for one in series[:place])
            ink = Ink(
                colours[measured % len(colours)],
                FILLS[measured % len(FILLS)],
                DASHES[measured % len(DASHES)],
                MARKS[measured % len(MARKS)],
                2.5,
            )
        found.append(replace(ink, pattern=f"{prefix}-trama-{place}") if _is_pattern(ink.fill) else ink)
    return tuple(found)


def put_patterns(root: Node, inks: Sequence[Ink]) -> None:
    """The patterns that the inks name."""
    patterned = [ink for ink in inks if ink.pattern]
    if not patterned:
        return
    places = node(root, "defs")
    for ink in patterned:
        tile = node(places, "pattern", id=ink.pattern, width=TILE, height=TILE, patternUnits="userSpaceOnUse")
        ground = tint(ink.colour, 0.12) if ink.fill == "hatched" else "#ffffff"
        node(tile, "rect", width=TILE, height=TILE, fill=ground)
        for path in _LINES.get(ink.fill, ()):
            weight = 1.2 if ink.fill == "hatched" else 2.0
            node(tile, "path", d=path, stroke=ink.colour, stroke_width=weight, fill="none")
        if ink.fill in _DOTS:
            for x, y in ((2, 2), (6, 6)):
                node(tile, "circle", cx=x, cy=y, r=_DOTS[ink.fill], fill=ink.colour)


def tint(colour: str, share: float) -> str:
    """So much of a colour `#rrggbb` on white."""
    parts = [round(255 - (255 - int(colour[place : place + 2], 16)) * share) for place in (1, 3, 5)]
    return "#" + "".join(f"{part:02x}" for part in parts)


def _is_pattern(fill: str) -> bool:
    return fill in _LINES or fill in _DOTS
