"""When the calendar makes a publication of an occurrence, and which one a person makes who sends at once."""

from datetime import datetime, timedelta

from campaigns.calendar import LONG_AGO, Occurrence
from campaigns.tenant import Campaign, CampaignMessage
from campaigns.when import Slot
from delivery.publications.draft import event_end
from delivery.retry import PATIENCE

LOOK_BACK = timedelta(days=1)
"""How far behind the last look occurrences are looked for again: a row that exists is not made twice."""


def repeats(campaign: Campaign, message: CampaignMessage) -> bool:
    """Whether a message has many occurrences: by its own rule, or by its event's dates."""
    return message.rule.recurring or (campaign.event is not None and campaign.event.recurring)


def counted_from(campaign: Campaign, message: CampaignMessage, seen: datetime, last_look: datetime) -> datetime:
    """From when on occurrences count: of recurrences none from before the message was first seen.

    What repeats by an order has none from before the order, which a person may give while nothing runs.
    """
    if message.rule.until_lifted:
        return last_look - LOOK_BACK
    return max(seen, last_look - LOOK_BACK) if repeats(campaign, message) else LONG_AGO


def is_due(occurrence: Occurrence, now: datetime) -> bool:
    """Whether its hour has come, as far as the calendar knows it."""
    if occurrence.instant is None:
        # What goes out as soon as it is approved has its row at once, so that there is something to approve.
        return occurrence.message.rule.after_approval
    return occurrence.instant <= now


def has_come(occurrence: Occurrence, seen: datetime, now: datetime) -> bool:
    """Whether it gets its row at `now`; of recurrences only those are asked that count since `counted_from`."""
    if occurrence.instant is None or occurrence.instant > now:
        return is_due(occurrence, now)
    if occurrence.instant >= seen - occurrence.message.tolerance:
        return True
    # Written down after its hour: worth a row that a person can send, while there is something to go to.
    end = event_end(occurrence)
    return end > now if end is not None else now - occurrence.instant <= PATIENCE


def came_too_early(occurrence: Occurrence, seen: datetime | None, now: datetime) -> bool:
    """Whether its hour passed before the daemon knew its message, so that it never gets a row by the calendar.

    `seen` None: no daemon knows the message yet.
    """
    known_since = now if seen is None else seen
    if occurrence.instant is None or occurrence.instant >= min(known_since, now):
        return False
    if repeats(occurrence.campaign, occurrence.message):
        return not occurrence.message.rule.until_lifted
    return not has_come(occurrence, known_since, now)


def at_once(campaign: Campaign, message: CampaignMessage, local: datetime) -> Occurrence:
    """The occurrence that a person makes who sends a message now: `1`, or today's date where it recurs.

    `local` is now, by the municipality's clock.
    """
    if repeats(campaign, message):
        today = local.date().isoformat()
        return Occurrence(campaign, message, Slot(today, local, local), today)
    return Occurrence(campaign, message, Slot("1", local, local), str(message.entry.repeat))
