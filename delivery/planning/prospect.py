"""What can be said of a message before its hour: on which accounts, to how many, and whether it was approved."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from campaigns.account import Account
from campaigns.tenant import CampaignMessage, Tenant
from channels.adapter import Kind
from delivery.languages import told_languages
from delivery.planning.known import Known
from delivery.planning.outlook import Outlook, outlook_of
from delivery.publications.approved_under import since_approved, told_since_approved
from delivery.publications.listing_people import told_listed
from delivery.publications.nobody import missing, told_barred, told_homes, told_served, told_unknown
from delivery.publications.orders import errands_of
from delivery.publications.question import Approval
from delivery.publications.votes import approval_of, awaited
from delivery.workplace import is_manual
from storage.approvals import Approval as Word


@dataclass(frozen=True, slots=True)
class Route:
    """What a message is on one of its accounts, the same at every occurrence."""

    account: Account
    kind: str
    recipients: int
    missing: str
    """Who is missing where nobody would get it, in Spanish."""
    barred: str
    """How many of its public it does not go to, and why, in Spanish; empty: it goes to all."""
    since_approved: str
    """What of its foot or sender changed since it was approved, in Spanish; empty: nothing, or nobody knows."""
    outlook: Outlook


@dataclass(frozen=True, slots=True)
class Prospect:
    """What stands of a message for all its occurrences."""

    routes: tuple[Route, ...]
    """Its accounts, in its order."""
    approver: str | None
    """Whose approval is asked; None where none is."""
    approval: Approval | None
    """The approver's word; None where it is still wanting."""
    action: str
    """Rows of the municipality's plan that it serves, parted by commas."""


def prospect_of(tenant: Tenant, known: Known, message: CampaignMessage) -> Prospect:
    """What is known of a message now."""
    becomes = message.entry.becomes
    words = known.approvals.get(message.digest, [])
    approver = awaited(tenant, message, words)
    approval = approval_of(tenant, message, words) if approver else None
    routes = []
    for account in message.accounts:
        reach = _reach(tenant, known, message, account, becomes)
        outlook = outlook_of(tenant, known, message, account, reach.kind, approver, approval, words)
        routes.append(Route(account, *reach, _anew(tenant, message, account, words), outlook))
    return Prospect(tuple(routes), approver, approval, ", ".join(message.actions))


def _anew(tenant: Tenant, message: CampaignMessage, account: Account, words: Sequence[Word]) -> str:
    parts = since_approved(tenant, message, account, words)
    return told_since_approved(parts) if parts else ""


class _Reach(NamedTuple):
    """The first fields of a route."""

    kind: str
    recipients: int
    missing: str = ""
    barred: str = ""


def _reach(tenant: Tenant, known: Known, message: CampaignMessage, account: Account, becomes: str) -> _Reach:
    unknown = told_unknown(known.missing_columns.get(message.audience, ()))
    if account.lists_people and not becomes:
        number = known.unreached.get((message.reference, account.name), 0)
        words = " ".join(filter(None, (told_listed(message, account, number), unknown)))
        return _Reach(Kind.MANUAL.value, number, "", words)
    if is_manual(account, becomes):
        return _Reach(Kind.MANUAL.value, len(errands_of(tenant, message, account)))
    if account.kind is not Kind.DIRECT:
        return _Reach(account.kind.value, 1)
    recipients, barred = known.recipients(message, account), known.not_written_to(message, account)
    served = known.served.get((message.reference, account.name), 0)
    words = "" if recipients or served else missing(tenant, message, account, barred=bool(barred))
    foreign = known.untranslated.get((message.reference, account.name), {})
    required = message.entry.translation == "obligatoria"
    told = [
        unknown,
        told_barred(recipients + served, barred),
        told_served(served, message),
        told_languages(foreign, message.language, required=required),
    ]
    recipients -= sum(foreign.values()) if required else 0
    homes = known.homes.get((message.reference, account.name))
    if homes is not None:
        told.append(told_homes(homes, recipients))
        recipients = min(homes, recipients)
    return _Reach(account.kind.value, recipients, words, " ".join(filter(None, told)))
