"""Last year's dates in this year."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.writing.moving import (
    Way,
    dates_in,
    days_of,
    mentions,
    moved,
    proposed,
    renamed,
    with_dates,
    with_name,
    with_year,
)
from tests.campaigns.writing.sheets import SHEETS, TIDY

DAYS = st.dates(date(2001, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("said", "becomes"),
    [
        ("el 2027-01-12 a las 07:30", "el 2028-01-11 a las 07:30"),
        ("el martes 12 de enero de 2027 a las 8 a. m.", "el martes 11 de enero de 2028 a las 8 a. m."),
        ("Martes, 12 de enero de 2027.", "Martes 11 de enero de 2028."),
        ("del 12 al 29 de enero de 2027", "del 11 al 28 de enero de 2028"),
        ("12 y 13 de enero del 2027", "11 y 12 de enero del 2028"),
        ("el 01/02/2027 y el 1/2/2027", "el 31/01/2028 y el 31/1/2028"),
        ("rrule:FREQ=WEEKLY;UNTIL=20271231 a las 08:00", "rrule:FREQ=WEEKLY;UNTIL=20281229 a las 08:00"),
        ("el 31 de febrero de 2027", "el 31 de febrero de 2027"),
        ("cada lunes a las 08:00", "cada lunes a las 08:00"),
    ],
)
def test_a_day_is_moved_in_whatever_way_it_is_written(said: str, becomes: str) -> None:
    """With the name of its weekday."""
    text = f'evento: {{inicia: 2027-01-12}}\ncuando: "{said}"\n'
    plan = proposed(days_of(dates_in(text)), 1, Way.WEEKDAY)
    assert with_dates(text, plan) == f'evento: {{inicia: 2028-01-11}}\ncuando: "{becomes}"\n'


def test_a_stretch_that_passes_into_another_month_says_both() -> None:
    """«Del 1 al 5 de febrero» moved to where the first is still January."""
    plan = {date(2027, 2, 1): date(2028, 1, 31), date(2027, 2, 5): date(2028, 2, 4)}
    assert with_dates("a: del 1 al 5 de febrero de 2027\n", plan) == "a: del 31 de enero al 4 de febrero de 2028\n"


@given(day=DAYS, years=st.integers(1, 5))
def test_a_moved_day_keeps_its_weekday_and_its_month(day: date, years: int) -> None:
    """Or its date, as is asked."""
    there = moved(day, years, Way.WEEKDAY)
    assert (there.weekday(), there.month, there.year) == (day.weekday(), day.month, day.year + years)
    assert abs((there.day - 1) // 7 - (day.day - 1) // 7) <= 1
    same = moved(day, years, Way.DATE)
    assert (same.month, same.day) in ((day.month, day.day), (2, 28))


@given(st.lists(DAYS, min_size=2, max_size=6, unique=True), st.integers(1, 3))
def test_what_lies_between_two_days_stays(days: list[date], years: int) -> None:
    """A campaign is moved whole."""
    days.sort()
    plan = proposed(days, years, Way.WEEKDAY)
    assert [plan[day] - plan[days[0]] for day in days] == [day - days[0] for day in days]


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_but_the_days_is_another(name: str) -> None:
    """Moved there and back, a file is as it was."""
    text = SHEETS[name]
    days = days_of(dates_in(text))
    plan = {day: day.replace(year=day.year + 28) for day in days}
    there = with_dates(text, plan)
    assert days_of(dates_in(there)) == sorted(plan.values())
    assert with_dates(there, {after: before for before, after in plan.items()}) == text


def test_a_copy_names_itself() -> None:
    """In what its messages wait for, too; and the year that words say is the new one, but not in addresses."""
    text = TIDY.replace("cuando: 2 días antes a las 08:00", "cuando: 2 días después de publicar matriculas/anuncio")
    named = with_name(text, "matriculas", "matriculas-2028", "Matrículas 2028")
    assert "publicar matriculas-2028/anuncio" in named
    assert 'titulo: "Matrículas 2028"   # como en la cartelera' in named
    worded = "asunto: Cupos 2027\nenlace: https://example.com/2027\ntexto: Vea https://example.com/2027\n"
    assert with_year(worded, 2027, 2028) == worded.replace("Cupos 2027", "Cupos 2028")


def test_names_get_the_year() -> None:
    """In the place of the old one, or behind."""
    assert renamed("matriculas-2027", 2027, 2028, "-") == "matriculas-2028"
    assert renamed("Matrículas", 2027, 2028, " ") == "Matrículas 2028"


def test_what_no_rule_moves_is_told() -> None:
    """A day without its year, and a year without its day; not those that are moved, nor names of files."""
    text = "texto: Del 3 de mayo en adelante. El 2027-05-04 no. Plan 2027.\narchivo: afiche-2027.png\n"
    assert [each.said for each in mentions(text, 2027)] == [
        "Del 3 de mayo en adelante. El 2027-05-04 no",
        "lante. El 2027-05-04 no. Plan 2027.",
    ]
