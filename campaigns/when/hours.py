"""Hours of the day as people write them: `07:30`, `7:30 a. m.`, `7 p. m.`, `mediodía`, several in a list."""

import re
from datetime import time

from campaigns.when.reader import Reader
from campaigns.when.refusals import WhenError
from campaigns.when.words import NUMBERS, fold

_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_HOUR = re.compile(r"[0-9]{1,2}")
_NAMED = ("mediodia", "medianoche")
_MORNING = ("am", "a m", "de la manana", "de la madrugada")
_EVENING = ("pm", "p m", "de la tarde", "de la noche")
_NOON = ("m", "del dia")
_AFTER_CLOCK = ("horas", "hrs", "h")


def read_hours(reader: Reader) -> tuple[time, ...] | None:
    """Reads `a las 07:30 y a las 18:00` at the cursor, or nothing; hours come back in order, each once."""
    if not _opens(reader):
        return None
    times = {_hour(reader)}
    while True:
        mark = reader.position
        if not (reader.separator() and (_opens(reader) or _is_hour(reader))):
            reader.position = mark
            return tuple(sorted(times))
        times.add(_hour(reader))


def _opens(reader: Reader) -> bool:
    if _CLOCK.fullmatch(reader.peek().text):
        return True
    for opening in ("a", "al", "a la"):
        for name in _NAMED:
            mark = reader.position
            if reader.accept(f"{opening} {name}"):
                reader.position = mark + len(opening.split())
                return True
    return reader.accept("a las", "a la")


def _is_hour(reader: Reader) -> bool:
    """Says whether an hour without `a las` stands after a separator: `y 18:00`, `y 6 p. m.`."""
    if not _HOUR.fullmatch(reader.peek().text):
        return False
    mark = reader.position
    reader.position += 1
    follows = reader.accept(*_MORNING, *_EVENING)
    reader.position = mark
    return follows


def _hour(reader: Reader) -> time:
    start = reader.position
    if reader.accept("mediodia"):
        return time(12)
    if reader.accept("medianoche"):
        hint = "Escriba «a las 00:00» si es al comienzo del día, o «a las 23:59» si es al final."
        raise reader.error("«Medianoche» puede ser la que empieza el día o la que lo termina", hint, start)
    text = reader.peek().text
    clock = _CLOCK.fullmatch(text)
    if clock is None and not _HOUR.fullmatch(text):
        raise _no_hour(reader)
    reader.position += 1
    hour, minute = (int(clock.group(1)), int(clock.group(2))) if clock else (int(text), 0)
    hour = _of_24(reader, hour, minute, start, plain=clock is None)
    return time(hour, minute)


def _of_24(reader: Reader, hour: int, minute: int, start: int, plain: bool) -> int:
    """Returns the hour from 0 to 23, after reading what says the half of the day."""
    if hour > 23 or minute > 59:
        hint = "Las horas van de 00:00 a 23:59." + (" La medianoche es 00:00 del día siguiente." if hour == 24 else "")
        raise reader.error(f"No existe la hora {hour}:{minute:02d}", hint, start)
    if reader.accept(*_MORNING):
        return _half(reader, hour, minute, start, "a. m.", hour % 12)
    if reader.peek(2).word == "noche" and hour % 12 < 6 and reader.accept("de la noche"):
        hint = "Escriba la hora de 00:00 a 23:59: la medianoche es 00:00, y las dos de la madrugada, 02:00."
        raise reader.error(f"«{hour} de la noche» no dice de qué día", hint, start)
    if reader.accept(*_EVENING):
        return _half(reader, hour, minute, start, "p. m.", hour if hour > 12 else hour % 12 + 12)
    if hour == 12 and reader.accept(*_NOON):
        return 12
    reader.accept(*_AFTER_CLOCK)
    if plain and hour <= 12:
        first, second = (hour % 12, hour % 12 + 12)
        hint = f"Escriba «a las {first:02d}:00» o «a las {second}:00»."
        raise reader.error(f"«{hour}» puede ser de la mañana o de la tarde", hint, start)
    return hour


def _half(reader: Reader, hour: int, minute: int, start: int, half: str, result: int) -> int:
    if hour == 0 or (hour > 12 and half == "a. m."):
        hint = f"Escriba «{hour:02d}:{minute:02d}», sin «{half}»."
        raise reader.error(f"«{hour}:{minute:02d} {half}» no existe", hint, start)
    return result


def _no_hour(reader: Reader) -> WhenError:
    token = reader.peek()
    if fold(token.text) in NUMBERS:
        return reader.error(f"La hora «{token.text}» va en números", "Escriba, por ejemplo, «a las 08:00».")
    message = f"«{token.text}» no es una hora" if token.text else "Falta la hora"
    return reader.error(message, "Escriba, por ejemplo, «a las 08:00» o «a las 7:30 p. m.».")
