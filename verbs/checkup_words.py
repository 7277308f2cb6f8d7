"""How many of what `doctor` looked at stand how, in one line."""

from collections.abc import Mapping, Sequence

from channels.capabilities import Standing
from verbs.words import how_many

COUNTED: Mapping[Standing, tuple[str, str]] = {
    Standing.BAD: ("mal", "mal"),
    Standing.WARNING: ("pide atención", "piden atención"),
    Standing.UNKNOWN: ("no se sabe", "no se saben"),
    Standing.NOTE: ("nota", "notas"),
    Standing.GOOD: ("bien", "bien"),
}
"""How many of each, the worst first."""


def title_of(standings: Sequence[Standing]) -> str:
    """«Todo está bien: 2 de 2»; else how many stand how: «Revisión: 1 mal, 2 piden atención y 4 bien»."""
    if all(each is Standing.GOOD for each in standings):
        return f"Todo está bien: {len(standings)} de {len(standings)}"
    told = [how_many(count, *words) for each, words in COUNTED.items() if (count := standings.count(each))]
    return f"Revisión: {' y '.join(filter(None, (', '.join(told[:-1]), told[-1])))}"
