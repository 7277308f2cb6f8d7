"""How fast a lane may go. It answers when; it never sleeps."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from channels.adapter import Pace

ROUNDING = timedelta(milliseconds=1)
"""More than the steps of a full burst lose or gain by whole microseconds."""


@dataclass(frozen=True, slots=True)
class PaceState:
    """What a lane remembers of its own speed, over restarts and takeovers too."""

    next_send_at: datetime | None = None
    """When the next message may go at an even pace (the theoretical arrival time of GCRA, ITU-T I.371); the burst
    allows going ahead of it."""
    quota_used: int = 0
    quota_since: datetime | None = None
    """When the present quota window began."""

    @property
    def columns(self) -> dict[str, object]:
        """As the lane's row keeps it."""
        return {"next_send_at": self.next_send_at, "quota_used": self.quota_used, "quota_since": self.quota_since}


def earliest(pace: Pace, state: PaceState, now: datetime) -> datetime:
    """The first moment at which the next message may go: `now` or later."""
    step = timedelta(seconds=1 / pace.per_second)
    moment = max(now, _theoretical(pace, state, now) - (pace.burst - 1) * step)
    if pace.quota is not None and state.quota_since is not None and state.quota_used >= pace.quota:
        moment = max(moment, _window_end(pace, state.quota_since, now))
    return moment


def admit(pace: Pace, state: PaceState, now: datetime, wanted: int) -> int:
    """How many of `wanted` messages may go at `now`."""
    if wanted <= 0:
        return 0
    step = timedelta(seconds=1 / pace.per_second)
    ahead = _theoretical(pace, state, now) - now
    allowed = min(wanted, (step * pace.burst - ahead) // step) if step else wanted
    if pace.quota is not None:
        _, used = window(pace, state, now)
        allowed = min(allowed, pace.quota - used)
    return max(0, allowed)


def spend(pace: Pace, state: PaceState, now: datetime, count: int = 1) -> PaceState:
    """The state after `count` messages at `now`."""
    step = timedelta(seconds=1 / pace.per_second)
    moment = _theoretical(pace, state, now) + count * step
    if pace.quota is None:
        return replace(state, next_send_at=moment)
    since, used = window(pace, state, now)
    return PaceState(moment, used + count, since)


def window(pace: Pace, state: PaceState, now: datetime) -> tuple[datetime, int]:
    """When the quota's window began, and what was used in it: one that is over, or none, begins now."""
    since = state.quota_since
    if since is None or now >= since + pace.quota_window or now < since:
        return now, 0
    return since, state.quota_used


def _theoretical(pace: Pace, state: PaceState, now: datetime) -> datetime:
    """When the next message would go at an even pace, `now` at the earliest."""
    ahead = state.next_send_at
    # Farther ahead than a full burst can only come of a clock that was set back: it binds nobody.
    if ahead is None or ahead > now + pace.burst * timedelta(seconds=1 / pace.per_second) + ROUNDING:
        return now
    return max(ahead, now)


def _window_end(pace: Pace, since: datetime, now: datetime) -> datetime:
    # A window that begins after now was written under a clock that has since been set back: it counts as over.
    return since + pace.quota_window if since <= now else now
