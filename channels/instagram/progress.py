"""How far a post has come at Instagram, as a token remembers it over a crash."""

import json
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from channels.message import Media
from channels.uploaded import Uploaded, remembered, written


class Status(StrEnum):
    """How a container stands, in Instagram's words."""

    IN_PROGRESS = "IN_PROGRESS"
    FINISHED = "FINISHED"
    PUBLISHED = "PUBLISHED"
    ERROR = "ERROR"
    EXPIRED = "EXPIRED"
    """A day went by and nobody published it."""


class Progress(NamedTuple):
    """What Instagram holds of a post already."""

    container: str = ""
    """The number of what is to be published."""
    items: tuple[Uploaded, ...] = ()
    """Of a carousel: those of its pictures, in their order."""
    unfetched: int = 0
    """How often in a row Instagram could not fetch a picture."""

    @property
    def token(self) -> str:
        """What is remembered."""
        return json.dumps({"container": self.container, "items": written(self.items), "unfetched": self.unfetched})

    @classmethod
    def read(cls, token: str | None, media: Sequence[Media]) -> "Progress":
        """Back from a token; from one that cannot be read, none."""
        try:
            found = json.loads(token or "{}")
        except (ValueError, RecursionError):
            return cls()
        if not isinstance(found, dict):
            return cls()
        container, items, unfetched = found.get("container"), found.get("items"), found.get("unfetched")
        return cls(
            container if isinstance(container, str) else "",
            tuple(remembered(items, media)) if isinstance(items, str) else (),
            unfetched if isinstance(unfetched, int) else 0,
        )
