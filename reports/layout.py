"""Which pages of a report lie on their side, and how its tables stand on them. Pure."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

from reports.columns import PADDING, POINT, Column, Measure, bands, columns_of, row_lines, widths, words_of

UPRIGHT, ON_ITS_SIDE = 487.0, 680.0
"""Points between the margins of a letter page, upright and on its side."""
UPRIGHT_HEIGHT, SIDE_HEIGHT = 630.0, 450.0
"""The same from top to bottom, about."""
LARGE, SMALL = 9.0, 7.5
"""Points of letters in tables; below the smaller one nothing is printed."""
UPRIGHT_SIZES = (LARGE, 8.5, 8.0)
"""Those that are tried before a table is laid on its side."""
LEADING = 1.36
"""Ems from one line to the next."""
CROWDED = 3.5
"""Lines that a row has on the average in a table that wants a wider page."""
TALL = 0.3
"""Of a page: a row that is higher may go on upon the next page; lower ones stay whole."""
WHOLE, WHOLE_BELOW = 0.55, 0.4
"""Of a page: a table that is lower stays on one; the same for a table below its chart."""
TOGETHER = 0.85
"""Of a page: a chart and its table that are lower stand on one, but for those that would leave some sentences alone."""
LOW = 0.3
"""Of a page: a table that is lower goes with the lying ones after it."""
ROUNDING = 0.01
"""Points: a word as wide as its column is not broken because sums of fractions are a trifle short."""
ROW_GAP = 5.0
SHORT = 0.6
"""Of a page: upright blocks that are shorter lie on their side with the ones beside them."""
HIGHEST = 496.0
"""Points that a chart is high at the most on an upright page, as in `reports/drawings/report.typ`."""
CAPTION = 30.0
PARAGRAPH = 32.0
HEADING = 46.0
WORD = 28
"""Letters of a word that Spanish may have; a longer one is parted anywhere."""
_ZERO_WIDTH_SPACE = "\u200b"
_SIGNS = "«»“”\"'().,;:¿?¡!"
_AFTER = frozenset("/.-_@?&=:,;|+")


def laid_out(sections: Sequence[Mapping[str, Any]], measure: Measure) -> list[dict[str, Any]]:
    """All exhibits in runs of pages that lie the same way, with the parts of each table.

    Each block of a run is a heading with its sentences, exhibits, or both.
    """
    blocks = [block for section in sections for block in _blocks(section, measure)]
    for before, block in pairwise(blocks):
        block["after_words"] = not before["exhibits"]
    turned = zip(_ways(blocks), blocks, strict=True)
    return [
        {"wide": wide, "blocks": [_placed(block, measure, wide=wide) for _, block in run]}
        for wide, run in groupby(turned, key=itemgetter(0))
    ]


def _ways(blocks: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Whether each block lies on its side: that of a wide table, a short run beside it, a low table just before it."""
    ways = [bool(block["wide"]) for block in blocks]
    for wide, run in groupby(range(len(blocks)), key=[*ways].__getitem__):
        places = list(run)
        if wide or len(places) == len(blocks):
            continue
        if sum(_height(blocks[place]) for place in places) < SHORT * UPRIGHT_HEIGHT:
            ways[places[0] : places[-1] + 1] = [True] * len(places)
        elif places[-1] + 1 < len(blocks) and _is_low(blocks[places[-1]]):
            ways[places[-1]] = True
    return ways


def _is_low(block: Mapping[str, Any]) -> bool:
    tables = all(exhibit["kind"] == "table" for exhibit in block["exhibits"])
    return tables and _height(block) < LOW * UPRIGHT_HEIGHT


def _blocks(section: Mapping[str, Any], measure: Measure) -> Iterator[dict[str, Any]]:
    """A section in blocks that each lie one way: a chart and its table are one where both stand upright."""
    open_block = {"title": section["title"], "paragraphs": section["paragraphs"], "exhibits": [], "wide": False}
    for exhibit in section["exhibits"]:
        wide = _lies(exhibit, measure)
        follows = bool(open_block["exhibits"]) and open_block["exhibits"][-1]["kind"] == "chart"
        if open_block["exhibits"] and not (follows and not wide):
            yield open_block
            open_block = {"title": "", "paragraphs": [], "exhibits": [], "wide": False}
        open_block["wide"] = wide
        open_block["exhibits"].append(exhibit)
    yield open_block


def _placed(block: Mapping[str, Any], measure: Measure, *, wide: bool) -> dict[str, Any]:
    charts = any(exhibit["kind"] == "chart" for exhibit in block["exhibits"])
    most = (WHOLE_BELOW if charts else WHOLE) * (SIDE_HEIGHT if wide else UPRIGHT_HEIGHT)
    exhibits = [_fitted(exhibit, measure, lies=wide) for exhibit in block["exhibits"]]
    parts = [part for exhibit in exhibits for part in exhibit.get("parts", ())]
    high = sum(_picture(exhibit) for exhibit in exhibits if exhibit["kind"] == "chart")
    high += sum(CAPTION + part["height"] for part in parts)
    together = charts and not wide and not block.get("after_words") and high < TOGETHER * UPRIGHT_HEIGHT
    for part in parts:
        part["whole"] = together or part.pop("height") < most
    return {**block, "exhibits": exhibits, "together": together}


