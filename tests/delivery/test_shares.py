"""The parts of a pace: together the whole, none empty, and what was used under another division counts."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from campaigns.account import MOST_LANES
from channels.adapter import Pace
from delivery.pace import PaceState
from delivery.shares import overdrawn, share
from storage.ledger.lanes import MOST_SHARDS
from tests.delivery.relay import DUE

lanes = st.integers(1, MOST_LANES)
DAY = timedelta(days=1)


def test_no_account_has_more_lanes_than_epochs_tell_apart() -> None:
    """What the file allows is what the rows can keep."""
    assert MOST_LANES <= MOST_SHARDS


@given(lanes, st.floats(0.01, 50_000), st.integers(8, 500), st.integers(8, 100), st.none() | st.integers(8, 100_000))
def test_shares_are_the_whole(among: int, rate: float, burst: int, concurrency: int, quota: int | None) -> None:
    """Added up they are the account's own pace; each has something of everything, the first ones the remainder."""
    whole = Pace(rate, burst, quota, concurrency=concurrency)
    parts = [share(whole, shard, among) for shard in range(among)]
    assert abs(sum(part.per_second for part in parts) - rate) < rate * 1e-9
    assert sum(part.burst for part in parts) == burst
    assert sum(part.concurrency for part in parts) == concurrency
    assert [part.quota for part in parts] == [None] * among or sum(part.quota or 0 for part in parts) == quota
    for part in parts:
        assert min(part.burst, part.concurrency, 1 if part.quota is None else part.quota) >= 1
    assert [part.burst for part in parts] == sorted((part.burst for part in parts), reverse=True)


@given(st.lists(st.integers(0, 60), min_size=8, max_size=8), st.integers(0, 7), lanes, st.integers(8, 60))
def test_a_quota_outlives_a_change_of_lanes(used: list[int], shard: int, among: int, quota: int) -> None:
    """However many lanes there were, what all may still send and what all have sent is never more than the whole."""
    pace = Pace(1000, quota=quota)
    states = {number: PaceState(sent=((DUE, count),) if count else ()) for number, count in enumerate(used)}
    left = 0
    for number in range(among):
        others = {other: state for other, state in states.items() if other != number}
        over, forgotten = overdrawn(pace, others, among, DUE)
        left += max((share(pace, number, among).quota or 0) - over - used[number], 0)
        assert (forgotten is not None) == (over > 0)
    assert left == 0 or left + sum(used) <= quota


def test_while_all_keep_to_their_shares_none_does_without() -> None:
    """And what was used in a window that is over is forgotten."""
    pace = Pace(1000, quota=25)
    even = {shard: PaceState(sent=((DUE, 6),)) for shard in range(1, 4)}
    assert overdrawn(pace, even, 4, DUE) == (0, None)
    more = {1: PaceState(sent=((DUE, 10),))}
    assert overdrawn(pace, more, 4, DUE + DAY / 2) == (4, DUE + DAY)
    assert overdrawn(pace, more, 4, DUE + DAY) == (0, None)
    assert overdrawn(Pace(1000), more, 4, DUE) == (0, None)
    assert overdrawn(pace, {3: PaceState(sent=((DUE, 5),))}, 1, DUE) == (5, DUE + DAY)
