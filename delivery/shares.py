"""What each of an account's lanes has of its pace: the shares together are the whole, whoever works which of them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from channels.adapter import Pace
from delivery.pace import PaceState


def share(pace: Pace, shard: int, among: int) -> Pace:
    """The part of the lane `shard` of so many; what cannot be divided evenly goes to the first ones."""
    if among == 1:
        return pace
    return replace(
        pace,
        per_second=pace.per_second / among,
        burst=_part(pace.burst, shard, among),
        concurrency=_part(pace.concurrency, shard, among),
        quota=None if pace.quota is None else _part(pace.quota, shard, among),
    )


def overdrawn(pace: Pace, siblings: Mapping[int, PaceState], among: int, now: datetime) -> tuple[int, datetime | None]:
    """By how much other lanes have used more than their shares of the quota, and when the first of that is forgotten.

    They did so while the lanes were fewer or more; each lane then does without as many, so that the whole is kept.
    None where none has.
    """
    if pace.quota is None:
        return 0, None
    found = {
        shard: state.quota_used - (_part(pace.quota, shard, among) if shard < among else 0)
        for shard, state in siblings.items()
        if state.quota_since is not None and state.quota_since <= now < state.quota_since + pace.quota_window
    }
    ends = [
        since + pace.quota_window
        for shard, over in found.items()
        if over > 0 and (since := siblings[shard].quota_since) is not None
    ]
    return sum(over for over in found.values() if over > 0), min(ends, default=None)


def _part(whole: int, shard: int, among: int) -> int:
    return whole // among + (shard < whole % among)
