"""Lists that others keep, and what the gate makes of one that is too old."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from delivery.old_lists import KeptList
from delivery.publications.answer import Verdict
from delivery.publications.gate import ask
from delivery.publications.question import Approval, Question

NOW = datetime(2027, 2, 15, 8, 0, tzinfo=ZoneInfo("America/Bogota"))
DAYS = timedelta(days=1)


def kept(age: timedelta | None) -> KeptList:
    """The list of the schools, which holds eight days, so long after it came; None: it never did."""
    came = None if age is None else NOW - age
    return KeptList("educacion", "Familias", "Secretaría de Educación", "8 días", 8 * DAYS, came)


FRESH, OLD, NEVER = kept(7 * DAYS), kept(8 * DAYS), kept(None)
YES = Approval(True, "Ana Pérez", "", NOW)


def question(late: float = 0, **given: object) -> Question:
    """A message that may be ten minutes late, to whom an old list names."""
    plain = Question(NOW, NOW - timedelta(minutes=late), timedelta(minutes=10), None, None, lists=(OLD,))
    return plain._replace(**given)  # type: ignore[arg-type] # a table's cells


@pytest.mark.parametrize(
    ("each", "old"), [(FRESH, False), (kept(8 * DAYS - DAYS / 24), False), (OLD, True), (NEVER, True)]
)
def test_a_list_holds_as_long_as_it_says(each: KeptList, old: bool) -> None:
    """From that moment on it is too old; one that never came always is."""
    assert each.is_old(NOW) is old


@pytest.mark.parametrize(
    ("asked", "verdict"),
    [
        (question(), Verdict.WAIT),
        (question(lists=(FRESH,)), Verdict.GO),
        (question(lists=(FRESH, NEVER)), Verdict.WAIT),
        (question(lists=()), Verdict.GO),
        (question(nobody="nadie"), Verdict.WAIT),
        (question(by_hand=True), Verdict.WAIT),
        (question(late=11), Verdict.LATE),
        (question(approver="comité"), Verdict.HOLD),
        (question(approver="comité", approval=YES), Verdict.WAIT),
        (question(released="La soltó ana."), Verdict.GO),
        (question(emergency="Se creció el río"), Verdict.GO),
    ],
)
def test_an_old_list_holds_back_all_but_what_a_person_lets_go(asked: Question, verdict: Verdict) -> None:
    """What wants approval waits for that first; what is late is missed."""
    assert ask(asked).verdict is verdict


def test_why_it_waits_is_told() -> None:
    """Which list, who owes it, how old it is, and the command that brings it."""
    answer = ask(question())
    assert answer.reason == (
        "Espera una lista nueva: la lista «Familias», que debe la Secretaría de Educación, es del 2027-02-07 y vale 8 "
        "días. Tráigala con «pregonero contacts import ARCHIVO --list educacion»."
    )
    assert answer.waits_for == "lista:educacion"
    assert "no se ha traído nunca" in ask(question(lists=(NEVER,))).reason


def test_what_an_emergency_passed_is_told() -> None:
    """And nothing is told of a list that holds."""
    assert ask(question(emergency="Creciente")).reason == (
        "Emergencia: Creciente. Salió sin una lista nueva: la lista «Familias», que debe la Secretaría de Educación, "
        "es del 2027-02-07 y vale 8 días."
    )
    assert ask(question(emergency="Creciente", lists=(FRESH,))).reason == "Emergencia: Creciente."


@pytest.mark.parametrize(("minutes", "because"), [(25, True), (15, False), (-15, False)])
def test_what_an_old_list_made_late_says_so(minutes: float, because: bool) -> None:
    """Too old since so many minutes; where it still held at the last moment, that is not why."""
    since = kept(8 * DAYS + timedelta(minutes=minutes))
    told = ask(question(late=30, lists=(since,))).reason
    assert told.startswith("Pasó su hora hace 30 minutos: la lista «Familias»") is because
    assert because or told == "Pasó su hora hace 30 minutos."
