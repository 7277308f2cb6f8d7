"""What the gate will say at an hour that is still to come, as far as rows tell today."""

from dataclasses import replace
from datetime import datetime

from campaigns.calendar import Occurrence
from delivery.alert_orders import emergency_of
from delivery.planning.known import Known
from delivery.planning.prospect import Prospect
from delivery.publications.gate import Answer, Question, Verdict, ask
from delivery.publications.surveys import over, too_late
from delivery.suspensions import standing


def foreseen(prospect: Prospect, known: Known, occurrence: Occurrence, at: datetime, *, on_paper: bool) -> Answer:
    """The answer at `at`; what a suspension holds back longer than it may be late will not go out.

    `on_paper`: people ask by hand, and no survey's end concerns them.
    """
    message = occurrence.message
    question = Question(
        now=at,
        planned_at=occurrence.slot.local,
        tolerance=message.tolerance,
        approver=prospect.approver,
        approval=prospect.approval,
        over="" if on_paper else over_then(known, occurrence, at),
        restorations=known.restorations,
        emergency=emergency_of(known.alerts.get(message.reference, ()), occurrence.name),
        suspensions=known.suspensions.get(message.class_, ()),
    )
    answer = ask(question)
    order = standing(question.suspensions, at)
    if answer.verdict is not Verdict.WAIT or order is None or order.until is None:
        return answer
    if ask(question._replace(now=order.until)).verdict is not Verdict.LATE:
        return replace(answer, reason=f"{answer.reason} Sale entonces.")
    return Answer(Verdict.LATE, f"{answer.reason} Para entonces ya habrá pasado su hora: no sale.")


def over_then(known: Known, occurrence: Occurrence, at: datetime) -> str:
    """Why the survey of an occurrence takes no votes at `at` (local), in Spanish; empty where it does, or is none."""
    ends = known.surveys.get(f"{occurrence.message.reference}@{occurrence.name}")
    return over(ends, at.tzinfo, at) if ends is not None else too_late(occurrence, at)
