"""Dates as people write them: `2027-01-12`, `el martes 12 de enero de 2027`, `el 24 de junio`."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.when.reader import Reader
from campaigns.when.refusals import WhenError
from campaigns.when.words import MONTH_NUMBERS, MONTHS, WEEKDAYS, long_date

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_SLASHED = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{2,4})")
_YEARS = range(2000, 2101)
_LEAP_YEAR = 2028
"""What a day without its year is held to: it has every day that any year has."""


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A date as written: the year is None where it was not said. `start` is the token where it begins."""

    year: int | None
    month: int
    day: int
    start: int


def read_date(reader: Reader) -> NamedDay | None:
    """Reads a date at the cursor (with `el` or a weekday before it), or nothing.

    Raises WhenError for a date that does not exist, contradicts its weekday, or may be read in two orders.
    """
    start = reader.position
    reader.accept("el")
    weekday = reader.weekday()
    if weekday is not None:
        reader.accept(",")
    named = _figures(reader, start) or _words(reader, start)
    if named is None:
        reader.position = start
        return None
    _must_exist(reader, named, weekday)
    return named


def full_date(reader: Reader, example: str) -> date:
    """Reads a date that must say its year; `example` shows how in the hint."""
    named = read_date(reader)
    if named is None:
        raise reader.error(f"Falta la fecha después de «{example.split()[0]}»", f"Escriba, por ejemplo, «{example}».")
    if named.year is None:
        hint = f"Escriba, por ejemplo, «{example}»."
        raise reader.error("A la fecha le falta el año", hint, named.start)
    return date(named.year, named.month, named.day)


def _figures(reader: Reader, start: int) -> NamedDay | None:
    text = reader.peek().text
    iso = _ISO.fullmatch(text)
    if iso:
        reader.position += 1
        year, month, day = (int(part) for part in iso.groups())
        return NamedDay(year, month, day, start)
    slashed = _SLASHED.fullmatch(text)
    if slashed:
        reader.position += 1
        raise _slashed(reader, slashed, start)
    return None


def _slashed(reader: Reader, written: re.Match[str], start: int) -> WhenError:
    """Day and month in either order: only what both orders allow is doubtful."""
    text = written[0]
    first, second, year = (int(part) for part in written.groups())
    year += 2000 if year < 100 else 0
    orders = [(year, second, first), (year, first, second)]
    days = dict.fromkeys(day for day in map(_day, orders) if day is not None)
    if len(days) == 1:
        day = next(iter(days))
        hint = f"Escriba «{day.isoformat()}», o «el {day.day} de {MONTHS[day.month - 1]} de {day.year}»."
        return reader.error(f"Así no se escriben las fechas: «{text}»", hint, start)
    if days:
        hint = "Escriba el año, el mes y el día: «2027-06-05», o «el 5 de junio de 2027»."
        return reader.error(f"«{text}» no dice cuál es el día y cuál el mes", hint, start)
    return _inexistent(reader, NamedDay(year, second, first, start))


def _day(figures: tuple[int, int, int]) -> date | None:
    try:
        return date(*figures)
    except ValueError:
        return None


def _inexistent(reader: Reader, named: NamedDay) -> WhenError:
    month = MONTHS[named.month - 1] if 1 <= named.month <= 12 else f"mes {named.month}"
    where = f" de {named.year}" if named.year else ""
    return reader.error(f"No existe el {named.day} de {month}{where}", "Revise el día y el mes.", named.start)


def _words(reader: Reader, start: int) -> NamedDay | None:
    day = 1 if reader.ordinal() == 1 else reader.number()
    if day is None or not reader.accept("de"):
        return None
    month = MONTH_NUMBERS.get(reader.peek().word)
    if month is None:
        return None
    reader.position += 1
    mark = reader.position
    if reader.accept("de", "del") and re.fullmatch("[0-9]{4}", reader.peek().text):
        reader.position += 1
        return NamedDay(int(reader.peek(-1).text), month, day, start)
    reader.position = mark
    return NamedDay(None, month, day, start)


def _must_exist(reader: Reader, named: NamedDay, weekday: int | None) -> None:
    year = _LEAP_YEAR if named.year is None else named.year
    if year not in _YEARS:
        raise reader.error(f"El año {year} está fuera de lo posible (2000 a 2100)", "Revise el año.", named.start)
    day = _day((year, named.month, named.day))
    if day is None:
        raise _inexistent(reader, named)
    if weekday is None:
        return
    if named.year is None:
        hint = f"Agregue el año: «el {WEEKDAYS[weekday]} {named.day} de {MONTHS[named.month - 1]} de AAAA a las 08:00»."
        raise reader.error("Una fecha con día de la semana debe decir el año", hint, named.start)
    if day.weekday() != weekday:
        near = day + timedelta(days=(weekday - day.weekday() + 3) % 7 - 3)
        message = f"El {day.isoformat()} es {WEEKDAYS[day.weekday()]}, no {WEEKDAYS[weekday]}"
        readings = (f"el {long_date(day)} a las 08:00", f"el {long_date(near)} a las 08:00")
        raise reader.error(message, "", named.start, readings)
