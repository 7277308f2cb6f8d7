"""Distances from the event, once or many times, and events made by a rule."""

from datetime import datetime, timedelta

import pytest

from campaigns.when import Context, Event, Span, WhenError, expand_event, parse, parse_lead
from tests.campaigns.when.calendar import BERLIN, BOGOTA, WORKDAYS, keys_of, locals_of, slots

NO_EVENT = Context(BOGOTA, WORKDAYS)


def dates_of(*starts: str, hours: int = 2) -> Context:
    """Makes a context with an event of listed dates, whose ids are `a`, `b`, …"""
    moments = [datetime.fromisoformat(start).replace(tzinfo=BOGOTA) for start in starts]
    spans = [
        Span(moment, moment + timedelta(hours=hours), name) for moment, name in zip(moments, "abcdef", strict=False)
    ]
    return Context(BOGOTA, WORKDAYS, Event.listed(tuple(spans)))


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("15 días antes a las 08:00", "2026-12-28 08:00"),
        ("una semana antes a las 08:00", "2027-01-05 08:00"),
        ("un mes antes a las 08:00", "2026-12-12 08:00"),
        ("3 días hábiles antes a las 08:00", "2027-01-06 08:00"),
        ("la víspera a las 18:00", "2027-01-11 18:00"),
        ("2 horas antes", "2027-01-12 05:00"),
        ("45 minutos antes", "2027-01-12 06:15"),
        ("el mismo día a las 06:00", "2027-01-12 06:00"),
        ("al empezar", "2027-01-12 07:00"),
        ("1 día después de empezar a las 08:00", "2027-01-13 08:00"),
        ("2 días antes de terminar a las 08:00", "2027-01-27 08:00"),
        ("el último día del evento a las 12:00", "2027-01-29 12:00"),
        ("al terminar", "2027-01-29 16:00"),
        ("3 horas después", "2027-01-29 19:00"),
        ("1 día después a las 08:00", "2027-01-30 08:00"),
        ("3 días hábiles después a las 10:00", "2027-02-03 10:00"),
        ("un mes después a las 10:00", "2027-02-28 10:00"),
    ],
)
def test_distances_from_a_single_event(text: str, local: str) -> None:
    """Before counts from 2027-01-12 07:00, after from 2027-01-29 16:00; the key is always 1."""
    found = slots(text, "2026-12-01", "2027-04-01")
    assert locals_of(found) == [local]
    assert keys_of(found) == ["1"]


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("la víspera a las 08:00", "2028-02-29 08:00"),
        ("un mes antes a las 08:00", "2028-02-01 08:00"),
        ("un año después a las 08:00", "2029-03-01 08:00"),
    ],
)
def test_distances_over_a_leap_day(text: str, local: str) -> None:
    """The eve of the first of March 2028 is the 29th of February."""
    leap = Context(BOGOTA, WORKDAYS, Event.once(datetime(2028, 3, 1, 8, tzinfo=BOGOTA)))
    assert locals_of(slots(text, "2028-01-01", "2030-01-01", leap)) == [local]


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("un mes antes a las 08:00", "2027-02-28 08:00"),
        ("un mes después a las 08:00", "2027-04-30 08:00"),
        ("2 meses antes a las 08:00", "2027-01-31 08:00"),
    ],
)
def test_months_from_the_31st_end_on_the_last_day(text: str, local: str) -> None:
    """A month without a 31st gives its last day."""
    context = Context(BOGOTA, WORKDAYS, Event.once(datetime(2027, 3, 31, 8, tzinfo=BOGOTA)))
    assert locals_of(slots(text, "2026-12-01", "2028-01-01", context)) == [local]


def test_a_moved_event_moves_the_time_and_not_the_key() -> None:
    """The offset of a single event keeps key 1 wherever the event goes."""
    later = Context(BOGOTA, WORKDAYS, Event.once(datetime(2027, 3, 1, 7, tzinfo=BOGOTA)))
    found = slots("15 días antes a las 08:00", context=later)
    assert keys_of(found) == ["1"]
    assert locals_of(found) == ["2027-02-14 08:00"]


def test_each_listed_date_has_its_own_key() -> None:
    """An offset from an event of listed dates gives one slot for each, under that date's id."""
    found = slots("2 días antes a las 08:00", context=dates_of("2027-05-20 09:00", "2027-03-10 09:00"))
    assert list(zip(keys_of(found), locals_of(found), strict=True)) == [
        ("b", "2027-03-08 08:00"),
        ("a", "2027-05-18 08:00"),
    ]


def test_limits_and_exceptions_cut_the_dates_of_an_event() -> None:
    """`desde`, `hasta` and `excepto` look at the day of the message."""
    context = dates_of("2027-02-10 09:00", "2027-03-10 09:00", "2027-04-10 09:00", "2027-05-10 09:00")
    text = "2 días antes a las 08:00 desde 2027-03-01 hasta 2027-05-31 excepto en abril"
    assert keys_of(slots(text, context=context)) == ["b", "d"]


def test_an_event_that_ends_at_midnight_ends_on_the_day_before() -> None:
    """What lasts until 00:00 of the 3rd happens on the 1st and the 2nd."""
    event = Event.once(datetime(2027, 2, 1, 8, tzinfo=BOGOTA), datetime(2027, 2, 3, tzinfo=BOGOTA))
    context = Context(BOGOTA, WORKDAYS, event)
    assert keys_of(slots("todos los días del evento a las 06:00", context=context)) == ["2027-02-01", "2027-02-02"]
    assert locals_of(slots("1 día después a las 08:00", context=context)) == ["2027-02-03 08:00"]


