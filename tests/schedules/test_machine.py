"""The same world in the hands of Hypothesis: it chooses what happens next, and shortens what it finds."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.schedules.conftest import Stage
from tests.schedules.disk import BUSY, FULL
from tests.schedules.judge import Judge
from tests.schedules.people import VERBS, People
from tests.schedules.plants import plant
from tests.schedules.relay import KINDS, PHASES, Trouble
from tests.schedules.schedule import JUMPS, come_to_rest, live_to
from tests.schedules.town import ACCOUNTS, PORTS
from tests.schedules.world import World

JUST_BEFORE = 59.0
"""Seconds from the beginning to a moment before the first hour."""
MOST_JUMPS = 3
TIMES = st.sampled_from((0.1, 0.4, 1.0, 3.0, 60.0, 600.0, 7200.0))
MESSAGES = st.sampled_from(list(ACCOUNTS))


class Machine(RuleBasedStateMachine):
    """A daemon at work, a moment before its first hour."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.world = World(stage.town, stage.disk, seed=0)
        self.people = People(self.world)
        self.judge = Judge(self.world, self.people)
        self.jumps = 0
        self.world.start()
        live_to(self.world, JUST_BEFORE)

    @rule(seconds=TIMES)
    def time_passes(self, seconds: float) -> None:
        """A daemon that is down begins anew after it."""
        live_to(self.world, self.world.time.seconds + seconds)

    @rule(steps=st.integers(0, 300))
    def daemon_dies(self, steps: int) -> None:
        """So many turns, commits and writes from now."""
        if self.world.process is not None:
            self.world.process.die_after(steps)

    @rule()
    def daemon_is_stopped(self) -> None:
        """In order."""
        self.world.end()

    @rule(port=st.sampled_from(list(PORTS.values())), phase=st.sampled_from(PHASES), kind=st.sampled_from(KINDS),
          seconds=TIMES, one_of=st.sampled_from((1, 3)))  # fmt: skip
    def relay_fails(self, port: int, phase: str, kind: str, seconds: float, one_of: int) -> None:
        """For a while, all or some."""
        now = self.world.time.seconds
        self.world.relays[port].troubles.append(Trouble(now, now + seconds, phase, kind, one_of))

    @rule(code=st.sampled_from((FULL, BUSY)), seconds=st.sampled_from((0.4, 3.0, 60.0)))
    def disk_fails(self, code: int, seconds: float) -> None:
        """For a while."""
        now = self.world.time.seconds
        self.world.disk_troubles.append((now, now + seconds, code))

    @precondition(lambda self: self.jumps < MOST_JUMPS)
    @rule(by=st.sampled_from(JUMPS))
    def clock_is_set(self, by: timedelta) -> None:
        """Forward or back."""
        self.jumps += 1
        self.world.time.set(by)
        if self.world.process is not None:
            self.world.process.poke()

    @rule(verb=st.sampled_from(VERBS), message=MESSAGES, number=st.integers(0, 20))
    def somebody_speaks(self, verb: str, message: str, number: int) -> None:
        """From another process."""
        self.people.do(verb, message, number)

    @invariant()
    def rows_and_log_agree(self) -> None:
        """At each moment."""
        self.judge.rows()
        self.judge.log()

    def teardown(self) -> None:
        """In the end everything has come to its end."""
        try:
            come_to_rest(self.world, self.people, self.judge)
            self.judge.at_the_end()
        finally:
            self.world.crash()


def run(stage: Stage, examples: int, phases: tuple[Phase, ...] = (Phase.generate, Phase.shrink)) -> None:
    """Let Hypothesis choose so many ways; the same ones each time."""

    def made() -> Machine:
        return Machine(stage)

    chosen = settings(
        max_examples=examples,
        stateful_step_count=14,
        derandomize=True,
        database=None,
        phases=phases,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(made, settings=chosen)  # type: ignore[arg-type]  # it takes what makes one, too


@pytest.mark.schedules
def test_no_way_through_the_machine_breaks_a_promise(stage: Stage, soak: int) -> None:
    """Whatever it chooses, the invariants hold after each step and at the end."""
    run(stage, 60 * soak)


def test_the_machine_finds_a_planted_bug(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A suppression that is not asked at the last moment."""
    plant("suppression_is_not_asked", monkeypatch)
    with pytest.raises(AssertionError, match="left after"):
        run(stage, 400, (Phase.generate,))
