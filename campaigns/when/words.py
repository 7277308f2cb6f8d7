"""Spanish words of the calendar: numbers in letters, weekdays, months, ordinals, and how lists of them are written."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, time

WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
MONTHS = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)
ORDINALS = {
    1: "primer",
    2: "segundo",
    3: "tercer",
    4: "cuarto",
    5: "quinto",
    6: "sexto",
    7: "séptimo",
    8: "octavo",
    9: "noveno",
    10: "décimo",
    -1: "último",
    -2: "penúltimo",
    -3: "antepenúltimo",
}
_SOUNDS_LIKE_Y = re.compile(r"[«\"'(]*h?i(?![aeou])")
"""How a word begins, folded, before which «y» is «e»; not so «hierro», whose «i» is no vowel of its own."""
_NUMBERS = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete "
    "dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete "
    "veintiocho veintinueve treinta"
)


def fold(word: str) -> str:
    """Returns a word as it is compared: lower case, without accents, tildes or dots (`a.m.` is `am`)."""
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter) and letter != ".")


NUMBERS = {word: value for value, word in enumerate(_NUMBERS.split())} | {
    "un": 1,
    "una": 1,
    "veintiun": 21,
    "veintiuna": 21,
    "cuarenta": 40,
    "cincuenta": 50,
    "sesenta": 60,
    "noventa": 90,
    "cien": 100,
}
WEEKDAY_NUMBERS = {fold(name): number for number, name in enumerate(WEEKDAYS)} | {"sabados": 5, "domingos": 6}
MONTH_NUMBERS = {fold(name): number for number, name in enumerate(MONTHS, start=1)} | {"setiembre": 9}
ORDINAL_NUMBERS = {fold(name): number for number, name in ORDINALS.items()} | {
    "primero": 1,
    "primera": 1,
    "segunda": 2,
    "tercero": 3,
    "tercera": 3,
    "ultima": -1,
}


def list_of(items: Sequence[str]) -> str:
    """Writes a Spanish list: `a`, `a y b`, `a, b y c`, `Facebook e Instagram`."""
    if len(items) < 2:
        return "".join(items)
    joined = "e" if _SOUNDS_LIKE_Y.match(fold(items[-1])) else "y"
    return f"{', '.join(items[:-1])} {joined} {items[-1]}"


def at_hours(times: Iterable[time]) -> str:
    """Writes hours of the day as the grammar reads them: `a las 07:30 y a las 18:00`, `a la 01:00`."""
    return list_of([f"{'a la' if at.hour == 1 else 'a las'} {at:%H:%M}" for at in times])


def long_date(day: date) -> str:
    """Writes a date with its weekday: `martes 12 de enero de 2027`."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} de {MONTHS[day.month - 1]} de {day.year}"


def nearest(word: str, vocabulary: Iterable[str]) -> str | None:
    """Returns the word of the vocabulary that is most like `word` (both folded), or None where none is near."""
    found = difflib.get_close_matches(word, list(vocabulary), n=1, cutoff=0.7)
    return found[0] if found else None
