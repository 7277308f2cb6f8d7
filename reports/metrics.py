"""How wide words are in the fonts that set them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont

from pieces.letters import font_files

KERNED = 1.02
"""What is added for pairs of letters that stand further apart than each alone."""
SINGLE = (".ttf", ".otf")
"""Files of one font each."""
_UNKNOWN = 1.0
"""The width of a letter that the font has not, and that another one sets, in ems."""


@dataclass(frozen=True, slots=True)
class Metrics:
    """One style of a family."""

    widths: Mapping[str, float]
    """Of each letter, in ems."""

    def width(self, words: str) -> float:
        """In ems, on one line."""
        return KERNED * sum(self.widths.get(letter, _UNKNOWN) for letter in words)


def metrics_of(folders: Iterable[Path], family: str, style: str) -> Metrics:
    """`style`: «Regular» or «Bold», or whatever else the family has. Raises LookupError for an unknown family."""
    found: dict[str, Path] = {}
    for path in (path for folder in folders for path in font_files(folder) if path.suffix.lower() in SINGLE):
        with TTFont(path, lazy=True) as font:
            if font["name"].getBestFamilyName() == family:
                found.setdefault(str(font["name"].getBestSubFamilyName()), path)
    if not found:
        raise LookupError(family)
    with TTFont(found.get(style) or found.get("Regular") or next(iter(found.values())), lazy=True) as font:
        advances, unit = font["hmtx"], font["head"].unitsPerEm
        return Metrics({chr(code): advances[name][0] / unit for code, name in font.getBestCmap().items()})
