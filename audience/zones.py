"""Where a person lives, as far as the hour goes: the attribute `zona`, an IANA name. A telephone's prefix is none."""

from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ZONE = "zona"
"""The column of a list, and the attribute of a contact."""


@lru_cache(maxsize=256)
def zone_named(name: str) -> ZoneInfo | None:
    """The zone of that name; None where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
