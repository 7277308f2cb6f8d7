"""How fast a lane may go. It answers when; it never sleeps."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from channels.adapter import Pace


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
    moment = now
    if state.next_send_at is not None:
        step = timedelta(seconds=1 / pace.per_second)
        # Farther ahead than a full burst can only come of a clock that was set back.
        theoretical = min(state.next_send_at, now + pace.burst * step)
        moment = max(moment, theoretical - (pace.burst - 1) * step)
    if pace.quota is not None and state.quota_since is not None and state.quota_used >= pace.quota:
        moment = max(moment, _window_end(pace, state.quota_since, now))
    return moment


def spend(pace: Pace, state: PaceState, now: datetime) -> PaceState:
    """The state after one message at `now`."""
    step = timedelta(seconds=1 / pace.per_second)
    base = now if state.next_send_at is None else max(state.next_send_at, now)
    state = replace(state, next_send_at=base + step)
    if pace.quota is None:
        return state
    since = state.quota_since
    if since is None or now >= since + pace.quota_window or now < since:
        return replace(state, quota_used=1, quota_since=now)
    return replace(state, quota_used=state.quota_used + 1)


def _window_end(pace: Pace, since: datetime, now: datetime) -> datetime:
    # A window that begins after now was written under a clock that has since been set back: it counts as over.
    return since + pace.quota_window if since <= now else now
