"""What stands at the end of a line: its last figure, and of a target its name."""

from reports.chart import Chart, Role, Series
from reports.pictures.letters import cut, width_of
from reports.words import number_words

SMALL = 12.0
"""Of letters in the field."""
WIDEST = 150.0


def ending_of(series: Series) -> tuple[int, str] | None:
    """The place of the last figure, and what is written there; None where there is no figure at all."""
    known = [(place, value) for place, value in enumerate(series.values) if value is not None]
    if not known:
        return None
    place, value = known[-1]
    words = number_words(value)
    return place, f"{cut(series.name, WIDEST, SMALL)}: {words}" if series.role is Role.TARGET else words


def room_beside(chart: Chart) -> float:
    """What the endings take that stand to the right of the field."""
    endings = filter(None, map(ending_of, chart.series))
    last = len(chart.labels) - 1
    return max((width_of(words, SMALL) for place, words in endings if place == last), default=0.0)
