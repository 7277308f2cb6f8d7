"""One file of `campanas/` into a campaign."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from campaigns.assembly.base import Base
from campaigns.assembly.duration import DurationError, parse_duration
from campaigns.assembly.events import EventReader
from campaigns.assembly.findings import Findings
from campaigns.assembly.look import look_digest
from campaigns.assembly.messages import MessageReader
from campaigns.campaign import CampaignEntry
from campaigns.checks.alerts import check_alert
from campaigns.checks.approvers import check_approval
from campaigns.checks.messages import check_language, check_link, check_message, check_repeat, check_reply
from campaigns.checks.precedence import check_precedence
from campaigns.checks.surveys import check_survey
from campaigns.checks.texts import check_texts
from campaigns.digest import campaign_source, message_digest
from campaigns.problem import Problem
from campaigns.reading.files import AUDIENCES, MUNICIPALITY, PLAN, Unreadable
from campaigns.reading.tree import Document
from campaigns.templates.work import Work
from campaigns.tenant import Campaign, CampaignMessage
from campaigns.when import AnyEvent


def assemble_campaign(
    document: Document, entry: CampaignEntry, base: Base
) -> tuple[Campaign | None, tuple[Problem, ...]]:
    """The campaign; None where anything in it is wrong."""
    findings = Findings(document, base.lost)
    _names(findings, entry, base)
    _lengths(findings, entry)
    _ways(findings, entry)
    event = EventReader(findings, base.municipality.zone, base.workdays).read(entry)
    messages = _messages(findings, entry, base, event)
    if findings:
        return None, tuple(findings.problems)
    return Campaign(entry.id, entry, event, messages, document.file), ()


def _messages(
    findings: Findings, entry: CampaignEntry, base: Base, event: AnyEvent | None
) -> tuple[CampaignMessage, ...]:
    _ids(findings, entry)
    messages = []
    work = Work()
    source = campaign_source(entry)
    for position in range(len(entry.messages)):
        reader = MessageReader(base, findings, entry, position)
        message = reader.read(has_event=entry.event is not None)
        check_message(findings, entry, position, reader.accounts, base)
        check_survey(findings, position, entry.messages[position], reader.accounts, message, event, base)
        if message is not None:
            check_repeat(findings, entry, position, message)
            check_alert(findings, entry, position, message, base)
            check_approval(findings, position, message)
        if message is not None and not findings and not findings.document.doubtful:
            message = _digested(source, message, base)
        digest = message.digest if message is not None else ""
        if not base.cleared.covers(digest):
            check_texts(findings, entry, position, reader.accounts, event, base, work)
            if digest and not findings:
                base.cleared.add(digest)
        if message is not None:
            messages.append(message)
    check_precedence(findings, entry, messages)
    return tuple(messages)


def _digested(campaign: Mapping[str, Any], message: CampaignMessage, base: Base) -> CampaignMessage:
    """With its digest; without, where its file of `plantillas/` cannot be read: the check of its words says so."""
    entry = message.entry
    try:
        templates = {entry.template: base.files.template(entry.template)} if entry.template else {}
    except Unreadable:
        return message
    media = {name: base.files.media_digest(name) for name in entry.files}
    digest = message_digest(
        campaign,
        entry,
        accounts=message.accounts,
        audience_name=message.audience,
        audience=base.audiences[message.audience],
        templates=templates,
        media=media,
        look=look_digest(base) if entry.piece is not None else "",
        contributor=base.municipality.contributors.get(entry.contributor or ""),
    )
    return replace(message, digest=digest, media=media)


def _ids(findings: Findings, entry: CampaignEntry) -> None:
    seen: set[str] = set()
    for position, message in enumerate(entry.messages):
        if message.id in seen:
            said = f"ya hay otro mensaje «{message.id}» en esta campaña"
            findings.add(("mensajes", position, "id"), said, "dé a cada mensaje un id propio")
        seen.add(message.id)


def _names(findings: Findings, entry: CampaignEntry, base: Base) -> None:
    """What all messages inherit is checked once, where it is written."""
    if entry.responsible not in base.answerable:
        findings.unknown(("responsable",), "el responsable", entry.responsible, base.answerable, MUNICIPALITY)
    if entry.approver is not None and entry.approver not in base.approvers:
        findings.unknown(("aprueba",), "el comité o la persona", entry.approver, base.approvers, MUNICIPALITY)
    if entry.audience is not None and entry.audience not in base.audiences:
        findings.unknown(("publico",), "el público", entry.audience, base.audiences, AUDIENCES)
    for position, key in enumerate(entry.actions):
        if key not in base.actions:
            findings.unknown(("accion", position), "en el plan la acción", key, base.actions, PLAN)


def _ways(findings: Findings, entry: CampaignEntry) -> None:
    """Where all messages lead, who reads their answers, and their language."""
    if entry.link is not None:
        check_link(findings, ("enlace",), entry.link)
    if entry.reply_to is not None:
        check_reply(findings, ("responder-a",), entry.reply_to)
    check_language(findings, ("idioma",), entry.language)


def _lengths(findings: Findings, entry: CampaignEntry) -> None:
    for key, text in (("tolerancia", entry.tolerance), ("vence", entry.expires)):
        if text is None:
            continue
        try:
            parse_duration(text)
        except DurationError as error:
            findings.add((key,), error.message, error.hint)
