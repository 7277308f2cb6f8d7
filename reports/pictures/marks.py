"""What is drawn in the field: bars, lines with their points, and dots; each with its figure where there is room."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reports.chart import Chart, ChartKind, Role
from reports.pictures.endings import SMALL, ending_of
from reports.pictures.frame import GAP, MANY, ROW, Frame
from reports.pictures.inks import Ink
from reports.pictures.layout import Layout, Spot
from reports.pictures.letters import width_of
from reports.pictures.svg import INK, Node, line, node, text
from reports.words import number_words

RADIUS = 4.5
LARGEST, LEAST = 15.0, 1.5
"""Radius of the dot of the greatest figure, and of nought."""
_CORNERS = {
    "triangle": ((0, -1.25), (1.15, 0.85), (-1.15, 0.85)),
    "diamond": ((0, -1.35), (1.35, 0), (0, 1.35), (-1.35, 0)),
    "square": ((-0.95, -0.95), (0.95, -0.95), (0.95, 0.95), (-0.95, 0.95)),
    "frame": ((-0.95, -0.95), (0.95, -0.95), (0.95, 0.95), (-0.95, 0.95)),
}


def put_bars(root: Node, chart: Chart, layout: Layout, frame: Frame, inks: Sequence[Ink]) -> None:
    """Bars and the marks of targets across them."""
    drawn = list(zip(chart.series, inks, layout.spots, strict=True))
    for _, ink, spots in (each for each in drawn if each[0].role is not Role.TARGET):
        group = node(root, "g", fill=ink.paint, stroke=ink.colour, stroke_width=1)
        for spot in filter(None, spots):
            left, top, width, height = frame.box(spot)
            node(group, "rect", x=left, y=top, width=width, height=height)
    for _, ink, spots in (each for each in drawn if each[0].role is Role.TARGET):
        for spot in filter(None, spots):
            ends = frame.at(spot.x, spot.y), frame.at(spot.x + spot.width, spot.y)
            line(root, *ends, stroke="#ffffff", stroke_width=2 * ink.weight)
            line(root, *ends, stroke=ink.colour, stroke_width=ink.weight, stroke_dasharray=ink.dash)
    if len(chart.labels) <= MANY or frame.lying:
        for place in range(len(chart.labels)):
            _put_figures(root, chart, layout, frame, place)


def _put_figures(root: Node, chart: Chart, layout: Layout, frame: Frame, place: int) -> None:
    """At the end of each bar of a label, or of a stack what it adds up to."""
    for spot, value in _ends(chart, layout, place):
        left, top, width, height = frame.box(spot)
        words = number_words(value)
        wide = width_of(words, SMALL)
        if frame.lying:
            x = left + width + 5 if value >= 0 else left - 5 - wide
            _put_on_white(root, words, x, top + height / 2 + SMALL * 0.35, wide)
        elif wide <= width + 8:
            y = top - 5 if value >= 0 else top + height + SMALL + 2
            _put_on_white(root, words, left + (width - wide) / 2, y, wide)


def _put_on_white(root: Node, words: str, x: float, y: float, wide: float) -> None:
    """A figure stays beside its bar where a target's mark runs through: the mark is seen on both sides of it."""
    node(root, "rect", x=x - 1, y=y - SMALL * 0.85, width=wide + 2, height=SMALL * 1.05, fill="#ffffff")
    text(root, words, x + wide / 2, y, SMALL, text_anchor="middle")


def _ends(chart: Chart, layout: Layout, place: int) -> Iterator[tuple[Spot, float]]:
    """What a figure stands beside, with the figure."""
    found = [
        (spot, value)
        for each, spots in zip(chart.series, layout.spots, strict=True)
        if each.role is not Role.TARGET
        and (value := each.values[place]) is not None
        and (spot := spots[place]) is not None
    ]
    if chart.kind is not ChartKind.STACKED:
        yield from found
    elif found and all(value >= 0 for _, value in found):
        total = sum(value for _, value in found)
        yield (
            replace(found[0][0], y=layout.height_of(total), height=layout.height_of(0) - layout.height_of(total)),
            total,
        )


