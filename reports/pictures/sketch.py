"""A chart of lines at a glance: its courses and their last points alone, to stand in a list."""

from pieces.brand import Brand
from reports.chart import Chart
from reports.pictures.frame import Frame
from reports.pictures.inks import inks_for
from reports.pictures.layout import laid_out
from reports.pictures.marks import RADIUS, put_courses
from reports.pictures.svg import node, written

WIDE, HIGH = 240.0, 60.0
EDGE = RADIUS + 2


def sketched(chart: Chart, brand: Brand) -> str:
    """The picture, 240 units wide, with its title and what it says in words. The chart has figures."""
    name = f"{chart.key}-breve"
    root = node(
        None,
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        aria_labelledby=f"{name}-titulo {name}-dicho",
        viewBox=f"0 0 {WIDE:.0f} {HIGH:.0f}",
        width=f"{WIDE:.0f}",
        height=f"{HIGH:.0f}",
    )
    node(root, "title", chart.title, id=f"{name}-titulo")
    node(root, "desc", chart.says, id=f"{name}-dicho")
    frame = Frame(EDGE, EDGE, WIDE - 2 * EDGE, HIGH - 2 * EDGE, 0.0, lying=False)
    put_courses(root, laid_out(chart), frame, inks_for(chart.series, brand, name), every=False)
    return written(root)