def _lies(exhibit: Mapping[str, Any], measure: Measure) -> bool:
    """Whether a table reads better on a page that lies on its side."""
    if exhibit["kind"] != "table":
        return False
    for size in UPRIGHT_SIZES:
        columns = columns_of(exhibit["columns"], exhibit["rows"], exhibit["figures"], size, measure)
        given = widths(columns, UPRIGHT)
        if given is not None and _mean(row_lines(columns, given)) <= CROWDED:
            return False
    return True


def _height(block: Mapping[str, Any]) -> float:
    """About how high a block is on an upright page, in points."""
    high = PARAGRAPH * len(block["paragraphs"]) + (HEADING if block["title"] else 0)
    for exhibit in block["exhibits"]:
        high += _picture(exhibit) if exhibit["kind"] == "chart" else HEADING + (len(exhibit["rows"]) + 1) * 2 * LARGE
    return high


def _picture(chart: Mapping[str, Any]) -> float:
    """How high a chart is on an upright page with its caption, in points."""
    high: float = min(UPRIGHT / chart["ratio"], HIGHEST)
    return high + CAPTION


def _fitted(exhibit: Mapping[str, Any], measure: Measure, *, lies: bool) -> dict[str, Any]:
    """A table with its parts, in the largest letters in which it is not crowded; a chart as it is."""
    if exhibit["kind"] != "table":
        return dict(exhibit)
    room = ON_ITS_SIDE if lies else UPRIGHT
    for size, parted in [*((size, False) for size in (*UPRIGHT_SIZES, SMALL)), (SMALL, True)]:
        columns = columns_of(exhibit["columns"], exhibit["rows"], exhibit["figures"], size, measure)
        given = widths(columns, room, parted=parted)
        if given is not None and (size == SMALL or _mean(row_lines(columns, given)) <= CROWDED):
            part = _part(exhibit, columns, tuple(range(len(columns))), given, size, measure, lies=lies)
            part["parted"] = parted
            return {**exhibit, "rows": [], "parts": [part]}
    parts = []
    for group in bands(columns, room):
        given = widths([columns[place] for place in group], room, parted=True) or ()
        parts.append({**_part(exhibit, columns, group, given, SMALL, measure, lies=lies), "parted": True})
    return {**exhibit, "rows": [], "parts": parts}


def _mean(lines: Sequence[int]) -> float:
    return sum(lines) / max(1, len(lines))


def _part(
    exhibit: Mapping[str, Any],
    columns: Sequence[Column],
    group: Sequence[int],
    given: Sequence[float],
    size: float,
    measure: Measure,
    *,
    lies: bool,
) -> dict[str, Any]:
    high = SIDE_HEIGHT if lies else UPRIGHT_HEIGHT
    lines = row_lines([columns[place] for place in group], given)

    def broken(text: str, width: float, *, heavy: bool) -> str:
        return _broken(text, width - PADDING + ROUNDING, lambda word: size * measure(word, heavy))

    places = list(zip(group, given, strict=True))
    return {
        "columns": [broken(exhibit["columns"][place], width, heavy=True) for place, width in places],
        "rows": [
            [broken(row[place], width, heavy=exhibit["figures"][place]) for place, width in places]
            for row in exhibit["rows"]
        ],
        "figures": [exhibit["figures"][place] for place in group],
        "widths": list(given),
        "tall": [count * size * LEADING > TALL * high for count in lines],
        "height": sum(count * size * LEADING + ROW_GAP for count in lines),
        "size": size,
    }


def _broken(text: str, width: float, measured: Callable[[str], float]) -> str:
    """The text, with places to end a line in what is wider than its column and has no syllables to be parted at."""
    if all(measured(word) <= width for word in words_of(text)):
        return text
    return "\n".join(_parted(line.replace("\u00a0", " "), width, measured) for line in text.split("\n"))


def _parted(line: str, width: float, measured: Callable[[str], float]) -> str:
    point = POINT if line.startswith(POINT) else ""
    room = width - measured(point)
    return point + " ".join(_cut(word, room, measured) for word in line.removeprefix(POINT).split(" "))


def _cut(word: str, width: float, measured: Callable[[str], float]) -> str:
    if measured(word) <= width or (word.strip(_SIGNS).isalpha() and len(word) <= WORD):
        return word
    most = max(1, math.floor(width / measured("m")))
    found, since = "", 0
    for letter in word:
        found, since = found + letter, since + 1
        if letter in _AFTER or since >= most:
            found, since = found + _ZERO_WIDTH_SPACE, 0
    return found.rstrip(_ZERO_WIDTH_SPACE)
