"""What the gate looks at of a message on an account, the same at each of its times: read once for all of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from campaigns.account import Account
from campaigns.calendar import LONG_AGO, Occurrence
from campaigns.tenant import CampaignMessage, Tenant
from channels.adapter import Kind
from delivery.alert_orders import emergency_of, turn_of
from delivery.lost_words import is_by_their_word
from delivery.planning.known import Known
from delivery.publications.draft import event_end
from delivery.publications.gate import is_of_its_hour_alone
from delivery.publications.question import Approval, Question
from delivery.publications.surveys import over, too_late
from delivery.publications.timing import overtaking, ruling_of
from storage.approvals import Approval as Word
from storage.standing_orders import StandingOrder

Likeness = tuple[bool, bool, bool]
"""The same of two accounts: the gate says the same of a message on both."""


class Outlook(NamedTuple):
    """A question that was not asked of any time yet."""

    question: Question
    orders: tuple[StandingOrder, ...]
    """By which it repeats."""
    like: Likeness
    on_paper: bool
    """People ask by hand, and no survey's end concerns them."""
    asks: bool
    """It asks a survey."""
    granted: bool
    """No word is missing, in no veda."""
    of_its_hour_alone: bool
    """Nothing else decides about any of its times."""

    def at(self, tenant: Tenant, known: Known, occurrence: Occurrence, now: datetime) -> Question:
        """What the gate is asked of one of its times at `now` (local)."""
        return self.question._replace(
            now=now,
            planned_at=occurrence.slot.local,
            over="" if self.on_paper or not self.asks else over_then(known, occurrence, now),
            emergency=emergency_of(self.orders, occurrence.name),
            turn=turn_of(tenant, occurrence, self.orders, now),
            ends=event_end(occurrence),
            next_name=overtaking(tenant, occurrence, self.question.hours, now),
        )


def outlook_of(
    tenant: Tenant,
    known: Known,
    message: CampaignMessage,
    account: Account,
    kind: str,
    approver: str | None,
    approval: Approval | None,
    words: Sequence[Word],
) -> Outlook:
    """How a message stands on an account; `kind`: of its publications there; `words`: all decisions on its digest."""
    by_word = is_by_their_word(message, account)
    lost = known.lost_words if by_word else ()
    question = Question(
        now=LONG_AGO,
        planned_at=None,
        tolerance=message.tolerance,
        approver=approver,
        approval=approval,
        restorations=known.restorations,
        suspensions=(*known.suspensions.get(message.class_, ()), *lost),
        **ruling_of(tenant, message, account, words)._asdict(),
    )
    asks = message.entry.survey is not None
    orders = known.alerts.get(message.reference, ())
    on_paper = asks and kind == Kind.MANUAL.value
    return Outlook(
        question,
        orders,
        (kind == Kind.DIRECT.value, on_paper, by_word),
        on_paper=on_paper,
        asks=asks,
        granted=not question.legal and (approver is None or approval is not None),
        of_its_hour_alone=not orders and not asks and is_of_its_hour_alone(question),
    )


def over_then(known: Known, occurrence: Occurrence, at: datetime) -> str:
    """Why the survey of an occurrence takes no votes at `at` (local), in Spanish; empty where it does, or is none."""
    ends = known.surveys.get(f"{occurrence.message.reference}@{occurrence.name}")
    return over(ends, at.tzinfo, at) if ends is not None else too_late(occurrence, at)
