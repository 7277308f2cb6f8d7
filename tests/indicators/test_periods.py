"""Periods: what their keys mean, in days and in moments."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.periods import BadPeriod, Kind, before, own_periods, parse_period, period_of, weeks

BOGOTA = ZoneInfo("America/Bogota")
BERLIN = ZoneInfo("Europe/Berlin")

NAMED = [
    ("2027-W03", "2027-01-18", "2027-01-24", "semana 3 de 2027, del 18 al 24 de enero de 2027"),
    ("2026-W53", "2026-12-28", "2027-01-03", "semana 53 de 2026, del 28 de diciembre de 2026 al 3 de enero de 2027"),
    ("2027-W01", "2027-01-04", "2027-01-10", "semana 1 de 2027, del 4 al 10 de enero de 2027"),
    ("2027-01", "2027-01-01", "2027-01-31", "enero de 2027"),
    ("2028-02", "2028-02-01", "2028-02-29", "febrero de 2028"),
    ("2027-12", "2027-12-01", "2027-12-31", "diciembre de 2027"),
    ("2027-B1", "2027-01-01", "2027-02-28", "primer bimestre de 2027 (enero y febrero)"),
    ("2027-B6", "2027-11-01", "2027-12-31", "sexto bimestre de 2027 (noviembre y diciembre)"),
    ("2027-S1", "2027-01-01", "2027-06-30", "primer semestre de 2027 (enero a junio)"),
    ("2027-S2", "2027-07-01", "2027-12-31", "segundo semestre de 2027 (julio a diciembre)"),
    ("2027", "2027-01-01", "2027-12-31", "año 2027"),
    ("2027-01-05..2027-03-20", "2027-01-05", "2027-03-20", "del 5 de enero al 20 de marzo de 2027"),
    ("2027-01-05..2027-01-05", "2027-01-05", "2027-01-05", "5 de enero de 2027"),
]


@pytest.mark.parametrize(("key", "first", "last", "name"), NAMED)
def test_a_key_names_its_days(key: str, first: str, last: str, name: str) -> None:
    """First and last day, and the name that people read."""
    period = parse_period(key, BOGOTA)

    assert (period.key, str(period.first), str(period.last), period.name) == (key, first, last, name)


@pytest.mark.parametrize(
    "key",
    [
        *("", "enero", "2027-13", "2027-1", "2027-00", "2027-B7", "2027-B0", "2027-B01", "2027-S3", "2027-W54"),
        *("2027-W00", "2025-W53", "2027-02-29..2027-03-01", "2027-03-20..2027-01-05", "2027-01-05..", "0000", "9999"),
        *("20270105", "２０２７"),
    ],
)
def test_what_names_no_period_is_refused(key: str) -> None:
    """The message shows the ways of writing one."""
    with pytest.raises(BadPeriod, match=r"Escriba una semana \(2027-W03\)"):
        parse_period(key, BOGOTA)


@pytest.mark.parametrize("key", ["0001", "1899-12", "0001-01-01..9998-12-30", "2201", "9998-W01"])
def test_a_year_that_is_a_slip_of_the_keyboard_is_refused(key: str) -> None:
    """No calendar breaks over it."""
    with pytest.raises(BadPeriod, match="del año 1900 al 2200"):
        parse_period(key, BOGOTA)


@pytest.mark.parametrize("key", ["1900", "1900-W01", "1900-01-01..2200-12-31"])
def test_the_first_of_all_has_one_before_it(key: str) -> None:
    """Reports compare with it."""
    assert before(parse_period(key, BOGOTA), BOGOTA).last == date(1899, 12, 31)


def test_a_period_is_the_municipality_s_own_days() -> None:
    """January in Bogotá begins and ends five hours after January in UTC."""
    period = parse_period("2027-01", BOGOTA)

    assert period.since == datetime(2027, 1, 1, 5, tzinfo=UTC)
    assert period.until == datetime(2027, 2, 1, 5, tzinfo=UTC)
    assert period.holds(datetime(2027, 2, 1, 4, 59, 59, tzinfo=UTC))
    assert not period.holds(period.until)


def test_a_month_in_which_clocks_change_is_an_hour_short() -> None:
    """Days are wall-clock days, whatever their length."""
    period = parse_period("2027-03", BERLIN)

    assert period.until - period.since == timedelta(days=31, hours=-1)
    assert period.days == 31


@pytest.mark.parametrize(
    ("key", "earlier"),
    [
        ("2027-W01", "2026-W53"),
        ("2027-01", "2026-12"),
        ("2027-B1", "2026-B6"),
        ("2027-S2", "2027-S1"),
        ("2027", "2026"),
        ("2027-01-05..2027-01-11", "2026-12-29..2027-01-04"),
    ],
)
def test_the_period_before_is_of_the_same_kind_and_touches_it(key: str, earlier: str) -> None:
    """There is no day between the two."""
    assert before(parse_period(key, BOGOTA), BOGOTA) == parse_period(earlier, BOGOTA)


@given(st.sampled_from(["semana", "mes", "bimestre", "semestre", "año"]), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_the_weeks_of_a_period_are_its_days_cut_in_pieces(kind: Kind, day: date) -> None:
    """One after the other, none outside, none missing; each bears the key of its ISO week."""
    period = period_of(kind, day, BERLIN)
    pieces = weeks(period, BERLIN)

    assert period.first <= day <= period.last
    assert (pieces[0].since, pieces[-1].until) == (period.since, period.until)
    assert all(one.until == other.since for one, other in pairwise(pieces))
    assert sum(piece.days for piece in pieces) == period.days
    assert all(piece.key == f"{piece.first.isocalendar().year}-W{piece.last.isocalendar().week:02}" for piece in pieces)


@pytest.mark.parametrize(
    ("kind", "days", "found"),
    [
        ("mes", ("2027-12-31", "2028-02-29"), ["2027-12", "2028-01", "2028-02"]),
        ("semana", ("2027-01-01", "2027-01-04"), ["2026-W53", "2027-W01"]),
        ("bimestre", ("2027-02-28", "2027-03-01"), ["2027-B1", "2027-B2"]),
        ("semana", ("2027-01-05", "2027-01-05"), ["2027-W01"]),
        ("año", ("2027-07-01", "2027-07-31"), ["2027"]),
    ],
)
def test_the_whole_periods_that_some_days_touch(kind: Kind, days: tuple[str, str], found: list[str]) -> None:
    """In order, those at the ends with all their days."""
    first, last = map(date.fromisoformat, days)

    assert [each.key for each in own_periods(kind, first, last, BOGOTA)] == found
