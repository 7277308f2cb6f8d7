"""How whoever fills in the form of a task is answered where something is missing: by its fields' names."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from campaigns.moment import Moment
from delivery.tasks.desk import Voice


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return str(Moment(at.astimezone(zone)))


def _day(day: date) -> str:
    return Moment(datetime.combine(day, time())).date


_PLAIN = Voice(
    count="abajo",
    more="marque la casilla que lo dice",
    cost="Costo",
    note="abajo",
    not_done="en «No se hizo»",
    until="abajo",
    evidence="Adjunte",
    files="Adjunte",
    points="Marque en la lista lo que esté; de lo que no se cumpla, diga allí por qué.",
    receive="en «Entregar»",
    recount=" en «Corregir la cifra»",
    confirm="en «Se hizo»",
    extend="en «Prórroga»",
    speaker="",
    moment=_moment,
    day=_day,
)
VOICES: Mapping[str, Voice] = {"confirmar": replace(_PLAIN, note="en la nota")}
"""Of a form that asks for a note besides."""


def voice_of(form: str) -> Voice:
    """How a form of a task speaks."""
    return VOICES.get(form, _PLAIN)
