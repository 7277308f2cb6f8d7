"""Charts of the workbook's own, drawn from the cells beside them and read in black and white."""

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart as Drawing
from xlsxwriter.utility import xl_range

from pieces.brand import Brand
from reports.chart import Chart, ChartKind, Role, Series
from reports.pictures.inks import COLOURS, GREY, tint
from reports.sheets.letters import literal
from reports.sheets.places import Places, Span

WIDTH, HEIGHT = 860, 440
"""Of a chart, in pixels."""
LONG = 20
"""Letters of a name under a bar beyond which bars lie."""
LYING, THICK = 120, 30
"""Pixels that a chart of lying bars takes besides its bars, and those of one bar."""
NAMED, SHEET = 24, 760
"""Pixels of a name beside its bars at the least, and those of a chart that one printed sheet holds beside its table."""
PATTERNS = (
    "",
    "wide_upward_diagonal",
    "percent_50",
    "light_horizontal",
    "wide_downward_diagonal",
    "small_grid",
    "percent_20",
    "dark_vertical",
    "diagonal_brick",
    "large_grid",
    "zigzag",
    "percent_5",
)
"""What fills bars that are measured; the first is full."""
DASHES = ("solid", "round_dot", "dash_dot", "long_dash_dot")
MARKS = ("circle", "square", "triangle", "diamond", "x", "star")
BROKEN = "dash"
INK = "#1A1A1A"


def has_figures(chart: Chart) -> bool:
    """Whether there is anything to draw."""
    return bool(chart.labels) and any(value is not None for each in chart.series for value in each.values)


def drawing_of(workbook: Workbook, chart: Chart, brand: Brand, sheet: str, places: Places) -> Drawing:
    """The chart over cells of `sheet`; the places are the sheet's own, from its first row and column."""
    bars, lies = chart.kind is not ChartKind.LINES, _lies(chart)
    kind = {"type": "bar" if lies else "column"} | ({} if chart.kind is ChartKind.BARS else {"subtype": "stacked"})
    drawing = workbook.add_chart(kind if bars else {"type": "line"})
    lines = workbook.add_chart({"type": "line"}) if bars and not lies and _has_target(chart) else drawing
    measured = 0
    for each, place in zip(chart.series, places.series, strict=True):
        over = {
            "name": literal(each.name),
            "categories": [sheet, *places.labels],
            "values": [sheet, *place],
        }
        if each.role is Role.TARGET and lies:
            drawing.add_series({**over, "fill": {"none": True}, "border": {"color": INK, "dash_type": BROKEN}})
            continue
        if each.role is Role.TARGET:
            lines.add_series({**over, **_target(among_bars=bars)})
            continue
        look = _bar(each, measured, brand) if bars else _line(each, measured, brand)
        drawing.add_series({**over, **look})
        measured += each.role is Role.MEASURED
    if lines is not drawing:
        drawing.combine(lines)
    _lay_out(drawing, chart)
    return drawing


def heat(brand: Brand, spans: Sequence[Span]) -> dict[str, Any]:
    """Darker where there is more: the calendar's dots, on its own table. The numbers stay readable."""
    ranges = " ".join(xl_range(*each) for each in spans)
    return {
        "type": "2_color_scale",
        "min_color": "#FFFFFF",
        "max_color": tint(brand.titles, 0.45).upper(),
        "multi_range": ranges,
    }


def _has_target(chart: Chart) -> bool:
    return any(each.role is Role.TARGET for each in chart.series)


def _lies(chart: Chart) -> bool:
    """Whether its bars lie, since their names are long: a target is an empty bar then, for no line goes across.

    In a stack that bar would be one part more, so a stack with a target stands.
    """
    lying = chart.kind is ChartKind.BARS or (chart.kind is ChartKind.STACKED and not _has_target(chart))
    return lying and max(map(len, chart.labels), default=0) > LONG


def _target(*, among_bars: bool) -> Mapping[str, Any]:
    """A broken line; among bars, which stand apart, with a mark at each."""
    mark = {"type": "long_dash", "size": 12, "fill": {"color": INK}, "border": {"color": INK}}
    return {
        "line": {"color": INK, "width": 2.25, "dash_type": BROKEN},
        "marker": mark if among_bars else {"type": "none"},
    }


def _bar(series: Series, measured: int, brand: Brand) -> Mapping[str, Any]:
    if series.role is Role.BEFORE:
        return {
            "pattern": {"pattern": "light_upward_diagonal", "fg_color": GREY, "bg_color": "#FFFFFF"},
            "border": {"color": GREY},
        }
    colour, pattern = _colour(measured, brand), PATTERNS[measured % len(PATTERNS)]
    border = {"border": {"color": colour}}
    if not pattern:
        return {"fill": {"color": colour}} | border
    return {"pattern": {"pattern": pattern, "fg_color": colour, "bg_color": "#FFFFFF"}} | border


def _line(series: Series, measured: int, brand: Brand) -> Mapping[str, Any]:
    if series.role is Role.BEFORE:
        dash, mark, colour, width = "square_dot", "diamond", GREY, 1.5
    else:
        dash, mark = DASHES[measured % len(DASHES)], MARKS[measured % len(MARKS)]
        colour, width = _colour(measured, brand), 2.25
    paint = {"fill": {"color": colour}, "border": {"color": colour}}
    return {
        "line": {"color": colour, "width": width, "dash_type": dash},
        "marker": {"type": mark, "size": 6} | paint,
    }


def _colour(measured: int, brand: Brand) -> str:
    colours = (brand.titles, *COLOURS)
    return colours[measured % len(colours)]


def _lay_out(drawing: Drawing, chart: Chart) -> None:
    many, lies = len(chart.labels) > 12, _lies(chart)
    drawing.set_title({"name": literal(chart.title), "overlay": False, "name_font": {"size": 13}})
    turned = {"rotation": -45} if many and not lies else {}
    names = {"num_font": turned, "label_position": "low", "reverse": lies}
    values = {"name": literal(chart.unit), "num_format": "#,##0", "major_gridlines": {"visible": True}}
    # The library's x is what lies at the foot, also where bars lie.
    drawing.set_x_axis(values if lies else names)
    drawing.set_y_axis(names | {"major_gridlines": {"visible": False}} if lies else values)
    drawing.set_legend({"position": "bottom"} if len(chart.series) > 1 else {"none": True})
    drawing.show_blanks_as("gap")
    drawing.set_size({"width": WIDTH, "height": height_of(chart)})


def height_of(chart: Chart) -> int:
    """Of its drawing, in pixels."""
    if not _lies(chart):
        return HEIGHT
    side_by_side = 1 if chart.kind is ChartKind.STACKED else len(chart.series) + 1
    roomy, tight = (LYING + each * len(chart.labels) for each in (THICK * side_by_side, NAMED))
    return max(tight, min(roomy, SHEET))
