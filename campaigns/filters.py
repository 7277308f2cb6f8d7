"""The filters that texts may use: Spanish of Colombia, by CLDR's `es_CO`, with plain spaces only.

X counts U+202F, which CLDR puts into «a. m.», as two characters, and old phones print it as a box.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.numbers import format_currency, format_decimal, format_percent
from jinja2 import Undefined

from campaigns.moment import LOCALE, Moment
from campaigns.record import Record
from campaigns.shape import DAY, EVENT, LIST, MOMENT, NUMBER, TEXT, WORDS, Shape

_SPACES = str.maketrans({"\u202f": " ", "\u00a0": " "})
_PLAIN = re.compile(r"(-?\d+)(?:[.,](\d{1,2}))?")
_GROUPED = re.compile(r"(-?\d{1,3}(?:\.\d{3})+)(?:,(\d+))?")
_SOUNDS_LIKE_Y = re.compile(r"h?[ií](?![aeouáéóú])", re.IGNORECASE)


class FilterError(ValueError):
    """A value that a filter cannot write; says in Spanish which and why."""


def fecha(moment: object) -> str:
    """The day in full."""
    return _moment(moment, "fecha").date


def fecha_corta(moment: object) -> str:
    """The day in figures."""
    return _moment(moment, "fecha_corta").short_date


def dia(moment: object) -> str:
    """The day with its weekday and without its year."""
    return _moment(moment, "dia").day


def hora(moment: object) -> str:
    """The local hour; raises `FilterError` for a whole day."""
    return _timed(moment, "hora").time


def fecha_hora(moment: object) -> str:
    """Day and local hour; raises `FilterError` for a whole day."""
    timed = _timed(moment, "fecha_hora")
    return f"{timed.date}, {timed.time}"


def zona(moment: object) -> str:
    """The zone's name, for texts that people elsewhere read."""
    return _moment(moment, "zona").zone


def rango(event: object) -> str:
    """From when to when, with its preposition; hours only where it begins and ends on one day."""
    starts = _moment(event.fields.get("inicia") if isinstance(event, Record) else None, "rango")
    assert isinstance(event, Record)
    ends = event.fields.get("termina")
    if not isinstance(ends, Moment) or ends.at.date() == starts.at.date():
        return _one_day(starts, ends if isinstance(ends, Moment) else None)
    if starts.at.year != ends.at.year:
        return f"del {starts.date} al {ends.date}"
    first = f"{starts.at.day}" if starts.at.month == ends.at.month else starts.day_and_month
    return f"del {first} al {ends.date}"


def lista(values: object) -> str:
    """The values in one sentence: «a, b y c»; «e» before the sound of «i» (RAE, Ortografía 2010)."""
    if isinstance(values, str) or not isinstance(values, list | tuple):
        raise FilterError(f"«lista» necesita una lista, y «{values}» no lo es")
    items = [str(value) for value in values]
    if len(items) < 2:
        return "".join(items)
    joint = "e" if _SOUNDS_LIKE_Y.match(items[-1]) else "y"
    return f"{', '.join(items[:-1])} {joint} {items[-1]}"


def pesos(value: object) -> str:
    """Colombian pesos without centavos."""
    return _pesos(_number(value, "pesos"))


def numero(value: object) -> str:
    """A number with its thousands."""
    return _figure(_number(value, "numero"))


def porcentaje(value: object) -> str:
    """A percentage: 26 is «26%», as CLDR writes it for Colombia, not 2600."""
    number = _number(value, "porcentaje")
    return format_percent(number / 100, "#,##0.##%", locale=LOCALE).translate(_SPACES)


def plural(value: object, one: str, many: str) -> str:
    """The number with the noun that agrees with it."""
    number = _number(value, "plural")
    return f"{_figure(number)} {one if number == 1 else many}"


def mayusculas(value: object) -> str:
    """In capitals."""
    return str(value).upper()


def minusculas(value: object) -> str:
    """In small letters."""
    return str(value).lower()


def default(value: object, instead: str) -> object:
    """Another text where the value is missing or empty."""
    return instead if isinstance(value, Undefined) or value in ("", None) else value


def _moment(value: object, name: str) -> Moment:
    if not isinstance(value, Moment):
        raise FilterError(f"«{name}» necesita una fecha, y «{value}» no lo es")
    return value


