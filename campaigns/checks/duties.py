"""Duties, surveys, forums and reports of a message: who owes what, and until when."""

from campaigns.assembly.base import Base
from campaigns.assembly.findings import Findings
from campaigns.campaign import Duty, MessageEntry
from campaigns.checks.base import check_lead
from campaigns.checks.report_tables import REPORT_TABLES
from campaigns.reading.files import MUNICIPALITY
from campaigns.reading.tree import Location
from campaigns.when import WhenError, parse_deadline

ALL_DEPARTMENTS = "dependencias"
"""`de: dependencias` means one order for each of them."""


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
    for position, name in enumerate(duty.of):
        if name == ALL_DEPARTMENTS:
            if not base.municipality.departments:
                findings.add((*here, "de", position), "no hay dependencias", f"escríbalas en {MUNICIPALITY}")
        elif name not in base.answerable:
            findings.unknown((*here, "de", position), "la persona o dependencia", name, base.answerable, MUNICIPALITY)
    for key, text in (("plazo", duty.term), ("prorroga", duty.extension)):
        if text is not None:
            check_lead(findings, (*here, key), text)
    if duty.escalates_to is not None and duty.escalates_to not in base.answerable:
        findings.unknown(
            (*here, "escala-a"), "la persona o dependencia", duty.escalates_to, base.answerable, MUNICIPALITY
        )


def _closes(findings: Findings, location: Location, text: str) -> None:
    try:
        parse_deadline(text)
    except WhenError as error:
        place = findings.document.inside(location, 1, error.start + 1)
        findings.add(location, error.message, error.hint, at=place)
