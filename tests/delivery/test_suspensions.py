"""When a class of messages is not to go out, and what the gate makes of it."""

from datetime import UTC, datetime, timedelta

import pytest

from delivery.publications.answer import Verdict
from delivery.publications.gate import ask
from delivery.publications.question import Approval, Question
from delivery.suspensions import Suspension, standing

NOW = datetime(2027, 5, 3, 13, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
OPEN = Suspension("gestion", NOW - HOUR, None, "Luto por el río")
ENDS = Suspension("gestion", NOW - HOUR, NOW + HOUR, "")
OVER = Suspension("gestion", NOW - 3 * HOUR, NOW - HOUR, "Luto")
YES = Approval(True, "Ana Pérez", "", NOW)


@pytest.mark.parametrize(
    ("orders", "found"),
    [((), None), ((OVER,), None), ((OPEN,), OPEN), ((ENDS,), ENDS), ((ENDS, OVER, OPEN), OPEN), ((OPEN, ENDS), OPEN)],
)
def test_of_several_that_stand_the_one_that_holds_back_longest_counts(
    orders: tuple[Suspension, ...], found: Suspension | None
) -> None:
    """One that was lifted, or has come to its day, stands no more."""
    assert standing(orders, NOW) == found


def question(late: float = 0, **given: object) -> Question:
    """A message that may be ten minutes late, while its class is suspended."""
    plain = Question(NOW, NOW - timedelta(minutes=late), timedelta(minutes=10), None, None, suspensions=(OPEN,))
    return plain._replace(**given)  # type: ignore[arg-type] # a table's cells


@pytest.mark.parametrize(
    ("asked", "verdict"),
    [
        (question(), Verdict.WAIT),
        (question(late=11), Verdict.LATE),
        (question(by_hand=True), Verdict.WAIT),
        (question(approver="comité"), Verdict.HOLD),
        (question(approver="comité", approval=YES), Verdict.WAIT),
        (question(nobody="nadie"), Verdict.WAIT),
        (question(released="La soltó ana."), Verdict.GO),
        (question(emergency="Se creció el río"), Verdict.GO),
        (question(suppressed=True), Verdict.STOP),
        (question(suspensions=(OVER,)), Verdict.GO),
    ],
)
def test_a_suspension_holds_back_all_but_what_a_person_lets_go(asked: Question, verdict: Verdict) -> None:
    """What is late is missed, what wants approval waits for that first, and only then does it wait for the end."""
    assert ask(asked).verdict is verdict


def test_why_it_waits_is_told() -> None:
    """The class, the reason, and until when, where anybody has said."""
    assert ask(question()).reason == "Están suspendidos los mensajes de clase «gestion» (Luto por el río)."
    told = ask(question(suspensions=(ENDS,))).reason
    assert told == "Están suspendidos los mensajes de clase «gestion» hasta el 2027-05-03 14:00."


@pytest.mark.parametrize(
    ("late", "orders", "because"),
    [
        (60, (OPEN,), ": estaban suspendidos los mensajes de clase «gestion» (Luto por el río)."),
        (120, (OVER,), ": estaban suspendidos los mensajes de clase «gestion» (Luto)."),
        (65, (OVER,), "."),
        (30, (OVER,), "."),
        (24 * 60, (OPEN,), "."),
    ],
)
def test_what_a_suspension_made_late_says_so(late: float, orders: tuple[Suspension, ...], because: str) -> None:
    """Where it could still have gone out after the suspension, or before it, that is not why."""
    answer = ask(question(late=late, suspensions=orders))
    assert answer.verdict is Verdict.LATE
    assert answer.reason.endswith(because)
    assert ("suspendidos" in answer.reason) is (because != ".")


def test_an_emergency_tells_what_it_passed() -> None:
    """Whoever reads the row later knows that the class was suspended."""
    told = ask(question(emergency="Se creció el río")).reason
    assert told == "Emergencia: Se creció el río. Salió aunque estaban suspendidos los mensajes de clase «gestion»."
