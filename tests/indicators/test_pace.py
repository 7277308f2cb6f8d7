"""Where a target stands: by the pace while there is time, met or not when it is over."""

from datetime import UTC, datetime

import pytest

from indicators.pace import Course, Nature, course, elapsed
from indicators.periods import parse_period
from tests.indicators.test_periods import BOGOTA


@pytest.mark.parametrize(
    ("value", "over", "expected"),
    [
        (0, 0.05, None),
        (100, 0.05, "met"),
        (48, 0.5, "on_course"),
        (47, 0.5, "at_risk"),
        (40, 0.5, "at_risk"),
        (39, 0.5, "behind"),
        (99, 0.99, "on_course"),
        (99, 1, "not_met"),
        (100, 0.5, "met"),
        (150, 1, "met"),
    ],
)
def test_what_adds_up_is_held_to_the_days_that_are_over(value: float, over: float, expected: Course | None) -> None:
    """Of a hundred: one in twenty short of the pace is on course, up to a fifth is at risk."""
    assert course("sum", value, 100, over) == expected


@pytest.mark.parametrize(
    ("value", "over", "expected"),
    [
        (0, 0.99, "on_course"),
        (0, 1, "not_met"),
        (1, 0.2, "met"),
    ],
)
def test_less_than_a_whole_one_is_no_delay(value: float, over: float, expected: Course) -> None:
    """One report in a bimester is due at its end, not half of it in the middle."""
    assert course("sum", value, 1, over) == expected


@pytest.mark.parametrize(
    ("value", "over", "expected"),
    [
        (0, 0.05, None),
        (0, 0.5, "on_course"),
        (50, 0.5, "on_course"),
        (60, 0.5, "at_risk"),
        (80, 0.5, "behind"),
        (101, 0.02, "behind"),
        (100, 0.99, "on_course"),
        (100, 1, "met"),
        (101, 1, "not_met"),
    ],
)
def test_where_less_is_better_a_target_is_met_only_at_the_end(
    value: float, over: float, expected: Course | None
) -> None:
    """A hundred bounces at most in the year: each new one counts against it, up to its last day."""
    assert course("sum", value, 100, over, falls=True) == expected


@pytest.mark.parametrize(
    ("start", "value", "target", "over", "falls", "expected"),
    [
        (90, 95, 100, 0.5, False, "on_course"),
        (90, 94, 100, 0.5, False, "at_risk"),
        (90, 90, 100, 0.5, False, "behind"),
        (90, 100, 100, 0.3, False, "met"),
        (None, 50, 100, 0.5, False, "on_course"),
        (None, 50, 100, 1, False, "not_met"),
        (120, 110, 100, 0.5, False, "met"),
        (30, 20, 10, 0.5, True, "on_course"),
        (30, 29, 10, 0.5, True, "behind"),
        (30, 9, 10, 0.5, True, "on_course"),
        (30, 9, 10, 1, True, "met"),
        (None, 12, 10, 0.5, True, "at_risk"),
    ],
)
def test_a_level_moves_from_where_it_was_to_its_target(
    start: float | None, value: float, target: float, over: float, falls: bool, expected: Course
) -> None:
    """Half the time, half the way from the baseline; without one, from nought."""
    assert course("level", value, target, over, start=start, falls=falls) == expected


@pytest.mark.parametrize(
    ("nature", "value", "over", "expected"),
    [
        ("rate", 100, 0.5, "on_course"),
        ("rate", 90, 0.5, "at_risk"),
        ("rate", 70, 0.5, "behind"),
        ("rate", 100, 1, "met"),
        ("rate", 99, 1, "not_met"),
        ("growth", 100, 0.9, None),
        ("growth", 100, 1, "met"),
    ],
)
def test_a_rate_should_hold_at_any_time_and_a_growth_speaks_at_the_end(
    nature: Nature, value: float, over: float, expected: Course | None
) -> None:
    """Neither is met before the period is over: it may still fall."""
    assert course(nature, value, 100, over) == expected


@pytest.mark.parametrize(
    ("nature", "value", "target", "falls", "expected"),
    [
        ("rate", -20, -10, True, "on_course"),
        ("rate", -9, -10, True, "at_risk"),
        ("rate", -5, -10, True, "behind"),
        ("rate", 0, -10, True, "behind"),
        ("rate", 5, -10, True, "behind"),
        ("rate", -80, -50, False, "behind"),
        ("rate", -56, -50, False, "at_risk"),
        ("rate", -1, 0, False, "behind"),
        ("sum", -1, 0, False, "behind"),
        ("sum", 0, -10, True, "behind"),
    ],
)
def test_figures_below_nought_have_a_pace_too(
    nature: Nature, value: float, target: float, falls: bool, expected: Course
) -> None:
    """A fall of ten percent is not met by one of five, and nothing is divided by nought."""
    assert course(nature, value, target, 0.5, falls=falls, whole=False) == expected


def test_a_part_of_the_plan_s_period_is_neither_met_nor_missed() -> None:
    """January of a yearly target has a pace, and no target of its own."""
    assert course("sum", 8, 8, 1, whole=False) == "on_course"
    assert course("sum", 3, 8, 1, whole=False) == "behind"
    assert course("sum", 9, 8, 0.02, falls=True, whole=False) is None


@pytest.mark.parametrize(
    ("now", "share"),
    [
        ("2026-12-31 12:00", 0),
        ("2027-01-01 23:00", 0),
        ("2027-01-02 00:00", 1 / 31),
        ("2027-01-31 23:59", 30 / 31),
        ("2027-02-01 00:00", 1),
        ("2028-02-01 00:00", 1),
    ],
)
def test_days_are_over_at_midnight_of_the_municipality(now: str, share: float) -> None:
    """Today is not over."""
    moment = datetime.fromisoformat(now).replace(tzinfo=BOGOTA).astimezone(UTC)

    assert elapsed(parse_period("2027-01", BOGOTA), moment, BOGOTA) == pytest.approx(share)
