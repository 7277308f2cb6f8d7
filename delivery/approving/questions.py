"""What waits for somebody's word: each content that is to go out soon and nobody has decided on, with its hour."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from campaigns.calendar import Occurrence
from campaigns.tenant import Campaign, CampaignMessage
from channels.keys import Key
from delivery.alert_orders import emergency_of, orders_of
from delivery.blackouts import MARK, Standing, asking, blackouts_of
from delivery.publications.draft import hours_of
from delivery.publications.existing import existing
from delivery.publications.legal import approvers_of, asked_of, ballots_on
from delivery.publications.occurring import occurrences
from delivery.publications.votes import Ballot
from delivery.publishing.correction_gate import SUFFIX, message_of
from delivery.publishing.review import locate
from delivery.sending.rest import rest_of
from delivery.workplace import Workplace
from storage.approvals import Approval, Decision, all_decisions
from storage.execution import execute
from storage.states import NOT_BEGUN, PublicationState
from storage.tables import publication

AHEAD = timedelta(days=14)
"""How long before its hour a word is asked for; its link lives as long."""
FAR_AHEAD = timedelta(days=400)
"""How far ahead one message is looked for by name: its hour may have been moved on since it was asked about."""
OPEN = frozenset(state.value for state in (*NOT_BEGUN, PublicationState.PAUSED))
"""States in which a word still changes what becomes of a publication."""

_CORRECTIONS = select(
    publication.c.campaign,
    publication.c.message,
    publication.c.occurrence,
    publication.c.digest,
).where(
    publication.c.tenant == bindparam("of"),
    publication.c.state == PublicationState.AWAITING_APPROVAL.value,
    publication.c.corrects.is_not(None),
)
_RESTING = (
    select(publication)
    .where(
        publication.c.tenant == bindparam("of"),
        publication.c.state == PublicationState.RUNNING.value,
        publication.c.depends_on.like(f"{MARK}%"),
    )
    .order_by(publication.c.id)
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
    blackout: Standing | None = None
    """The veda in which this word is asked; None: the message asks for it itself."""
    going_out: tuple[str, ...] = ()
    """The accounts on which it has begun to go out, and rests until the word; none: it has not begun."""

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
    person: str | None = None,
) -> list[Question]:
    """All that waits and is to go out within `ahead`, by its hour; what has none comes last.

    `only`: of one campaign and message. `person`: what wants the word of this one, who has not spoken.
    """
    words = all_decisions(connection, workplace.tenant_id)
    found = _going_out(connection, workplace, words, now, only)
    begun = {(each.digest, each.ballot.approver) for each in found}
    found += [
        question
        for campaign in workplace.tenant.campaigns.values()
        for message in campaign.messages
        if only in (None, (campaign.id, message.id)) and (person is None or asked_of(workplace.tenant, message, person))
        for question in _of_message(connection, workplace, campaign, message, words, now, ahead)
        if (question.digest, question.ballot.approver) not in begun
    ]
    found += _corrections(connection, workplace, words, now, only)
    found = [each for each in found if person is None or person in each.ballot.silent]
    return sorted(found, key=lambda each: (each.hour is None, each.hour or now, each.key))


def open_content(
    connection: Connection, workplace: Workplace, campaign: Campaign, message: CampaignMessage, now: datetime
) -> Question | None:
    """A message at the first of its times that a word still changes, whatever has been said on it already.

    None where no word is asked on it, or all of it has gone out.
    """
    words = all_decisions(connection, workplace.tenant_id, [message.digest]).get(message.digest, ())
    ballots = ballots_on(workplace.tenant, message, words)
    since, until = now - message.tolerance, now + FAR_AHEAD
    each = next(_open(connection, workplace, campaign, message, since, until), None) if ballots else None
    if each is None:
        return None
    slug, key = next(iter(approvers_of(workplace.tenant, message))), str(Key(campaign.id, message.id, "", each.name))
    blackout = _asking(workplace, message, each.instant, now) if slug != message.approver else None
    if slug != message.approver and blackout is None:
        return None
    return Question(campaign, message, message.id, message.digest, ballots[slug], each, key, each.instant, blackout)


def _going_out(
    connection: Connection,
    workplace: Workplace,
    words: Mapping[str, Sequence[Approval]],
    now: datetime,
    only: tuple[str, str] | None,
) -> list[Question]:
    """What began before the veda that asks for the word was there, and says what its file still says."""
    found: dict[tuple[str, str], Question] = {}
    for row in execute(connection, _RESTING, {"of": workplace.tenant_id}).all():
        message, rest = message_of(workplace, row), rest_of(connection, workplace, row, now)
        if message is None or rest is None or not rest.approver or only not in (None, (row.campaign, message.id)):
            continue
        place = (row.campaign, row.message, row.occurrence)
        written = row.corrects is not None
        occurrence = None if written else locate(connection, workplace, *place, row.planned_at or now)
        if written or occurrence is not None:
            slug = rest.blackout.approver if rest.blackout is not None else ""
            ballot = ballots_on(workplace.tenant, message, words.get(row.digest, ()))[slug]
            campaign, key = workplace.tenant.campaigns[row.campaign], str(Key(*place[:2], "", row.occurrence))
            before = found.get((row.digest, slug))
            accounts = (*(before.going_out if before is not None else ()), row.account)
            asked = Question(campaign, message, row.message, row.digest, ballot, occurrence, key, None, rest.blackout)
            found[row.digest, slug] = asked._replace(going_out=accounts)
    return list(found.values())


def _of_message(
    connection: Connection,
    workplace: Workplace,
    campaign: Campaign,
    message: CampaignMessage,
    words: Mapping[str, Sequence[Approval]],
    now: datetime,
    ahead: timedelta,
) -> Iterator[Question]:
    """One for each whose word is missing, at the first time that it is asked."""
    ballots = ballots_on(workplace.tenant, message, words.get(message.digest, ()))
    if all(ballot.decided is not None for ballot in ballots.values()):
        return
    asked: set[str] = set()
    for each in _open(connection, workplace, campaign, message, now - message.tolerance, now + ahead):
        key = str(Key(campaign.id, message.id, "", each.name))
        blackout = _asking(workplace, message, each.instant, now)
        for slug in _missing(message, blackout, ballots):
            if slug not in asked:
                asked.add(slug)
                why = blackout if slug != message.approver else None
                ballot = ballots[slug]
                yield Question(campaign, message, message.id, message.digest, ballot, each, key, each.instant, why)


def _open(
    connection: Connection,
    workplace: Workplace,
    campaign: Campaign,
    message: CampaignMessage,
    since: datetime,
    until: datetime,
) -> Iterator[Occurrence]:
    """What a word still changes of a message's times in [`since`, `until`), by their hour.

    What an emergency's order repeats goes out without one.
    """
    orders = orders_of(connection, workplace.tenant_id, message)
    coming = list(occurrences(connection, workplace, campaign, message, since, until))
    known = existing(connection, workplace, coming) if coming else {}
    for each in sorted(coming, key=lambda one: (one.instant is None, one.instant or since)):
        rows = [known.get((message.id, account.name, each.name)) for account in message.accounts]
        urgent = bool(emergency_of(orders, each.name))
        if not urgent and any(row is None or row.state in OPEN for row in rows):
            yield each


def _asking(workplace: Workplace, message: CampaignMessage, hour: datetime | None, now: datetime) -> Standing | None:
    """The veda in which a message with this hour needs a word on one of its accounts; None: it needs none."""
    tenant = workplace.tenant
    if not (blackouts := blackouts_of(tenant, message.class_)):
        return None
    due = now if hour is None else max(hour, now)
    opening = (hours.opening(due) for account in message.accounts if (hours := hours_of(tenant, message, account)))
    found = (asking(blackouts, at) for at in dict.fromkeys((due, *opening)))
    return next((each for each in found if each is not None), None)


def _missing(message: CampaignMessage, blackout: Standing | None, ballots: Mapping[str, Ballot]) -> list[str]:
    """Slugs of those asked who have not decided; nobody where one of them has said no: then it does not go out."""
    asked = dict.fromkeys(slug for slug in (message.approver, blackout.approver if blackout else None) if slug)
    decided = {slug: ballots[slug].decided for slug in asked}
    if any(word is not None and word.decision is Decision.REJECTED for word in decided.values()):
        return []
    return [slug for slug, word in decided.items() if word is None]


def _corrections(
    connection: Connection,
    workplace: Workplace,
    words: Mapping[str, Sequence[Approval]],
    now: datetime,
    only: tuple[str, str] | None,
) -> Iterator[Question]:
    # One of all its accounts; were each row asked for once, SQLite would go through all publications for that.
    for row in dict.fromkeys(execute(connection, _CORRECTIONS, {"of": workplace.tenant_id})):
        campaign = workplace.tenant.campaigns.get(row.campaign)
        message = campaign.message(row.message.partition(SUFFIX)[0]) if campaign else None
        if campaign is None or message is None or only not in (None, (campaign.id, message.id)):
            continue
        ballots = ballots_on(workplace.tenant, message, words.get(row.digest, ()))
        blackout = _asking(workplace, message, None, now)
        key = str(Key(row.campaign, row.message, "", row.occurrence))
        for slug in _missing(message, blackout, ballots):
            why = blackout if slug != message.approver else None
            yield Question(campaign, message, row.message, row.digest, ballots[slug], None, key, None, why)
