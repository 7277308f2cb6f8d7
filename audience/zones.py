"""Where a person lives, as far as the hour goes: the attribute `zona`, an IANA name. A telephone's prefix is none."""

from collections.abc import Mapping
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from audience.plain_text import fold

ZONE = "zona"
"""The column of a list, and the attribute of a contact."""
_AREAS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Pacific")
CITIES: Mapping[str, str] = {
    "barcelona": "Europe/Madrid",
    "bogota dc": "America/Bogota",
    "cali": "America/Bogota",
    "medellin": "America/Bogota",
    "barranquilla": "America/Bogota",
    "colombia": "America/Bogota",
    "ciudad de mexico": "America/Mexico_City",
    "ciudad de panama": "America/Panama",
    "quito": "America/Guayaquil",
    "maracaibo": "America/Caracas",
    "nueva york": "America/New_York",
    "miami": "America/New_York",
    "orlando": "America/New_York",
    "washington": "America/New_York",
    "boston": "America/New_York",
    "houston": "America/Chicago",
    "los angeles": "America/Los_Angeles",
    "san francisco": "America/Los_Angeles",
    "montreal": "America/Toronto",
    "ginebra": "Europe/Zurich",
    "londres": "Europe/London",
    "milan": "Europe/Rome",
    "roma": "Europe/Rome",
    "bruselas": "Europe/Brussels",
    "lisboa": "Europe/Lisbon",
    "estocolmo": "Europe/Stockholm",
    "tokio": "Asia/Tokyo",
}
"""Cities where Colombians live whose zone is called otherwise; `Europe/Madrid` is Madrid anyway."""


@lru_cache(maxsize=256)
def zone_written(text: str) -> str:
    """The name of the zone that somebody wrote by it or by a city: «Bogotá», «New York»; empty where it is none.

    A country of several zones is none, and neither is what two cities of the world are called.
    """
    if zone_named(text):
        return text
    plain = _plain(text)
    return CITIES.get(plain, "") or _by_name().get(plain, "")


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, str]:
    """Every zone of a city by its name, with its area and without."""
    named = [zone for zone in available_timezones() if zone.startswith(_AREAS) and zone.count("/") == 1]
    found: dict[str, str] = {_plain(zone): zone for zone in named}
    cities = [_plain(zone.partition("/")[2]) for zone in named]
    found.update({city: zone for city, zone in zip(cities, named, strict=True) if cities.count(city) == 1})
    return found


def _plain(text: str) -> str:
    return " ".join(fold(text.replace("_", " ").replace(".", "")).split())


@lru_cache(maxsize=256)
def zone_named(name: str) -> ZoneInfo | None:
    """The zone of that name; None where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
