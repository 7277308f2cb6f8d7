"""At which ages a post is asked for its figures."""

from datetime import UTC, datetime, timedelta

import pytest

from sources.ages import AGES, is_over, next_pull

SENT = datetime(2027, 1, 4, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "slot"),
    [(0, "60m"), (1, "1440m"), (23, "1440m"), (24, "4320m"), (100, "10080m"), (719, "43200m"), (720, None)],
)
def test_each_age_comes_once(hours: float, slot: str | None) -> None:
    """The next is the first still to come: what passed while nobody asked is not made up for."""
    pull = next_pull(AGES, SENT, SENT + timedelta(hours=hours))
    assert (pull.slot if pull else None) == slot


def test_its_hour_counts_from_the_post() -> None:
    """However late the one before was done."""
    pull = next_pull((timedelta(days=1), timedelta(hours=2)), SENT, SENT + timedelta(hours=5))
    assert pull is not None
    assert pull.due_at == SENT + timedelta(days=1)
    assert next_pull((), SENT, SENT) is None


def test_who_tells_nothing_for_a_week_after_the_last_age_is_asked_no_more() -> None:
    """Until then it is tried again."""
    assert not is_over(AGES, SENT, SENT + timedelta(days=37))
    assert is_over(AGES, SENT, SENT + timedelta(days=37, seconds=1))
