"""Where somebody lives, as lists write it."""

from zoneinfo import available_timezones

import pytest

from audience.zones import CITIES, zone_written


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("Europe/Madrid", "Europe/Madrid"),
        ("europe/madrid", "Europe/Madrid"),
        ("Madrid", "Europe/Madrid"),
        ("BOGOTÁ", "America/Bogota"),
        ("Bogotá D.C.", "America/Bogota"),
        ("America/New York", "America/New_York"),
        ("New York", "America/New_York"),
        ("Nueva York", "America/New_York"),
        ("buenos aires", "America/Buenos_Aires"),
        ("UTC", "UTC"),
        ("Estados Unidos", ""),
        ("Rural", ""),
        ("+34", ""),
        ("../secreto", ""),
        ("", ""),
    ],
)
def test_a_city_is_as_good_as_its_zone(written: str, zone: str) -> None:
    """In any case, with accents or without; a country of several zones is none."""
    assert zone_written(written) == zone


def test_each_city_is_in_a_zone_that_there_is() -> None:
    """As the world's own table calls it."""
    assert set(CITIES.values()) <= available_timezones()
