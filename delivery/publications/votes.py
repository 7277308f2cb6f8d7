"""From the words of single persons to an approver's: how many have approved, and whether that is enough.

`docs/decisions/approvals.md` says what was decided of votes, and why.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from campaigns import debtors
from campaigns.tenant import CampaignMessage, Tenant
from delivery.publications.question import Approval
from storage.approvals import Approval as Word
from storage.approvals import Decision


class Ballot(NamedTuple):
    """Who is asked about one message, and how far the asking is."""

    approver: str
    """Slug of the committee, or of the one person."""
    voters: tuple[str, ...]
    """Slugs of those who have a vote today."""
    quorum: int
    last: tuple[Word, ...]
    """The word that counts of each voter who has spoken, the oldest first."""
    stands: Word | None
    """What completed the approval, and nobody has rejected since: it stays, whoever has left meanwhile."""

    @property
    def given(self) -> int:
        """How many voters approve."""
        return sum(word.decision is Decision.APPROVED for word in self.last)

    @property
    def silent(self) -> tuple[str, ...]:
        """Voters who have said nothing yet."""
        spoken = {word.person for word in self.last}
        return tuple(voter for voter in self.voters if voter not in spoken)

    @property
    def decided(self) -> Word | None:
        """The word that decides: a rejection, else the one with which there were enough; None: more are needed."""
        rejected = [word for word in self.last if word.decision is Decision.REJECTED]
        if rejected:
            return max(rejected, key=lambda each: each.at)
        approved = [word for word in self.last if word.decision is Decision.APPROVED]
        return approved[self.quorum - 1] if len(approved) >= self.quorum else self.stands


def ballot(tenant: Tenant, approver: str, drafter: str | None, words: Sequence[Word]) -> Ballot:
    """How a committee or person stands to a content. `words`: all on its digest, the oldest first.

    Who sits in two committees that are asked says one word for both.
    """
    municipality = tenant.municipality
    voters = municipality.voters(approver, drafter)
    last = {word.person: word for word in words if word.person in voters}
    filled = [at for at, word in enumerate(words) if word.complete and word.approver == approver]
    complete, since = (words[filled[-1]], words[filled[-1] + 1 :]) if filled else (None, ())
    overruled = any(word.decision is Decision.REJECTED and word.approver == approver for word in since)
    in_order = tuple(sorted(last.values(), key=lambda each: each.at))
    return Ballot(approver, voters, municipality.quorum(approver), in_order, None if overruled else complete)


def ballot_on(tenant: Tenant, message: CampaignMessage, words: Sequence[Word]) -> Ballot | None:
    """How a message's own approver stands to it; None where none is asked."""
    if message.approver is None:
        return None
    return ballot(tenant, message.approver, message.drafter, words)


def completed(tenant: Tenant, message: CampaignMessage, words: Sequence[Word], word: Word) -> Word:
    """A word that is about to be said, which says of itself whether with it there are enough."""
    after = ballot(tenant, word.approver, message.drafter, [*words, word])
    word_counts = word.person in after.voters and word.decision is Decision.APPROVED
    enough = word_counts and after.decided is not None and after.decided.decision is Decision.APPROVED
    return replace(word, complete=enough)


def approval_of(tenant: Tenant, message: CampaignMessage, words: Sequence[Word]) -> Approval | None:
    """The approver's word on a message: rejected once one voter rejects, approved once the quorum has approved.

    `words` are all decisions on its digest, oldest first; of each person the last one counts. None: more are needed.
    """
    asked = ballot_on(tenant, message, words)
    word = asked.decided if asked is not None else None
    if word is None:
        return None
    return Approval(word.decision is Decision.APPROVED, name_of(tenant, word.person), word.note, word.at)


def moment_of_approval(tenant: Tenant, message: CampaignMessage, words: Sequence[Word]) -> datetime | None:
    """When a message was approved that goes out as soon as it is; None where it was not, or has an hour of its own."""
    if not message.rule.after_approval:
        return None
    approval = approval_of(tenant, message, words)
    return approval.at if approval is not None and approval.approved else None


def awaited(tenant: Tenant, message: CampaignMessage, words: Sequence[Word]) -> str | None:
    """Whose approval is asked, and how many votes of how many there are; None where none is asked."""
    asked = ballot_on(tenant, message, words)
    if asked is None:
        return None
    name = name_of(tenant, asked.approver)
    if asked.quorum == 1:
        return name
    return f"{name} ({min(asked.given, asked.quorum)} de {asked.quorum} votos)"


def name_of(tenant: Tenant, slug: str) -> str:
    """As `campaigns.debtors` calls whoever `municipio.yaml` has by a slug; the slug where it is gone."""
    return debtors.name_of(tenant.municipality, slug)
