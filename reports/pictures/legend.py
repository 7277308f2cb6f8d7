"""What each series is, above the field: the same fill, line and mark with its name."""

from collections.abc import Sequence

from reports.chart import Chart, ChartKind, Role
from reports.pictures.frame import GAP, LINE, SIZE, WIDTH
from reports.pictures.inks import Ink
from reports.pictures.letters import cut, width_of
from reports.pictures.marks import put_mark
from reports.pictures.svg import Node, line, node, text

SWATCH = 28.0
ROW = 22.0


def put_legend(root: Node, chart: Chart, inks: Sequence[Ink], top: float) -> float:
    """Draws it, and answers where it ends; nothing where there is one series, or where rows have their names."""
    if chart.kind is ChartKind.DOTS or len(chart.series) < 2:
        return top
    x, y = 0.0, top
    for each, ink in zip(chart.series, inks, strict=True):
        name = cut(each.name, WIDTH - SWATCH - 3 * GAP, SIZE)
        wide = SWATCH + GAP + width_of(name, SIZE) + 2 * GAP
        if x and x + wide > WIDTH:
            x, y = 0.0, y + ROW
        _put_swatch(root, chart.kind, each.role, ink, x, y)
        text(root, name, x + SWATCH + GAP, y + SIZE, SIZE)
        x += wide
    return y + ROW + GAP


def _put_swatch(root: Node, kind: ChartKind, role: Role, ink: Ink, x: float, y: float) -> None:
    middle = y + LINE / 2
    if kind is ChartKind.LINES or role is Role.TARGET:
        dash = {"stroke_dasharray": ink.dash} if ink.dash else {}
        line(root, (x, middle), (x + SWATCH, middle), stroke=ink.colour, stroke_width=ink.weight, **dash)
        put_mark(root, ink, x + SWATCH / 2, middle)
        return
    node(root, "rect", x=x + 0.5, y=y + 2, width=SWATCH - 1, height=LINE - 4, fill=ink.paint, stroke=ink.colour)
