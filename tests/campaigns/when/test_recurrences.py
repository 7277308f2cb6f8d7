"""What repeats on the calendar: tables of phrases and the dates they give, written by hand."""

from datetime import date, datetime

import pytest

from campaigns.when import Context, Event, LocalHoliday, Span, WhenError
from tests.campaigns.when.calendar import BOGOTA, WORKDAYS, keys_of, locals_of, slots, with_holidays

DATES = [
    ("cada lunes y jueves a las 07:30", "2027-01-01", "2027-01-15", "04 07 11 14"),
    ("cada lunes y jueves a las 07:30 excepto festivos", "2027-01-01", "2027-01-15", "04 07 14"),
    ("cada día a las 07:30", "2027-01-29", "2027-02-02", "29 30 31 01"),
    ("cada día hábil a las 07:30", "2027-01-07", "2027-01-14", "07 08 12 13"),
    ("cada día hábil a las 07:30", "2026-07-09", "2026-07-16", "09 10 14 15"),
    ("cada día a las 07:30", "2028-02-27", "2028-03-02", "27 28 29 01"),
    ("2028-02-29 a las 07:30", "2028-01-01", "2029-01-01", "29"),
    ("de lunes a viernes a las 07:30", "2027-01-07", "2027-01-14", "07 08 11 12 13"),
    ("cada 3 días a las 07:30 desde 2027-01-02", "2027-01-01", "2027-01-12", "02 05 08 11"),
    ("cada 2 semanas el martes a las 07:30 desde 2027-01-05", "2027-01-01", "2027-03-01", "05 19 02 16"),
    ("cada 2 semanas el martes a las 07:30 desde 2027-01-07", "2027-01-01", "2027-03-01", "12 26 09 23"),
    ("cada 2 semanas el martes y el jueves a las 07:30 desde 2027-01-07", "2027-01-01", "2027-02-01", "07 19 21"),
    ("cada 2 semanas el martes a las 07:30 desde 2026-01-06", "2027-01-01", "2027-02-01", "05 19"),
    ("cada lunes a las 07:30 desde 2027-01-11 hasta 2027-01-25", "2027-01-01", "2027-03-01", "11 18 25"),
    ("cada lunes a las 07:30 durante el evento", "2027-01-01", "2027-03-01", "18 25"),
    ("todos los días del evento a las 06:00", "2027-01-26", "2027-03-01", "26 27 28 29"),
    ("el primer lunes de cada mes a las 08:00", "2027-01-01", "2027-07-01", "04 01 01 05 03 07"),
    ("el último viernes de cada mes a las 08:00", "2027-01-01", "2027-07-01", "29 26 26 30 28 25"),
    ("el penúltimo jueves de cada mes a las 08:00", "2027-01-01", "2027-04-01", "21 18 18"),
    ("el último día de cada mes a las 08:00", "2027-01-01", "2027-05-01", "31 28 31 30"),
    ("el último día de cada mes a las 08:00", "2028-02-01", "2028-03-01", "29"),
    ("el penúltimo día de cada mes a las 08:00", "2027-02-01", "2027-04-01", "27 30"),
    ("cada mes el día 15 y el último día hábil a las 08:00", "2027-01-01", "2027-04-01", "15 29 15 26 15 31"),
    ("el segundo día hábil de cada mes a las 08:00", "2027-01-01", "2027-06-01", "05 02 02 02 04"),
    ("cada 2 meses el día 5 a las 08:00 desde 2027-01-05", "2027-01-01", "2027-07-01", "05 05 05"),
    ("cada 2 meses el día 5 a las 08:00 desde 2027-01-10", "2027-01-01", "2027-07-01", "05 05 05"),
    ("cada 2 meses el día 5 y el día 20 a las 08:00 desde 2027-01-10", "2027-01-01", "2027-04-01", "20 05 20"),
    ("cada 2 meses el primer día hábil a las 08:00 desde 2027-01-04", "2027-01-01", "2027-06-01", "04 01 03"),
    ("cada 2 meses el último día hábil a las 08:00 desde 2024-03-28", "2024-01-01", "2024-07-01", "30 28"),
    ("cada 6 meses el día 5 a las 08:00 desde 2026-11-01", "2027-01-01", "2028-01-01", "05 05"),
    ("cada año el 24 de junio a las 08:00", "2026-01-01", "2029-01-01", "24 24 24"),
    ("cada 2 años el 24 de junio a las 08:00 desde 2026-07-01", "2026-01-01", "2032-01-01", "24 24 24"),
    ("cada lunes a las 08:00 excepto en enero y julio", "2027-01-01", "2027-02-15", "01 08"),
    ("cada lunes a las 08:00 excepto del 20 de diciembre al 10 de enero", "2026-12-07", "2027-01-20", "07 14 11 18"),
    (
        "cada lunes a las 08:00 excepto el 2027-01-11 y del 2027-01-20 al 2027-01-31",
        "2027-01-01",
        "2027-02-02",
        "04 18 01",
    ),
    ("cada día a las 08:00 excepto domingos y festivos", "2027-01-08", "2027-01-14", "08 09 12 13"),
    ("cada día a las 08:00 excepto el lunes 11 de enero de 2027", "2027-01-10", "2027-01-13", "10 12"),
    ("rrule:FREQ=WEEKLY;BYDAY=MO,TH a las 07:30", "2027-01-01", "2027-01-15", "04 07 11 14"),
    ("rrule:FREQ=MONTHLY;BYMONTHDAY=31 a las 07:30", "2027-01-01", "2027-06-01", "31 31 31"),
    ("rrule:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1 a las 07:30", "2027-01-01", "2027-04-01", "29 26 31"),
    ("rrule:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29 a las 07:30", "2024-01-01", "2033-01-01", "29 29 29"),
    ("rrule:FREQ=DAILY;COUNT=3 a las 07:30 desde 2027-01-30", "2027-01-31", "2027-03-01", "31 01"),
    ("rrule:FREQ=DAILY;INTERVAL=15 a las 07:30 desde 2027-01-04", "2027-01-01", "2027-03-01", "04 19 03 18"),
    ("rrule:FREQ=DAILY;UNTIL=20270103 a las 07:30", "2027-01-01", "2027-03-01", "01 02 03"),
]


