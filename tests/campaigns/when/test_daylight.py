"""Clocks that change: wall times stay, instants follow; Colombia's do not change."""

from datetime import UTC, date, datetime, timedelta

from campaigns.when import Context, Event, OpenOrder, expand, parse
from tests.campaigns.when.calendar import BERLIN, WORKDAYS, keys_of, slots

GERMANY = Context(BERLIN, WORKDAYS)


def instants(text: str, first: str, last: str, context: Context = GERMANY) -> list[str]:
    """Lists the instants in UTC."""
    found = slots(text, first, last, context)
    return [f"{slot.local.astimezone(UTC):%m-%d %H:%M}" for slot in found if slot.local]


def test_a_weekly_rule_keeps_its_wall_time_over_both_changes() -> None:
    """07:30 in Berlin is 06:30 UTC in winter and 05:30 UTC in summer."""
    assert instants("cada domingo a las 07:30", "2027-03-21", "2027-04-05") == [
        "03-21 06:30",
        "03-28 05:30",
        "04-04 05:30",
    ]
    assert instants("cada domingo a las 07:30", "2027-10-24", "2027-11-08") == [
        "10-24 05:30",
        "10-31 06:30",
        "11-07 06:30",
    ]


def test_an_hour_that_does_not_exist_moves_forward() -> None:
    """On 2027-03-28 Berlin has no 02:30: it goes out at 03:30, says so, and keeps its key."""
    (found,) = slots("cada domingo a las 02:30", "2027-03-28", "2027-03-29", GERMANY)
    assert found.occurrence == "2027-03-28"
    assert found.nominal is not None
    assert found.local is not None
    assert f"{found.nominal:%H:%M}" == "02:30"
    assert found.local.isoformat() == "2027-03-28T03:30:00+02:00"
    assert found.moved_by == ("2027-03-28 no tiene las 02:30 (cambia la hora oficial): pasa a las 03:30",)


def test_hours_that_the_clock_brings_together_go_out_once() -> None:
    """On the day without 02:30 it meets 03:30: one of them goes out, and says so."""
    (found,) = slots("cada domingo a las 02:30 y a las 03:30", "2027-03-28", "2027-03-29", GERMANY)
    assert found.occurrence == "2027-03-28T03:30"
    assert found.moved_by == ("coincide con la de 2027-03-28T02:30: sale una sola vez",)


def test_an_hour_that_comes_twice_is_the_first() -> None:
    """On 2027-10-31 Berlin has 02:30 twice: it goes out once, at the first."""
    assert instants("cada domingo a las 02:30", "2027-10-31", "2027-11-01") == ["10-31 00:30"]


def test_hours_before_an_event_are_counted_on_the_clock() -> None:
    """Six hours before 07:00 of the day with 23 hours is midnight, not 01:00."""
    event = Event.once(datetime(2027, 3, 28, 7, tzinfo=BERLIN))
    (found,) = slots("6 horas antes", "2027-03-01", "2027-04-01", Context(BERLIN, WORKDAYS, event))
    assert found.local is not None
    assert found.local.isoformat() == "2027-03-28T00:00:00+01:00"


def test_days_before_an_event_are_counted_on_the_calendar() -> None:
    """One day before keeps its own wall time over the change."""
    event = Event.once(datetime(2027, 3, 29, 7, tzinfo=BERLIN))
    (found,) = slots("2 días antes a las 08:00", "2027-03-01", "2027-04-01", Context(BERLIN, WORKDAYS, event))
    assert found.local is not None
    assert found.local.isoformat() == "2027-03-27T08:00:00+01:00"


def test_an_alert_has_other_keys_in_the_hour_that_comes_twice() -> None:
    """The offset in the key tells 02:15 of summer from 02:15 of winter."""
    order = OpenOrder(1, datetime(2027, 10, 31, 0, 15, tzinfo=UTC), datetime(2027, 10, 31, 2, 0, tzinfo=UTC))
    found = expand(
        parse("cada hora hasta levantar"),
        Context(BERLIN, WORKDAYS, orders=(order,)),
        datetime(2027, 10, 30, tzinfo=UTC),
        datetime(2027, 11, 2, tzinfo=UTC),
    )
    assert keys_of(found) == ["o1.2027-10-31T02:15+02:00", "o1.2027-10-31T02:15+01:00"]


def test_the_days_of_a_window_are_local_days() -> None:
    """A window given in UTC finds what falls on the other side of local midnight."""
    since = datetime(2027, 1, 3, 23, tzinfo=UTC)
    found = expand(parse("cada lunes a las 00:00"), GERMANY, since, since + timedelta(hours=1))
    assert keys_of(found) == [date(2027, 1, 4).isoformat()]
