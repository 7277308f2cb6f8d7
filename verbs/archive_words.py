"""What was published, as cells for people and as documents for programs."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime

from campaigns.content import FrozenFile
from campaigns.content.archived import Words
from campaigns.debtors import name_of
from campaigns.municipality import Municipality
from indicators.archive import ArchivedContent
from indicators.archive_details import ArchivedTask, Sequel
from reports.table import Cell, bullets
from storage.approvals import Approval, Decision
from verbs.reading_words import figure_words, figures_document
from verbs.words import instant, shown

SHORT = ("Salió", "Clave", "Título", "Medio", "La redactó", "La aprobó", "Personas", "Enlace")
"""Columns for a terminal."""
WHOLE = (
    "Salió",
    "Clave",
    "Título",
    "Texto",
    "Pie",
    "En otros idiomas",
    "Encuesta",
    "Archivos y su SHA-256",
    "Medio",
    "Acciones del plan",
    "Clase",
    "Público",
    "Planeado para",
    "La redactó",
    "La firmó",
    "La aprobó",
    "Responde por ella",
    "Enlace",
    "Página que lo cuenta",
    "Enviados",
    "Devueltos",
    "Personas",
    "Cifras del servicio",
    "Tareas hechas y sus pruebas",
    "Corrige a",
    "Corregida después por",
    "Retirada",
    "Huella de lo aprobado",
)
"""Columns for a spreadsheet."""


def short_cells(found: ArchivedContent, municipality: Municipality) -> tuple[Cell, ...]:
    """A row for a terminal."""
    approved = _approved(found, municipality)
    when = shown(found.went_out_at, municipality.zone)
    drafter, people = found.content.drafter, found.reach.people
    title = found.title + _became(found, municipality)
    return (when, found.key, title, found.medium, drafter, approved, people, found.url or found.page)


def whole_cells(found: ArchivedContent, municipality: Municipality) -> tuple[Cell, ...]:
    """A row for a spreadsheet; moments by the municipality's clock."""
    zone, content, reach = municipality.zone, found.content, found.reach
    survey = content.survey
    return (
        found.went_out_at.astimezone(zone),
        found.key,
        found.title,
        found.words.text,
        found.words.foot,
        bullets(f"{code}: {words.subject} {words.text}" for code, words in found.translations.items()),
        bullets((survey.question, *survey.options)) if survey is not None else "",
        bullets(f"{file.name} ({file.sha256})" for file in (*content.images, *content.attachments)),
        found.medium,
        ", ".join(found.actions),
        found.class_,
        content.facts.get("audience_name", found.audience),
        found.planned_local,
        content.drafter,
        content.facts.get("contributor_name", ""),
        _approved(found, municipality),
        found.responsible,
        found.url,
        found.page,
        reach.sent,
        reach.bounced,
        reach.people,
        figure_words(found.told),
        bullets(_task_words(each, municipality) for each in found.tasks),
        found.corrects,
        bullets(each.key for each in found.corrections),
        shown(found.withdrawn.at, zone) if found.withdrawn is not None else "",
        found.digest,
    )


def document(found: ArchivedContent, municipality: Municipality) -> dict[str, object]:
    """One content for JSON."""
    content, survey = found.content, found.content.survey
    return {
        "key": found.key,
        "campaign": found.campaign,
        "message": found.message,
        "account": found.account,
        "occurrence": found.occurrence,
        "medium": found.medium,
        "channel": found.channel,
        "kind": found.kind.value,
        "class": found.class_,
        "mode": found.mode,
        "actions": list(found.actions),
        "audience": found.audience,
        "title": found.title,
        "language": content.language,
        **_words(found.words),
        "translations": {code: _words(words) for code, words in found.translations.items()},
        "survey": {"question": survey.question, "options": list(survey.options)} if survey is not None else None,
        "files": [_file(each) for each in (*content.images, *content.attachments)],
        "written_by": content.drafter,
        "signed_by": content.facts.get("contributor_name", ""),
        "responsible": found.responsible,
        "approvals": [_approval(each, municipality) for each in found.approvals],
        "digest": found.digest,
        "planned_local": found.planned_local,
        "went_out_at": instant(found.went_out_at),
        "finished_at": instant(found.finished_at),
        "url": found.url,
        "page": found.page,
        "sent": found.reach.sent,
        "bounced": found.reach.bounced,
        "people": found.reach.people,
        "measured_at": instant(found.told.asked_at) if found.told is not None else None,
        "figures": figures_document(found.told),
        "tasks": [_task(each, municipality) for each in found.tasks],
        "corrects": found.corrects,
        "corrections": [_sequel(each) for each in found.corrections],
        "withdrawn": _sequel(found.withdrawn) if found.withdrawn is not None else None,
    }


def _became(found: ArchivedContent, municipality: Municipality) -> str:
    """What whoever reads only its title must know: that it was taken back, or is no more what is said."""
    if found.withdrawn is not None:
        return f" (retirada el {_local(found.withdrawn.at, municipality)})"
    if found.corrections:
        return f" (corregida el {_local(found.corrections[-1].at, municipality)})"
    return f" (corrige a {found.corrects})" if found.corrects else ""


def _approved(found: ArchivedContent, municipality: Municipality) -> str:
    """Who said yes, by the last word of each, and when."""
    last: Mapping[tuple[str, str], Approval] = {(each.person, each.approver): each for each in found.approvals}
    given: Iterable[Approval] = (each for each in last.values() if each.decision is Decision.APPROVED)
    return bullets(f"{name_of(municipality, each.person)}, {_local(each.at, municipality)}" for each in given)


def _task_words(task: ArchivedTask, municipality: Municipality) -> str:
    """«Segovia Estéreo: 4, dijo Luz Mesa el 2027-01-06 10:00; recibo.jpg (c0ff…)»."""
    said = f"{task.count}, dijo {name_of(municipality, task.by)} el {_local(task.at, municipality)}"
    parts = [f"{task.place}: {said}" if task.place else said]
    return "; ".join([*parts, *(f"{name} ({digest})" for name, digest in task.evidence)])


def _local(moment: datetime, municipality: Municipality) -> str:
    return moment.astimezone(municipality.zone).strftime("%Y-%m-%d %H:%M")


def _words(words: Words) -> dict[str, object]:
    return {"subject": words.subject, "text": words.text, "foot": words.foot}


def _file(file: FrozenFile) -> dict[str, object]:
    return asdict(file)


def _approval(word: Approval, municipality: Municipality) -> dict[str, object]:
    return {
        "person": word.person,
        "name": name_of(municipality, word.person),
        "decision": word.decision.value,
        "approver": word.approver,
        "complete": word.complete,
        "note": word.note,
        "at": instant(word.at),
    }


def _task(task: ArchivedTask, municipality: Municipality) -> dict[str, object]:
    return {
        "number": task.number,
        "place": task.place,
        "responsible": task.responsible,
        "count": task.count,
        "by": task.by,
        "name": name_of(municipality, task.by),
        "at": instant(task.at),
        "evidence": [{"name": name, "sha256": digest} for name, digest in task.evidence],
    }


def _sequel(sequel: Sequel) -> dict[str, object]:
    return {"key": sequel.key, "at": instant(sequel.at), "count": sequel.count}
