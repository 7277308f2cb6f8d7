"""Decisions not to send, each with its line in the log under one event: what, of which key, how many, and why.

What concerns one publication is one line; what concerns recipients is counted, and told once a minute and when their
lane closes: ten thousand who want no mail are a handful of lines.
"""

from collections import Counter
from datetime import datetime, timedelta
from enum import StrEnum

from logs import Log

log = Log(__name__)

EVENT = "not sent"
BETWEEN = timedelta(minutes=1)
"""How long what is counted is kept back."""


class Unsent(StrEnum):
    """What was decided."""

    HELD = "held"
    """Not yet: it waits for a person's word, a pause, a file that has to be read."""
    MISSED = "missed"
    """Its hour and its tolerance are over, or nobody was there to get it."""
    CANCELLED = "cancelled"
    SKIPPED = "skipped"
    """The recipient is not to be written to, or a cancel overtook the message."""
    REFUSED = "refused"
    """No message could be made of it."""
    EXPIRED = "expired"
    """It was tried until its time was over."""
    TAKEN = "taken"
    """Its slot went out already under another key."""


def tell_unsent(decision: Unsent, reason: str, *, count: int = 1, **about: object) -> None:
    """Write the line. `about`: the key, the lane, the delivery."""
    log.info(EVENT, decision=decision.value, count=count, reason=reason, **about)


class Unsents:
    """Decisions on recipients, counted until they are told."""

    def __init__(self, lane: str, now: datetime) -> None:
        """None yet. `lane`: its sender."""
        self._lane = lane
        self._told_at = now
        self._counts: Counter[tuple[Unsent, str, str]] = Counter()

    def note(self, decision: Unsent, key: str, reason: str) -> None:
        """One more recipient of the publication `key`."""
        self._counts[decision, key, reason] += 1

    def tell(self, now: datetime, *, closing: bool) -> None:
        """Write a line for each decision, publication and reason, where it is time; `closing`: it is the last."""
        if self._counts and (closing or abs(now - self._told_at) >= BETWEEN):
            for (decision, key, reason), count in self._counts.items():
                tell_unsent(decision, reason, count=count, key=key, lane=self._lane)
            self._counts.clear()
            self._told_at = now
