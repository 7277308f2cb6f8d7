"""What the gate answers: whether something may go out, why not, and until when it waits."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from campaigns.identity import Part
from delivery.limits import MARK, Fund

UNCHECKED = "requiere:"
"""What a row keeps that waits for its check."""
UNREPORTED = "informe:"
"""What a row keeps whose report is not made yet: it waits for figures, or for a moment."""
HOURS = "horas:"
"""What a row keeps that waits until persons may be written to."""
EMERGENCY = "Emergencia:"
"""Begins what is said of what goes out in one: past which rules, and why."""


class Verdict(StrEnum):
    """What the gate answers."""

    GO = "go"
    HOLD = "hold"
    """Not yet: it waits for its approval."""
    WAIT = "wait"
    """Not yet: messages of its class are suspended or banned, people's words were lost or a list of them is too old,
    nobody may be written to at this hour, or its budget does not suffice."""
    LATE = "late"
    """Its hour and its tolerance are over, nobody was there to get it, or there is nothing left to hand out: only a
    person may still send it."""
    STOP = "stop"
    """Never."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict, and why, in Spanish."""

    verdict: Verdict
    reason: str = ""
    waits_for: str | None = None
    """What a row keeps of it that waits for something, or was missed for want of money or stock."""
    exceeds: tuple[Fund, ...] = ()
    """Budgets that do not suffice for what may go out all the same, by a person's word."""
    until: datetime | None = None
    """When a wait is over by itself; None: nobody knows, or it waits for nothing."""
    at_any_hour: bool = False
    """It goes out to persons whatever the hour."""
    since_approved: tuple[Part, ...] = ()
    """What of its foot or sender goes out otherwise than it was approved."""
    over: bool = False
    """What it says is over: nobody is told how to send it all the same."""

    @property
    def is_short(self) -> bool:
        """Whether money is wanting."""
        return (self.waits_for or "").startswith(MARK)
