"""How wide each column of a table is on paper, so that no word is cut and no row is taller than it need be. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

POINT = "• "
"""Before each line of a list in a cell."""
PADDING = 10.0
"""Points of a cell that are no words: its two insets and what rounding takes."""
RAGGED = 0.92
"""How much of a line words fill, on the average."""
NARROWEST = 5.2
"""Ems in which any part of a Spanish word stands that may be parted at its syllables."""
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+){2,}")
"""What programs know a figure or a message by, of three words and more: none of a language."""
PROSE = 60
"""Letters of a line beyond which a column holds sentences."""
READABLE = (12.0, 10.0, 8.0)
"""Ems that a column of sentences has at least where the page allows it: they are few, and read all the same."""
SAMPLE = 200
"""About so many rows are looked at to share the room out."""
ROUNDS = 20
SHARP = 6
ROOMY = 1.5
"""How many times what its words take a table may be wide."""

Measure = Callable[[str, bool], float]
"""The width of words in ems; in bold where the second is true."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column in letters of one size; all in points, padding included."""

    least: float
    """In which no word is parted."""
    parted: float
    """In which words are parted at their syllables."""
    most: float
    """In which each line of its cells is one line."""
    lines: tuple[tuple[float, ...], ...]
    """How wide the lines of each row's cell are, without padding."""
    em: float = 0.0
    """Of a column of sentences the size of its letters; else 0."""


def columns_of(
    headings: Sequence[str], rows: Sequence[Sequence[str]], figures: Sequence[bool], size: float, measure: Measure
) -> list[Column]:
    """The columns of a table in letters of `size` points; `figures`: whose cells are never parted."""
    found = []
    for place, heading in enumerate(headings):
        cells = [row[place] for row in rows]
        lines = tuple(tuple(size * measure(line, False) for line in cell.split("\n")) for cell in cells)
        words = [
            measure(part, figures[place])
            for cell in dict.fromkeys(cells)
            for word in words_of(cell)
            for part in parts_of(word)
        ]
        named = [measure(word, True) for word in words_of(heading)]
        longest = max([*words, *named], default=0.0)
        kept = max(words, default=0.0) if figures[place] else 0.0
        most = max([measure(heading, True) * size, *(width for cell in lines for width in cell)])
        parted = max(kept, min(longest, NARROWEST))
        sentences = any(len(line) > PROSE for cell in cells for line in cell.split("\n"))
        em = size if sentences else 0.0
        found.append(Column(longest * size + PADDING, parted * size + PADDING, most + PADDING, lines, em))
    return found


def words_of(text: str) -> list[str]:
    """What stands on one line each, with the point of a list before it, which indents all its words.

    Spaces at which no line ends keep theirs together.
    """
    lines = ((POINT, line.removeprefix(POINT)) if line.startswith(POINT) else ("", line) for line in text.split("\n"))
    return [indent + word for indent, line in lines for word in line.split(" ")]


def parts_of(word: str) -> list[str]:
    """A key, `visitas-al-portal-ge-10`, may end its line at its hyphens; any other word is one."""
    return [f"{part}-" for part in word.split("-")[:-1]] + [word.split("-")[-1]] if KEY.fullmatch(word) else [word]


def widths(columns: Sequence[Column], room: float, *, parted: bool = False) -> tuple[float, ...] | None:
    """The width of each column; None where they do not fit in `room` points.

    `parted`: words may be parted at their syllables.
    """
    least = [column.parted if parted else column.least for column in columns]
    if sum(least) > room:
        return None
    most = [max(low, column.most) for low, column in zip(least, columns, strict=True)]
    if sum(most) <= room:
        wider = min(ROOMY, room / sum(most))
        return tuple(width * wider for width in most)
    return _shared_out(columns, _readable(columns, least, most, room), most, room)


def _readable(columns: Sequence[Column], least: Sequence[float], most: Sequence[float], room: float) -> Sequence[float]:
    """The least widths, with more for sentences: a column of two notes beside fifty figures is else a thread."""
    for ems in READABLE:
        wider = [min(high, max(low, ems * column.em)) for column, low, high in zip(columns, least, most, strict=True)]
        if sum(wider) <= room:
            return wider
    return least


def _shared_out(
    columns: Sequence[Column], least: Sequence[float], most: Sequence[float], room: float
) -> tuple[float, ...]:
    """Widths with which the table is about as low as it can be.

    A row is as high as its highest cell; with a high power in place of the greatest, the best width of a column is in
    proportion to the sum of what it has a part in, which is found by going round.
    """
    step = max(1, len(columns[0].lines) // SAMPLE)
    rows = list(zip(*(column.lines[::step] for column in columns), strict=True))
    given = _between(least, most, [1.0] * len(columns), room)
    for _ in range(ROUNDS):
        wanted = [1e-6] * len(columns)
        for row in rows:
            cells = [
                max(len(cell), sum(cell) / max(1.0, width - PADDING)) for cell, width in zip(row, given, strict=True)
            ]
            parts = [cell**SHARP for cell in cells]
            whole = sum(parts)
            high = whole ** (1 / SHARP)
            for place, part in enumerate(parts):
                wanted[place] += high * part / whole
        damped = [(width**SHARP * want) ** (1 / (SHARP + 1)) for width, want in zip(given, wanted, strict=True)]
        given = _between(least, most, damped, room)
    return given


def _between(least: Sequence[float], most: Sequence[float], weights: Sequence[float], room: float) -> tuple[float, ...]:
    """Widths in proportion to weights that together fill the room, none beyond its bounds."""

    def at(share: float) -> tuple[float, ...]:
        return tuple(min(high, max(low, share * each)) for low, high, each in zip(least, most, weights, strict=True))

    few, many = 0.0, room / min(weights)
    for _ in range(30):
        middle = (few + many) / 2
        few, many = (middle, many) if sum(at(middle)) <= room else (few, middle)
    return at(few)


def row_lines(columns: Sequence[Column], given: Sequence[float]) -> list[int]:
    """About how many lines each row is high."""
    tall = [1] * len(columns[0].lines) if columns else []
    for column, width in zip(columns, given, strict=True):
        inner = max(1.0, width - PADDING) * RAGGED
        for row, cell in enumerate(column.lines):
            tall[row] = max(tall[row], sum(1 if line <= width - PADDING else -int(-line // inner) for line in cell))
    return tall


def bands(columns: Sequence[Column], room: float) -> list[tuple[int, ...]]:
    """The columns of a table that no page is wide enough for, in groups that fit; the first stands in each group."""
    found: list[tuple[int, ...]] = []
    group: tuple[int, ...] = (0,)
    for place in range(1, len(columns)):
        longer = (*group, place)
        if len(group) > 1 and sum(columns[each].parted for each in longer) > room:
            found.append(group)
            longer = (0, place)
        group = longer
    return [*found, group]
