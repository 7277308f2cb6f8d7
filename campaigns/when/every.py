"""Phrases that begin with `cada`, `todos los` or a plural: days, weeks, months, years, holidays, alerts."""

from collections.abc import Callable

from campaigns.when.clauses import Build, Clauses
from campaigns.when.day_names import read_date
from campaigns.when.month_days import read_month_days
from campaigns.when.offsets import feast_build
from campaigns.when.reader import Reader
from campaigns.when.recurrences import Daily, DayKind, EveryWorkday, Holidays, MonthDay, Monthly, Weekly, Yearly
from campaigns.when.refusals import MANY_DAYS, WhenError
from campaigns.when.schedules import EventDays, Unit, UntilLifted
from campaigns.when.words import ORDINALS, WEEKDAYS

_DAYS = ("cada dia", "todos los dias", "los dias")
_OF_EVENT = ("del evento", "que dure el evento", "de evento")
_SHORTEST_ALERT = 5
_LONGEST_ALERT = {Unit.MINUTE: 24 * 60, Unit.HOUR: 7 * 24}


def read_every(reader: Reader) -> Build | None:
    """Reads a recurrence at the cursor, or nothing; refuses the Spanish that can be read in two ways."""
    return _holidays(reader) or _days(reader) or _weekdays(reader) or _each(reader)


def _holidays(reader: Reader) -> Build | None:
    mark = reader.position
    opened = reader.accept("cada", "todas las", "todos los", "la", "las", "los")
    eve = opened and reader.accept("vispera de", "visperas de")
    reader.accept("cada", "los", "un", "dia", "dias")
    if opened and reader.accept("festivo", "festivos"):
        return lambda clauses: Holidays(eve, clauses.hours())
    reader.position = mark
    return None


def _days(reader: Reader) -> Build | None:
    mark = reader.position
    if not reader.accept(*_DAYS):
        return None
    if reader.accept(*_OF_EVENT):
        return lambda clauses: EventDays(clauses.hours())
    if reader.accept("habil", "habiles"):
        return lambda clauses: EveryWorkday(clauses.hours())
    if reader.tokens[mark].word == "los" or (reader.peek().word == "de" and reader.peek(1).word != "lunes"):
        reader.position = mark
        return None
    if reader.accept("de"):
        weekdays = read_weekdays(reader)
        return lambda clauses: Weekly(1, weekdays, clauses.hours())
    return lambda clauses: Daily(1, clauses.hours())


def _weekdays(reader: Reader) -> Build | None:
    """Reads `cada lunes y jueves`, `todos los lunes`, `los lunes`, `de lunes a viernes`."""
    mark = reader.position
    if reader.accept("cada", "todos los", "los", "de"):
        weekdays = read_weekdays(reader)
        if weekdays:
            return lambda clauses: Weekly(1, weekdays, clauses.hours())
    reader.position = mark
    return None


def read_weekdays(reader: Reader) -> tuple[int, ...]:
    """Reads weekdays in a list or a range (`lunes a viernes`); empty where none stands at the cursor."""
    found: set[int] = set()
    while True:
        mark = reader.position
        if found and not reader.separator():
            return tuple(sorted(found))
        reader.accept("el", "los", "cada")
        first = reader.weekday()
        if first is None:
            reader.position = mark
            return tuple(sorted(found))
        mark = reader.position
        last = reader.weekday() if reader.accept("a") else None
        if last is None:
            reader.position = mark
            last = first
        found |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}


def _each(reader: Reader) -> Build | None:
    """Reads what is left of `cada …`: a count of units, a date of every year, a feast."""
    start = reader.position
    if not reader.accept("cada", "todos los", "todas las"):
        return None
    feast = reader.feast()
    if feast:
        return feast_build(reader, feast, start)
    place = reader.ordinal()
    if place is not None:
        return _ordinal(reader, place, start)
    mark = reader.position
    named = read_date(reader)
    if named and named.year is None:
        reader.position = mark
        return _years(reader, 1, start)
    if named:
        raise reader.error("Una fecha con año no se repite", "Quite «cada», o quite el año.", start)
    return _counted(reader, start)


def _ordinal(reader: Reader, place: int, start: int) -> Build:
    weekday = reader.weekday()
    if weekday is None:
        reader.accept("dia", "dias", "de mes", "del mes")
        every, day = (place, place) if 1 < place < 8 else (3, 1)
        readings = tuple(f"cada {days} días a las 08:00 desde 2027-01-04" for days in dict.fromkeys((2, every)))
        readings += (f"cada mes el día {day} a las 08:00",)
        raise reader.error(
            "Con un orden no se sabe si se cuentan días, o si es un día de cada mes", "", start, readings
        )
    name = WEEKDAYS[weekday]
    if reader.accept("de cada mes", "del mes") and place in ORDINALS and place < 5:
        return lambda clauses: Monthly(1, (MonthDay(DayKind.WEEKDAY, place, weekday),), clauses.hours())
    weeks = "cada" if place < 2 else f"cada {place} semanas el"
    since = "" if place < 2 else " desde 2027-01-04"
    month = f"el {ORDINALS[place] if place in ORDINALS and place < 5 else 'último'} {name} de cada mes a las 08:00"
    readings = (f"{weeks} {name} a las 08:00{since}", month)
    raise reader.error("Puede ser cada cierto número de semanas, o ese lugar de cada mes", "", start, readings)


