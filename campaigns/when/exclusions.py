"""What follows `excepto`: holidays, days of the week, months, dates and seasons in which a rule gives nothing."""

from datetime import date
from typing import Literal

from campaigns.when.day_names import NamedDay, read_date
from campaigns.when.reader import Reader
from campaigns.when.rules import Dates, DayOfWeek, Exceptions, Season
from campaigns.when.words import MONTH_NUMBERS

_HOLIDAYS = tuple(
    f"{opening}{noun}".strip()
    for opening in ("", "los ", "en ", "en los ")
    for noun in ("dias festivos", "dia festivo", "festivos", "festivo")
)
_Item = Literal["festivos"] | DayOfWeek | int | Season | Dates


def read_exceptions(reader: Reader) -> Exceptions | None:
    """Reads `excepto festivos, en enero y del 2027-03-01 al 2027-03-05` at the cursor, or nothing."""
    if not reader.accept("excepto", "salvo", "menos"):
        return None
    item = _item(reader)
    if item is None:
        hint = "Después de «excepto» van festivos, días de la semana, meses o fechas: «excepto domingos y festivos»."
        raise reader.error(f"No se entiende qué días exceptuar: «{reader.peek().text}»", hint)
    items: set[_Item] = {item}
    while True:
        mark = reader.position
        item = _item(reader) if reader.separator() else None
        if item is None:
            reader.position = mark
            return _exceptions(items)
        items.add(item)


def _exceptions(items: set[_Item]) -> Exceptions:
    return Exceptions(
        holidays="festivos" in items,
        weekdays=tuple(sorted(item for item in items if isinstance(item, DayOfWeek))),
        months=tuple(sorted(item for item in items if isinstance(item, int))),
        seasons=tuple(
            sorted((item for item in items if isinstance(item, Season)), key=lambda item: item.first + item.last)
        ),
        dates=tuple(
            sorted((item for item in items if isinstance(item, Dates)), key=lambda item: (item.first, item.last))
        ),
    )


def _item(reader: Reader) -> _Item | None:
    """Reads one exception: holidays, a month's number, a season of every year, or dates."""
    if reader.accept(*_HOLIDAYS):
        return "festivos"
    start = reader.position
    reader.accept("en el mes de", "el mes de", "en")
    month = MONTH_NUMBERS.get(reader.peek().word)
    if month is not None:
        reader.position += 1
        return month
    reader.position = start
    return _range(reader, start) or _weekday(reader)


def _weekday(reader: Reader) -> DayOfWeek | None:
    start = reader.position
    reader.accept("los", "el")
    number = reader.weekday()
    if number is None:
        reader.position = start
        return None
    return DayOfWeek(number)


def _range(reader: Reader, start: int) -> Season | Dates | None:
    opened = reader.accept("del", "de", "entre el", "desde el", "en")
    mark = reader.position
    first = read_date(reader)
    if first is None and opened:
        first = _day_of_the_last(reader, mark)
    if first is None:
        reader.position = start
        return None
    mark = reader.position
    last = read_date(reader) if reader.accept("al", "a", "hasta el", "y el" if opened else "al") else None
    if last is None:
        reader.position = mark
        last = first
    return _between(reader, first, last, start)


def _day_of_the_last(reader: Reader, mark: int) -> NamedDay | None:
    """Reads the `5` of `del 5 al 10 de enero`, which takes its month and year from the last date."""
    day = reader.number()
    after = reader.position
    last = read_date(reader) if day and reader.accept("al", "y el") else None
    reader.position = after if last else mark
    if day is None or last is None:
        return None
    if not 0 < day <= last.day:
        raise reader.error(f"Del {day} al {last.day} no es un intervalo", "Escriba las dos fechas completas.", mark)
    return NamedDay(last.year, last.month, day, mark)


def _between(reader: Reader, first: NamedDay, last: NamedDay, start: int) -> Season | Dates:
    if first.year is None and last.year is None:
        return Season((first.month, first.day), (last.month, last.day))
    if first.year is None or last.year is None:
        hint = "Escriba el año en las dos fechas, o en ninguna si es cada año."
        raise reader.error("Una de las dos fechas no tiene año", hint, start)
    days = Dates(date(first.year, first.month, first.day), date(last.year, last.month, last.day))
    if days.first > days.last:
        raise reader.error("El intervalo termina antes de empezar", "Escriba primero la fecha menor.", start)
    return days
