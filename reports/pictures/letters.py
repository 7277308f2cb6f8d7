"""How much room words take, near enough to lay a chart out before anybody sets its letters."""

NARROW = frozenset("iíìjlI.,;:'|!¡ ()[]")
WIDE = frozenset("mwMWÑOQG%@&—")
NARROW_EM, EM, WIDE_EM = 0.34, 0.63, 0.93
"""Widths in ems: of DejaVu Sans, which is wider than most fonts that a reader has in Open Sans' place."""
CUT = "…"
NEAR = 1e-6
"""By so much a width that was added to and taken from may be less than it was."""


def width_of(text: str, size: float) -> float:
    """In the chart's units, in letters of `size`."""
    ems = sum(NARROW_EM if each in NARROW else WIDE_EM if each in WIDE else EM for each in text)
    return size * ems


def wrapped(text: str, width: float, size: float, lines: int) -> list[str]:
    """The words in at most so many lines of at most that width; what does not fit ends in «…»."""
    found: list[str] = []
    for word in text.split():
        joined = f"{found[-1]} {word}" if found else word
        if found and width_of(joined, size) <= width:
            found[-1] = joined
        else:
            found.append(word)
    if len(found) > lines:
        found = [*found[: lines - 1], " ".join(found[lines - 1 :])]
    return [cut(line, width, size) for line in found]


def cut(text: str, width: float, size: float) -> str:
    """The text, or as much of it as fits with «…» after it."""
    if width_of(text, size) <= width + NEAR:
        return text
    while text and width_of(text + CUT, size) > width:
        text = text[:-1]
    return text.rstrip() + CUT
