"""How a municipality looks, as its visual manual prescribes (Ley 2345 de 2023)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Brand:
    """Colours `#rrggbb`, and files of the municipality's own."""

    colour: str
    """Of the bands."""
    on_colour: str
    """Of words on the colour."""
    titles: str
    """Of titles on white."""
    accent: str
    """A second colour, for lines and marks that say nothing by themselves."""
    shield: Path | None = None
    """A picture in PNG, JPEG, WebP or SVG; None: the name alone."""
    fonts: Path | None = None
    """A folder of TrueType or OpenType files that are taken before our own; None: Open Sans alone."""

    def to_json(self) -> dict[str, Any]:
        """A JSON object."""
        return {
            "colour": self.colour,
            "on_colour": self.on_colour,
            "titles": self.titles,
            "accent": self.accent,
            "shield": str(self.shield) if self.shield else "",
            "fonts": str(self.fonts) if self.fonts else "",
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Brand":
        """The same brand again."""
        shield, fonts = (Path(kept[name]) if kept[name] else None for name in ("shield", "fonts"))
        return cls(kept["colour"], kept["on_colour"], kept["titles"], kept["accent"], shield, fonts)
