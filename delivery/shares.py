"""What each of an account's lanes has of its pace: the shares together are the whole, whoever works which of them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from channels.adapter import Pace
from delivery.pace import PaceState, frees, used


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
    over: list[int] = []
    ends: list[datetime] = []
    for shard, state in siblings.items():
        part = _part(pace.quota, shard, among) if shard < among else 0
        more = used(pace, state, now) - part
        if more > 0:
            over.append(more)
            ends.append(frees(pace, state, now, part + more))
    return sum(over), min(ends, default=None)


def _part(whole: int, shard: int, among: int) -> int:
    return whole // among + (shard < whole % among)
