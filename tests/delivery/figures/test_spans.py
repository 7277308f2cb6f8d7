"""Of which days a figure is wanted: those that are over by the municipality's clock, and those that were missed."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from delivery.figures.spans import Every, due_at, over, span_of, wanted
from sources.telling import Span

BOGOTA = ZoneInfo("America/Bogota")


def day(text: str) -> date:
    """Of 2027, by month and day."""
    return date.fromisoformat(f"2027-{text}")


@pytest.mark.parametrize(
    ("every", "local", "first", "last"),
    [
        ("dia", "2027-01-06T03:59", "2027-01-04", "2027-01-04"),
        ("dia", "2027-01-06T04:00", "2027-01-05", "2027-01-05"),
        ("semana", "2027-01-11T03:59", "2026-12-28", "2027-01-03"),
        ("semana", "2027-01-11T04:00", "2027-01-04", "2027-01-10"),
        ("semana", "2027-01-17T12:00", "2027-01-04", "2027-01-10"),
        ("mes", "2027-03-01T03:59", "2027-01-01", "2027-01-31"),
        ("mes", "2027-03-01T04:00", "2027-02-01", "2027-02-28"),
        ("mes", "2028-03-01T04:00", "2028-02-01", "2028-02-29"),
    ],
)
def test_the_last_span_that_is_over(every: Every, local: str, first: str, last: str) -> None:
    """From four in the morning of the day after, and it is due at that hour."""
    span = over(every, datetime.fromisoformat(f"{local}-05:00"), BOGOTA)
    assert span == (date.fromisoformat(first), date.fromisoformat(last))
    assert due_at(span, BOGOTA).astimezone(BOGOTA).hour == 4


@pytest.mark.parametrize(
    ("every", "through", "begins", "latest", "settles", "most", "first", "count"),
    [
        ("dia", "01-10", "01-10", None, 3, 400, "01-10", 1),
        ("dia", "01-10", "01-01", None, 0, 400, "01-01", 10),
        ("dia", "01-10", "01-01", "01-09", 0, 400, "01-10", 1),
        ("dia", "01-10", "01-01", "01-06", 0, 400, "01-07", 4),
        ("dia", "01-10", "01-01", "01-09", 3, 400, "01-07", 4),
        ("dia", "01-10", "01-09", "01-09", 3, 400, "01-09", 2),
        ("dia", "01-10", "01-01", None, 0, 1, "01-10", 1),
        ("dia", "12-31", "01-01", None, 0, 31, "12-01", 31),
        ("dia", "01-10", "02-01", None, 0, 400, "01-10", 1),
        ("semana", "01-20", "01-01", "01-10", 1, 400, "01-04", 3),
        ("mes", "03-31", "01-15", None, 0, 400, "01-01", 3),
        ("mes", "03-31", "01-15", "02-28", 3, 400, "01-01", 3),
    ],
)
def test_what_was_missed_is_wanted_too(
    every: Every, through: str, begins: str, latest: str | None, settles: int, most: int, first: str, count: int
) -> None:
    """From the first day on, again what may have been told too early, and no more than a source takes at once."""
    last = span_of(every, day(through))
    found = wanted(every, last, day(begins), day(latest) if latest else None, settles, most)
    assert (found[0].first, len(found), found[-1]) == (day(first), count, last)
    assert list(found) == sorted(set(found))


def test_a_span_is_a_day_a_week_or_a_month() -> None:
    """Weeks begin on Monday."""
    spans = [span_of(every, day("01-10")) for every in ("dia", "semana", "mes")]
    assert spans == [Span(day(a), day(b)) for a, b in (("01-10", "01-10"), ("01-04", "01-10"), ("01-01", "01-31"))]
