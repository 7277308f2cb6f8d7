"""Days off, minimum lead, and what must not be late: the hour of a slot moves, its key never."""

from datetime import date, datetime

import pytest

from campaigns.when import Context, Event, LocalHoliday, Moves, parse_lead
from tests.campaigns.when.calendar import BOGOTA, WORKDAYS, keys_of, locals_of, slots, with_holidays

NEXT = Moves(on_day_off="siguiente")
PREVIOUS = Moves(on_day_off="anterior")


@pytest.mark.parametrize(
    ("text", "moves", "local", "why"),
    [
        (
            "2027-01-11 a las 07:30",
            NEXT,
            "2027-01-12 07:30",
            "2027-01-11 es festivo (Día de los Reyes Magos): pasa al siguiente día hábil, 2027-01-12",
        ),
        (
            "2027-01-11 a las 07:30",
            PREVIOUS,
            "2027-01-08 07:30",
            "2027-01-11 es festivo (Día de los Reyes Magos): pasa al día hábil anterior, 2027-01-08",
        ),
        (
            "2027-01-16 a las 07:30",
            NEXT,
            "2027-01-18 07:30",
            "2027-01-16 es sábado: pasa al siguiente día hábil, 2027-01-18",
        ),
        (
            "2027-03-25 a las 07:30",
            NEXT,
            "2027-03-29 07:30",
            "2027-03-25 es festivo (Jueves Santo): pasa al siguiente día hábil, 2027-03-29",
        ),
        (
            "2027-01-11 a las 07:30",
            Moves(on_day_off="siguiente", never_after=True),
            "2027-01-08 07:30",
            "2027-01-11 es festivo (Día de los Reyes Magos): pasa al día hábil anterior, 2027-01-08",
        ),
    ],
)
def test_what_falls_on_a_day_off_moves_as_the_message_says(text: str, moves: Moves, local: str, why: str) -> None:
    """Forward, back, or earlier where it must not be late: with the sentence that says why."""
    (found,) = slots(text, moves=moves)
    assert locals_of([found]) == [local]
    assert found.moved_by == (why,)
    assert found.occurrence == "1"
    assert f"{found.nominal:%Y-%m-%d}" == text[:10]


def test_by_default_a_day_off_moves_nothing() -> None:
    """`igual` is the default, also for what must not be late."""
    assert locals_of(slots("2027-01-11 a las 07:30")) == ["2027-01-11 07:30"]
    assert locals_of(slots("2027-01-11 a las 07:30", moves=Moves(never_after=True))) == ["2027-01-11 07:30"]


def test_a_business_day_does_not_move() -> None:
    """On a business day there is nothing to say."""
    (found,) = slots("2027-01-12 a las 07:30", moves=NEXT)
    assert found.moved_by == ()


def test_a_slot_belongs_to_the_window_into_which_it_moves() -> None:
    """A Sunday's message that moves to Monday is in Monday's window and not in Sunday's."""
    assert keys_of(slots("cada domingo a las 08:00", "2027-01-17", "2027-01-18", moves=NEXT)) == []
    assert keys_of(slots("cada domingo a las 08:00", "2027-01-18", "2027-01-19", moves=NEXT)) == ["2027-01-17"]


def test_slots_that_move_to_the_same_moment_go_out_once() -> None:
    """Of Saturday, Sunday, holiday Monday and Tuesday, Tuesday's stays and says what it took with it."""
    found = slots("cada día a las 08:00", "2027-01-09", "2027-01-13", moves=NEXT)
    assert keys_of(found) == ["2027-01-12"]
    assert found[0].moved_by == tuple(
        f"coincide con la de 2027-01-{day}: sale una sola vez" for day in ("09", "10", "11")
    )


def test_two_dates_of_an_event_keep_their_messages_at_the_same_moment() -> None:
    """Messages of two dates of an event say different things: both go out."""
    event = Event.listed(tuple(Event.once(datetime(2027, 1, 18, hour, tzinfo=BOGOTA)).spans[0] for hour in (8, 14)))
    named = Event.listed(
        tuple(type(span)(span.start, span.end, name) for span, name in zip(event.spans, "ab", strict=True))
    )
    found = slots("la víspera a las 10:00", context=Context(BOGOTA, WORKDAYS, named), moves=PREVIOUS)
    assert [(slot.occurrence, local) for slot, local in zip(found, locals_of(found), strict=True)] == [
        ("a", "2027-01-15 10:00"),
        ("b", "2027-01-15 10:00"),
    ]