def put_lines(root: Node, chart: Chart, layout: Layout, frame: Frame, inks: Sequence[Ink]) -> None:
    """Lines with a gap where there is no figure, their points, and the last figure of each."""
    put_courses(root, layout, frame, inks, every=len(chart.labels) <= 2 * MANY)
    _put_endings(root, chart, layout, frame)


def put_courses(root: Node, layout: Layout, frame: Frame, inks: Sequence[Ink], *, every: bool) -> None:
    """The lines, with a mark for `every` point or for the last one of each stretch."""
    for ink, spots in zip(inks, layout.spots, strict=True):
        dash = {"stroke_dasharray": ink.dash} if ink.dash else {}
        for run in _runs(spots):
            points = " L".join(f"{x:.2f} {y:.2f}" for x, y in (frame.at(spot.x, spot.y) for spot in run))
            if len(run) > 1:
                node(root, "path", d=f"M{points}", fill="none", stroke=ink.colour, stroke_width=ink.weight, **dash)
            for spot in run if every else run[-1:]:
                put_mark(root, ink, *frame.at(spot.x, spot.y))


def _put_endings(root: Node, chart: Chart, layout: Layout, frame: Frame) -> None:
    """Above the last point of each line; of those that reach the last label, beside it and below one another."""
    beside: list[tuple[float, float, str]] = []
    for ending, spots in zip(map(ending_of, chart.series), layout.spots, strict=True):
        spot = spots[ending[0]] if ending else None
        if ending is None or spot is None:
            continue
        place, words = ending
        x, y = frame.at(spot.x, spot.y)
        wide = width_of(words, SMALL)
        if place == len(chart.labels) - 1:
            beside.append((y + SMALL * 0.35, x + GAP, words))
        else:
            _put_on_white(root, words, x - wide / 2, y - 10, wide)
    lowest = 0.0
    for y, x, words in sorted(beside):
        lowest = max(y, lowest + SMALL + 3)
        text(root, words, x, lowest, SMALL)


def _runs(spots: Sequence[Spot | None]) -> Iterator[list[Spot]]:
    """Points that follow one another without a gap."""
    run: list[Spot] = []
    for spot in [*spots, None]:
        if spot is not None:
            run.append(spot)
        elif run:
            yield run
            run = []


def put_mark(root: Node, ink: Ink, x: float, y: float) -> None:
    """The mark of a point."""
    if not ink.mark:
        return
    hollow = ink.mark in ("ring", "frame")
    paint: dict[str, str | float] = {
        "fill": "#ffffff" if hollow else ink.colour,
        "stroke": ink.colour if hollow else "#ffffff",
        "stroke_width": 1.75 if hollow else 1.0,
    }
    if ink.mark in ("disc", "ring"):
        node(root, "circle", cx=x, cy=y, r=RADIUS - hollow, **paint)
        return
    points = " ".join(f"{x + RADIUS * dx:.2f},{y + RADIUS * dy:.2f}" for dx, dy in _CORNERS[ink.mark])
    node(root, "polygon", points=points, **paint)


def put_dots(root: Node, chart: Chart, layout: Layout, frame: Frame, ink: Ink) -> None:
    """Dots whose area is the figure; nought is a speck, and what is below it a ring."""
    known = [abs(value) for each in chart.series for value in each.values if value is not None]
    greatest = max(known, default=0.0) or 1.0
    largest = min(LARGEST, ROW / 2 - 1, frame.width / len(chart.labels) / 2 - 1)
    for each, middle in zip(chart.series, layout.rows, strict=True):
        for value, column in zip(each.values, layout.columns, strict=True):
            if value is None:
                continue
            x, y = frame.at(column, middle)
            radius = max(LEAST, largest * math.sqrt(abs(value) / greatest))
            paint: dict[str, str | float] = {"fill": ink.colour} if value >= 0 else {"fill": "#ffffff"}
            node(root, "circle", cx=x, cy=y, r=radius, stroke=ink.colour, **paint)
            words = number_words(value)
            if radius > SMALL / 2 and width_of(words, SMALL) < 1.8 * radius:
                shade = "#ffffff" if value > 0 else INK
                text(root, words, x, y + SMALL * 0.36, SMALL, text_anchor="middle", fill=shade)
