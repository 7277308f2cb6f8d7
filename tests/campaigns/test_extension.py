"""How long a duty's one extension may be, and until which day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from campaigns.extension import last_day, too_long
from campaigns.when import Workdays, parse_lead

DUE = datetime(2027, 3, 19, 8, tzinfo=ZoneInfo("America/Bogota"))
"""The Friday before Holy Week: Monday the 22nd, Thursday and Friday are holidays."""


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("7 días", False),
        ("1 semana", False),
        ("5 días hábiles", False),
        ("168 horas", False),
        ("8 días", True),
        ("2 semanas", True),
        ("6 días hábiles", True),
        ("1 mes", True),
        ("169 horas", True),
    ],
)
def test_no_extension_is_longer_than_seven_days(text: str, long: bool) -> None:
    """However it is written."""
    assert too_long(parse_lead(text)) is long


@pytest.mark.parametrize(
    ("text", "day"),
    [("7 días", date(2027, 3, 26)), ("3 días", date(2027, 3, 22)), ("2 días hábiles", date(2027, 3, 24))],
)
def test_the_last_day_is_counted_from_the_term(text: str, day: date) -> None:
    """In calendar days or in business days."""
    assert last_day(text, DUE, Workdays()) == day


def test_holidays_make_it_no_longer() -> None:
    """Five business days around Holy Week would be eleven days."""
    assert last_day("5 días hábiles", DUE, Workdays()) == date(2027, 3, 26)
