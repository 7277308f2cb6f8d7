"""How long a script takes to read aloud: figures, hours and addresses count as the words in which they are said."""

import re
from math import ceil

from channels.manual import WORDS_PER_SECOND
from pieces.announcer import cardinal, read_aloud

LONGEST_FIGURE = 6
"""Digits in a row that are said as one number; longer ones, like a telephone's, are said digit by digit."""
_HOUR = re.compile(r"\b(\d{1,2}):(\d{2})\b(?:\s*((?:[ap]\.\s?)?m)\.)?")
_FIGURE = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?(\s*%)?")
_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
NIGHT = range(7, 12)
"""Hours of «p. m.» that are said to be of the night."""


def reading_seconds(script: str, words_per_second: float = WORDS_PER_SECOND) -> int:
    """How long a script takes to read aloud, in whole seconds, rounded up."""
    return ceil(len(_WORD.findall(spoken(script))) / words_per_second)


def spoken(text: str) -> str:
    """A text as it is said: «8:00 a. m.» is «ocho de la mañana», «$ 25.000» «veinticinco mil pesos»."""
    return _FIGURE.sub(_figure, _HOUR.sub(_hour, read_aloud(text)))


def duration(seconds: int) -> str:
    """«45 segundos», «1 minuto y 5 segundos»; empty for none."""
    minutes, rest = divmod(seconds, 60)
    parts = [f"{minutes} {'minuto' if minutes == 1 else 'minutos'}"] if minutes else []
    parts += [f"{rest} {'segundo' if rest == 1 else 'segundos'}"] if rest else []
    return " y ".join(parts)


def _hour(found: re.Match[str]) -> str:
    hour, minute = int(found[1]), int(found[2])
    parts = ["una" if hour == 1 else cardinal(hour)]
    parts += [f"y {cardinal(minute)}"] if minute else []
    return " ".join([*parts, *_part_of_day(found[3] or "", hour)])


def _part_of_day(mark: str, hour: int) -> list[str]:
    """What «a. m.», «p. m.» and «m.» are said as."""
    if not mark:
        return []
    if mark.startswith("p"):
        return ["de la noche" if hour in NIGHT else "de la tarde"]
    return ["de la mañana"] if mark.startswith("a") else ["del mediodía"]


def _figure(found: re.Match[str]) -> str:
    whole, decimals, percent = found.groups()
    digits = whole.replace(".", "")
    alone = len(digits) > LONGEST_FIGURE and "." not in whole
    parts = [" ".join(map(cardinal, map(int, digits))) if alone else cardinal(int(digits))]
    parts += [f"coma {cardinal(int(decimals))}"] if decimals else []
    parts += ["por ciento"] if percent else []
    return " ".join(parts)
