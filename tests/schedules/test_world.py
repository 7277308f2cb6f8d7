"""The world in which schedules are played: what it does without any fault, and with one at a time."""

import math

import pytest

from tests.schedules.conftest import Stage
from tests.schedules.disk import FULL
from tests.schedules.judge import Broken, Judge
from tests.schedules.people import People
from tests.schedules.relay import Trouble
from tests.schedules.schedule import come_to_rest, live_to, play
from tests.schedules.town import PORTS
from tests.schedules.world import World

HOUR, SENDING = 60.0, 60.4
"""Seconds from the beginning to the hour of the first message, and to a moment at which it is going out."""
EACH = 5
"""Every so many steps of a mailing it is killed once."""


def world(stage: Stage, *messages: str, seed: int = 1) -> tuple[World, Judge]:
    """A town with these messages, and a daemon at work."""
    made = World(stage.town, stage.disk, seed, messages)
    made.start()
    return made, Judge(made, People(made))


def rest(made: World, judge: Judge) -> None:
    """Let it come to its end, and judge."""
    come_to_rest(made, judge.people, judge)
    judge.at_the_end()
    made.crash()


def test_without_a_fault_everyone_gets_each_message_at_its_hour(stage: Stage) -> None:
    """Nothing before, and each once."""
    made, judge = world(stage, "uno", "tres")
    live_to(made, HOUR - 1)
    assert made.relays[PORTS["correo"]].mails == []
    rest(made, judge)
    for port, subject in ((PORTS["correo"], "uno"), (PORTS["interno"], "tres")):
        taken = made.relays[port].taken()
        assert {mail.subject for mail in taken} == {subject}
        assert sorted(mail.recipient for mail in taken) == sorted(stage.town.people)


def test_a_seed_plays_the_same_again(stage: Stage) -> None:
    """To the last turn of the loop: a failure can be looked at."""
    for seed in range(12):
        first, second = play(stage.town, stage.disk, seed), play(stage.town, stage.disk, seed)
        assert (first.turns, first.time.seconds) == (second.turns, second.time.seconds)


def test_a_crash_at_any_await_repeats_nobody(stage: Stage) -> None:
    """Killed after each fifth step of a mailing, from its hour to its end, in a world of its own each time."""
    steps = 0
    died = True
    while died:
        made, judge = world(stage, "uno", seed=steps)
        live_to(made, HOUR - 0.1)
        assert made.process is not None
        made.process.die_after(steps)
        died = not made.run_to(HOUR + 20)
        made.start()
        rest(made, judge)
        steps += EACH
    assert steps > 150


@pytest.mark.parametrize("phase", ["BODY", "RCPT", "CONNECT"])
def test_a_lane_that_is_told_to_stop_waits_for_its_answers_at_rest(stage: Stage, phase: str) -> None:
    """A relay that hangs: the loop has nothing to do until the deadline, though somebody has said stop."""
    made, judge = world(stage, "uno")
    made.relays[PORTS["correo"]].troubles.append(Trouble(0, 100, phase, "hang"))
    live_to(made, SENDING)
    before = made.turns
    made.end()
    assert made.turns - before < 200
    rest(made, judge)


def test_a_stop_does_not_wait_for_room_on_the_disk(stage: Stage) -> None:
    """What was sent and cannot be written down is in doubt; the daemon ends within its grace."""
    made, judge = world(stage, "uno")
    live_to(made, SENDING)
    made.disk_troubles.append((SENDING, math.inf, FULL))
    live_to(made, SENDING + 2)
    before = made.time.seconds
    made.end()
    assert made.time.seconds - before < 12
    rest(made, judge)


def test_a_disk_without_room_forgets_no_result_though_the_clock_is_set(stage: Stage) -> None:
    """Two minutes without room, and a clock that is set forward by a day: what the relay has taken counts as sent."""
    made, judge = world(stage, "uno")
    live_to(made, SENDING)
    made.disk_troubles.append((SENDING, SENDING + 120, FULL))
    live_to(made, SENDING + 10)
    made.time.set(made.time.now().replace(day=29) - made.time.now().replace(day=28))
    live_to(made, SENDING + 180)
    rest(made, judge)
    assert made.cut.total() == 0


def test_what_the_judge_sees_is_what_is_there(stage: Stage) -> None:
    """A mail that the rows know nothing of is found."""
    made, judge = world(stage, "uno")
    rest(made, judge)
    judge.log()
    made.relays[PORTS["correo"]].mails.append(made.relays[PORTS["correo"]].mails[0])
    with pytest.raises(Broken, match="taken 2 times"):
        judge.log()
