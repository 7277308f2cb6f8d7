"""What a piece says, out of a publication's frozen content."""

import re
from collections.abc import Mapping
from dataclasses import replace

from jinja2 import meta

from campaigns.content.footer import closing
from campaigns.content.frozen import Content
from campaigns.content.presentation import FooterStyle
from campaigns.content.renderer import without_controls
from campaigns.content.stops import one_stop
from campaigns.content.values import thaw
from campaigns.filters import rango
from campaigns.moment import Moment
from campaigns.record import Record
from campaigns.templates.compiled import compile_template
from campaigns.templates.sandbox import ENVIRONMENT
from campaigns.templates.variables import PERSONAL
from pieces.announcement import Announcement, Pairs

DATED = re.compile(
    r"(?P<title>.*?)[\s,;:–—(-]*(?:\b(?:(?:desde|hasta|para|este|de)\s+)?(?:el|del|al)\s+)?"
    r"\{\{-?\s*evento(?:\s*\|\s*rango|\.(?:inicia|termina)(?:\s*\|\s*(?:fecha|fecha_corta|fecha_hora|dia))?)\s*-?\}\}"
    r"[\s).]*",
    re.DOTALL,
)
"""A title that ends with the event's date: «Matrículas escolares desde el {{ evento.inicia | fecha }}»."""


def announce(
    content: Content, subject: str, *, details: Pairs = (), words_per_second: float = 0, spoken: bool = False
) -> Announcement:
    """The announcement of one publication.

    `subject`: the message's own template of a title, which a medium without subjects does not freeze; one that names
    persons gives way to the event's name, and the event's date at its end is left out of what prints it by itself.
    `spoken`: it is read aloud, and its text ends with the channels of attention.
    Raises `TemplateError` where a text cannot be finished.
    """
    values = thaw(content.values)
    event = values.get("evento")
    fields: Mapping[str, object] = event.fields if isinstance(event, Record) else {}
    text = "" if _personal(content.text) else _finished(content.text, values)
    when = _when(event)
    return Announcement(
        title=_title(subject if spoken or not when else _undated(subject), fields, values),
        body=content.footer.body,
        when=when,
        place=_capital(str(fields.get("lugar", ""))),
        text=text + _said_at_the_end(content) if spoken and text else text,
        requirements=_lines(fields, "requisitos"),
        activities=_lines(fields, "actividades"),
        benefits=_lines(fields, "beneficios"),
        contact=content.footer.contact,
        link=content.link,
        dateline=_dateline(values),
        details=details,
        words_per_second=words_per_second,
        language=content.language,
    )


def _title(subject: str, event: Mapping[str, object], values: Mapping[str, object]) -> str:
    """What the message is called, where it is the same for all; else what its event is, or its campaign."""
    if subject and not _personal(subject):
        return " ".join(_finished(subject, values).split())
    campaign = values.get("campaña")
    named = campaign.fields.get("titulo", "") if isinstance(campaign, Record) else ""
    return str(event.get("nombre", "") or named)


def _undated(subject: str) -> str:
    """A title without the event's date at its end and the words that lead to it; with one in the middle as it is."""
    found = DATED.fullmatch(subject.strip())
    return found["title"] if found and "{%" not in subject else subject


def _personal(template: str) -> bool:
    return not meta.find_undeclared_variables(ENVIRONMENT.parse(template)).isdisjoint(PERSONAL)


def _finished(template: str, values: Mapping[str, object]) -> str:
    return one_stop(without_controls(compile_template(template).render(values), "").strip())


def _when(event: object) -> str:
    """«Del 12 al 29 de enero de 2027», «Sábado 30 de enero de 2027, de 8:00 a. m. a …»; empty without a date."""
    starts = event.fields.get("inicia") if isinstance(event, Record) else None
    if not isinstance(event, Record) or not isinstance(starts, Moment):
        return ""
    told = rango(event)
    return f"{_capital(starts.weekday)} {told.removeprefix('el ')}" if told.startswith("el ") else _capital(told)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _said_at_the_end(content: Content) -> str:
    """The channels of attention as a sentence; nothing where the content bears none, since it is for the staff."""
    if content.footer_style is FooterStyle.NONE:
        return ""
    return closing(replace(content, footer_style=FooterStyle.SPOKEN), with_link=False)


def _lines(event: Mapping[str, object], name: str) -> tuple[str, ...]:
    lines = event.get(name, ())
    return tuple(str(line) for line in lines) if isinstance(lines, tuple) else ()


def _dateline(values: Mapping[str, object]) -> str:
    """«Segovia, 12 de enero de 2027»: where and when it was written."""
    place, day = values.get("municipio"), values.get("fecha")
    if not isinstance(place, Record) or not isinstance(day, Moment):
        return ""
    return f"{place.fields['nombre']}, {day.date}"
