"""How a period is cut for a table or a chart: into weeks while they can be read at a glance, else into months. Pure."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from babel.dates import format_date

from indicators.periods import Period, months, weeks

MOST_WEEKS = 16
"""A bimester has ten at most; the twenty-six of a semester are no columns of a page any more."""


@dataclass(frozen=True, slots=True)
class Stretches:
    """Its parts, which add up to it."""

    word: str
    """`semana` or `mes`."""
    parts: tuple[Period, ...]
    headings: tuple[str, ...]
    """A word for each: «S03», the week's number in ISO 8601, or «Ene»."""
    note: str
    """In Spanish: what a reader must know of the headings; empty where they say it themselves."""


def stretches(period: Period, zone: ZoneInfo) -> Stretches:
    """The period's weeks, or months where it has many."""
    by_week = weeks(period, zone)
    if len(by_week) > MOST_WEEKS:
        by_month = months(period, zone)
        several = by_month[0].first.year != by_month[-1].first.year
        return Stretches("mes", by_month, tuple(_month(part, several) for part in by_month), "")
    headings = tuple(f"S{part.key[-2:]}" for part in by_week)
    dates = _dates(by_week[0])
    return Stretches("semana", by_week, headings, f"Cada semana va por su número en el año: {headings[0]}, {dates}.")


def _month(part: Period, with_year: bool) -> str:
    name = format_date(part.first, "LLL", locale="es_CO").rstrip(".").capitalize()
    return f"{name} {part.first.year}" if with_year else name


def _dates(part: Period) -> str:
    """«del 1 al 3 de enero»."""
    if part.first == part.last:
        return f"el {_day(part.first)}"
    first = str(part.first.day) if part.first.month == part.last.month else _day(part.first)
    return f"del {first} al {_day(part.last)}"


def _day(day: date) -> str:
    return format_date(day, "d 'de' MMMM", locale="es_CO")
