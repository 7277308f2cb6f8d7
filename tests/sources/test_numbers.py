"""Numbers as people write them in tables."""

import pytest

from sources.numbers import Decimals, number


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
