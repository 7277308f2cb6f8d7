"""What is read before a word is said: the finished content under headings, and what changed in it."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from difflib import SequenceMatcher
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from campaigns.calendar import Occurrence
from campaigns.campaign import AttachmentEntry, Image
from campaigns.content import Content
from campaigns.content.reported import report_values
from campaigns.language import language_name
from campaigns.meetings import moment
from campaigns.tenant import Campaign, CampaignMessage, Tenant
from delivery.approving.questions import Question
from delivery.planning.preview import Preview, finished, languages_of, next_occurrence
from delivery.publications.votes import name_of
from delivery.workplace import Workplace
from storage.approval_requests import Shown
from storage.execution import execute
from storage.tables import publication

_CORRECTION = select(publication.c.content, publication.c.account).where(
    publication.c.tenant == bindparam("of"),
    publication.c.digest == bindparam("seen"),
    publication.c.corrects.is_not(None),
)
LONGEST = 2_000
"""Words and gaps of a text that are compared one by one."""
CARD = "Tarjeta"
"""Above the picture that is drawn for a message."""
AT_ONCE = "Apenas se apruebe"
BY_ORDER = "Cuando una persona lo envíe"
AFTER = "Después de otro mensaje: {}"


class Change(NamedTuple):
    """One heading whose text is another than it was."""

    heading: str
    was: str
    """Empty: there was none."""
    is_: str
    """Empty: it is gone."""


def shown(
    connection: Connection,
    workplace: Workplace,
    question: Question,
    now: datetime,
    report: Mapping[str, object] | None = None,
) -> Shown:
    """All that is decided on, as people read it. `report`: see `delivery.planning.preview.finished`."""
    tenant, message = workplace.tenant, question.message
    audience = tenant.audiences.get(message.audience)
    common = [
        ("Campaña", question.campaign.entry.title),
        ("Para quién", audience.name if audience is not None else message.audience),
    ]
    if message.drafter is not None:
        common.append(("La redactó", name_of(tenant, message.drafter)))
    if question.occurrence is None:
        return [*common, *_of_correction(connection, workplace, question)]
    return [*common, ("Cuándo", _when(question)), *_finished(tenant, question, now, report)]


def title_of(tenant: Tenant, campaign: Campaign, message: CampaignMessage, now: datetime) -> str:
    """What a message is called where it is asked about: its subject, else its campaign's title.

    The subject of a report names no period yet, but its kind: «Informe de la semana».
    """
    subject, report = message.entry.subject, message.entry.report
    if subject is None or report is None:
        return subject or campaign.entry.title
    local = now.astimezone(tenant.municipality.zone)
    occurrence, values = next_occurrence(tenant, campaign, message, local), report_values(report.period, (), ())
    found = (finished(tenant, occurrence, account, local, report=values).subject for account in message.accounts)
    return next((each for each in found if each), campaign.entry.title)


def changes(before: Shown | None, now: Shown) -> list[Change]:
    """What is another than before, heading by heading; nothing where nothing is known of before."""
    if before is None:
        return []
    was, is_ = dict(before), dict(now)
    headings = dict.fromkeys([*is_, *was])
    found = (Change(each, was.get(each, ""), is_.get(each, "")) for each in headings)
    return [each for each in found if each.was != each.is_]


def words_of(change: Change) -> Iterator[tuple[str, str]]:
    """A change word by word: «igual», «quitado» or «agregado», and the words."""
    was, is_ = _parts(change.was), _parts(change.is_)
    for kind, low, high, first, last in SequenceMatcher(None, was, is_, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "igual", "".join(is_[first:last])
            continue
        if high > low:
            yield "quitado", "".join(was[low:high])
        if last > first:
            yield "agregado", "".join(is_[first:last])


def _parts(text: str) -> list[str]:
    """Words and what stands between them; of a very long text its lines, since each is compared with each."""
    words = re.findall(r"\S+|\s+", text)
    return words if len(words) <= LONGEST else text.splitlines(keepends=True)


def _when(question: Question) -> str:
    message, occurrence = question.message, question.occurrence
    local = occurrence.slot.local if occurrence is not None else None
    if local is not None:
        return f"{moment(local)} ({message.entry.when})" if message.rule.recurring else moment(local)
    if message.rule.by_order:
        return BY_ORDER
    return AT_ONCE if message.rule.after_approval else AFTER.format(message.entry.when)


def occurrence_of(tenant: Tenant, question: Question, local: datetime) -> Occurrence:
    """The time that is read: the first that waits, else the next one that has an hour."""
    found = question.occurrence
    if found is None or found.slot.local is None:
        return next_occurrence(tenant, question.campaign, question.message, local)
    return found


def _finished(
    tenant: Tenant, question: Question, now: datetime, report: Mapping[str, object] | None
) -> Iterator[tuple[str, str]]:
    """Each text once, with the accounts that say it alike."""
    message, local = question.message, now.astimezone(tenant.municipality.zone)
    occurrence = occurrence_of(tenant, question, local)
    alike: dict[tuple[str, str, str], list[Preview]] = {}
    for account in message.accounts:
        for code in languages_of(message, account):
            each = finished(tenant, occurrence, account, local, language=code, report=report)
            alike.setdefault((each.subject, each.text, code), []).append(each)
    for (subject, text, code), previews in alike.items():
        accounts = ", ".join(each.account.name for each in previews)
        heading = f"Por {accounts}, en {language_name(code)}" if code else f"Por {accounts}"
        yield heading, f"{subject}\n\n{text}" if subject else text
    yield from _files(message)


def _files(message: CampaignMessage) -> Iterator[tuple[str, str]]:
    """With a part of what their bytes are known by: another picture under the same name is another one."""
    for image in message.entry.all_images:
        told = "adorno, sin descripción" if image.decorative else image.alt
        yield picture_heading(image), f"{told} [{message.media.get(image.file, '')[:8]}]"
    if message.entry.piece is not None:
        yield CARD, "Se dibuja con el título, la fecha y el lugar del evento."
    for document in message.entry.attachments:
        yield document_heading(document), f"{document.file} [{message.media.get(document.file, '')[:8]}]"


def picture_heading(image: Image) -> str:
    """Above what is told of a picture."""
    return f"Imagen {image.file}"


def document_heading(document: AttachmentEntry) -> str:
    """Above what is told of a document."""
    return f"Documento {document.name or document.file}"


def _of_correction(connection: Connection, workplace: Workplace, question: Question) -> Iterator[tuple[str, str]]:
    yield "Qué es", f"Una corrección de «{question.message.id}», para quienes ya lo recibieron"
    yield "Cuándo", AT_ONCE
    alike: dict[tuple[str, str], list[str]] = {}
    for row in execute(connection, _CORRECTION, {"of": workplace.tenant_id, "seen": question.digest}):
        content = Content.from_json(row.content)
        alike.setdefault((content.subject, content.text), []).append(row.account)
    for (subject, text), accounts in alike.items():
        yield f"Por {', '.join(accounts)}", f"{subject}\n\n{text}" if subject else text
