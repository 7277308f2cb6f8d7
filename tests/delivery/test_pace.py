"""How fast a lane may go: properties that hold for every rate, burst and moment."""

import json
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from channels.adapter import Pace
from delivery.pace import GRAINS, PaceState, admit, earliest, read_log, spend

START = datetime(2027, 1, 12, 13, 0, tzinfo=UTC)

paces = st.builds(
    Pace,
    per_second=st.floats(0.05, 200, allow_nan=False),
    burst=st.integers(1, 30),
    quota=st.none() | st.integers(1, 20),
    quota_window=st.timedeltas(timedelta(seconds=1), timedelta(days=2)),
)
waits = st.lists(st.timedeltas(timedelta(0), timedelta(minutes=10)), min_size=1, max_size=80)


def sent_at(pace: Pace, gaps: list[timedelta]) -> list[datetime]:
    """The moments at which messages leave, when one is ready after each gap and waits for its turn."""
    state, now, moments = PaceState(), START, []
    for gap in gaps:
        now = earliest(pace, state, now + gap)
        state = spend(pace, state, now)
        moments.append(now)
    return moments


@given(paces, waits)
def test_no_window_holds_more_than_burst_and_rate_allow(pace: Pace, gaps: list[timedelta]) -> None:
    """In any window of t seconds at most burst + rate · t messages leave."""
    moments = sent_at(pace, gaps)
    for first, begin in enumerate(moments):
        for last in range(first, len(moments)):
            seconds = (moments[last] - begin).total_seconds()
            # A timedelta holds microseconds: each step may be short of half of one.
            allowed = pace.burst + pace.per_second * (seconds + 1e-6 * len(moments))
            assert last - first + 1 <= allowed + 1e-6


@given(paces, waits, st.integers(0, 50))
def test_several_at_once_are_as_many_as_one_by_one(pace: Pace, gaps: list[timedelta], wanted: int) -> None:
    """What is admitted at a moment is what would go one after another at it, and leaves the same state."""
    state, now = PaceState(), START
    for gap in gaps:
        now += gap
        one_by_one, count = state, 0
        while count < wanted and earliest(pace, one_by_one, now) <= now:
            one_by_one, count = spend(pace, one_by_one, now), count + 1
        assert admit(pace, state, now, wanted) == count
        state = spend(pace, state, now, count) if count else state
        assert state == one_by_one


@given(paces, waits)
def test_a_lane_that_waited_its_turn_may_go(pace: Pace, gaps: list[timedelta]) -> None:
    """At the moment that it names, it lets the next one go: nobody waits twice."""
    state, now = PaceState(), START
    for gap in gaps:
        now = earliest(pace, state, now + gap)
        assert earliest(pace, state, now) == now
        state = spend(pace, state, now)


@given(paces.filter(lambda pace: pace.quota is not None), waits)
def test_no_stretch_of_the_quotas_time_holds_more_than_the_quota(pace: Pace, gaps: list[timedelta]) -> None:
    """Wherever it begins: the quota may be used up at its end and again at the next one's beginning by nobody."""
    assert pace.quota is not None
    moments = sent_at(pace, gaps)
    for first, begin in enumerate(moments):
        assert sum(1 for moment in moments[first:] if moment < begin + pace.quota_window) <= pace.quota


@given(paces.filter(lambda pace: pace.quota is not None), waits)
def test_what_counts_for_a_quota_is_little_and_outlives_a_restart(pace: Pace, gaps: list[timedelta]) -> None:
    """However many were sent; the lane's row gives back what it was given."""
    state, now = PaceState(), START
    for gap in gaps:
        now = earliest(pace, state, now + gap)
        state = spend(pace, state, now)
        assert len(state.sent) <= GRAINS + 1
    kept = json.loads(json.dumps(state.columns["quota_log"]))
    assert read_log(kept) == state.sent


def test_a_quota_rolls() -> None:
    """One in the morning, 249 shortly before the same hour of the next day: the day after, one may go and no more."""
    pace, day = Pace(per_second=80, burst=250, quota=250), timedelta(days=1)
    state = spend(pace, PaceState(), START)
    late = START + day - timedelta(seconds=65)
    state = spend(pace, state, late, admit(pace, state, late, 1000))
    assert admit(pace, state, START + day, 1000) == 1
    assert admit(pace, state, late + day, 1000) == 250


@given(paces, waits, st.timedeltas(timedelta(minutes=1), timedelta(days=400)))
def test_a_clock_that_was_set_back_freezes_nothing(pace: Pace, gaps: list[timedelta], back: timedelta) -> None:
    """What was written under a later clock costs one burst of waiting at most; then the pace goes on as ever."""
    state, now = PaceState(), START
    for gap in gaps:
        now = earliest(pace, state, now + gap)
        state = spend(pace, state, now)
    now = earlier = min([now, *(moment for moment, _ in state.sent)]) - back
    few = min(5, pace.quota or 5)
    for _ in range(few):
        now = earliest(pace, state, now)
        state = spend(pace, state, now)
    longest = timedelta(seconds=(pace.burst + few) / pace.per_second) + timedelta(milliseconds=10)
    assert now - earlier <= longest


def test_five_a_day_are_five_a_day() -> None:
    """With a quota of five a day the sixth goes a day after the first."""
    pace = Pace(per_second=10, burst=10, quota=5)
    moments = sent_at(pace, [timedelta(0)] * 6)
    assert moments[:5] == [START] * 5
    assert moments[5] == START + timedelta(days=1)
