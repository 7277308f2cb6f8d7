"""What follows from an attempt's outcome. Pure: the same arguments give the same decision."""

from datetime import datetime, timedelta
from typing import NamedTuple

from channels.message import NotSent, Rejected, Scope, Sent, Unavailable, Uncertain
from storage.states import DeliveryState, Outcome

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
LANE_FIRST_WAIT = timedelta(seconds=15)
LANE_LONGEST_WAIT = timedelta(minutes=15)
PATIENCE = timedelta(hours=72)
"""How long a message is tried where neither campaign nor event says: what mail relays do (RFC 5321 §4.5.4.1)."""


class Decision(NamedTuple):
    """What becomes of a delivery, and of its lane."""

    to: DeliveryState
    outcome: Outcome
    not_before: datetime | None = None
    burns_attempt: bool = True
    """False where the recipient had no part in it: a relay that is down uses up nobody's attempts."""
    lane_until: datetime | None = None
    """The lane rests until then."""
    needs_person: bool = False
    """The lane rests until a person has mended it."""


def backoff(failures: int, first: timedelta, longest: timedelta, jitter: float) -> timedelta:
    """`first` doubled for each earlier failure, at most `longest`, spread by `jitter` in [0, 1) over ± 20 %."""
    doubled: int = 1 << min(failures, 20)
    return min(first * doubled, longest) * (0.8 + 0.4 * jitter)


def decide(
    result: Sent | NotSent,
    *,
    attempts: int,
    lane_failures: int,
    now: datetime,
    expires_at: datetime | None,
    at_least_once: bool,
    jitter: float,
) -> Decision:
    """The decision on one outcome.

    `attempts`: those before this one. `lane_failures`: how often in a row the lane itself was down. `expires_at`: past
    it nothing is tried again. `jitter` in [0, 1).
    """
    match result:
        case Sent():
            return Decision(DeliveryState.SENT, Outcome.SENT)
        case Rejected():
            return Decision(DeliveryState.FAILED, Outcome.REJECTED)
        case Unavailable(scope=Scope.RECIPIENT):
            wait = max(backoff(attempts, FIRST_WAIT, LONGEST_WAIT, jitter), result.retry_after or timedelta(0))
            return _again(now + wait, expires_at, Outcome.UNAVAILABLE)
        case Unavailable():
            wait = backoff(lane_failures, LANE_FIRST_WAIT, LANE_LONGEST_WAIT, jitter)
            until = now + max(wait, result.retry_after or timedelta(0))
            return Decision(
                DeliveryState.PENDING,
                Outcome.UNAVAILABLE,
                burns_attempt=False,
                lane_until=until,
                needs_person=result.needs_person,
            )
        case Uncertain() if at_least_once:
            return _again(now + backoff(attempts, FIRST_WAIT, LONGEST_WAIT, jitter), expires_at, Outcome.UNCERTAIN)
        case _:
            return Decision(DeliveryState.UNCERTAIN, Outcome.UNCERTAIN)


def _again(moment: datetime, expires_at: datetime | None, outcome: Outcome) -> Decision:
    if expires_at is not None and moment >= expires_at:
        # What may have gone out has not failed, whatever the hour: a person finds out.
        return Decision(DeliveryState.UNCERTAIN if outcome is Outcome.UNCERTAIN else DeliveryState.FAILED, outcome)
    return Decision(DeliveryState.PENDING, outcome, not_before=moment)
