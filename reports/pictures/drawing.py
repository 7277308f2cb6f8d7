"""A chart as SVG in the house's one style: read in black and white, without a script and without an address."""

from dataclasses import replace

from pieces.brand import Brand
from reports.chart import Chart, ChartKind
from reports.pictures.frame import GAP, LINE, SIZE, WIDTH, frame_of, put_axes
from reports.pictures.inks import inks_for, put_patterns
from reports.pictures.layout import laid_out
from reports.pictures.legend import put_legend
from reports.pictures.marks import put_bars, put_dots, put_lines
from reports.pictures.svg import FONT, Node, node, text, written

NOTHING = "No hay cifras de este periodo."


def drawn(chart: Chart, brand: Brand) -> str:
    """The picture, 800 units wide; its names begin with the chart's key, so that several stand on one page.

    Its title and what it says are in it for those who do not see it; on the page its title is written beside it.
    """
    root = node(
        None,
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        aria_labelledby=f"{chart.key}-titulo {chart.key}-dicho",
        font_family=FONT,
    )
    node(root, "title", chart.title, id=f"{chart.key}-titulo")
    node(root, "desc", chart.says, id=f"{chart.key}-dicho")
    height = _draw(root, chart, brand) if _has_figures(chart) else _say_nothing(root)
    root.set("viewBox", f"0 0 {WIDTH:.0f} {height:.0f}")
    root.set("width", f"{WIDTH:.0f}")
    root.set("height", f"{height:.0f}")
    return written(root)


def _draw(root: Node, chart: Chart, brand: Brand) -> float:
    """Everything; answers how high it is."""
    inks = inks_for(chart.series, brand, chart.key)
    put_patterns(root, [] if chart.kind in (ChartKind.LINES, ChartKind.DOTS) else inks)
    unit = _unit(chart)
    above = put_legend(root, chart, inks, 0.0)
    if unit:
        text(root, unit, 0, above + SIZE, SIZE, font_style="italic")
        above += LINE
    layout = laid_out(chart)
    frame = frame_of(chart, layout, above + GAP)
    put_axes(root, chart, layout, frame)
    if chart.kind is ChartKind.LINES:
        put_lines(root, chart, layout, frame, inks)
    elif chart.kind is ChartKind.DOTS:
        put_dots(root, chart, layout, frame, replace(inks[0], colour=brand.titles))
    else:
        put_bars(root, chart, layout, frame, inks)
    return frame.top + frame.height + frame.bottom


def _unit(chart: Chart) -> str:
    """What the figures are; beside dots, how they are read."""
    if chart.kind is not ChartKind.DOTS:
        return chart.unit
    return f"Cuanto más grande el punto, más {chart.unit}." if chart.unit else ""


def _has_figures(chart: Chart) -> bool:
    return bool(chart.labels) and any(value is not None for each in chart.series for value in each.values)


def _say_nothing(root: Node) -> float:
    text(root, NOTHING, WIDTH / 2, 2 * LINE, SIZE, text_anchor="middle", font_style="italic")
    return 3 * LINE