def test_an_event_without_end_is_a_moment() -> None:
    """Its start is its end, and it happens on one day."""
    context = Context(BOGOTA, WORKDAYS, Event.once(datetime(2027, 2, 1, 8, tzinfo=BOGOTA)))
    assert locals_of(slots("al terminar", context=context)) == ["2027-02-01 08:00"]
    assert keys_of(slots("todos los días del evento a las 06:00", context=context)) == ["2027-02-01"]


def test_a_rule_makes_the_dates_of_an_event() -> None:
    """The dates of a recurring event carry their nominal dates as ids, and its messages take them as keys."""
    event = expand_event(
        parse("el primer martes de cada mes a las 14:00"),
        timedelta(hours=2),
        NO_EVENT,
        datetime(2027, 1, 1, tzinfo=BOGOTA),
        datetime(2027, 4, 1, tzinfo=BOGOTA),
    )
    assert event.recurring
    assert [(span.id, f"{span.end:%H:%M}") for span in event.spans] == [
        ("2027-01-05", "16:00"),
        ("2027-02-02", "16:00"),
        ("2027-03-02", "16:00"),
    ]
    found = slots("la víspera a las 17:00", context=Context(BOGOTA, WORKDAYS, event))
    assert keys_of(found) == ["2027-01-05", "2027-02-02", "2027-03-02"]
    assert locals_of(found)[0] == "2027-01-04 17:00"


def test_a_date_under_way_belongs_to_the_window() -> None:
    """A three-day market that began before the window is one of its dates."""
    first, last = datetime(2027, 1, 9, tzinfo=BOGOTA), datetime(2027, 1, 12, tzinfo=BOGOTA)
    event = expand_event(parse("cada viernes a las 08:00"), timedelta(days=3), NO_EVENT, first, last)
    assert [span.id for span in event.spans] == ["2027-01-08"]


def test_an_event_lasts_its_hours_of_the_wall() -> None:
    """From 00:00 for eight hours ends at 08:00, also on the day with 23 hours."""
    context = Context(BERLIN, WORKDAYS)
    since, until = datetime(2027, 3, 28, tzinfo=BERLIN), datetime(2027, 3, 29, tzinfo=BERLIN)
    event = expand_event(parse("cada domingo a las 00:00"), timedelta(hours=8), context, since, until)
    assert [span.end.isoformat() for span in event.spans] == ["2027-03-28T08:00:00+02:00"]


def test_an_event_cannot_be_made_from_itself() -> None:
    """A rule that needs an event makes none."""
    since, until = datetime(2027, 1, 1, tzinfo=BOGOTA), datetime(2028, 1, 1, tzinfo=BOGOTA)
    with pytest.raises(WhenError, match="la campaña no tiene"):
        expand_event(parse("al empezar"), timedelta(hours=1), NO_EVENT, since, until)


def test_an_event_has_an_order_and_a_zone() -> None:
    """A date without zone, or that ends before it starts, is no date."""
    moment = datetime(2027, 1, 1, 8, tzinfo=BOGOTA)
    with pytest.raises(ValueError, match="aware"):
        Span(moment.replace(tzinfo=None), moment.replace(tzinfo=None))
    with pytest.raises(ValueError, match="ends before"):
        Span(moment, moment - timedelta(hours=1))


def test_several_dates_cannot_share_one_key() -> None:
    """An event of several dates says that it recurs, so that each has a key of its own."""
    moment = datetime(2027, 1, 1, 8, tzinfo=BOGOTA)
    with pytest.raises(ValueError, match="recurring"):
        Event((Span(moment, moment, "a"), Span(moment, moment, "b")))


def test_an_event_that_has_no_dates_yet_gives_nothing() -> None:
    """A recurring event without a date in reach has no messages, and fixes no first week."""
    context = Context(BOGOTA, WORKDAYS, Event((), recurring=True))
    assert slots("la víspera a las 08:00", context=context) == ()
    assert slots("cada 2 semanas el martes a las 08:00", context=context) == ()
    assert slots("cada martes a las 08:00 durante el evento", context=context) == ()


@pytest.mark.parametrize(
    ("lead", "before", "after"),
    [
        ("48 horas", "2027-01-06 08:00", "2027-01-10 08:00"),
        ("30 minutos", "2027-01-08 07:30", "2027-01-08 08:30"),
        ("3 días", "2027-01-05 08:00", "2027-01-11 08:00"),
        ("1 día hábil", "2027-01-07 08:00", "2027-01-12 08:00"),
        ("2 semanas", "2026-12-25 08:00", "2027-01-22 08:00"),
        ("1 mes", "2026-12-08 08:00", "2027-02-08 08:00"),
    ],
)
def test_a_lead_can_be_counted_both_ways(lead: str, before: str, after: str) -> None:
    """From Friday 8 January 2027 at 08:00; calendar units keep the hour, business days pass the holiday."""
    friday = datetime(2027, 1, 8, 8, tzinfo=BOGOTA)
    length = parse_lead(lead)
    assert f"{length.before(friday, WORKDAYS):%Y-%m-%d %H:%M}" == before
    assert f"{length.after(friday, WORKDAYS):%Y-%m-%d %H:%M}" == after
