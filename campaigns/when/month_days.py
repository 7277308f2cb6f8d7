"""Days of the month: `el día 15 y el último día hábil`, `el primer y el tercer lunes de cada mes`."""

from campaigns.when.clauses import Build
from campaigns.when.reader import Reader
from campaigns.when.recurrences import DayKind, MonthDay, Monthly
from campaigns.when.words import ORDINALS, WEEKDAYS

_ARTICLES = ("el", "los", "en el", "en los")
_ENDINGS = ("", ",", "a")
_OF_THE_MONTH = ("de cada mes", "del mes", "de todos los meses")


def read_monthly(reader: Reader) -> Build | None:
    """Reads `el primer lunes de cada mes` or `los días 5 y 20 de cada 2 meses` at the cursor, or nothing."""
    start = reader.position
    days = read_month_days(reader)
    if not days:
        return None
    every = _of_the_months(reader)
    if every is None and reader.peek().word not in _ENDINGS:
        reader.position = start
        return None
    if every is None:
        reading = Monthly(1, days, ()).describe().removesuffix(" ")
        raise reader.error("¿De qué mes?", "", start, (f"{reading} a las 08:00",))
    return lambda clauses: Monthly(every, days, clauses.hours())


def read_month_days(reader: Reader) -> tuple[MonthDay, ...]:
    """Reads a list of days of the month, in the order written; empty where none stands at the cursor."""
    found: list[MonthDay] = []
    while True:
        mark = reader.position
        if found and not reader.separator():
            break
        days = _days(reader)
        if not days:
            reader.position = mark
            break
        found += [day for day in days if day not in found]
    return tuple(found)


def _of_the_months(reader: Reader) -> int | None:
    if reader.accept(*_OF_THE_MONTH):
        return 1
    mark = reader.position
    every = reader.amount() if reader.accept("de cada") else None
    if every and reader.accept("meses", "mes"):
        return every
    reader.position = mark
    return None


def _days(reader: Reader) -> list[MonthDay]:
    """Reads one day, or several that share a noun (`el primer y el tercer lunes`, `los días 5 y 20`)."""
    start = reader.position
    reader.accept(*_ARTICLES)
    reader.accept("dia", "dias")
    number = reader.number()
    if number is not None:
        return [_numbered(reader, number, start)]
    ordinals = _ordinals(reader)
    kind_start = reader.position
    if not ordinals:
        reader.position = start
        return []
    if reader.accept("dia habil", "dias habiles"):
        return [_counted(reader, DayKind.WORKDAY, place, 0, start) for place in ordinals]
    if reader.accept("dia", "dias"):
        return [_numbered(reader, place, start) for place in ordinals]
    weekday = reader.weekday()
    if weekday is not None:
        return [_counted(reader, DayKind.WEEKDAY, place, weekday, start) for place in ordinals]
    reader.position = kind_start
    follows = reader.peek().word
    if ordinals == [1] and follows in (*_ENDINGS, "de", "del", "y", "e"):
        return [MonthDay(DayKind.DAY, 1)]
    if follows not in _ENDINGS:
        raise reader.not_understood()
    raise reader.error("Falta decir qué día", "Escriba, por ejemplo, «el primer lunes de cada mes».", start)


def _ordinals(reader: Reader) -> list[int]:
    found: list[int] = []
    while True:
        mark = reader.position
        if found and not reader.separator():
            return found
        if found:
            reader.accept("el", "los")
        place = reader.ordinal()
        if place is None:
            reader.position = mark
            return found
        if place not in found:
            found.append(place)


def _numbered(reader: Reader, number: int, start: int) -> MonthDay:
    if number in (29, 30, 31):
        readings = (
            "el último día de cada mes a las 08:00",
            "cada mes el día 28 a las 08:00",
            f"rrule:FREQ=MONTHLY;BYMONTHDAY={number} a las 08:00",
        )
        hint = "La regla «rrule:» salta los meses que no lo tienen."
        raise reader.error(f"No todos los meses tienen día {number}", hint, start, readings)
    if not -3 <= number <= 28 or number == 0:
        raise reader.error(f"Ningún mes tiene día {number}", "Escriba un día de 1 a 28, o «el último día».", start)
    return MonthDay(DayKind.DAY, number)


def _counted(reader: Reader, kind: DayKind, place: int, weekday: int, start: int) -> MonthDay:
    if kind is DayKind.WEEKDAY and place > 4:
        name = WEEKDAYS[weekday]
        readings = (f"el último {name} de cada mes a las 08:00", f"el cuarto {name} de cada mes a las 08:00")
        raise reader.error(f"No todos los meses tienen {place} {name}", "", start, readings)
    if place not in ORDINALS:
        raise reader.error(f"El lugar {place} está fuera de lo posible", "Escriba de «primer» a «décimo».", start)
    return MonthDay(kind, place, weekday)
