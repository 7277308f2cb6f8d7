"""The plan: each occurrence of a stretch of days on each account, when it goes out, and what decides it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from campaigns.account import Account
from campaigns.calendar import Occurrence, follows, of_message
from campaigns.tenant import Campaign, CampaignMessage, Tenant
from campaigns.when import APPROVAL, Published
from channels.adapter import Kind
from delivery.gate import Question, Verdict, ask
from delivery.known import Known
from delivery.nobody import missing
from delivery.orders import errands_of
from delivery.votes import approval_of, awaited, moment_of_approval
from delivery.workplace import is_manual

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
        for routes in [routes_of(tenant, known, message)]
        for occurrence in occurring(tenant, known, campaign, message, since, until)
        for row in rows_of(tenant, known, occurrence, routes, now)
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


@dataclass(frozen=True, slots=True)
class Route:
    """What a message is on one of its accounts, the same at every occurrence."""

    account: Account
    kind: str
    recipients: int
    missing: str = ""
    """Who is missing where nobody would get it, in Spanish."""


def routes_of(tenant: Tenant, known: Known, message: CampaignMessage) -> tuple[Route, ...]:
    """The accounts of a message, in its order."""
    becomes = message.entry.becomes
    return tuple(_route(tenant, known, message, account, becomes) for account in message.accounts)


def _route(tenant: Tenant, known: Known, message: CampaignMessage, account: Account, becomes: str) -> Route:
    if is_manual(account, becomes):
        return Route(account, Kind.MANUAL.value, len(errands_of(tenant, message, account)))
    if account.kind is not Kind.DIRECT:
        return Route(account, account.kind.value, 1)
    recipients = known.recipients(message, account)
    # Without a database nothing is known of people, and nobody is missed.
    unreached = recipients == 0 and (message.audience, account.type) in known.people
    return Route(account, account.kind.value, recipients, missing(tenant, message, account) if unreached else "")


def rows_of(
    tenant: Tenant, known: Known, occurrence: Occurrence, routes: Sequence[Route], now: datetime
) -> Iterator[Planned]:
    """One row for each account of an occurrence."""
    message, slot = occurrence.message, occurrence.slot
    decided = _decide(tenant, known, occurrence, now)
    moved = [_sentence(words) for words in slot.moved_by]
    action = ", ".join(message.actions)
    for route in routes:
        row = known.row(message, route.account, occurrence.name) if known.publications else None
        decision, reason = decided if row is None else (row.state, row.reason)
        if row is None and route.missing and decision in GOES_OUT:
            reason = f"{reason} Todavía no hay a quién enviarla: {route.missing}.".strip()
        yield Planned(
            key=occurrence.key(route.account),
            campaign=message.campaign,
            message=message.id,
            action=action,
            account=route.account.name,
            kind=route.kind,
            class_=message.class_,
            nominal=slot.nominal,
            local=slot.local,
            recipients=route.recipients,
            decision=decision,
            reason=" ".join([*moved, reason]).strip() if moved else reason,
        )


def _decide(tenant: Tenant, known: Known, occurrence: Occurrence, now: datetime) -> tuple[str, str]:
    """What the gate would say at its hour, or now where that is past."""
    message, slot = occurrence.message, occurrence.slot
    words = known.approvals.get(message.digest, [])
    approver = awaited(tenant, message, words)
    if slot.local is None:
        if slot.waits_for == APPROVAL:
            return Decision.WAIT, f"Sale apenas la apruebe {approver}." if approver else "Sale apenas se apruebe."
        source = follows(occurrence.campaign, message) or ""
        why = known.given_up.get(source, {}).get(slot.occurrence)
        then = f", {why}." if why else ": su hora se sabrá entonces."
        return Decision.WAIT, f"Espera a que salga «{slot.waits_for}»{then}"
    answer = ask(
        Question(
            now=max(now, slot.local),
            planned_at=slot.local,
            tolerance=message.tolerance,
            approver=approver,
            approval=approval_of(tenant, message, words) if approver else None,
        )
    )
    return DECISION_OF[answer.verdict], answer.reason


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""
