"""The plan: each occurrence of a stretch of days on each account, when it goes out, and what decides it."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from campaigns.calendar import Occurrence, follows, of_message
from campaigns.tenant import Campaign, CampaignMessage, Tenant
from campaigns.when import APPROVAL, Published
from delivery.gate import Question, Verdict, ask
from delivery.known import Known
from delivery.prospect import Prospect, prospect_of
from delivery.votes import moment_of_approval

DEEPEST = 20
"""How long a chain of messages that wait for each other may be."""
BEFORE = timedelta(days=366)
"""How far before the stretch the publications are looked for after which others go out."""


class Decision(StrEnum):
    """What becomes of an occurrence that has no row yet; one that has a row shows its state instead."""

    SEND = "send"
    ASK_APPROVAL = "ask_approval"
    WAIT = "wait"
    REJECTED = "rejected"
    LATE = "late"


DECISION_OF: Mapping[Verdict, Decision] = {
    Verdict.GO: Decision.SEND,
    Verdict.HOLD: Decision.ASK_APPROVAL,
    Verdict.STOP: Decision.REJECTED,
    Verdict.LATE: Decision.LATE,
}


GOES_OUT = (Decision.SEND, Decision.ASK_APPROVAL, Decision.WAIT)
"""What still goes out if nothing changes."""


class Planned(NamedTuple):
    """One row of the plan."""

    key: str
    campaign: str
    message: str
    action: str
    """Rows of the municipality's plan that it serves, the main one first, parted by commas."""
    account: str
    kind: str
    """`direct`, `broadcast` or `manual`."""
    class_: str
    nominal: datetime | None
    """The local time that staff wrote."""
    local: datetime | None
    """The local time at which it goes out, after every rule; None while it waits."""
    recipients: int
    """People for `direct`, work orders for `manual`, 1 for `broadcast`."""
    decision: str
    reason: str
    """In Spanish: what moved it, and what it waits for; empty where nothing did."""


def plan(tenant: Tenant, known: Known, since: datetime, until: datetime, now: datetime) -> list[Planned]:
    """The rows due in [`since`, `until`), by time; what has no hour at all comes last. Pure."""
    found = [
        row
        for campaign in tenant.campaigns.values()
        for message in campaign.messages
        for prospect in [prospect_of(tenant, known, message)]
        for occurrence in occurring(tenant, known, campaign, message, since, until)
        for row in rows_of(prospect, known, occurrence, now)
    ]
    far = datetime.max.replace(tzinfo=since.tzinfo)
    return sorted(found, key=lambda row: (row.local or row.nominal or far, row.key))


def occurring(
    tenant: Tenant,
    known: Known,
    campaign: Campaign,
    message: CampaignMessage,
    since: datetime,
    until: datetime,
    depth: int = 0,
) -> Iterator[Occurrence]:
    """The occurrences of a message, those included that wait for another publication which is itself still to come."""
    reference = follows(campaign, message)
    published: dict[str, tuple[Published, ...]] = {}
    if reference is not None and depth < DEEPEST:
        out = known.gone.get(reference, ())
        published[reference] = (*out, *_to_come(tenant, known, reference, out, since, until, depth))
    approved = moment_of_approval(tenant, message, known.approvals.get(message.digest, []))
    return of_message(tenant, campaign, message, since, until, published, approved)


def _to_come(
    tenant: Tenant,
    known: Known,
    reference: str,
    out: tuple[Published, ...],
    since: datetime,
    until: datetime,
    depth: int,
) -> Iterator[Published]:
    campaign_id, _, message_id = reference.partition("/")
    campaign = tenant.campaigns.get(campaign_id)
    message = campaign.message(message_id) if campaign else None
    if campaign is None or message is None:
        return
    gone = {each.occurrence for each in out}
    for occurrence in occurring(tenant, known, campaign, message, since - BEFORE, until, depth + 1):
        moment = occurrence.slot.local or occurrence.slot.nominal
        if occurrence.name not in gone and moment is not None:
            yield Published(occurrence.name, moment, out=False)


def rows_of(prospect: Prospect, known: Known, occurrence: Occurrence, now: datetime) -> Iterator[Planned]:
    """One row for each account of an occurrence."""
    message, slot = occurrence.message, occurrence.slot
    decided = _decide(prospect, known, occurrence, now)
    moved = [_sentence(words) for words in slot.moved_by]
    for route in prospect.routes:
        row = known.row(message, route.account, occurrence.name) if known.publications else None
        decision, reason = decided if row is None else (row.state, row.reason)
        if row is None and route.missing and decision in GOES_OUT:
            reason = f"{reason} Todavía no hay a quién enviarla: {route.missing}.".strip()
        yield Planned(
            occurrence.key(route.account),
            message.campaign,
            message.id,
            prospect.action,
            route.account.name,
            route.kind,
            message.class_,
            slot.nominal,
            slot.local,
            route.recipients,
            decision,
            " ".join([*moved, reason]).strip() if moved else reason,
        )


def _decide(prospect: Prospect, known: Known, occurrence: Occurrence, now: datetime) -> tuple[str, str]:
    """What the gate would say at its hour, or now where that is past."""
    message, slot, approver = occurrence.message, occurrence.slot, prospect.approver
    if slot.local is None:
        if slot.waits_for == APPROVAL:
            return Decision.WAIT, f"Sale apenas la apruebe {approver}." if approver else "Sale apenas se apruebe."
        source = follows(occurrence.campaign, message) or ""
        why = known.given_up.get(source, {}).get(slot.occurrence)
        then = f", {why}." if why else ": su hora se sabrá entonces."
        return Decision.WAIT, f"Espera a que salga «{slot.waits_for}»{then}"
    at = max(now, slot.local)
    been_through = known.restorations
    answer = ask(Question(at, slot.local, message.tolerance, approver, prospect.approval, restorations=been_through))
    return DECISION_OF[answer.verdict], answer.reason


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""
