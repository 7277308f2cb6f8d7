"""From the words of single members to the committee's: how many have approved, and whether that is enough."""

from collections.abc import Sequence
from datetime import datetime

from campaigns.tenant import CampaignMessage, Tenant
from delivery.publications.gate import Approval
from storage.approvals import Approval as Word
from storage.approvals import Decision


def approval_of(tenant: Tenant, message: CampaignMessage, words: Sequence[Word]) -> Approval | None:
    """The approver's word on a message: rejected once one member rejects, approved once the quorum has approved.

    `words` are all decisions on its digest, oldest first; of each person the last one counts. None: more are needed.
    """
    last = {word.person: word for word in words}
    rejected = [word for word in last.values() if word.decision is Decision.REJECTED]
    if rejected:
        word = max(rejected, key=lambda each: each.at)
        return Approval(False, name_of(tenant, word.person), word.note, word.at)
    approved = sorted(last.values(), key=lambda each: each.at)
    needed = quorum_of(tenant, message)
    if len(approved) < needed:
        return None
    word = approved[needed - 1]
    return Approval(True, name_of(tenant, word.person), word.note, word.at)


def moment_of_approval(tenant: Tenant, message: CampaignMessage, words: Sequence[Word]) -> datetime | None:
    """When a message was approved that goes out as soon as it is; None where it was not, or has an hour of its own."""
    if not message.rule.after_approval:
        return None
    approval = approval_of(tenant, message, words)
    return approval.at if approval is not None and approval.approved else None


def quorum_of(tenant: Tenant, message: CampaignMessage) -> int:
    """How many approvals a message needs: the committee's quorum, or one where a single person approves."""
    committee = tenant.municipality.committees.get(message.approver or "")
    return committee.quorum if committee else 1


def awaited(tenant: Tenant, message: CampaignMessage, words: Sequence[Word]) -> str | None:
    """Whose approval is asked, and how many votes of how many there are; None where none is asked."""
    if message.approver is None:
        return None
    name, needed = name_of(tenant, message.approver), quorum_of(tenant, message)
    if needed == 1:
        return name
    given = len({word.person for word in words if word.decision is Decision.APPROVED})
    return f"{name} ({min(given, needed)} de {needed} votos)"


def name_of(tenant: Tenant, slug: str) -> str:
    """How people call a person, department or committee of `municipio.yaml`; the slug where it is gone."""
    municipality = tenant.municipality
    for entries in (municipality.committees, municipality.people, municipality.departments):
        if slug in entries:
            return entries[slug].name
    return slug
