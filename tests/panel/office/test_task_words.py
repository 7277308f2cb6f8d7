"""What a task counts, in words."""

import pytest

from panel.office.task_words import amount, size


@pytest.mark.parametrize(
    ("kind", "planned", "done", "told"),
    [
        ("emisora", 3, 1, "1 emisión"),
        ("emisora", 1, 2, "2 emisiones"),
        ("reunion", 1, 40, "40 asistentes"),
        ("reunión", 1, 1, "1 asistente"),
        ("reunion", 4, 3, "3 reuniones"),
        ("ronda", 1, 2, "2 veces"),
    ],
)
def test_of_one_meeting_whoever_came_is_counted(kind: str, planned: int, done: int, told: str) -> None:
    """Of several the meetings are, and of anything else how often it was done."""
    assert amount(kind, planned, done) == told


@pytest.mark.parametrize(("octets", "told"), [(41, "1 kB"), (40_000, "40 kB"), (1_840_000, "1,8 MB")])
def test_a_file_s_size_is_told_in_what_people_say(octets: int, told: str) -> None:
    """With a comma."""
    assert size(octets) == told
