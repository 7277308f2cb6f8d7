"""The field of a chart: how large it is, and what stands around it."""

from dataclasses import dataclass

from reports.chart import Chart, ChartKind, Role
from reports.pictures.endings import room_beside
from reports.pictures.layout import Layout, Spot
from reports.pictures.letters import width_of, wrapped
from reports.pictures.svg import INK, Node, line, text
from reports.words import number_words

WIDTH = 800.0
"""Of the whole drawing; on a sheet of A4 its letters are then 8 points high."""
SIZE = 14.0
"""Of letters."""
LINE = 18.0
"""From one line of words to the next."""
GAP = 8.0
HEIGHT = 280.0
"""Of a field whose labels stand below it."""
LOW = 200.0
"""The same of lines: two such charts with their tables stand on one printed page."""
LABEL_ROOM = (210.0, 240.0, 270.0, 300.0)
"""For labels at the left of bars that lie: the least in which all of them stand whole and in the fewest lines."""
LINES = 5
"""Of such a label."""
FEW_LINES = 2
"""A label in so few lines needs no more room."""
LONG = 90.0
"""The width of a label beyond which bars lie down, so that their labels are read."""
MOST_LYING = 30
"""Labels of a stack: with more of them it is a stretch of time, and stands."""
MANY = 14
"""Labels beyond which bars show no figures."""
GRID = "#d0d0d0"
ROW = 32.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A field, in the drawing's units."""

    left: float
    top: float
    width: float
    height: float
    bottom: float
    """Room below the field."""
    lying: bool
    """Labels stand at the left, and figures run to the right."""

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A place that the layout names, where it is drawn."""
        if self.lying:
            return self.left + (1 - y) * self.width, self.top + x * self.height
        return self.left + x * self.width, self.top + y * self.height

    def box(self, spot: Spot) -> tuple[float, float, float, float]:
        """A bar where it is drawn: left, top, width, height."""
        one, other = self.at(spot.x, spot.y), self.at(spot.x + spot.width, spot.y + spot.height)
        left, top = min(one[0], other[0]), min(one[1], other[1])
        return left, top, abs(one[0] - other[0]), abs(one[1] - other[1])


def frame_of(chart: Chart, layout: Layout, above: float) -> Frame:
    """The frame of a chart. `above`: what its unit and its legend take."""
    longest = max(width_of(label, SIZE) for label in chart.labels)
    figures = [value for each in chart.series for value in each.values if value is not None]
    figure = max((width_of(number_words(value), SIZE) for value in figures), default=0.0) + 2 * GAP
    if _lies(chart, longest):
        room = _label_room(chart)
        left = min(longest, room) + GAP
        side_by_side = 1 if chart.kind is ChartKind.STACKED else sum(s.role is not Role.TARGET for s in chart.series)
        tallest = max(len(_label_lines(label, room, LINES)) for label in chart.labels) * LINE
        height = len(chart.labels) * (max(20.0 * side_by_side, tallest) + 14)
        return Frame(left, above, WIDTH - left - figure, height, LINE + GAP, lying=True)
    if chart.kind is ChartKind.DOTS:
        left = min(max(width_of(each.name, SIZE) for each in chart.series), LABEL_ROOM[0]) + GAP
        return Frame(left, above, WIDTH - left - GAP, ROW * len(chart.series), _below(chart, WIDTH - left), lying=False)
    ticks = max(width_of(number_words(tick), SIZE) for tick, _ in layout.ticks)
    left = ticks + GAP
    right = room_beside(chart) + 2 * GAP if chart.kind is ChartKind.LINES else GAP
    high = LOW if chart.kind is ChartKind.LINES else HEIGHT
    return Frame(left, above + LINE, WIDTH - left - right, high, _below(chart, WIDTH - left - right), lying=False)


def _label_room(chart: Chart) -> float:
    """Every bar is as high as the tallest label: a little more room for words makes a chart of long ones lower."""

    def tallest(room: float) -> int:
        lines = [(label, _label_lines(label, room, LINES)) for label in chart.labels]
        whole = all(" ".join(shown) == " ".join(label.split()) for label, shown in lines)
        return max(len(shown) for _, shown in lines) if whole else LINES + 1

    return min(LABEL_ROOM, key=lambda room: (max(tallest(room), FEW_LINES), room if tallest(room) <= LINES else -room))


def _lies(chart: Chart, longest: float) -> bool:
    if chart.kind is ChartKind.BARS:
        return longest > LONG or (len(chart.labels) > MANY and longest > WIDTH / len(chart.labels))
    return chart.kind is ChartKind.STACKED and longest > LONG and len(chart.labels) <= MOST_LYING


def _below(chart: Chart, width: float) -> float:
    """What labels below a field take: two lines where one is too narrow."""
    slot = width / len(chart.labels) - 4
    fits_in_two = any(len(_label_lines(label, slot)) > 1 for label in chart.labels)
    return LINE * (2 if fits_in_two else 1) + GAP


def _label_lines(label: str, width: float, lines: int = 2) -> list[str]:
    return wrapped(label, width, SIZE, lines)


def put_axes(root: Node, chart: Chart, layout: Layout, frame: Frame) -> None:
    """Guides with their figures, and labels."""
    for figure, height in layout.ticks:
        start, end = frame.at(0, height), frame.at(1, height)
        nought = figure == 0
        line(root, start, end, stroke=INK if nought else GRID, stroke_width=1.5 if nought else 1)
        words = number_words(figure)
        if frame.lying:
            text(root, words, start[0], frame.top + frame.height + LINE, SIZE, text_anchor="middle")
        else:
            text(root, words, frame.left - GAP, start[1] + SIZE * 0.35, SIZE, text_anchor="end")
    for each, height in zip(chart.series, layout.rows, strict=False):
        start, end = frame.at(0, height), frame.at(1, height)
        line(root, start, end, stroke=GRID, stroke_width=1)
        name = wrapped(each.name, frame.left - GAP, SIZE, 1)[0] if each.name else ""
        text(root, name, frame.left - GAP, start[1] + SIZE * 0.35, SIZE, text_anchor="end")
    _put_labels(root, chart, layout, frame)


def _put_labels(root: Node, chart: Chart, layout: Layout, frame: Frame) -> None:
    if frame.lying:
        for label, middle in zip(chart.labels, layout.columns, strict=True):
            lines = _label_lines(label, frame.left - GAP, LINES)
            y = frame.at(middle, 0)[1] + SIZE * 0.35 - LINE * (len(lines) - 1) / 2
            for place, words in enumerate(lines):
                text(root, words, frame.left - GAP, y + place * LINE, SIZE, text_anchor="end")
        return
    slot = frame.width / len(chart.labels) - 4
    every = _every(chart, slot)
    for label, middle in list(zip(chart.labels, layout.columns, strict=True))[::every]:
        x = frame.at(middle, 0)[0]
        for place, words in enumerate(_label_lines(label, slot * every)):
            text(root, words, x, frame.top + frame.height + LINE * (place + 1), SIZE, text_anchor="middle")


def _every(chart: Chart, slot: float) -> int:
    """Every how many labels one has room: all of them where words in two lines suffice."""
    longest = max(
        width_of(words, SIZE) for label in chart.labels for words in (_label_lines(label, max(slot, 60)) or [""])
    )
    return max(1, -(-int(longest + 6) // max(1, int(slot))))
