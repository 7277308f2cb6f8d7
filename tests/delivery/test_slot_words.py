"""Which time of a repeated message it is."""

import pytest

from delivery.slot_words import slot_words

TIMES = [
    ("2027-01-05", "5 de enero de 2027"),
    ("2027-01-05T14:30", "5 de enero de 2027, 2:30 p. m."),
    ("o3.2027-01-05T08:00", "5 de enero de 2027, 8:00 a. m."),
    ("1", ""),
    ("feria-2027", ""),
    ("2027-13-45", ""),
]


@pytest.mark.parametrize(("occurrence", "told"), TIMES)
def test_a_key_tells_its_day(occurrence: str, told: str) -> None:
    """And its hour where a day has several; what goes out once has none."""
    assert slot_words(occurrence) == told
