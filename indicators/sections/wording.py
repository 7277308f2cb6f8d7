"""Figures in the sentences of a report. Pure; all in Spanish."""

from collections.abc import Sequence

from campaigns.when.words import list_of
from reports.words import number_words

HARD_SPACE = "\u00a0"
"""No line breaks there."""

MOST_TIED = 3
"""More names than these that share a place are counted, not named."""

MANIFOLD = 200.0
"""Beyond this growth in percent nobody imagines anything: both figures are told instead."""


def percent_words(percent: float) -> str:
    """«62,5 %», with one decimal."""
    return f"{number_words(round(percent, 1))}{HARD_SPACE}%"


def change_percent(now: float, before: float) -> float | None:
    """How much it grew, in percent of what it was; None where that was nothing."""
    return None if before == 0 else (now - before) / before * 100


def compared(now: float, before: float) -> str:
    """«12 % más que en el periodo anterior (214)», to stand after the figure itself."""
    if now == before:
        return "igual que en el periodo anterior"
    change = change_percent(now, before)
    if change is None or change > MANIFOLD:
        return f"frente a {number_words(before) if before else 'ninguno'} en el periodo anterior"
    grown = f"{percent_words(abs(change))} {'más' if change > 0 else 'menos'}"
    return f"{grown} que en el periodo anterior ({number_words(before)})"


def foremost(names: Sequence[str], says: tuple[str, str, str], told: str) -> str:
    """«El mes con más fue mayo, con 3»; of several that share the place, «Los … fueron mayo y junio, con 3 cada uno».

    `says`: what stands before one name, before several, and «cada uno» or «cada una».
    """
    one, several, each = says
    if len(names) == 1:
        return f"{one} {names[0]}, con {told}"
    left = len(names) - MOST_TIED
    shown = [*names[:MOST_TIED], f"{left} más"] if left > 0 else names
    return f"{several} {list_of(shown)}, con {told} {each}"
