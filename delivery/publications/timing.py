"""What the calendar and the law say of a message's time: hours for persons, vedas, an event that is over before."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from campaigns.account import Account
from campaigns.calendar import Occurrence, of_message
from campaigns.tenant import CampaignMessage, Tenant
from campaigns.when import OpenHours
from delivery.blackouts import Standing, blackouts_of
from delivery.publications.draft import event_end, hours_of
from delivery.publications.legal import legal_words
from delivery.publications.question import Legal
from storage.approvals import Approval

MOMENT = timedelta(microseconds=1)


class Ruling(NamedTuple):
    """What holds at each of a message's times."""

    hours: OpenHours | None
    blackouts: tuple[Standing, ...]
    legal: dict[str, Legal]


class Timing(NamedTuple):
    """What the gate has to know of one of them."""

    hours: OpenHours | None
    ends: datetime | None
    next_name: str
    blackouts: tuple[Standing, ...]
    legal: dict[str, Legal]


def ruling_of(tenant: Tenant, message: CampaignMessage, account: Account, words: Sequence[Approval]) -> Ruling:
    """Of a message on an account, as the configuration has it; `words`: all decisions on its digest."""
    blackouts = blackouts_of(tenant, message.class_)
    legal = legal_words(tenant, blackouts, message.drafter, words)
    return Ruling(hours_of(tenant, message, account), blackouts, legal)


def timing_of(
    tenant: Tenant, occurrence: Occurrence, account: Account, words: Sequence[Approval], now: datetime
) -> Timing:
    """Of an occurrence on an account; `words`: all decisions on its digest."""
    hours, blackouts, legal = ruling_of(tenant, occurrence.message, account, words)
    return Timing(hours, event_end(occurrence), overtaking(tenant, occurrence, hours, now), blackouts, legal)


def overtaking(tenant: Tenant, occurrence: Occurrence, hours: OpenHours | None, now: datetime) -> str:
    """The last time of a message that repeats which is due before the hours open again; empty: none is, or it may go.

    What waits over a long weekend would else go out three times within one morning.
    """
    due, message = occurrence.instant, occurrence.message
    if hours is None or due is None or not message.rule.recurring or hours.is_open(now):
        return ""
    until = hours.opening(now) + MOMENT
    later = of_message(tenant, occurrence.campaign, message, due + MOMENT, until)
    return next((each.name for each in reversed(list(later)) if each.name != occurrence.name), "")
