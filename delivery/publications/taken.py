"""Slots that have gone out already under another key: an edit gives a slot another name, and never sends it again.

Keys do not move with hours, holidays or windows, but staff may rewrite a rule so that the same slot is called
otherwise: a second hour a day, places of a rule exchanged, one date that becomes several; or a person sent the message
by hand on a day that has a slot of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from campaigns.account import Account
from campaigns.calendar import Occurrence
from campaigns.tenant import Campaign, CampaignMessage
from delivery.publications.occurring import bounds, of_day
from delivery.workplace import Workplace
from storage.columns import Instant
from storage.execution import execute
from storage.states import PublicationState
from storage.tables import publication

BEGUN = (
    PublicationState.RUNNING,
    PublicationState.PAUSED,
    PublicationState.DONE,
    PublicationState.DONE_WITH_ERRORS,
    PublicationState.CANCELLED,
)
"""States of what went out, or was stopped by a person: its slot is used up."""
_THAT_DAY = select(publication.c.account, publication.c.occurrence, publication.c.planned_at).where(
    publication.c.tenant == bindparam("of"),
    publication.c.campaign == bindparam("campaign"),
    publication.c.message == bindparam("message"),
    publication.c.planned_at >= bindparam("since", type_=Instant()),
    publication.c.planned_at < bindparam("until", type_=Instant()),
    publication.c.state.in_([state.value for state in BEGUN]),
)

Begun = Row[Any]
"""account, occurrence and planned_at of a publication that has begun."""


class Taken:
    """What one look at a campaign has to know of its slots that were renamed."""

    def __init__(self, connection: Connection, workplace: Workplace, campaign: Campaign) -> None:
        """Nothing is asked yet."""
        self._connection = connection
        self._workplace = workplace
        self._campaign = campaign
        self._days: dict[tuple[str, date], tuple[Sequence[Begun], list[Occurrence]]] = {}

    def holds(self, occurrence: Occurrence, account: Account) -> bool:
        """Whether a slot that has no row went out on this account under another key."""
        message, local = occurrence.message, occurrence.slot.local
        if local is None or not may_be_renamed(message):
            return False
        begun, slots = self._of(message, local.date())
        rows = {row.occurrence: row.planned_at for row in begun if row.account == account.name}
        return bool(rows) and occurrence.name in renamed(slots, rows)

    def _of(self, message: CampaignMessage, day: date) -> tuple[Sequence[Begun], list[Occurrence]]:
        """What began on a day, and the slots that it has; these only where anything did."""
        if (message.id, day) not in self._days:
            since, until = bounds(day, self._workplace.tenant.municipality.zone)
            named = {"of": self._workplace.tenant_id, "campaign": self._campaign.id, "message": message.id}
            begun = execute(self._connection, _THAT_DAY, named | {"since": since, "until": until}).all()
            slots = of_day(self._connection, self._workplace, self._campaign, message, day) if begun else []
            self._days[message.id, day] = (begun, slots)
        return self._days[message.id, day]


def may_be_renamed(message: CampaignMessage) -> bool:
    """Whether a slot may stand under two names: an alert's steps are each their own, and `repetir` wants it again."""
    return not (message.rule.until_lifted or message.entry.repeat > 1)


def renamed(slots: Iterable[Occurrence], begun: Mapping[str, datetime]) -> set[str]:
    """Of a day's slots, those that what began that day under keys that no slot has now stands for.

    First the one at the same moment, then the first ones of the day: what began is at most sent once more elsewhere.
    """
    instants = {slot.name: slot.instant for slot in slots}
    free = {name: instant for name, instant in instants.items() if name not in begun}
    strangers = [moment for name, moment in sorted(begun.items()) if name not in instants]
    found: set[str] = set()
    later: list[datetime] = []
    for moment in strangers:
        same = next((name for name, instant in free.items() if instant == moment and name not in found), None)
        if same is None:
            later.append(moment)
        else:
            found.add(same)
    left = [name for name in free if name not in found]
    return found | set(left[: len(later)])
