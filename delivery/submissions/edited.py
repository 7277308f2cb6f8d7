"""What the office makes of a submission: the words, the signature and the pictures that are to be published."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Edited:
    """What the office makes of it."""

    title: str
    text: str
    section: str
    signature: str = ""
    """Under whose name it stands; empty: under none."""
    contributor: str = ""
    """The slug of the contributor who signs it."""
    files: tuple[str, ...] = ()
    """SHA-256 of the pictures that are shown."""
    alts: Mapping[str, str] = field(default_factory=dict)
    """What each of them shows, by its SHA-256, where the office has said it."""

    def to_json(self) -> dict[str, Any]:
        """As the row keeps it."""
        return {**asdict(self), "files": list(self.files)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Edited":
        """The same again."""
        return cls(**{**kept, "files": tuple(kept["files"])})
