"""Numbers and days as people write them in tables."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from sources.numbers import Decimals, day, number, reads_twice


@pytest.mark.parametrize(
    ("text", "decimals", "value"),
    [
        (" 1234 ", "punto", 1234),
        ("1,234.5", "punto", 1234.5),
        ("-1,234,567", "punto", -1_234_567),
        (".5", "punto", 0.5),
        ("1e+22", "punto", 1e22),
        ("1.234,5", "coma", 1234.5),
        ("12,5", "coma", 12.5),
        ("1.234", "coma", 1234),
        # Read with the other mark each would be another number.
        ("12,5", "punto", None),
        ("1.234,5", "punto", None),
        ("12.5", "coma", None),
        ("1,234.5", "coma", None),
        *((text, "punto", None) for text in ("", ".", "-", "1_000", "٣", "NaN", "Infinity", "1e400", "1,23,456")),
    ],
)
def test_a_number_is_read_with_its_marks_or_not_at_all(text: str, decimals: Decimals, value: float | None) -> None:
    """Thousands stand in groups of three."""
    assert number(text, decimals) == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2027-01-05", "2027-01-05"),
        (" 5/1/2027 ", "2027-01-05"),
        ("2027-01-05 23:59:59", "2027-01-05"),
        # Moments with their own zone: in Bogotá it is five hours earlier than in Greenwich.
        ("2027-01-05T03:00:00Z", "2027-01-04"),
        ("2027-01-05T04:59:59.999Z", "2027-01-04"),
        ("2027-01-05T05:00:00Z", "2027-01-05"),
        ("2027-01-05 23:30:00-08:00", "2027-01-06"),
        ("2027-01-05 03:00:00 +0000", "2027-01-04"),
        ("2024-03-01T02:00:00+00:00", "2024-02-29"),
        # A mere day, as programs write it.
        ("2027-01-05T00:00:00.000Z", "2027-01-05"),
        ("2027-01-05T00:00:00+14:00", "2027-01-05"),
        *((text, None) for text in ("", "2027-02-29", "2027-13-01", "31/2/2027", "mañana", "2027-01-055")),
        ("0001-01-01T03:00:00Z", "0001-01-01"),
    ],
)
def test_a_day_is_that_of_the_municipality(text: str, found: str | None) -> None:
    """Whatever zone an hour is written in."""
    assert day(text, ZoneInfo("America/Bogota")) == (date.fromisoformat(found) if found else None)


@pytest.mark.parametrize(
    ("text", "twice"),
    [("1.227", True), (" 12,500 ", True), ("-1.227", True), ("0.125", False), ("1.22", False), ("1.234.567", False)],
)
def test_three_figures_behind_a_mark_read_two_ways(text: str, twice: bool) -> None:
    """Thousands, or thousandths."""
    assert reads_twice(text) is twice
