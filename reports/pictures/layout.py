"""Where pygal puts each bar, point and line of a chart, as fractions of the field that it is drawn in."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pygal
from pygal.etree import etree

from reports.chart import Chart, ChartKind, Role
from reports.pictures.scale import round_figures

# pygal puts a finder of maps among Python's own, in a protocol that 3.12 dropped and at which 3.11 warns.
sys.meta_path[:] = [each for each in sys.meta_path if not isinstance(each, pygal.PluginImportFixer)]
# Where lxml happens to be installed pygal takes it; the same charts are to come out where it is not.
etree.to_etree()

SIDE = 1000
"""Of the field that pygal lays out, in its units."""
_KINDS = {
    ChartKind.BARS: pygal.Bar,
    ChartKind.STACKED: pygal.StackedBar,
    ChartKind.LINES: pygal.Line,
    ChartKind.DOTS: pygal.Dot,
}
_BARS = (ChartKind.BARS, ChartKind.STACKED)


@dataclass(frozen=True, slots=True)
class Spot:
    """A bar, or a point that has neither width nor height."""

    x: float
    """Of its left edge, from the field's left one."""
    y: float
    """Of its upper edge, from the field's upper one."""
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Layout:
    """One chart; everything in fractions of the field, from 0 to 1."""

    spots: tuple[tuple[Spot | None, ...], ...]
    """One for each series and label of the chart; None: nothing is drawn there."""
    columns: tuple[float, ...]
    """The middle of each label."""
    ticks: tuple[tuple[float, float], ...]
    """Each round figure of the upright axis with its height from the top; empty for dots."""
    rows: tuple[float, ...]
    """The middle of each series' row from the top; empty but for dots."""

    def height_of(self, value: float) -> float:
        """Where a figure lies on the upright axis, from the top."""
        (low, bottom), (high, top) = self.ticks[0], self.ticks[-1]
        return bottom + (value - low) / (high - low) * (top - bottom)


def laid_out(chart: Chart) -> Layout:
    """The layout of a chart of at least one label. A target beside bars has no bar: its spots are marks across them."""
    ticks: tuple[float, ...] = () if chart.kind is ChartKind.DOTS else round_figures(_extent(chart))
    barred = [each for each in chart.series if chart.kind not in _BARS or each.role is not Role.TARGET]
    drawing = _KINDS[chart.kind](
        width=SIDE,
        height=SIDE,
        margin=0,
        show_legend=False,
        show_minor_y_labels=True,
        allow_interruptions=True,
        x_labels=[""] * len(chart.labels),
        y_labels=ticks or [""] * len(chart.series),
        **({"range": (ticks[0], ticks[-1])} if ticks else {}),
    )
    for values in [list(each.values) for each in barred] or [[0.0] * len(chart.labels)]:
        drawing.add("", values)
    tree = drawing.render_tree()
    field = next(_of(tree, "rect", "background", within="plot"))
    width, height = float(field.get("width")), float(field.get("height"))
    columns = tuple(_guide(each)[0] / width for each in _guides(tree, "axis x"))
    heights = tuple(_guide(each)[1] / height for each in _guides(tree, "axis y"))
    drawn = iter([_spots(tree, place, each.values, width, height) for place, each in enumerate(barred)])
    shown = Layout((), columns, tuple(zip(ticks, heights, strict=True)) if ticks else (), () if ticks else heights)
    spots = tuple(next(drawn) if each in barred else _marks(shown, each.values) for each in chart.series)
    return Layout(spots, shown.columns, shown.ticks, shown.rows)


def _extent(chart: Chart) -> Iterator[float]:
    """All figures that the upright axis must reach: of a stack, what its parts add up to."""
    stacked = chart.kind is ChartKind.STACKED
    for place in range(len(chart.labels)):
        known = [(each.role, value) for each in chart.series if (value := each.values[place]) is not None]
        parts = [value for role, value in known if role is not Role.TARGET]
        yield from (value for role, value in known if not stacked or role is Role.TARGET)
        if stacked:
            yield sum(value for value in parts if value > 0)
            yield sum(value for value in parts if value < 0)


def _spots(
    tree: Any,  # noqa: ANN401 - pygal's tree has no types
    place: int,
    values: Sequence[float | None],
    width: float,
    height: float,
) -> tuple[Spot | None, ...]:
    """What pygal drew of one series: in the order of its values, and nothing where there is none."""
    series = f"serie-{place} "
    found = [*_of(tree, "rect", "rect", within=series), *_of(tree, "circle", "dot", within=series)]
    drawn = iter([_spot(each, width, height) for each in found])
    if len(found) == len(values):
        return tuple(None if value is None else spot for value, spot in zip(values, drawn, strict=True))
    return tuple(None if value is None else next(drawn, None) for value in values)


def _spot(node: Any, width: float, height: float) -> Spot:  # noqa: ANN401 - pygal's tree has no types
    if node.get("cx") is not None:
        return Spot(float(node.get("cx")) / width, float(node.get("cy")) / height)
    x, y, wide, high = (float(node.get(name)) for name in ("x", "y", "width", "height"))
    return Spot(x / width, y / height, wide / width, high / height)


def _marks(shown: Layout, values: Sequence[float | None]) -> tuple[Spot | None, ...]:
    """A target's: as wide as all bars of its label."""
    share = 1 / max(1, len(values))
    return tuple(
        None if value is None else Spot(middle - share * 0.44, shown.height_of(value), share * 0.88)
        for value, middle in zip(values, shown.columns, strict=True)
    )


def _guides(tree: Any, axis: str) -> Iterator[Any]:  # noqa: ANN401 - pygal's tree has no types
    for each in tree.iter():
        if isinstance(each.tag, str) and (each.get("class") or "").startswith(axis):
            yield from (guide for guide in each if guide.get("class") == "guides")


def _guide(guides: Any) -> tuple[float, float]:  # noqa: ANN401 - pygal's tree has no types
    """Where a guide begins: `M12.0 34.0 h900` in pygal's words."""
    x, y = next(each for each in guides if each.get("d")).get("d").removeprefix("M").split()[:2]
    return float(x), float(y)


def _of(tree: Any, tag: str, name: str, within: str) -> Iterator[Any]:  # noqa: ANN401 - pygal's tree has no types
    """The nodes of a tag and a class within the groups of another class."""
    for group in _tagged(tree, "g"):
        if within in f"{group.get('class')} " and (within != "plot" or group.get("class") == within):
            for each in _tagged(group, tag):
                if name in (each.get("class") or "").split():
                    yield each


def _tagged(tree: Any, tag: str) -> Iterator[Any]:  # noqa: ANN401 - pygal's tree has no types
    """The nodes of a tag, in SVG's namespace or in none."""
    return (each for each in tree.iter() if each.tag in (tag, f"{{http://www.w3.org/2000/svg}}{tag}"))
