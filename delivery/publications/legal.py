"""The word that a veda asks besides a message's own approval, bound to the same digest."""

from collections.abc import Iterable, Sequence

from campaigns.tenant import CampaignMessage, Tenant
from delivery.blackouts import Standing, blackouts_of
from delivery.publications.question import Approval, Legal
from delivery.publications.votes import Ballot, ballot, name_of
from storage.approvals import Approval as Word
from storage.approvals import Decision


def legal_words(
    tenant: Tenant, blackouts: Iterable[Standing], drafter: str | None, words: Sequence[Word]
) -> dict[str, Legal]:
    """How those stand to a content who approve in any of these vedas, by slug; `words`: all on its digest."""
    asked = dict.fromkeys(each.approver for each in blackouts if each.approver)
    return {slug: _legal(tenant, slug, drafter, words) for slug in asked}


def lawyers(tenant: Tenant, message: CampaignMessage) -> tuple[str, ...]:
    """Slugs of the committees and persons whom vedas ask about messages of its class."""
    return tuple(dict.fromkeys(each.approver for each in blackouts_of(tenant, message.class_) if each.approver))


def approvers_of(tenant: Tenant, message: CampaignMessage) -> tuple[str, ...]:
    """Slugs of all whose word may be asked on a message: its own approver, then those whom vedas ask."""
    own = () if message.approver is None else (message.approver,)
    return tuple(dict.fromkeys((*own, *lawyers(tenant, message))))


def ballots_on(tenant: Tenant, message: CampaignMessage, words: Sequence[Word]) -> dict[str, Ballot]:
    """How all these stand to a message, by slug; `words`: all on its digest."""
    return {slug: ballot(tenant, slug, message.drafter, words) for slug in approvers_of(tenant, message)}


def asked_of(tenant: Tenant, message: CampaignMessage, person: str) -> tuple[str, ...]:
    """Of these, those for whom a person has a vote."""
    voters = tenant.municipality.voters
    return tuple(slug for slug in approvers_of(tenant, message) if person in voters(slug, message.drafter))


def _legal(tenant: Tenant, slug: str, drafter: str | None, words: Sequence[Word]) -> Legal:
    word, name = ballot(tenant, slug, drafter, words).decided, name_of(tenant, slug)
    if word is None:
        return Legal(name, None)
    return Legal(name, Approval(word.decision is Decision.APPROVED, name_of(tenant, word.person), word.note, word.at))
