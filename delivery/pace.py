"""How fast a lane may go. It answers when; it never sleeps."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from channels.adapter import Pace

ROUNDING = timedelta(milliseconds=1)
"""More than the steps of a full burst lose or gain by whole microseconds."""
GRAINS = 48
"""Into how many parts a quota's time is divided: what was sent in one of them counts as sent at its last moment."""

Log = tuple[tuple[datetime, int], ...]
"""When something was sent that counts for a quota, and how many, the oldest first."""


@dataclass(frozen=True, slots=True)
class PaceState:
    """What a lane remembers of its own speed, over restarts and takeovers too."""

    next_send_at: datetime | None = None
    """When the next message may go at an even pace (the theoretical arrival time of GCRA, ITU-T I.371); the burst
    allows going ahead of it."""
    sent: Log = ()
    """What still counts for the quota; nothing where there is none."""

    @property
    def columns(self) -> dict[str, object]:
        """As the lane's row keeps it."""
        log = [[moment.isoformat(), count] for moment, count in self.sent] or None
        return {"next_send_at": self.next_send_at, "quota_log": log}


def read_log(kept: Sequence[tuple[str, int]] | None) -> Log:
    """What `PaceState.columns` has written into a lane's row."""
    return tuple((datetime.fromisoformat(moment), count) for moment, count in kept or ())


def earliest(pace: Pace, state: PaceState, now: datetime) -> datetime:
    """The first moment at which the next message may go: `now` or later."""
    step = timedelta(seconds=1 / pace.per_second)
    moment = max(now, _theoretical(pace, state, now) - (pace.burst - 1) * step)
    return moment if pace.quota is None else max(moment, frees(pace, state, now, pace.quota))


def admit(pace: Pace, state: PaceState, now: datetime, wanted: int) -> int:
    """How many of `wanted` messages may go at `now`."""
    if wanted <= 0:
        return 0
    step = timedelta(seconds=1 / pace.per_second)
    ahead = _theoretical(pace, state, now) - now
    allowed = min(wanted, (step * pace.burst - ahead) // step) if step else wanted
    if pace.quota is not None:
        allowed = min(allowed, pace.quota - used(pace, state, now))
    return max(0, allowed)


def spend(pace: Pace, state: PaceState, now: datetime, count: int = 1) -> PaceState:
    """The state after `count` messages at `now`."""
    step = timedelta(seconds=1 / pace.per_second)
    moment = _theoretical(pace, state, now) + count * step
    if pace.quota is None:
        return replace(state, next_send_at=moment)
    sent, grain = _counting(pace, state, now), pace.quota_window.total_seconds() / GRAINS
    if sent and sent[-1][0].timestamp() // grain == now.timestamp() // grain:
        return PaceState(moment, (*sent[:-1], (now, sent[-1][1] + count)))
    return PaceState(moment, (*sent, (now, count)))


def used(pace: Pace, state: PaceState, now: datetime) -> int:
    """How many count for the quota at `now`: those of the stretch of its length that ends there, and no fewer."""
    return sum(count for _, count in _counting(pace, state, now))


def frees(pace: Pace, state: PaceState, now: datetime, quota: int) -> datetime:
    """The first moment, `now` or later, at which fewer than `quota` count; where that is never, when none does."""
    sent, moment = _counting(pace, state, now), now
    left = sum(count for _, count in sent)
    for sent_at, count in sent:
        if left < quota:
            break
        left, moment = left - count, sent_at + pace.quota_window
    return moment


def _counting(pace: Pace, state: PaceState, now: datetime) -> Log:
    """What was sent in the quota's time up to now; what was sent after now, under a clock set back since, does not."""
    since = now - pace.quota_window
    return tuple(each for each in state.sent if since < each[0] <= now)


def _theoretical(pace: Pace, state: PaceState, now: datetime) -> datetime:
    """When the next message would go at an even pace, `now` at the earliest."""
    ahead = state.next_send_at
    # Farther ahead than a full burst can only come of a clock that was set back: it binds nobody.
    if ahead is None or ahead > now + pace.burst * timedelta(seconds=1 / pace.per_second) + ROUNDING:
        return now
    return max(ahead, now)
