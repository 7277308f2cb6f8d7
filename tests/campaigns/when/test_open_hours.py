"""The hours in which persons may be written to, held to a wall clock that is read minute by minute."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.when import LocalHoliday, OpenHours, Workdays
from campaigns.when.open_hours import ROOM, WHOLE_DAY, Stretch, Week
from campaigns.windows import Windows

BOGOTA = ZoneInfo("America/Bogota")
COLOMBIA = Workdays()
ZONES = ("America/Bogota", "Europe/Madrid", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Tokyo")
LAW = Windows().week("gestion")
MINUTE = timedelta(minutes=1)


def hours(zone: str = "America/Bogota", week: Week | None = LAW, workdays: Workdays = COLOMBIA) -> OpenHours:
    """Those of the law, unless another week is given."""
    assert week is not None
    return OpenHours(week, workdays, ZoneInfo(zone))


def local(text: str, zone: str = "America/Bogota") -> datetime:
    """A wall time of a zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def shows_open(week: Week, workdays: Workdays, zone: ZoneInfo, at: datetime) -> bool:
    """What somebody says who looks at the clock on the wall and at the calendar beside it."""
    wall = at.astimezone(zone)
    today = week.holidays if workdays.is_holiday(wall.date()) else week.days[wall.weekday()]
    minutes = wall.hour * 60 + wall.minute
    return any(stretch.opens <= minutes < stretch.closes for stretch in today)


def _day(cuts: list[int]) -> tuple[Stretch, ...]:
    """Every second of the pieces between cuts is open, so that no two touch."""
    return tuple(Stretch(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False))


DAYS = st.lists(st.integers(0, WHOLE_DAY), max_size=6, unique=True).map(sorted).map(_day)
WEEKS: st.SearchStrategy[Week] = st.builds(
    Week, st.just("ventanas"), st.tuples(DAYS, DAYS, DAYS, DAYS, DAYS, st.just((Stretch(480, 900),)), DAYS), DAYS
)
HOLIDAYS = st.lists(st.dates(date(2027, 1, 1), date(2028, 12, 31)), max_size=20, unique=True).map(
    lambda days: Workdays(LocalHoliday(day, "Fiesta") for day in days)
)
INSTANTS = st.integers(0, 700 * WHOLE_DAY).map(lambda minutes: datetime(2027, 1, 1, tzinfo=UTC) + minutes * MINUTE)
IN_ZONE = st.sampled_from(ZONES).map(ZoneInfo)


@given(WEEKS, HOLIDAYS, IN_ZONE, INSTANTS)
def test_nothing_goes_out_at_a_closed_hour(week: Week, workdays: Workdays, zone: ZoneInfo, at: datetime) -> None:
    """Whatever the week, the holidays and the zone: the clock on the wall shows an open hour whenever one is given."""
    found = OpenHours(week, workdays, zone)
    opens, closes, before = found.opening(at), found.closing(at), found.forward(at)
    assert shows_open(week, workdays, zone, opens)
    assert opens >= at
    assert opens < closes
    assert shows_open(week, workdays, zone, closes - timedelta(microseconds=1))
    assert shows_open(week, workdays, zone, before)
    assert before <= at


@given(WEEKS, HOLIDAYS, IN_ZONE, INSTANTS)
def test_what_waits_goes_out_as_soon_as_it_may(week: Week, workdays: Workdays, zone: ZoneInfo, at: datetime) -> None:
    """Between a moment and its opening no minute is open."""
    found = OpenHours(week, workdays, zone)
    minutes = min(int((found.opening(at) - at) / MINUTE), 2 * WHOLE_DAY)
    for step in range(0, minutes, 7):
        each = at + step * MINUTE
        assert not shows_open(week, workdays, zone, each), each.astimezone(zone)