@pytest.mark.parametrize(
    ("text", "lead", "local"),
    [
        ("el mismo día a las 06:00", "5 días hábiles", "2027-01-04 06:00"),
        ("1 día antes a las 08:00", "3 días", "2027-01-09 08:00"),
        ("3 días antes a las 08:00", "3 días", "2027-01-09 08:00"),
        ("2 horas antes", "48 horas", "2027-01-10 07:00"),
        ("1 semana antes a las 08:00", "3 días", "2027-01-05 08:00"),
        ("al empezar", "3 días", "2027-01-12 07:00"),
        ("2027-01-11 a las 08:00", "1 semana", "2027-01-05 08:00"),
        ("al terminar", "3 días", "2027-01-29 16:00"),
    ],
)
def test_a_minimum_lead_moves_what_is_too_near_before_the_event(text: str, lead: str, local: str) -> None:
    """What would go out too near before the start goes out at the latest allowed day; the rest stays."""
    assert locals_of(slots(text, moves=Moves(minimum_lead=parse_lead(lead)))) == [local]


def test_a_minimum_lead_says_why_it_moved() -> None:
    """The sentence names the lead, the date of the event and the new day."""
    (found,) = slots("1 día antes a las 08:00", moves=Moves(minimum_lead=parse_lead("5 días hábiles")))
    assert found.moved_by == (
        "debe salir con 5 días hábiles de antelación al 2027-01-12: pasa al 2027-01-04 a las 08:00",
    )


def test_a_day_off_after_the_lead_moves_earlier_still() -> None:
    """Where the latest allowed day is off, later would break the lead: it goes to the business day before."""
    (found,) = slots("1 día antes a las 08:00", moves=Moves("siguiente", parse_lead("3 días")))
    assert locals_of([found]) == ["2027-01-08 08:00"]
    assert len(found.moved_by) == 3
    assert found.moved_by[-1] == "2027-01-09 es sábado: pasa al día hábil anterior, 2027-01-08"


def test_a_recurrence_keeps_its_distance_from_the_next_date_of_the_event() -> None:
    """A weekly message that falls too near before the event moves away from it; one during it stays."""
    found = slots("cada lunes a las 08:00", "2027-01-01", "2027-01-20", moves=Moves(minimum_lead=parse_lead("3 días")))
    assert locals_of(found) == ["2027-01-04 08:00", "2027-01-09 08:00", "2027-01-18 08:00"]
    assert keys_of(found) == ["2027-01-04", "2027-01-11", "2027-01-18"]


def test_a_new_holiday_moves_the_hour_and_not_the_key() -> None:
    """The last business day of January 2027 is the 29th; once that is a local holiday, the 28th: the same key."""
    text = "cada mes el día 15 y el último día hábil a las 08:00"
    before = slots(text, "2027-01-01", "2027-02-01")
    local = with_holidays(LocalHoliday(date(2027, 1, 29), "Fundación del municipio"))
    after = slots(text, "2027-01-01", "2027-02-01", local)
    assert keys_of(before) == keys_of(after) == ["2027-01-15", "2027-01.2"]
    assert locals_of(before) == ["2027-01-15 08:00", "2027-01-29 08:00"]
    assert locals_of(after) == ["2027-01-15 08:00", "2027-01-28 08:00"]


def test_a_new_holiday_does_not_shift_every_other_month() -> None:
    """Where `desde` is the last business day itself, a holiday on it does not make all later months change turn."""
    text = "cada 2 meses el último día hábil a las 08:00 desde 2027-01-29"
    before = keys_of(slots(text))
    after = keys_of(slots(text, context=with_holidays(LocalHoliday(date(2027, 1, 29), "Cierre"))))
    assert before == ["2027-01.1", "2027-03.1", "2027-05.1", "2027-07.1", "2027-09.1", "2027-11.1"]
    assert after == before[1:]


def test_business_days_of_an_event_follow_new_holidays_under_the_same_key() -> None:
    """Three business days after the event pass a new holiday; the key stays `1`."""
    text = "3 días hábiles después a las 10:00"
    local = with_holidays(LocalHoliday(date(2027, 2, 2), "Candelaria"))
    before, after = slots(text), slots(text, context=local)
    assert (keys_of(before), locals_of(before)) == (["1"], ["2027-02-03 10:00"])
    assert (keys_of(after), locals_of(after)) == (["1"], ["2027-02-04 10:00"])
