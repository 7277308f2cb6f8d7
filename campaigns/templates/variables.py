"""What a message's texts may name: the schema that the checker walks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaigns.campaign import CampaignEntry, EventEntry, MessageEntry
from campaigns.municipality import Municipality
from campaigns.shape import DAY, LIST, MOMENT, TEXT, WORDS, Field, Shape, event, group

PERSONAL = ("nombre", "nombres", "persona")
"""Names that stand for the person who is written to."""
_NAMELESS = "hay personas sin nombre en los contactos"
_NO_PERSON = "este mensaje también va a cuentas que no escriben a personas"


@dataclass(frozen=True, slots=True)
class Variables:
    """Every name that a text may write, with its shape."""

    names: Mapping[str, Field]


def variables(
    municipality: Municipality, campaign: CampaignEntry, message: MessageEntry, *, to_persons: bool
) -> Variables:
    """The names for one message. `to_persons`: every account that uses the text writes to persons."""
    names = _personal(to_persons)
    text = Field(TEXT)
    names["municipio"] = Field(group(dict.fromkeys(("nombre", "entidad", "sitio"), text) | _contact()))
    names["campaña"] = Field(group({"id": text, "titulo": text}))
    names["evento"] = _event(campaign.event)
    names["datos"] = Field(_data(campaign.data, "datos"))
    names["responsable"] = Field(_responsible(municipality, message.responsible or campaign.responsible))
    names["encuesta"] = _feature(
        message.survey is not None,
        {"pregunta": text, "opciones": Field(LIST), "cierra": Field(MOMENT)},
        "el mensaje no tiene «encuesta»",
    )
    names["informe"] = _feature(
        message.report is not None,
        dict.fromkeys(("periodo", "huella", "comprobacion"), text)
        | dict.fromkeys(("resumen", "archivos", "huellas"), Field(LIST)),
        "el mensaje no tiene «informe»",
    )
    names["foro"] = _feature(message.forum is not None, {"tema": text}, "el mensaje no tiene «foro»")
    return Variables(names | {"enlace": text, "fecha": Field(MOMENT), "hora": text})


def name_of(key: str) -> str:
    """How texts write a key of the files: hyphens become underscores, since `-` is a subtraction there."""
    return key.replace("-", "_")


def responsible_name(municipality: Municipality, slug: str) -> tuple[str, str]:
    """Name and mail of a person, department or committee; empty where the files have none."""
    if person := municipality.people.get(slug):
        return person.name, person.mail or ""
    if department := municipality.departments.get(slug):
        return department.name, department.mail or ""
    committee = municipality.committees.get(slug)
    return (committee.name if committee else "", "")


def _contact() -> dict[str, Field]:
    return {"contacto": Field(LIST)}


def _personal(to_persons: bool) -> dict[str, Field]:
    """Attributes may be asked for without more: who lacks one gets no message, and is shown."""
    absence = _NAMELESS if to_persons else _NO_PERSON
    return {
        "nombre": Field(WORDS, present=False, absence=absence),
        "nombres": Field(LIST, present=False, absence=absence),
        "persona": Field(group({}, open=True), to_persons, "" if to_persons else _NO_PERSON),
    }


def _feature(there: bool, fields: Mapping[str, Field], absence: str) -> Field:
    return Field(group(fields), there, "" if there else absence)


def _responsible(municipality: Municipality, slug: str) -> Shape:
    _, mail = responsible_name(municipality, slug)
    return group(
        {"nombre": Field(TEXT), "correo": Field(TEXT, bool(mail), "" if mail else f"«{slug}» no tiene correo")}
    )


def _data(data: Mapping[str, str], path: str) -> Shape:
    return group({name_of(key): Field(TEXT) for key in data})


def _event(entry: EventEntry | None) -> Field:
    if entry is None:
        return Field(event(_event_fields(EventEntry())), present=False, absence="la campaña no tiene «evento»")
    return Field(event(_event_fields(entry)))


def _event_fields(entry: EventEntry) -> dict[str, Field]:
    places = [date.place or entry.place for date in entry.dates] or [entry.place]
    ends = (
        bool(entry.lasts) or _all(date.ends for date in entry.dates) if entry.dates else bool(entry.ends or entry.lasts)
    )
    fields = {
        "nombre": Field(TEXT),
        "inicia": Field(_start(entry)),
        "termina": Field(_end(entry), ends, "" if ends else "el evento no dice cuándo termina"),
        "lugar": Field(TEXT, all(places), "" if all(places) else "el evento no dice dónde es"),
        "datos": Field(_data(entry.data, "evento.datos")),
    }
    return fields | {name: Field(LIST) for name in ("requisitos", "actividades", "beneficios")}


def _all(values: Iterable[str | None]) -> bool:
    return all(value is not None for value in values)


def _start(entry: EventEntry) -> Shape:
    """A day where any of its dates has no hour: then no text may print one."""
    written = [date.starts for date in entry.dates] or ([entry.starts] if entry.starts else [])
    return DAY if any(len(each) == len("2027-01-12") for each in written) else MOMENT


def _end(entry: EventEntry) -> Shape:
    written = [date.ends for date in entry.dates if date.ends] or ([entry.ends] if entry.ends else [])
    return DAY if any(len(each) == len("2027-01-12") for each in written) else _start(entry)
