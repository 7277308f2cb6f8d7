"""What follows from an outcome, as tables and as properties."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.message import NotSent, Rejected, Scope, Sent, Unavailable, Uncertain
from delivery.retry import (
    FIRST_WAIT,
    LANE_LONGEST_WAIT,
    LONGEST_WAIT,
    Decision,
    backoff,
    decide,
)
from storage.states import DeliveryState, Outcome

NOW = datetime(2027, 1, 12, 13, 0, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)


def decision(
    result: Sent | NotSent, *, attempts: int = 0, failures: int = 0, expires: datetime = TOMORROW, again: bool = False
) -> Decision:
    """The decision with the middle of the jitter."""
    return decide(
        result,
        attempts=attempts,
        lane_failures=failures,
        now=NOW,
        expires_at=expires,
        at_least_once=again,
        jitter=0.5,
    )


@pytest.mark.parametrize(
    ("result", "again", "to", "outcome"),
    [
        (Sent("id"), False, DeliveryState.SENT, Outcome.SENT),
        (Rejected("no"), False, DeliveryState.FAILED, Outcome.REJECTED),
        (Rejected("no", recipient_gone=True), True, DeliveryState.FAILED, Outcome.REJECTED),
        (Unavailable("luego"), False, DeliveryState.PENDING, Outcome.UNAVAILABLE),
        (Unavailable("luego", scope=Scope.ACCOUNT), False, DeliveryState.PENDING, Outcome.UNAVAILABLE),
        (Unavailable("luego", scope=Scope.CHANNEL), False, DeliveryState.PENDING, Outcome.UNAVAILABLE),
        (Uncertain("quizás"), False, DeliveryState.UNCERTAIN, Outcome.UNCERTAIN),
        (Uncertain("quizás"), True, DeliveryState.PENDING, Outcome.UNCERTAIN),
    ],
)
def test_each_outcome_has_its_end(result: Sent | NotSent, again: bool, to: DeliveryState, outcome: Outcome) -> None:
    """Only what surely did not go out is tried again, unless the campaign accepts a second copy."""
    found = decision(result, again=again)
    assert (found.to, found.outcome) == (to, outcome)


def test_a_service_that_is_down_rests_the_lane_and_burns_nobody() -> None:
    """An account's trouble gives the lane a rest; the recipient's attempts stay as they were."""
    found = decision(Unavailable("caído", scope=Scope.ACCOUNT))
    assert found.burns_attempt is False
    assert found.lane_until is not None
    assert found.not_before is None


def test_the_service_s_own_word_is_kept() -> None:
    """No retry comes before the wait that a service asked for."""
    asked = timedelta(hours=3)
    recipient = decision(Unavailable("luego", retry_after=asked))
    account = decision(Unavailable("luego", retry_after=asked, scope=Scope.ACCOUNT))
    assert recipient.not_before == account.lane_until == NOW + asked


def test_what_only_a_person_can_mend_says_so() -> None:
    """A revoked token stops the lane until somebody has mended it."""
    assert decision(Unavailable("clave", scope=Scope.ACCOUNT, needs_person=True)).needs_person


@pytest.mark.parametrize(
    ("result", "again", "to"),
    [
        (Unavailable("luego"), False, DeliveryState.FAILED),
        (Uncertain("quizás"), True, DeliveryState.UNCERTAIN),
        (Unavailable("luego", scope=Scope.ACCOUNT), False, DeliveryState.PENDING),
    ],
)
def test_nothing_is_tried_past_its_end(result: NotSent, again: bool, to: DeliveryState) -> None:
    """A retry that would come too late is none; what may have gone out is never called failed."""
    found = decision(result, expires=NOW + timedelta(seconds=5), again=again)
    assert found.to is to
    assert found.not_before is None


@given(failures=st.integers(0, 200), jitter=st.floats(0, 1, exclude_max=True))
def test_waits_grow_and_stay_bounded(failures: int, jitter: float) -> None:
    """However often it failed, the wait lies within 20 % of the doubled first one, and of the longest."""
    wait = backoff(failures, FIRST_WAIT, LONGEST_WAIT, jitter)
    assert 0.8 * FIRST_WAIT <= wait <= 1.2 * LONGEST_WAIT
    assert backoff(failures + 1, FIRST_WAIT, LONGEST_WAIT, jitter) >= wait


@given(failures=st.integers(0, 10_000))
def test_a_lane_is_tried_again_within_the_half_hour(failures: int) -> None:
    """A relay that was down for days is found up again soon."""
    until = decision(Unavailable("caído", scope=Scope.ACCOUNT), failures=failures).lane_until
    assert until is not None
    assert until - NOW <= 1.2 * LANE_LONGEST_WAIT


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize(
    ("asked", "wait"),
    [
        (timedelta.max, timedelta(days=1)),
        (timedelta(days=2), timedelta(days=1)),
        (timedelta(hours=7), timedelta(hours=7)),
        (timedelta.min, timedelta(0)),
    ],
)
def test_a_service_names_no_wait_beyond_a_day(asked: timedelta, wait: timedelta, scope: Scope) -> None:
    """Nor one before now: what it means is another unit, or nothing; what was surely not sent is in no doubt."""
    found = decision(Unavailable("?", retry_after=asked, scope=scope), expires=NOW + timedelta(days=3))
    until = found.not_before or found.lane_until
    assert found.to is DeliveryState.PENDING
    assert until is not None
    assert wait <= until - NOW <= max(wait, LANE_LONGEST_WAIT)
