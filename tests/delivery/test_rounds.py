"""The duties' rounds: each proves itself alone, by a clock that nobody sets."""

from datetime import timedelta

import pytest

from delivery.pulse import Pulse
from delivery.rounds import HANGS, PATIENCE, Duty, Rounds, late
from tests.storage.rows import NOW


class Ticks:
    """Seconds that a test lets pass."""

    now = 100.0

    def __call__(self) -> float:
        """The seconds so far."""
        return self.now


@pytest.mark.parametrize("stuck", [duty for duty in Duty if duty is not Duty.LANES])
def test_one_duty_that_stops_is_late_alone(stuck: Duty) -> None:
    """All others go on: only the one that has come to a stop is told."""
    ticks = Ticks()
    rounds = Rounds(ticks)
    ticks.now += PATIENCE[stuck].total_seconds() + 1
    for duty in Duty:
        if duty is not stuck:
            rounds.turned(duty, done=True)
    assert late(rounds.since_done()) == (stuck,)


def test_a_duty_that_fails_is_late_and_does_not_hang() -> None:
    """It comes round and does nothing: people are told of it, and a restart would not heal it."""
    ticks = Ticks()
    rounds = Rounds(ticks)
    for _ in range(10):
        ticks.now += 60
        for duty in Duty:
            rounds.turned(duty, done=duty is not Duty.SWEEP)
    assert late(rounds.since_done()) == (Duty.SWEEP,)
    assert rounds.hanging() == ()


def test_a_duty_that_does_not_come_back_hangs() -> None:
    """Not even an error ends it: after a while only a restart does."""
    ticks = Ticks()
    rounds = Rounds(ticks)
    until = (PATIENCE[Duty.SWEEP] + HANGS).total_seconds()
    for passed, hangs in ((until - 1, ()), (2, (Duty.SWEEP,))):
        ticks.now += passed
        for duty in set(Duty) - {Duty.SWEEP}:
            rounds.turned(duty, done=True)
        assert rounds.hanging() == hangs


def test_lanes_are_late_by_the_engines_own_measure() -> None:
    """Lanes rest for days where nothing is due: what counts is what waits for them in vain."""
    waits = 0.0
    rounds = Rounds(Ticks())
    rounds.measure_lanes(lambda: waits)
    assert late(rounds.since_done()) == ()
    waits = 61.0
    assert late(rounds.since_done()) == (Duty.LANES,)
    assert rounds.hanging() == ()
    waits = 600.0
    assert rounds.hanging() == (Duty.LANES,)


def test_a_sign_of_life_grows_older_with_its_duties() -> None:
    """What was fresh when the sign was given is late once the sign itself is old."""
    pulse = Pulse("host:1", NOW, {}, since_done={Duty.SWEEP: 50.0, Duty.WATCH: 0.2})
    assert pulse.late(NOW + timedelta(seconds=5)) == ()
    assert pulse.late(NOW + timedelta(seconds=11)) == (Duty.SWEEP,)
