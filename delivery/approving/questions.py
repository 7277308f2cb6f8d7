"""What waits for somebody's word: each content that is to go out soon and nobody has decided on, with its hour."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from campaigns.calendar import Occurrence
from campaigns.tenant import Campaign, CampaignMessage
from channels.keys import Key
from delivery.publications.existing import existing
from delivery.publications.occurring import occurrences
from delivery.publications.votes import Ballot, ballot_on
from delivery.publishing.correction_gate import SUFFIX
from delivery.workplace import Workplace
from storage.approvals import Approval, all_decisions
from storage.execution import execute
from storage.states import NOT_BEGUN, PublicationState
from storage.tables import publication

AHEAD = timedelta(days=14)
"""How long before its hour a word is asked for; its link lives as long."""
FAR_AHEAD = timedelta(days=400)
"""How far ahead one message is looked for by name: its hour may have been moved on since it was asked about."""
OPEN = frozenset(state.value for state in (*NOT_BEGUN, PublicationState.PAUSED))
"""States in which a word still changes what becomes of a publication."""

_CORRECTIONS = (
    select(
        publication.c.campaign,
        publication.c.message,
        publication.c.occurrence,
        publication.c.digest,
    )
    .where(
        publication.c.tenant == bindparam("of"),
        publication.c.state == PublicationState.AWAITING_APPROVAL.value,
        publication.c.corrects.is_not(None),
    )
    .distinct()
)


class Question(NamedTuple):
    """One content that waits for a word."""

    campaign: Campaign
    message: CampaignMessage
    name: str
    """The message's id as rows have it: a correction's with its suffix."""
    digest: str
    ballot: Ballot
    occurrence: Occurrence | None
    """The first time that it is to go out; None: it is a correction."""
    key: str
    """What `approve` takes, for all accounts."""
    hour: datetime | None
    """In UTC; None: it goes out once it is approved, or after another message."""

    @property
    def last(self) -> datetime | None:
        """Until when a yes is in time."""
        return None if self.hour is None else self.hour + self.message.tolerance


def questions(
    connection: Connection,
    workplace: Workplace,
    now: datetime,
    ahead: timedelta = AHEAD,
    only: tuple[str, str] | None = None,
) -> list[Question]:
    """All that waits and is to go out within `ahead`, by its hour; what has none comes last.

    `only`: of one campaign and message.
    """
    words = all_decisions(connection, workplace.tenant_id)
    found = [
        question
        for campaign in workplace.tenant.campaigns.values()
        for message in campaign.messages
        if only in (None, (campaign.id, message.id))
        if (question := _question(connection, workplace, campaign, message, words, now, ahead)) is not None
    ]
    found += _corrections(connection, workplace, words, only)
    return sorted(found, key=lambda each: (each.hour is None, each.hour or now, each.key))


def _question(
    connection: Connection,
    workplace: Workplace,
    campaign: Campaign,
    message: CampaignMessage,
    words: Mapping[str, Sequence[Approval]],
    now: datetime,
    ahead: timedelta,
) -> Question | None:
    ballot = ballot_on(workplace.tenant, message, words.get(message.digest, ()))
    if ballot is None or ballot.decided is not None:
        return None
    since = now - message.tolerance
    coming = list(occurrences(connection, workplace, campaign, message, since, now + ahead))
    if not coming:
        return None
    known = existing(connection, workplace, coming)
    for each in sorted(coming, key=lambda one: (one.instant is None, one.instant or now)):
        rows = [known.get((message.id, account.name, each.name)) for account in message.accounts]
        if any(row is None or row.state in OPEN for row in rows):
            key = str(Key(campaign.id, message.id, "", each.name))
            return Question(campaign, message, message.id, message.digest, ballot, each, key, each.instant)
    return None


def _corrections(
    connection: Connection,
    workplace: Workplace,
    words: Mapping[str, Sequence[Approval]],
    only: tuple[str, str] | None,
) -> Iterator[Question]:
    for row in execute(connection, _CORRECTIONS, {"of": workplace.tenant_id}).all():
        campaign = workplace.tenant.campaigns.get(row.campaign)
        message = campaign.message(row.message.partition(SUFFIX)[0]) if campaign else None
        ballot = ballot_on(workplace.tenant, message, words.get(row.digest, ())) if message else None
        if campaign is None or message is None or only not in (None, (campaign.id, message.id)):
            continue
        if ballot is not None and ballot.decided is None:
            key = str(Key(row.campaign, row.message, "", row.occurrence))
            yield Question(campaign, message, row.message, row.digest, ballot, None, key, None)
