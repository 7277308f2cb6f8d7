"""Figures as people in Colombia read them."""

import pytest

from reports.words import number_words


@pytest.mark.parametrize(
    ("value", "words"), [(None, "sin dato"), (1_234_567.5, "1.234.567,5"), (-0.5, "-0,5"), (-0.001, "0"), (-0.0, "0")]
)
def test_a_number_is_written_for_people(value: float | None, words: str) -> None:
    """Nothing is less than nought by nothing."""
    assert number_words(value) == words
