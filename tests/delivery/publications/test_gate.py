"""The one gate, as a table."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from delivery.publications.answer import Answer, Verdict
from delivery.publications.gate import ask
from delivery.publications.lateness import UNKNOWN
from delivery.publications.question import Approval, Question
from storage.restorations import Restoration

NOW = datetime(2027, 1, 12, 13, 0, tzinfo=UTC)
YES = Approval(True, "Ana Pérez", "", NOW)
NO = Approval(False, "Ana Pérez", "Falta el lugar.", NOW)
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.mark.parametrize("question", [{}, {"by_hand": True}, {"emergency": "Creciente"}, {"released": "ana"}])
def test_nobody_asks_for_votes_that_do_not_count(question: dict[str, Any]) -> None:
    """Once its survey is over a message never goes out, whoever sends it."""
    asked = Question(NOW, NOW, HALF_AN_HOUR, None, None, over="Su encuesta cerró.", **question)
    assert ask(asked) == Answer(Verdict.STOP, "Su encuesta cerró.")


@pytest.mark.parametrize(
    ("late", "approver", "approval", "by_hand", "suppressed", "verdict"),
    [
        (0, None, None, False, False, Verdict.GO),
        (30, None, None, False, False, Verdict.GO),
        (31, None, None, False, False, Verdict.LATE),
        (31, None, None, True, False, Verdict.GO),
        (None, None, None, False, False, Verdict.GO),
        (-60, None, None, False, False, Verdict.GO),
        (0, "comité", None, False, False, Verdict.HOLD),
        (0, "comité", None, True, False, Verdict.HOLD),
        (0, "comité", YES, False, False, Verdict.GO),
        (0, "comité", NO, False, False, Verdict.STOP),
        (0, "comité", NO, True, False, Verdict.STOP),
        (31, "comité", None, False, False, Verdict.LATE),
        (31, "comité", YES, False, False, Verdict.LATE),
        (31, "comité", NO, False, False, Verdict.STOP),
        (None, "comité", YES, False, False, Verdict.GO),
        (0, None, None, False, True, Verdict.STOP),
        (31, None, None, True, True, Verdict.STOP),
    ],
)
def test_the_most_final_rule_speaks_first(
    late: float | None,
    approver: str | None,
    approval: Approval | None,
    by_hand: bool,
    suppressed: bool,
    verdict: Verdict,
) -> None:
    """Suppression, then a rejection, then lateness, then a missing approval: the first that applies decides."""
    question = Question(
        now=NOW,
        planned_at=None if late is None else NOW - timedelta(minutes=late),
        tolerance=HALF_AN_HOUR,
        approver=approver,
        approval=approval,
        by_hand=by_hand,
        suppressed=suppressed,
    )
    answer = ask(question)
    assert answer.verdict is verdict
    assert bool(answer.reason) is (verdict is not Verdict.GO)


@pytest.mark.parametrize(("minutes", "said"), [(1, "1 minuto"), (45, "45 minutos"), (120, "2 horas")])
def test_how_late_it_is_is_told(minutes: int, said: str) -> None:
    """In minutes, and in hours where these say more."""
    question = Question(NOW, NOW - timedelta(minutes=minutes), timedelta(), None, None)
    assert ask(question).reason.startswith(f"Pasó su hora hace {said}.")


def test_a_rejection_tells_who_and_why() -> None:
    """Whoever wrote the text reads the committee's note."""
    question = Question(NOW, NOW, HALF_AN_HOUR, "comité", NO)
    assert ask(question).reason == "No fue aprobada por Ana Pérez: Falta el lugar."


def test_an_emergency_passes_a_missing_approval_alone() -> None:
    """It tells why and whose approval it did not wait for; what was rejected or suppressed does not go out."""
    waits = Question(NOW, NOW, HALF_AN_HOUR, "Comité GEL", None, by_hand=True, emergency="Nivel rojo.")
    told = "Emergencia: Nivel rojo. No esperó la aprobación del Comité GEL."
    assert ask(waits) == Answer(Verdict.GO, told, at_any_hour=True)
    assert ask(waits._replace(approval=YES)).reason == "Emergencia: Nivel rojo."
    assert ask(waits._replace(approval=NO)).verdict is Verdict.STOP
    assert ask(waits._replace(suppressed=True)).verdict is Verdict.STOP


@pytest.mark.parametrize(("by_hand", "emergency"), [(False, ""), (True, ""), (True, "Nivel rojo")])
def test_nobody_is_nobody(by_hand: bool, emergency: str) -> None:
    """Where there is nobody to send it to it does not go out, whoever asks; once approved, not sooner, it says so."""
    question = Question(NOW, NOW, HALF_AN_HOUR, None, None, by_hand, emergency, nobody="en «Ribera» no hay nadie")
    assert ask(question).verdict is Verdict.LATE
    assert ask(question).reason.startswith("No hay a quién enviarla: en «Ribera» no hay nadie. Traiga los contactos")
    assert ask(question._replace(approver="comité", approval=None, emergency="")).verdict is Verdict.HOLD


@pytest.mark.parametrize(
    ("due", "verdict"),
    [(-71, Verdict.GO), (-70, Verdict.LATE), (-40, Verdict.LATE), (0, Verdict.LATE), (1, Verdict.GO)],
)
def test_what_a_copy_cannot_know_is_for_a_person(due: int, verdict: Verdict) -> None:
    """Due so many minutes from the restore, forty after the copy: what may have gone out between them is late."""
    copies = (Restoration(NOW - timedelta(minutes=40), NOW),)
    planned = NOW + timedelta(minutes=due)
    question = Question(planned, planned, HALF_AN_HOUR, None, None, restorations=copies)
    assert ask(question) == (Answer(Verdict.LATE, UNKNOWN) if verdict is Verdict.LATE else Answer(Verdict.GO))
    assert ask(question._replace(by_hand=True)).verdict is Verdict.GO