def _counted(reader: Reader, start: int) -> Build:
    if reader.accept("media hora"):
        return _alert(reader, 30, Unit.MINUTE, start)
    every = reader.amount() or 1
    if reader.accept("ano", "anos"):
        return _years(reader, every, start)
    unit = reader.unit()
    if unit is None:
        raise reader.not_understood()
    readers: dict[Unit, Callable[[Reader, int, int], Build]] = {
        Unit.DAY: _every_days,
        Unit.WEEK: _weeks,
        Unit.MONTH: _months,
    }
    if unit is Unit.WORKDAY:
        readings = ("cada día hábil a las 08:00", "cada mes el segundo día hábil a las 08:00")
        raise reader.error("No se cuenta cada cuántos días hábiles", "", start, readings)
    if unit.exact:
        return _alert(reader, every, unit, start)
    return readers[unit](reader, every, start)


def _every_days(reader: Reader, every: int, start: int) -> Build:
    if every in MANY_DAYS:
        raise reader.error(f"«Cada {every} días» se usa de varias maneras", "", start, MANY_DAYS[every])
    return lambda clauses: Daily(every, clauses.hours())


def _weeks(reader: Reader, every: int, start: int) -> Build:
    weekdays = read_weekdays(reader)
    reading = Weekly(every, (1,), ()).describe() + "a las 08:00" + ("" if every == 1 else " desde 2027-01-05")
    missing = reader.error("Falta decir qué día de la semana", "", start, (reading,))

    def build(clauses: Clauses) -> Weekly:
        if weekdays:
            return Weekly(every, weekdays, clauses.hours())
        if clauses.since is None:
            raise missing
        return Weekly(every, (clauses.since.weekday(),), clauses.hours())

    return build


def _months(reader: Reader, every: int, start: int) -> Build:
    days = read_month_days(reader)
    reading = f"{Monthly(every, (MonthDay(DayKind.DAY, 5),), ()).describe()}a las 08:00"
    if every > 1:
        reading += " desde 2027-01-05"

    missing = reader.error("Falta decir qué día del mes", "", start, (reading,))

    def build(clauses: Clauses) -> Monthly:
        if days:
            return Monthly(every, days, clauses.hours())
        if clauses.since is None:
            raise missing
        if clauses.since.day > 28:
            since = clauses.since.isoformat()
            readings = (f"{reading.split(' el ')[0]} el último día a las 08:00 desde {since}", reading)
            message = f"No todos los meses tienen día {clauses.since.day}"
            raise WhenError(message, "", missing.start, missing.end, readings)
        return Monthly(every, (MonthDay(DayKind.DAY, clauses.since.day),), clauses.hours())

    return build


def _years(reader: Reader, every: int, start: int) -> Build:
    mark = reader.position
    feast = reader.feast() if every == 1 else None
    if feast:
        return feast_build(reader, feast, start)
    reader.position = mark
    dates = _days_of_year(reader)
    reading = Yearly(every, ((6, 24),), ()).describe() + "a las 08:00" + ("" if every == 1 else " desde 2027-01-01")
    missing = reader.error("Falta decir qué día del año", "", start, (reading,))

    def build(clauses: Clauses) -> Yearly:
        if dates:
            return Yearly(every, dates, clauses.hours())
        if clauses.since is None:
            raise missing
        day = (clauses.since.month, clauses.since.day)
        _must_be_yearly(reader, day, start)
        return Yearly(every, (day,), clauses.hours())

    return build


def _days_of_year(reader: Reader) -> tuple[tuple[int, int], ...]:
    """Reads dates without a year in a list, as (month, day) in the order of the year."""
    dates: set[tuple[int, int]] = set()
    while True:
        mark = reader.position
        named = read_date(reader) if not dates or reader.separator() else None
        if named is None or named.year is not None:
            reader.position = mark
            return tuple(sorted(dates))
        _must_be_yearly(reader, (named.month, named.day), named.start)
        dates.add((named.month, named.day))


def _must_be_yearly(reader: Reader, day: tuple[int, int], start: int) -> None:
    if day == (2, 29):
        readings = ("cada año el 28 de febrero a las 08:00", "cada año el 1 de marzo a las 08:00")
        raise reader.error("No todos los años tienen 29 de febrero", "", start, readings)


def _alert(reader: Reader, every: int, unit: Unit, start: int) -> Build:
    lifted = reader.accept("hasta levantar la alerta", "hasta levantarla", "hasta levantar", "hasta que se levante")
    if (unit is Unit.MINUTE and every < _SHORTEST_ALERT) or every > _LONGEST_ALERT[unit]:
        hint = f"Escriba entre {_SHORTEST_ALERT} minutos y {_LONGEST_ALERT[Unit.HOUR]} horas."
        raise reader.error(f"Una alerta no se repite cada {unit.count(every)}", hint, start)
    if not lifted:
        readings = (f"{UntilLifted(every, unit).describe()}", "cada día a las 08:00, a las 12:00 y a las 18:00")
        raise reader.error("¿Hasta cuándo se repite?", "", start, readings)

    def build(clauses: Clauses) -> UntilLifted:
        clauses.no_hour("una alerta empieza cuando se ordena")
        return UntilLifted(every, unit)

    return build
