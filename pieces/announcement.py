"""What a piece says: plain text and nothing that has to be looked up."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

Pairs = tuple[tuple[str, str], ...]
"""A label and what stands beside it, in printed order."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """The words of one piece. Whatever is empty is not drawn."""

    title: str
    body: str
    """Who speaks: «Alcaldía Municipal de Segovia»."""
    when: str = ""
    """«Del martes 12 al viernes 29 de enero de 2027»."""
    place: str = ""
    text: str = ""
    """Paragraphs parted by empty lines; lines that begin with «- » are a list."""
    requirements: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    benefits: tuple[str, ...] = ()
    contact: Pairs = ()
    """The channels of attention."""
    link: str = ""
    """The page that tells the whole story; posters bear it as a QR code."""
    dateline: str = ""
    """Where and when a press release was written: «Segovia, 12 de enero de 2027»."""
    details: Pairs = ()
    """What the work order says to whoever reads a script aloud: medium, place, how often, until when."""
    words_per_second: float = 0
    """How fast a script is read aloud; 0: as an announcer of radio reads."""
    language: str = "es"
    """ISO 639, for who has it read aloud by a machine."""

    @property
    def summary(self) -> str:
        """What the piece says, for who cannot see it: «Jornada de salud. Sábado 30 de enero. Puesto de salud.»."""
        parts = [" ".join(part.split()).rstrip(".") for part in (self.title, self.when, self.place)]
        return ". ".join(part for part in parts if part) + "."

    def to_json(self) -> dict[str, Any]:
        """A JSON object."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Announcement":
        """The same announcement again."""
        lists = {name: tuple(kept[name]) for name in ("requirements", "activities", "benefits")}
        return cls(**{**kept, **lists, "contact": _pairs(kept["contact"]), "details": _pairs(kept["details"])})


def _pairs(kept: Sequence[Sequence[str]]) -> Pairs:
    return tuple((label, value) for label, value in kept)
