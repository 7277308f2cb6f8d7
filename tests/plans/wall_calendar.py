"""The year 2027 as it hangs on the wall, for tables written by hand. It knows nothing of the program."""

from collections.abc import Iterable
from datetime import date, timedelta

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
ALL_YEAR = range(1, 13)
LAST = -1

# Easter Sunday was the 28th of March. What Ley 51 de 1983 moves stands on its Monday; Chiquinquirá, of Ley 2578 de
# 2026, too.
HOLIDAYS = frozenset(
    date(2027, month, day)
    for month, day in (
        (1, 1),  # Año Nuevo
        (1, 11),  # Reyes Magos, Wednesday 6
        (3, 22),  # San José, Friday 19
        (3, 25),  # Jueves Santo
        (3, 26),  # Viernes Santo
        (5, 1),  # Día del Trabajo
        (5, 10),  # Ascensión, 43 days after Easter
        (5, 31),  # Corpus Christi, 64 days after Easter
        (6, 7),  # Sagrado Corazón, 71 days after Easter
        (7, 5),  # San Pedro y San Pablo, Tuesday 29 of June
        (7, 12),  # Virgen de Chiquinquirá, Friday 9
        (7, 20),  # Independencia
        (8, 7),  # Batalla de Boyacá
        (8, 16),  # Asunción, Sunday 15
        (10, 18),  # Día de la Raza, Tuesday 12
        (11, 1),  # Todos los Santos
        (11, 15),  # Independencia de Cartagena, Thursday 11
        (12, 8),  # Inmaculada Concepción
        (12, 25),  # Navidad
    )
)


def day(text: str) -> date:
    """`03-11` is the 11th of March 2027."""
    return date.fromisoformat(f"2027-{text}")


def days(text: str) -> list[date]:
    """Several, with spaces between them."""
    return [day(word) for word in text.split()]


def worked(when: date) -> bool:
    """Monday to Friday, and no holiday."""
    return when.weekday() <= FRI and when not in HOLIDAYS


def open_to_persons(when: Iterable[date]) -> list[date]:
    """Those on which persons are written to: no Sunday and no holiday (Ley 2300 de 2023, art. 3)."""
    return [each for each in when if each.weekday() != SUN and each not in HOLIDAYS]


def of_month(month: int) -> list[date]:
    """All days of a month of 2027."""
    first = date(2027, month, 1)
    return [found for step in range(31) if (found := first + timedelta(days=step)).month == month]


def weekday(place: int, name: int, months: Iterable[int] = ALL_YEAR) -> list[date]:
    """The first Monday (`1, MON`), the last Friday (`LAST, FRI`) of each month."""
    return [_pick([each for each in of_month(month) if each.weekday() == name], place) for month in months]


def workday(place: int, months: Iterable[int] = ALL_YEAR) -> list[date]:
    """The first working day (1), the last one (`LAST`) of each month."""
    return [_pick([each for each in of_month(month) if worked(each)], place) for month in months]


def number(place: int, months: Iterable[int] = ALL_YEAR) -> list[date]:
    """The same day of each month."""
    return [date(2027, month, place) for month in months]


def every(step: int, first: str, last: str = "12-31") -> list[date]:
    """Every so many days, both ends included."""
    span = (day(last) - day(first)).days
    return [day(first) + timedelta(days=passed) for passed in range(0, span + 1, step)]


def later(found: Iterable[date]) -> list[date]:
    """Each day that is not worked gives way to the next that is."""
    return [_walk(each, timedelta(days=1)) for each in found]


def earlier(found: Iterable[date]) -> list[date]:
    """Each day that is not worked gives way to the last one before it that is."""
    return [_walk(each, timedelta(days=-1)) for each in found]


def but_holidays(found: Iterable[date]) -> list[date]:
    """Without those that are holidays."""
    return [each for each in found if each not in HOLIDAYS]


def _pick(found: list[date], place: int) -> date:
    return found[place] if place < 0 else found[place - 1]


def _walk(start: date, step: timedelta) -> date:
    while not worked(start):
        start += step
    return start
