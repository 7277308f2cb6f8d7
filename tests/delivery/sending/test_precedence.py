"""Of several messages to one person one goes: nobody gets two, and nobody who could get one gets none."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.sending.precedence import LATER, SOON, Decision, Rival, Turn, decide, waits_until

BEGUN = datetime(2027, 1, 4, 13, tzinfo=UTC)
FIRST = Rival("vecinos/comerciantes/correo@1", first=True, state="pending", running=True)
LAST = FIRST._replace(first=False)
GO = Decision(Turn.GO)


@pytest.mark.parametrize(
    ("rival", "patient", "decision"),
    [
        (FIRST._replace(state="sent"), True, Decision(Turn.YIELD, FIRST.publication)),
        (LAST._replace(state="sent"), True, Decision(Turn.YIELD, LAST.publication)),
        (LAST._replace(state="uncertain"), True, Decision(Turn.YIELD, LAST.publication)),
        (FIRST._replace(state="sent", bounced=True), True, GO),
        (FIRST, True, Decision(Turn.WAIT, again=LATER)),
        (FIRST._replace(state=None), True, Decision(Turn.WAIT, again=LATER)),
        (FIRST._replace(state="claimed"), True, Decision(Turn.WAIT, again=SOON)),
        (FIRST._replace(running=False), True, GO),
        (FIRST, False, GO),
        (LAST, True, GO),
        (FIRST._replace(state="sending"), False, Decision(Turn.WAIT, again=SOON)),
        (LAST._replace(state="sending"), True, Decision(Turn.WAIT, again=SOON)),
        (FIRST._replace(state="failed"), True, GO),
        (FIRST._replace(state="skipped"), True, GO),
    ],
)
def test_what_another_message_makes_of_one(rival: Rival, patient: bool, decision: Decision) -> None:
    """What has gone serves, what goes before is waited for, and what cannot come any more is nothing."""
    assert decide({1: [rival]}, patient=patient) == decision


@pytest.mark.parametrize(
    ("second", "turn"),
    [([], Turn.GO), ([FIRST], Turn.WAIT), ([FIRST._replace(state="sent")], Turn.YIELD)],
)
def test_an_address_of_several_yields_where_all_are_served(second: list[Rival], turn: Turn) -> None:
    """One of them has got the other message already."""
    assert decide({1: [FIRST._replace(state="sent")], 2: second}, patient=True).turn is turn


def test_whom_nobody_knows_any_more_is_not_held_back() -> None:
    """No contact is behind the address: the step after this one decides."""
    assert decide({}, patient=True) == GO


@pytest.mark.parametrize(
    ("expires", "until"),
    [(None, timedelta(hours=6)), (timedelta(hours=72), timedelta(hours=6)), (timedelta(hours=3), timedelta(hours=2))],
)
def test_patience_ends_while_there_is_time_to_send(expires: timedelta | None, until: timedelta) -> None:
    """Six hours, or one hour before it expires."""
    assert waits_until(BEGUN, BEGUN + expires if expires is not None else None) == BEGUN + until


STEPS = ("begin", "cancel", "expand", "leave", "rush", "arrive")


@dataclass
class Person:
    """The messages that one person could get, in their order."""

    states: list[str | None]
    running: list[bool]
    works: list[bool]
    """Whether its channel reaches the person."""
    got: list[int] = field(default_factory=list)

    def leave(self, mine: int, *, patient: bool) -> None:
        """One comes to its last second."""
        if self.states[mine] != "pending" or not self.running[mine]:
            return
        rivals = [
            Rival(str(each), first=each < mine, state=state, running=self.running[each])
            for each, state in enumerate(self.states)
            if each != mine and (state is not None or self.running[each])
        ]
        turn = decide({1: rivals}, patient=patient).turn
        self.states[mine] = {Turn.GO: "sending", Turn.WAIT: "pending", Turn.YIELD: "skipped"}[turn]

    def arrive(self, mine: int) -> None:
        """What is on the wire has its outcome."""
        if self.states[mine] == "sending":
            self.states[mine] = "sent" if self.works[mine] else "failed"
            self.got += [mine] if self.works[mine] else []

    def expand(self, mine: int) -> None:
        """Its row is written down."""
        if self.running[mine] and self.states[mine] is None:
            self.states[mine] = "pending"


@given(
    works=st.lists(st.booleans(), min_size=1, max_size=4),
    steps=st.lists(
        st.tuples(st.sampled_from(["begin", "cancel", "expand", "leave", "rush", "arrive"]), st.integers(0, 3))
    ),
)
def test_nobody_gets_two_and_nobody_who_could_get_one_gets_none(
    works: list[bool], steps: list[tuple[str, int]]
) -> None:
    """Whatever comes first: messages that begin late, are cancelled, wait no more, or whose channel fails."""
    count = len(works)
    person, cancelled = Person([None] * count, [False] * count, works), set()
    for what, number in steps:
        mine = number % count
        if what == "begin" and mine not in cancelled:
            person.running[mine] = True
        elif what == "cancel" and person.running[mine] and person.states[mine] in (None, "pending"):
            person.running[mine], person.states[mine] = False, "skipped"
            cancelled.add(mine)
        elif what == "expand":
            person.expand(mine)
        elif what in ("leave", "rush"):
            person.leave(mine, patient=what == "leave")
        elif what == "arrive":
            person.arrive(mine)
    for _ in range(count + 1):
        for mine in range(count):
            person.expand(mine)
            person.leave(mine, patient=True)
            person.arrive(mine)

    reachable = any(person.running[mine] and works[mine] for mine in range(count)) or bool(person.got)
    assert len(person.got) == int(reachable)