def _timed(value: object, name: str) -> Moment:
    moment = _moment(value, name)
    if not moment.timed:
        raise FilterError(f"«{name}» necesita una hora, y «{moment}» no la tiene")
    return moment


def _one_day(starts: Moment, ends: Moment | None) -> str:
    if not starts.timed:
        return f"el {starts.date}"
    if ends is None or not ends.timed or ends.at == starts.at:
        return f"el {starts.date} {starts.at_time}"
    return f"el {starts.date}, de {starts.time} a {ends.time}"


def _number(value: object, name: str) -> Decimal:
    """The number behind a figure, or behind a text as people write it: `1200000`, `1.200.000`, `12,5`."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return Decimal(str(value))
    text = str(value).strip()
    if found := _GROUPED.fullmatch(text):
        return Decimal(f"{found[1].replace('.', '')}.{found[2] or '0'}")
    if found := _PLAIN.fullmatch(text):
        return Decimal(f"{found[1]}.{found[2] or '0'}")
    raise FilterError(f"«{name}» necesita un número, y «{value}» no lo es: escríbalo como 1200000 o 1.200.000")


@lru_cache(maxsize=256)
def _pesos(number: Decimal) -> str:
    whole = number.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return format_currency(whole, "COP", "¤ #,##0", locale=LOCALE, currency_digits=False).translate(_SPACES)


@lru_cache(maxsize=256)
def _figure(number: Decimal) -> str:
    return format_decimal(number, locale=LOCALE).translate(_SPACES)


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: what the checker asks of it and what the guide says of it."""

    write: Callable[..., object]
    takes: tuple[Shape, ...]
    says: str
    """For the guide, in Spanish."""
    example: str
    """A use of it; the guide prints what it gives."""
    arguments: int = 0
    """How many texts stand between its parentheses."""

    @property
    def name(self) -> str:
        """As texts write it."""
        return self.write.__name__


_DATES = (MOMENT, DAY)
_FIGURES = (NUMBER, TEXT)
_ALL = (
    Filter(fecha, _DATES, "El día completo", "{{ evento.inicia | fecha }}"),
    Filter(fecha_corta, _DATES, "El día en cifras", "{{ evento.inicia | fecha_corta }}"),
    Filter(dia, _DATES, "El día con su nombre y sin año", "{{ evento.inicia | dia }}"),
    Filter(hora, (MOMENT,), "La hora del municipio", "{{ evento.inicia | hora }}"),
    Filter(fecha_hora, (MOMENT,), "El día y la hora del municipio", "{{ evento.inicia | fecha_hora }}"),
    Filter(zona, _DATES, "El nombre de la zona horaria, para quien lee desde otra parte", "{{ evento.inicia | zona }}"),
    Filter(rango, (EVENT,), "Desde cuándo y hasta cuándo va el evento, ya con «el» o «del»", "{{ evento | rango }}"),
    Filter(lista, (LIST,), "Una lista en una sola frase", "{{ evento.requisitos | lista }}"),
    Filter(pesos, _FIGURES, "Pesos colombianos, sin centavos", "{{ datos.valor | pesos }}"),
    Filter(numero, _FIGURES, "Un número con sus puntos de miles", "{{ datos.cupos | numero }}"),
    Filter(porcentaje, _FIGURES, "Un porcentaje: 26 es 26%", "{{ datos.descuento | porcentaje }}"),
    Filter(
        plural,
        _FIGURES,
        "El número con la palabra en singular o en plural",
        "{{ datos.cupos | plural('cupo', 'cupos') }}",
        arguments=2,
    ),
    Filter(mayusculas, (TEXT, WORDS), "Todo en mayúsculas", "{{ municipio.nombre | mayusculas }}"),
    Filter(minusculas, (TEXT, WORDS), "Todo en minúsculas", "{{ municipio.nombre | minusculas }}"),
    Filter(
        default,
        (TEXT, WORDS, NUMBER, MOMENT, DAY),
        "Otro texto cuando el dato falta o está vacío",
        "{{ nombre | default('Vecino') }}",
        arguments=1,
    ),
)
FILTERS: Mapping[str, Filter] = {each.name: each for each in _ALL}
"""Every filter by name: the checker, the sandbox and the guide read this table."""