@given(WEEKS, HOLIDAYS, IN_ZONE, INSTANTS, st.integers(1, 2000))
def test_only_open_time_makes_late(
    week: Week, workdays: Workdays, zone: ZoneInfo, at: datetime, tolerance: int
) -> None:
    """From a moment to its deadline exactly the tolerance is open, and the deadline itself is an open moment."""
    found = OpenHours(week, workdays, zone)
    last, opened, moment = found.deadline(at, tolerance * MINUTE), timedelta(), found.opening(at)
    while moment < last:
        until = min(found.closing(moment), last)
        opened, moment = opened + (until - moment), found.opening(until)
    assert opened == tolerance * MINUTE
    assert found.is_open(last)


@pytest.mark.parametrize(
    ("at", "opens", "why"),
    [
        ("2027-01-04T07:00", "2027-01-04T07:00", ""),
        ("2027-01-04T06:59", "2027-01-04T07:00", "Fuera de horario"),
        ("2027-01-04T18:59", "2027-01-04T18:59", ""),
        ("2027-01-04T19:00", "2027-01-05T07:00", "Fuera de horario"),
        ("2027-01-08T19:00", "2027-01-09T08:00", "Fuera de horario"),
        ("2027-01-09T07:00", "2027-01-09T08:00", "Fuera de horario"),
        ("2027-01-09T14:59", "2027-01-09T14:59", ""),
        # The Monday after is that of the Kings (Ley 51 de 1983).
        ("2027-01-09T15:00", "2027-01-12T07:00", "Fuera de horario"),
        ("2027-01-10T10:00", "2027-01-12T07:00", "Domingo"),
        ("2027-01-11T10:00", "2027-01-12T07:00", "Festivo (Día de los Reyes Magos)"),
        ("2027-03-25T08:00", "2027-03-27T08:00", "Festivo (Jueves Santo)"),
        # The holiday that Ley 2578 de 2026 gave the country.
        ("2027-07-12T08:00", "2027-07-13T07:00", "Festivo (Día de Nuestra Señora del Rosario de Chiquinquirá)"),
    ],
)
def test_the_hours_of_the_law(at: str, opens: str, why: str) -> None:
    """Monday to Friday 7 to 19, Saturday 8 to 15, no Sunday and no holiday (Ley 2300 de 2023, article 3)."""
    found = hours()
    assert found.opening(local(at)) == local(opens)
    assert (found.why_closed(local(at)) if why else "") == why


def test_a_reason_says_the_day_and_the_rule() -> None:
    """What a person reads in the plan."""
    assert hours().told(local("2027-01-17T10:00")) == "Domingo: sale el lunes 2027-01-18 a las 07:00 (ley-2300)."


def test_a_persons_hours_are_those_of_the_wall_clock_there() -> None:
    """At 18:50 in Bogotá it is ten to one at night in Madrid, where clocks change besides."""
    madrid = hours("Europe/Madrid")
    assert madrid.opening(local("2027-01-12T18:50")) == local("2027-01-13T07:00", "Europe/Madrid")
    assert madrid.opening(local("2027-07-13T18:50")) == local("2027-07-14T07:00", "Europe/Madrid")


@pytest.mark.parametrize(
    ("at", "before"),
    [
        ("2027-01-04T10:00", "2027-01-04T10:00"),
        ("2027-01-04T20:00", "2027-01-04T18:00"),
        ("2027-01-04T06:00", "2027-01-02T14:00"),
        ("2027-01-11T10:00", "2027-01-09T14:00"),
    ],
)
def test_what_must_not_be_later_is_brought_forward(at: str, before: str) -> None:
    """To an hour before the last hours end: it needs time to leave."""
    assert hours().forward(local(at)) == local(before)
    assert timedelta(hours=1) == ROOM


def test_a_week_that_never_opens_is_told() -> None:
    """It would else be looked for in all years to come; a configuration cannot say it."""
    shut = hours(week=Week("ventanas", ((),) * 7))
    calls: tuple[Callable[[datetime], datetime], ...] = (shut.opening, shut.forward)
    for call in calls:
        with pytest.raises(ValueError, match="no se abren en todo un año"):
            call(local("2027-01-04T10:00"))
