"""What calendars were told is kept for good: numbers rise and never fall."""

from datetime import timedelta
from typing import Any

from storage.calendar_entries import CalendarEntry, calendar_entries, tell_calendar
from storage.database import Database
from tests.storage.rows import NOW, a_tenant

LATER = (NOW + timedelta(days=30)).isoformat()
PAST = (NOW - timedelta(days=1)).isoformat()


def told(database: Database, *held: str, **dates: Any) -> dict[str, tuple[int, bool]]:
    """Tell the calendar of these dates; of each known one its number and whether it is called off."""
    with database.write() as connection:
        found = tell_calendar(connection, a_tenant(connection), dates, held, NOW)
    return {entry.uid: (entry.sequence, entry.cancelled) for entry in found}


def test_a_number_rises_with_each_change(database: Database) -> None:
    """Told as before it stays; told otherwise, called off, and told again it rises by one each time."""
    steps = [
        ({"uno": {"title": "A", "ends": LATER}}, (0, False)),
        ({"uno": {"title": "A", "ends": LATER}}, (0, False)),
        ({"uno": {"title": "B", "ends": LATER}}, (1, False)),
        ({}, (2, True)),
        ({}, (2, True)),
        ({"uno": {"title": "B", "ends": LATER}}, (3, False)),
    ]
    for dates, expected in steps:
        assert told(database, **dates) == {"uno": expected}


def test_what_is_over_is_not_called_off(database: Database) -> None:
    """It took place."""
    told(database, uno={"ends": PAST})
    assert told(database) == {"uno": (0, False)}


def test_what_nobody_approved_stays_as_it_was_told(database: Database) -> None:
    """Neither changed nor called off; what was never told is not told."""
    told(database, uno={"title": "A", "ends": LATER})
    assert told(database, "uno", "dos", uno={"title": "B", "ends": LATER}, dos={"title": "C", "ends": LATER}) == {
        "uno": (0, False)
    }


def test_what_has_passed_is_not_told_any_more(database: Database) -> None:
    """Where it never was; what was told before is told with its changes."""
    told(database, uno={"title": "A", "ends": PAST})
    dates = {"uno": {"title": "B", "ends": PAST}, "dos": {"title": "C", "ends": PAST}}
    with database.write() as connection:
        found = tell_calendar(connection, a_tenant(connection), dates, (), NOW, over=set(dates))
    assert {entry.uid: entry.sequence for entry in found} == {"uno": 1}


def test_municipalities_know_nothing_of_each_other(database: Database) -> None:
    """The same name in two of them is two entries."""
    told(database, uno={"ends": LATER})
    with database.write() as connection:
        other = a_tenant(connection, "otra")
        assert tell_calendar(connection, other, {"uno": {"ends": PAST}}, (), NOW) == [
            CalendarEntry("uno", 0, {"ends": PAST}, False, NOW)
        ]
        assert len(calendar_entries(connection, a_tenant(connection))) == 1
