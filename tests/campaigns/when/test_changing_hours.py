"""A person's hours where clocks change, held to the clock on the wall, second by second about each change."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from campaigns.when import OpenHours, Workdays
from campaigns.when.open_hours import WHOLE_DAY, Stretch, Week
from tests.campaigns.when.test_open_hours import WEEKS, shows_open

ZONES = (
    *("Europe/Madrid", "America/New_York", "America/Santiago", "America/Havana", "Africa/Cairo", "Asia/Beirut"),
    # Of half hours and quarters, a change of half an hour, one of two hours, and zones whose clocks never change.
    *("America/St_Johns", "Australia/Adelaide", "Pacific/Chatham", "Australia/Lord_Howe", "Antarctica/Troll"),
    *("Asia/Kathmandu", "Asia/Kolkata", "Pacific/Marquesas", "Pacific/Kiritimati", "America/Bogota"),
)
NOBODYS = Workdays()
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
YEAR = datetime(2027, 1, 1, tzinfo=UTC)


@cache
def changes(zone: str) -> tuple[datetime, ...]:
    """The minutes of 2027 from which on the clocks of a zone show another hour, in UTC."""
    local, found = ZoneInfo(zone), []
    for hours in range(366 * 24):
        begins = YEAR + timedelta(hours=hours)
        if begins.astimezone(local).utcoffset() != (begins + timedelta(hours=1)).astimezone(local).utcoffset():
            minutes = [begins + step * MINUTE for step in range(1, 61)]
            before = begins.astimezone(local).utcoffset()
            found.append(next(each for each in minutes if each.astimezone(local).utcoffset() != before))
    return tuple(found)


def every_day(*stretches: Stretch) -> Week:
    """A week whose days, holidays too, are all alike."""
    return Week("ventanas", (stretches,) * 7, stretches)


def about(zone: str) -> st.SearchStrategy[datetime]:
    """Minutes within a day and a half of a change, or of any day where there is none."""
    return st.builds(
        lambda change, minutes: change + minutes * MINUTE,
        st.sampled_from(changes(zone) or (YEAR + 90 * DAY,)),
        st.integers(-36 * 60, 36 * 60),
    )


def minutes_of(at: datetime, until: datetime) -> Iterator[datetime]:
    """Each minute from one moment to another."""
    for step in range(int((until - at) / MINUTE)):
        yield at + step * MINUTE


ZONE_AND_MOMENT = st.sampled_from(ZONES).flatmap(lambda zone: st.tuples(st.just(zone), about(zone)))
AFTER = st.integers(-90, 90)
NARROW = st.integers(1, 90)


def test_the_zones_change_as_the_test_supposes() -> None:
    """Twice in 2027, or never: an oracle that knows of no change would prove nothing."""
    assert {zone: len(changes(zone)) for zone in ZONES} == {
        zone: 0 if zone.startswith(("Asia/K", "Pacific/M", "Pacific/K", "America/Bo")) else 2 for zone in ZONES
    }


@given(WEEKS, ZONE_AND_MOMENT)
def test_about_a_change_the_first_open_minute_is_found(week: Week, where: tuple[str, datetime]) -> None:
    """None before it shows an open hour, none until its close shows a closed one."""
    name, at = where
    zone = ZoneInfo(name)
    hours = OpenHours(week, NOBODYS, zone)
    opens, closes = hours.opening(at), hours.closing(at)
    for each in minutes_of(at, min(opens, at + 3 * DAY)):
        assert not shows_open(week, NOBODYS, zone, each), each.astimezone(zone)
    for each in minutes_of(opens, min(closes, opens + 2 * DAY)):
        assert shows_open(week, NOBODYS, zone, each), each.astimezone(zone)
    ends_a_day = (closes.astimezone(zone)).strftime("%H:%M") == "00:00"
    assert ends_a_day or not shows_open(week, NOBODYS, zone, closes)


@given(ZONE_AND_MOMENT, AFTER, NARROW)
@example(("Europe/Madrid", datetime(2027, 10, 30, 12, 0, tzinfo=UTC)), 15, 30)
@example(("Europe/Madrid", datetime(2027, 3, 27, 12, 0, tzinfo=UTC)), 15, 30)
def test_hours_narrower_than_the_change_come_as_the_clock_shows_them(
    where: tuple[str, datetime], after: int, minutes: int
) -> None:
    """What lies in the hour that is skipped waits a day, in the hour that comes twice it is open twice."""
    name, at = where
    zone = ZoneInfo(name)
    change = next(iter(changes(name)), YEAR)
    wall = (change - MINUTE).astimezone(zone)
    opens = (wall.hour * 60 + wall.minute + 1 + after) % WHOLE_DAY
    assume(opens + minutes <= WHOLE_DAY)
    week = every_day(Stretch(opens, opens + minutes))
    hours = OpenHours(week, NOBODYS, zone)
    found = hours.opening(at)
    assert found <= at + 2 * DAY + timedelta(hours=2)
    shown = [each for each in minutes_of(at, at + 3 * DAY) if shows_open(week, NOBODYS, zone, each)]
    assert found == shown[0]


@pytest.mark.parametrize(
    ("stretch", "zone", "day", "expected"),
    [
        (Stretch(0, 60), "America/Santiago", date(2027, 9, 5), []),
        (Stretch(0, 120), "America/Santiago", date(2027, 9, 5), [("04:00", "05:00")]),
        (Stretch(1380, WHOLE_DAY), "America/Santiago", date(2027, 9, 4), [("03:00", "04:00")]),
        (Stretch(1380, WHOLE_DAY), "America/Santiago", date(2027, 4, 3), [("02:00", "04:00")]),
        (Stretch(0, 60), "America/Santiago", date(2027, 4, 4), [("04:00", "05:00")]),
        (Stretch(0, WHOLE_DAY), "Europe/Madrid", date(2027, 3, 28), [("23:00", "22:00")]),
        (Stretch(135, 165), "Europe/Madrid", date(2027, 3, 28), []),
        (Stretch(105, 195), "Europe/Madrid", date(2027, 3, 28), [("00:45", "01:15")]),
        (Stretch(135, 165), "Europe/Madrid", date(2027, 10, 31), [("00:15", "00:45"), ("01:15", "01:45")]),
        (Stretch(60, 150), "Europe/Madrid", date(2027, 10, 31), [("23:00", "00:30"), ("01:00", "01:30")]),
        (Stretch(120, 180), "Europe/Madrid", date(2027, 10, 31), [("00:00", "02:00")]),
        (Stretch(60, 120), "America/New_York", date(2027, 11, 7), [("05:00", "07:00")]),
    ],
)
def test_the_spans_of_a_day_on_which_clocks_change(
    stretch: Stretch, zone: str, day: date, expected: list[tuple[str, str]]
) -> None:
    """As somebody reads them from a table of the zone, in UTC."""
    spans = OpenHours(every_day(stretch), NOBODYS, ZoneInfo(zone)).spans_of(day)
    assert [(f"{each.opens:%H:%M}", f"{each.closes:%H:%M}") for each in spans] == expected