@pytest.mark.parametrize(("text", "first", "last", "days"), DATES, ids=[f"{text} · {day}" for text, day, _, _ in DATES])
def test_a_phrase_gives_these_days(text: str, first: str, last: str, days: str) -> None:
    """Each phrase gives exactly these days of the month between two dates, in order."""
    assert [local[8:10] for local in locals_of(slots(text, first, last))] == days.split()


def test_a_phrase_gives_the_same_days_whatever_the_window() -> None:
    """Two windows side by side give what one window gives: the first day of counting never depends on them."""
    for text, *_ in DATES:
        whole = slots(text, "2026-06-01", "2029-01-01")
        parts = slots(text, "2026-06-01", "2027-03-11") + slots(text, "2027-03-11", "2029-01-01")
        assert parts == whole, text


def test_several_hours_of_a_day_stand_in_the_key() -> None:
    """A day with two hours has two keys, told apart by their hours; a day with one hour needs none."""
    found = slots("cada lunes a las 07:30 y a las 18:00", "2027-01-04", "2027-01-05")
    assert keys_of(found) == ["2027-01-04T07:30", "2027-01-04T18:00"]
    assert keys_of(slots("cada lunes a las 07:30", "2027-01-04", "2027-01-05")) == ["2027-01-04"]


def test_a_day_named_twice_gives_one_slot() -> None:
    """Where two places of a rule fall on one day, the first of them keeps its key and nothing goes out twice."""
    found = slots("cada mes el día 15 y el tercer viernes a las 08:00", "2027-01-01", "2027-03-01")
    assert keys_of(found) == ["2027-01-15", "2027-02-15", "2027-02-19"]


def test_every_other_week_counts_from_the_event_where_no_date_is_said() -> None:
    """Without `desde`, the first week is that of the event's start, and the rule also runs before it."""
    found = slots("cada 2 semanas el martes a las 08:00", "2026-12-20", "2027-02-01")
    assert locals_of(found) == ["2026-12-29 08:00", "2027-01-12 08:00", "2027-01-26 08:00"]


def test_counting_without_a_first_date_is_refused() -> None:
    """A rule that counts from a first date cannot be expanded for a campaign without event."""
    with pytest.raises(WhenError, match="desde qué fecha"):
        slots("cada 2 semanas el martes a las 08:00", context=Context(BOGOTA, WORKDAYS))


def test_the_window_takes_its_start_and_leaves_its_end() -> None:
    """What falls on the first moment is in, what falls on the last is out."""
    assert locals_of(slots("cada día a las 00:00", "2027-01-01", "2027-01-03")) == [
        "2027-01-01 00:00",
        "2027-01-02 00:00",
    ]


def test_an_event_of_several_dates_limits_what_happens_during_it() -> None:
    """`durante el evento` keeps the days of each of its dates, once where two dates share one."""
    moments = [
        datetime(2027, 2, *day_and_hour, tzinfo=BOGOTA)
        for day_and_hour in ((1, 8), (2, 12), (2, 14), (3, 12), (10, 8), (11, 0))
    ]
    event = Event.listed(tuple(Span(moments[at], moments[at + 1], id=str(at)) for at in (0, 2, 4)))
    found = slots("cada día a las 07:00 durante el evento", context=Context(BOGOTA, WORKDAYS, event))
    assert [local[:10] for local in locals_of(found)] == ["2027-02-01", "2027-02-02", "2027-02-03", "2027-02-10"]


def test_a_slot_keeps_its_nominal_time_and_zone() -> None:
    """An unmoved slot is at its nominal time, in the municipality's zone, with nothing said of moves."""
    (found,) = slots("2027-01-12 a las 07:30")
    assert found.nominal == found.local
    assert found.local is not None
    assert found.local.isoformat() == "2027-01-12T07:30:00-05:00"
    assert found.moved_by == ()
    assert found.waits_for is None


def test_holidays_of_the_municipality_are_exceptions_too() -> None:
    """`excepto festivos` counts the lines of festivos.yaml."""
    local = with_holidays(LocalHoliday(date(2027, 1, 18), "Aniversario"))
    assert locals_of(slots("cada lunes a las 08:00 excepto festivos", "2027-01-11", "2027-02-01", local)) == [
        "2027-01-25 08:00"
    ]
