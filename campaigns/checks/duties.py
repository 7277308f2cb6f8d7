"""Duties, surveys, forums and reports of a message: who owes what, and until when."""

from campaigns.assembly.base import Base
from campaigns.assembly.findings import Findings
from campaigns.campaign import Duty, MessageEntry
from campaigns.checks.leads import check_lead
from campaigns.checks.report_tables import REPORT_TABLES
from campaigns.debtors import GROUPS, debtors
from campaigns.extension import too_long
from campaigns.reading.files import MUNICIPALITY
from campaigns.reading.tree import Location
from campaigns.when import WhenError, parse_deadline, parse_lead

ALL_SECTIONS = "todas"
"""`secciones: todas` means each of them."""


def check_duty(findings: Findings, here: tuple[str | int, ...], entry: MessageEntry, base: Base) -> None:
    """Notes what is wrong with the features that wait for their day, so that nothing surprises then."""
    if entry.duty is not None:
        _duty(findings, (*here, "deber"), entry.duty, base)
    if entry.survey is not None and entry.survey.closes is not None:
        _closes(findings, (*here, "encuesta", "cierra"), entry.survey.closes)
    if entry.forum is not None and entry.forum.closes is not None:
        _closes(findings, (*here, "foro", "cierra"), entry.forum.closes)
    if entry.report is not None:
        for position, key in enumerate(entry.report.tables):
            if key not in REPORT_TABLES:
                findings.unknown((*here, "informe", "tablas", position), "la tabla", key, REPORT_TABLES, "docs/guia.md")
    features = [key for key in ("encuesta", "foro", "deber", "informe", "suscripcion") if _has(entry, key)]
    if len(features) > 1:
        said = f"el mensaje es a la vez {' y '.join(features)}"
        findings.add((*here, features[1]), said, "haga un mensaje para cada uno")


def _has(entry: MessageEntry, key: str) -> bool:
    features = {
        "encuesta": entry.survey,
        "foro": entry.forum,
        "deber": entry.duty,
        "informe": entry.report,
        "suscripcion": entry.subscription,
    }
    return features[key] is not None


def _duty(findings: Findings, here: tuple[str | int, ...], duty: Duty, base: Base) -> None:
    answerable = (*base.answerable, *base.municipality.sources)
    for position, name in enumerate(duty.of):
        if name in GROUPS:
            if not debtors(base.municipality, [name]):
                findings.add((*here, "de", position), f"no hay {name}", f"escríbalas en {MUNICIPALITY}")
        elif name not in answerable:
            known = (*answerable, *GROUPS)
            findings.unknown((*here, "de", position), "la persona o dependencia", name, known, MUNICIPALITY)
    for key, text in (("plazo", duty.term), ("prorroga", duty.extension)):
        if text is not None:
            check_lead(findings, (*here, key), text)
    _extension(findings, (*here, "prorroga"), duty)
    if duty.escalates_to is not None and duty.escalates_to not in base.answerable:
        findings.unknown(
            (*here, "escala-a"), "la persona o dependencia", duty.escalates_to, base.answerable, MUNICIPALITY
        )
    sections = base.municipality.sections
    for position, name in enumerate(duty.sections or ()):
        place = (*here, "secciones", position)
        if not sections:
            findings.add(place, "no hay secciones del sitio", f"escríbalas en {MUNICIPALITY}")
        elif name != ALL_SECTIONS and name not in sections:
            findings.unknown(place, "la sección", name, (*sections, ALL_SECTIONS), MUNICIPALITY)


def _extension(findings: Findings, here: Location, duty: Duty) -> None:
    if duty.extension is None:
        return
    try:
        refused = too_long(parse_lead(duty.extension))
    except WhenError:
        return
    if refused:
        said = f"una prórroga de «{duty.extension}» es de más de 7 días calendario"
        findings.add(here, said, "escriba «7 días» o menos: para más tiempo, alargue el «plazo»")


def _closes(findings: Findings, location: Location, text: str) -> None:
    try:
        parse_deadline(text)
    except WhenError as error:
        place = findings.document.inside(location, 1, error.start + 1)
        findings.add(location, error.message, error.hint, at=place)
