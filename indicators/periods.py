"""The periods that reports speak of: ISO weeks, months, bimesters, semesters, years, and any stretch of days."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date

Kind = Literal["semana", "mes", "bimestre", "semestre", "año", "rango"]
MONTHS = {"mes": 1, "bimestre": 2, "semestre": 6, "año": 12}
"""How many months a kind has."""

YEARS = range(1900, 2201)
"""Of which there are periods: beyond them a year is a slip of the keyboard."""

_WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
_PART = re.compile(r"(\d{4})(?:-(B|S)?(\d{1,2}))?", re.ASCII)
_KIND_OF_LETTER: dict[str | None, Kind] = {None: "mes", "B": "bimestre", "S": "semestre"}
_ORDINALS = ("primer", "segundo", "tercer", "cuarto", "quinto", "sexto")
_DAY = timedelta(days=1)


class BadPeriod(ValueError):
    """A text that names no period; the message is Spanish and shows how they are written."""


@dataclass(frozen=True, slots=True)
class Period:
    """Some days in a municipality's zone."""

    key: str
    """`2027-W03`, `2027-01`, `2027-B1`, `2027-S1`, `2027`, `2027-01-05..2027-03-20`."""
    kind: Kind
    name: str
    """In Spanish, for a heading: «enero de 2027»."""
    first: date
    last: date
    """Both are in it."""
    since: datetime
    until: datetime
    """The same in UTC: from the first midnight on, up to the midnight after the last day, which is not in it."""

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def holds(self, moment: datetime) -> bool:
        """The moment falls in it."""
        return self.since <= moment < self.until


def parse_period(text: str, zone: ZoneInfo) -> Period:
    """The period that a key names. Raises BadPeriod, also for one beyond `YEARS`."""
    found = _parsed(text, zone)
    if found.first.year < YEARS[0] - 1 or found.last.year not in YEARS:
        raise BadPeriod(f"«{text}»: los periodos van del año {YEARS[0]} al {YEARS[-1]}. Revise el año.")
    return found


def days_between(first: date, last: date, zone: ZoneInfo) -> Period:
    """The stretch from one day to another, both in it. Raises BadPeriod where the last comes before the first."""
    return _parsed(f"{first}..{last}", zone)


def _parsed(text: str, zone: ZoneInfo) -> Period:
    try:
        return _week(text, zone) or _months(text, zone) or _stretch(text, zone)
    except (ValueError, OverflowError) as error:
        raise BadPeriod(
            f"«{text}» no es un periodo. Escriba una semana (2027-W03), un mes (2027-01), un bimestre (2027-B1), "
            "un semestre (2027-S1), un año (2027) o dos fechas (2027-01-05..2027-03-20)."
        ) from error


def period_of(kind: Kind, day: date, zone: ZoneInfo) -> Period:
    """The period of a kind that a day belongs to; of a `rango`, the day itself. Raises BadPeriod beyond 9998."""
    if kind == "semana":
        year, week, _ = day.isocalendar()
        return _parsed(f"{year:04}-W{week:02}", zone)
    if kind == "rango":
        return days_between(day, day, zone)
    if kind == "año":
        return _parsed(f"{day.year:04}", zone)
    letter = {"mes": "", "bimestre": "B", "semestre": "S"}[kind]
    place = (day.month - 1) // MONTHS[kind] + 1
    return _parsed(f"{day.year:04}-{letter}{place:0{1 if letter else 2}}", zone)


def before(period: Period, zone: ZoneInfo) -> Period:
    """The one just before: of the same kind, or as many days."""
    yesterday = period.first - _DAY
    if period.kind == "rango":
        return days_between(period.first - period.days * _DAY, yesterday, zone)
    return period_of(period.kind, yesterday, zone)


@lru_cache(maxsize=64)
def own_periods(kind: Kind, first: date, last: date, zone: ZoneInfo) -> tuple[Period, ...]:
    """The whole periods of a kind that some days touch, in order; each row of a report asks for the same ones."""
    found = [period_of(kind, first, zone)]
    while found[-1].last < last:
        found.append(period_of(kind, found[-1].last + _DAY, zone))
    return tuple(found)


def weeks(period: Period, zone: ZoneInfo) -> tuple[Period, ...]:
    """Its ISO weeks in order; the first and the last have only the days that belong to it, so that they add up."""
    return _parts(period, "semana", zone)


def months(period: Period, zone: ZoneInfo) -> tuple[Period, ...]:
    """Its months in order, cut in the same way."""
    return _parts(period, "mes", zone)


def _parts(period: Period, kind: Kind, zone: ZoneInfo) -> tuple[Period, ...]:
    found: list[Period] = []
    for whole in own_periods(kind, period.first, period.last, zone):
        first, last = max(whole.first, period.first), min(whole.last, period.last)
        found.append(whole if (first, last) == (whole.first, whole.last) else _made(whole.key, kind, first, last, zone))
    return tuple(found)


def _week(text: str, zone: ZoneInfo) -> Period | None:
    found = _WEEK.fullmatch(text)
    if not found:
        return None
    first = date.fromisocalendar(int(found[1]), int(found[2]), 1)
    return _made(text, "semana", first, first + 6 * _DAY, zone)


def _months(text: str, zone: ZoneInfo) -> Period | None:
    found = _PART.fullmatch(text)
    if not found:
        return None
    year, letter, place = int(found[1]), found[2], found[3]
    if place is None:
        return _made(text, "año", date(year, 1, 1), date(year, 12, 31), zone)
    if len(place) != (1 if letter else 2):
        raise ValueError(text)
    kind = _KIND_OF_LETTER[letter]
    last_month = int(place) * MONTHS[kind]
    after = date(year + last_month // 12, last_month % 12 + 1, 1)
    return _made(text, kind, date(year, last_month - MONTHS[kind] + 1, 1), after - _DAY, zone)


def _stretch(text: str, zone: ZoneInfo) -> Period:
    first, _, last = text.partition("..")
    begins, ends = date.fromisoformat(first), date.fromisoformat(last)
    if ends < begins:
        raise ValueError(text)
    return _made(f"{begins}..{ends}", "rango", begins, ends, zone)


def _made(key: str, kind: Kind, first: date, last: date, zone: ZoneInfo) -> Period:
    since, until = (datetime.combine(day, time.min, zone).astimezone(UTC) for day in (first, last + _DAY))
    return Period(key, kind, _name(kind, first, last), first, last, since, until)


def _name(kind: Kind, first: date, last: date) -> str:
    if kind == "mes":
        return format_date(first, "MMMM 'de' y", locale="es_CO")
    if kind == "año":
        return f"año {first.year}"
    if kind in ("bimestre", "semestre"):
        ordinal = _ORDINALS[(first.month - 1) // MONTHS[kind]]
        joined = "y" if kind == "bimestre" else "a"
        return f"{ordinal} {kind} de {first.year} ({_month(first)} {joined} {_month(last)})"
    week = f"semana {first.isocalendar().week} de {first.isocalendar().year}, " if kind == "semana" else ""
    return week + _days(first, last)


def _days(first: date, last: date) -> str:
    if first == last:
        return format_date(last, "d 'de' MMMM 'de' y", locale="es_CO")
    shared = "d" if (first.year, first.month) == (last.year, last.month) else "d 'de' MMMM"
    start = format_date(first, shared if first.year == last.year else "d 'de' MMMM 'de' y", locale="es_CO")
    end = format_date(last, "d 'de' MMMM 'de' y", locale="es_CO")
    return f"del {start} al {end}"


def _month(day: date) -> str:
    return format_date(day, "MMMM", locale="es_CO")
