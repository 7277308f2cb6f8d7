"""What becomes of one occurrence on each of its accounts, when, and why: of its row where it has one."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from campaigns.articles import the
from campaigns.calendar import Occurrence, follows
from campaigns.tenant import Tenant
from campaigns.when import APPROVAL, ORDER
from channels.adapter import Kind
from delivery.planned import GOES_OUT, Decision, Planned
from delivery.planning.foreseen import foreseen
from delivery.planning.known import Known, PublicationRow
from delivery.planning.outlook import Likeness, Outlook, over_then
from delivery.planning.prospect import Prospect, Route
from delivery.publications.answer import HOURS, Verdict
from delivery.publications.draft import expiry
from delivery.publications.due import at_once, came_too_early
from delivery.publications.lateness import lasting
from delivery.publications.survey_followers import CALLED_OFF, awaits
from delivery.publications.tasks_awaited import who_confirms
from delivery.publishing.counsel import for_unwritten, send
from storage.states import NOT_BEGUN, PublicationState

UNSENT = (*NOT_BEGUN, PublicationState.MISSED)
"""What may be sent yet, by itself or by a person."""


class Decided(NamedTuple):
    """What becomes of an occurrence on an account, why, and when (local; None while it waits)."""

    decision: str
    reason: str
    local: datetime | None


DECISION_OF: Mapping[Verdict, Decision] = {
    Verdict.GO: Decision.SEND,
    Verdict.HOLD: Decision.ASK_APPROVAL,
    Verdict.WAIT: Decision.WAIT,
    Verdict.STOP: Decision.REJECTED,
    Verdict.LATE: Decision.LATE,
}


def rows_of(
    tenant: Tenant, prospect: Prospect, known: Known, occurrence: Occurrence, now: datetime
) -> Iterator[Planned]:
    """One row for each account of an occurrence."""
    message, slot = occurrence.message, occurrence.slot
    decided: dict[Likeness, Decided] = {}
    moved = [_sentence(words) for words in slot.moved_by]
    for route in prospect.routes:
        row = known.row(message, route.account, occurrence.name) if known.publications else None
        to_persons, like, hours = route.kind == Kind.DIRECT.value, route.outlook.like, route.outlook.question.hours
        if like not in decided:
            decided[like] = _decide(tenant, prospect, known, occurrence, route.outlook, now)
        if row is None:
            decision, reason, local = decided[like]
            if route.missing or decision is Decision.LATE:
                reason = f"{reason} {_besides(prospect, route, known, occurrence, decision, now)}".strip()
            if decision is Decision.SEND:
                reason = f"{reason} {route.since_approved}".strip()
        else:
            decision, reason, local = _as_it_stands(known, occurrence, row, decided[like], route, now)
        begins = hours.opening(occurrence.instant) if hours is not None and occurrence.instant is not None else None
        yield Planned(
            occurrence.key(route.account),
            message.campaign,
            message.id,
            prospect.action,
            route.account.name,
            route.kind,
            message.class_,
            slot.nominal,
            local,
            route.recipients,
            decision,
            " ".join(filter(None, [*moved, reason, route.barred if local is None or local >= now else ""])),
            expiry(occurrence, local or now, begins) if to_persons else None,
        )


def _as_it_stands(
    known: Known, occurrence: Occurrence, row: PublicationRow, decided: Decided, route: Route, now: datetime
) -> Decided:
    """What a publication that has a row shows: its state, and its hour where that is known."""
    reason, local = row.reason, occurrence.slot.local
    if row.state == PublicationState.WAITING:
        local = decided.local if row.depends_on == HOURS and decided.decision == Decision.SEND else None
    elif row.state == PublicationState.AWAITING_APPROVAL and decided.decision == Decision.ASK_APPROVAL:
        reason, local = decided.reason, decided.local
    if row.state in UNSENT and route.kind != Kind.MANUAL.value:
        reason = over_then(known, occurrence, now) or reason
    if row.started_at is not None:
        local = row.started_at.astimezone(now.tzinfo)
    return Decided(row.state, reason, local)


def _decide(
    tenant: Tenant, prospect: Prospect, known: Known, occurrence: Occurrence, outlook: Outlook, now: datetime
) -> Decided:
    """What the gate would say at its hour, or now where that is past."""
    message, slot = occurrence.message, occurrence.slot
    if slot.local is None:
        approver = prospect.approver
        if slot.waits_for == APPROVAL:
            told = f"Sale apenas la apruebe {approver}." if approver else "Sale apenas se apruebe."
            return Decided(Decision.WAIT, told, None)
        if slot.waits_for == ORDER:
            unapproved = f" Falta que la apruebe {the(approver)}." if approver and prospect.approval is None else ""
            told = f"Espera la orden: «{send(message.campaign, message.id)}».{unapproved}"
            return Decided(Decision.WAIT, told, None)
        source = follows(occurrence.campaign, message) or ""
        why = known.given_up.get(source, {}).get(slot.occurrence)
        ends = known.surveys.get(f"{source}@{slot.occurrence}") if message.rule.after_close else None
        why = CALLED_OFF if ends is not None and ends.cancelled else why
        then = f", {why}." if why else f": su hora se sabrá {_when_known(tenant, occurrence, source)}."
        return Decided(Decision.WAIT, f"Espera a que {awaits(message.rule)}{then}", None)
    answer, at = foreseen(tenant, known, occurrence, outlook, max(now, slot.local))
    seen = known.seen.get((message.campaign, message.id))
    if slot.local <= now and answer.verdict is not Verdict.STOP and came_too_early(occurrence, seen, now):
        since = lasting(now - slot.local)
        told = f"Pasó su hora hace {since}, antes de que el pregonero conociera el mensaje: no sale."
        return Decided(Decision.LATE, told, slot.local)
    if answer.verdict is Verdict.STOP and answer.reason == over_then(known, occurrence, at):
        return Decided(PublicationState.CANCELLED, answer.reason, slot.local)
    decision = DECISION_OF[answer.verdict]
    goes_at = at if at > max(now, slot.local) else slot.local
    return Decided(decision, answer.reason, None if decision is Decision.WAIT else goes_at)


def _when_known(tenant: Tenant, occurrence: Occurrence, source: str) -> str:
    """«entonces», or whose word is waited for."""
    campaign, _, name = source.partition("/")
    followed = tenant.campaigns[campaign].message(name) if campaign in tenant.campaigns else None
    if followed is None or occurrence.message.rule.after_close:
        return "entonces"
    people = who_confirms(tenant, followed)
    return f"cuando {people}" if people else "entonces"


def _besides(
    prospect: Prospect, route: Route, known: Known, occurrence: Occurrence, decision: str, now: datetime
) -> str:
    """What is to be said on one account of what has no row there: who is missing, and what a person can do."""
    if decision in GOES_OUT:
        return f"Todavía no hay a quién enviarla: {route.missing}."
    if decision != Decision.LATE or (occurrence.instant is not None and occurrence.instant > now):
        return ""
    made = known.row(occurrence.message, route.account, at_once(occurrence.campaign, occurrence.message, now).name)
    if made is not None and made.state not in NOT_BEGUN:
        return ""
    unapproved = prospect.approver is not None and prospect.approval is None
    first = ("se apruebe" if unapproved else "", "haya a quién enviarla" if route.missing else "")
    return for_unwritten(occurrence.message, " y ".join(filter(None, first)))


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""
