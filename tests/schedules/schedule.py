"""A schedule of faults, drawn by a seed and played to its end."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from tests.schedules.disk import BUSY, FULL, Disk
from tests.schedules.judge import Broken, Judge
from tests.schedules.people import VERBS, People
from tests.schedules.relay import ENVELOPE, KINDS, PHASES, Trouble
from tests.schedules.town import ACCOUNTS, PEOPLE, PORTS, Town
from tests.schedules.world import World

MOMENTS = (*3 * [(60.0, 62.5)], (59.5, 66.0), *2 * [(120.0, 122.5)], (119.5, 126.0), (50.0, 260.0))
"""Between these seconds something goes on: the first two messages, the others, and all of it."""
TROUBLES = (*PHASES, "RCPT", *3 * ["BODY"]), (*KINDS, "drop", "451", "451")
"""Where, and of which kind: what touches one message is drawn oftener than what stops the account."""
LATER = 4000.0
"""Seconds after which, on the average, something happens that happens late."""
LENGTHS = (0.2, 3.0, 30.0, 300.0, 300.0, 3600.0)
JUMPS = tuple(timedelta(seconds=seconds) for seconds in (-86_400, -3600, -90, 90, 3600, 86_400))
REST = 6 * 3600.0
"""Seconds between two looks at whether all has come to its end."""
LOOKS = 60


@dataclass(frozen=True, slots=True)
class Act:
    """Something that happens at a moment; `what` tells it to people."""

    at: float
    what: str
    do: Callable[[World, People], None]


def draw(seed: int) -> list[Act]:
    """The acts of a seed, in their order."""
    source = random.Random(f"acts {seed}")
    acts = []
    for _ in range(source.randint(2, 9)):
        late = source.random() < 0.2
        at = 60.0 + source.expovariate(1 / LATER) if late else source.uniform(*source.choice(MOMENTS))
        acts.append(source.choice(ACTS)(source, at, chosen(seed)))
    return sorted(acts, key=lambda act: act.at)


def chosen(seed: int) -> list[str]:
    """Which messages there are in a seed's town: a few of them, so that there is time for more seeds."""
    source = random.Random(f"town {seed}")
    return source.sample(list(ACCOUNTS), source.choice((1, 2, 2, 3)))


def play(town: Town, disk: Disk, seed: int) -> World:
    """Play it, and judge after each act and at the end. Raises Broken, which tells seed and acts."""
    world = World(town, disk, seed, chosen(seed))
    people = People(world)
    judge = Judge(world, people)
    acts = draw(seed)
    try:
        world.start()
        for act in acts:
            live_to(world, act.at)
            act.do(world, people)
            judge.rows()
        come_to_rest(world, people, judge)
        judge.at_the_end()
    except (Broken, RuntimeError) as error:
        told = "\n".join(f"  {act.at:8.2f} {act.what}" for act in acts)
        error.add_note(f"seed {seed}, messages {world.messages}, at {world.time.seconds:.2f} s:\n{told}")
        raise
    finally:
        world.crash()
    return world


def live_to(world: World, moment: float) -> None:
    """Let time pass; a daemon that dies meanwhile begins anew after a while."""
    while not world.run_to(moment):
        world.run_to(min(moment, world.time.seconds + world.random.choice((0.5, 5.0, 60.0, 2000.0))))
        world.start()
    world.start()


def come_to_rest(world: World, people: People, judge: Judge) -> None:
    """All is mended, and time passes until everything has ended, or it is clear that it never will."""
    world.disk_troubles.clear()
    for relay in world.relays.values():
        relay.troubles.clear()
    if world.process is not None:
        world.process.die_after(None)
    for _ in range(LOOKS):
        people.resume_everything()
        live_to(world, world.time.seconds + REST)
        if judge.rests():
            return


def _trouble(source: random.Random, at: float, messages: Sequence[str]) -> Act:
    phase, kind = source.choice(TROUBLES[0]), source.choice(TROUBLES[1])
    port = PORTS[ACCOUNTS[source.choice(messages)]]
    one_of, until = source.choice((1, 1, 2, 5)), at + source.choice(LENGTHS)
    who = f"p{source.randrange(PEOPLE)}@" if phase not in (*PHASES[:2], ENVELOPE[0]) and source.random() < 0.4 else ""
    trouble = Trouble(at, until, phase, kind, one_of, who)
    return Act(at, f"{port}: {trouble}", lambda world, _: world.relays[port].troubles.append(trouble))


def _at_the_end(source: random.Random, at: float, messages: Sequence[str]) -> Act:
    """For a while nothing that comes to its last dot goes well."""
    port, until = PORTS[ACCOUNTS[source.choice(messages)]], at + source.choice(LENGTHS[2:])
    trouble = Trouble(at, until, "BODY", source.choice(("451", "451", "drop", "hang", "lose the answer")))
    return Act(at, f"{port}: {trouble}", lambda world, _: world.relays[port].troubles.append(trouble))


def _crash(source: random.Random, at: float, _: Sequence[str]) -> Act:
    steps = source.choice((0, source.randrange(30), source.randrange(300)))

    def do(world: World, _: People) -> None:
        if world.process is not None:
            world.process.die_after(steps)

    return Act(at, f"the daemon dies {steps} steps later", do)


def _end(source: random.Random, at: float, _: Sequence[str]) -> Act:
    down = source.choice((0.5, 60.0, 2400.0))

    def do(world: World, _: People) -> None:
        world.end()
        world.run_to(world.time.seconds + down)

    return Act(at, f"the daemon is stopped for {down:.0f} s", do)


def _verb(source: random.Random, at: float, messages: Sequence[str]) -> Act:
    verb, message, number = source.choice(("pause", *VERBS)), source.choice(messages), source.randrange(1000)
    return Act(at, f"{verb} {message} {number}", lambda _, people: _say(people, verb, message, number))


def _say(people: People, verb: str, message: str, number: int) -> None:
    people.do(verb, message, number)


def _clock(source: random.Random, at: float, _: Sequence[str]) -> Act:
    by = source.choice(JUMPS)

    def do(world: World, _: People) -> None:
        world.time.set(by)
        if world.process is not None:
            world.process.poke()

    return Act(at, f"the clock is set by {by}", do)


def _disk(source: random.Random, at: float, _: Sequence[str]) -> Act:
    code, until = source.choice((FULL, BUSY)), at + source.choice(LENGTHS[:4])
    return Act(
        at, f"the disk says {code} until {until:.1f}", lambda world, _: world.disk_troubles.append((at, until, code))
    )


ACTS = (*2 * [_trouble], _at_the_end, *2 * [_crash], *4 * [_verb], _clock, _disk, _end)
"""What an act is drawn from."""
