"""The values that texts name: as JSON keeps them, and as templates read them."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time
from typing import Any

from campaigns.campaign import CampaignEntry, EventEntry, MessageEntry
from campaigns.content.ballot import OPEN_FOR
from campaigns.content.reported import sample_values
from campaigns.moment import Moment
from campaigns.municipality import Municipality
from campaigns.record import Record
from campaigns.templates.variables import PERSONAL, name_of, responsible_name
from campaigns.when import Span

LONGEST_NAME = 120
"""Characters of a personal value that are printed. Colombia's longest registered names stay under 100."""
MOST_NAMES = 6
"""Names that one address greets; a household of more is greeted by its first six."""
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff]")
"""Controls, line ends, and marks that hide characters or turn their order around."""
_DAY = len("2027-01-12")


def frozen_values(
    municipality: Municipality,
    campaign: CampaignEntry,
    message: MessageEntry,
    span: Span | None,
    at: datetime,
    link: str,
    closes: datetime | None = None,
) -> dict[str, Any]:
    """The values of one occurrence in JSON's own types. `at`: when it is due (aware); `closes`: when its survey
    ends, where that is known (aware).
    """
    now = Moment(at.astimezone(municipality.zone))
    name, mail = responsible_name(municipality, message.responsible or campaign.responsible)
    values: dict[str, Any] = {
        "municipio": {
            "nombre": municipality.name,
            "entidad": municipality.body,
            "sitio": municipality.site_url,
            "contacto": [f"{channel}: {address}" for channel, address in municipality.contact.items()],
        },
        "campaña": {"id": campaign.id, "titulo": campaign.title},
        "datos": _data(campaign.data),
        "responsable": _without_empty({"nombre": name, "correo": mail}),
        "enlace": link,
        "fecha": now.to_json(),
        "hora": now.time,
    }
    if campaign.event is not None:
        values["evento"] = _event(campaign, campaign.event, span)
    if message.survey is not None:
        ends = Moment((closes or at + OPEN_FOR).astimezone(municipality.zone))
        values["encuesta"] = {
            "pregunta": message.survey.question,
            "opciones": list(message.survey.options),
            "cierra": ends.to_json(),
        }
    values |= sample_values(message)
    if message.forum is not None:
        values["foro"] = {"tema": message.forum.theme}
    return values


def event_values(campaign: CampaignEntry, entry: EventEntry, span: Span) -> Record:
    """One date of an event as templates read it, `evento`."""
    record = _thawed(_event(campaign, entry, span), "evento")
    assert isinstance(record, Record)
    return record


def thaw(values: Mapping[str, Any]) -> dict[str, object]:
    """Frozen values as templates read them."""
    return {name: _thawed(value, name) for name, value in values.items()}


def personal_values(personal: Mapping[str, object], asked: Collection[str] = PERSONAL) -> dict[str, object]:
    """What a recipient brings, as templates read it: one clean line each, and nothing that is empty.

    `asked`: the names that anything is to be done for.
    """
    values: dict[str, object] = {}
    if "nombre" in asked and (name := one_line(personal.get("nombre"))):
        values["nombre"] = name
    names = personal.get("nombres") if "nombres" in asked else None
    if isinstance(names, Sequence) and not isinstance(names, str) and (lines := _lines(names)):
        values["nombres"] = lines
    attributes = personal.get("persona") if "persona" in asked else None
    if isinstance(attributes, Mapping):
        written = {name_of(str(key)): _attribute(value) for key, value in attributes.items()}
        values["persona"] = Record("persona", _without_empty(written) if written else written)
    return values


def one_line(value: object) -> str:
    """Text of a person in one line, without control characters, at most 120 characters long."""
    if value is None:
        return ""
    text = str(value)
    if not text.isprintable():
        text = _UNPRINTABLE.sub(" ", text)
    return " ".join(text.split())[:LONGEST_NAME]


def _lines(values: Sequence[object]) -> tuple[str, ...]:
    return tuple(line for line in map(one_line, values[:MOST_NAMES]) if line)


def _attribute(value: object) -> str:
    """One of several values of an attribute stands for them as «a, b»."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return one_line(", ".join(str(each) for each in value))
    return one_line(value)


def _event(campaign: CampaignEntry, entry: EventEntry, span: Span | None) -> dict[str, Any]:
    dated = next((date for date in entry.dates if span is not None and date.id == span.id), None)
    values: dict[str, Any] = {
        "nombre": entry.name or campaign.title,
        "lugar": (dated.place if dated else "") or entry.place,
        "datos": _data(entry.data),
        "requisitos": list(entry.requirements),
        "actividades": list(entry.activities),
        "beneficios": list(entry.benefits),
    }
    if span is not None:
        starts = dated.starts if dated else entry.starts
        ends = dated.ends if dated else entry.ends
        values |= {name: moment.to_json() for name, moment in _moments(span, starts, ends).items()}
    return _without_empty(values, keep=("datos", "requisitos", "actividades", "beneficios"))


def _moments(span: Span, starts: str | None, ends: str | None) -> dict[str, Moment]:
    """First and last moment; a day alone where the files give no hour, and no end where they give none."""
    timed = len(starts) > _DAY if starts else span.start.timetz().replace(tzinfo=None) != time.min
    moments = {"inicia": Moment(span.start, timed)}
    if span.end != span.start and (timed or ends is not None or span.last_day != span.first_day):
        ends_timed = len(ends) > _DAY if ends else timed
        last = span.end if ends_timed else datetime.combine(span.last_day, time.min, span.end.tzinfo)
        moments["termina"] = Moment(last, ends_timed)
    return moments


def _data(data: Mapping[str, str]) -> dict[str, str]:
    return {name_of(key): value for key, value in data.items()}


def _without_empty(values: Mapping[str, Any], keep: tuple[str, ...] = ()) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value or name in keep}


def _thawed(value: object, path: str) -> object:
    if isinstance(value, Mapping):
        if "momento" in value:
            return Moment.from_json(value)
        return Record(path, {name: _thawed(inner, f"{path}.{name}") for name, inner in value.items()})
    return tuple(value) if isinstance(value, list) else value
