"""What the gate will say at an hour that is still to come, as far as rows tell today."""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from campaigns.account import Account
from campaigns.calendar import Occurrence
from campaigns.tenant import Tenant
from channels.adapter import Kind
from delivery.alert_orders import emergency_of, turn_of
from delivery.lost_words import is_by_their_word
from delivery.planning.known import Known
from delivery.planning.prospect import Prospect
from delivery.publications.answer import HOURS, Answer, Verdict
from delivery.publications.gate import ask
from delivery.publications.question import Approval, Legal, Question
from delivery.publications.surveys import over, too_late
from delivery.publications.timing import timing_of

STEPS = 20
"""How often one hold follows another, at most: the end of a suspension falls on a Sunday, and so on."""
STAYS = ": no sale."
"""Ends what is said of a veda that lets nothing out: it is not said twice in one line."""


class Foreseen(NamedTuple):
    """What the gate will say in the end, and at which moment (local)."""

    answer: Answer
    at: datetime


class Way(NamedTuple):
    """One of the accounts that are alike in what the gate looks at."""

    account: Account
    on_paper: bool
    """People ask by hand, and no survey's end concerns them."""


def way_of(account: Account, kind: str, *, asks: bool) -> Way:
    """How a message goes out on an account; `kind`: of its publications there."""
    return Way(account, asks and kind == Kind.MANUAL.value)


def foreseen(
    tenant: Tenant, prospect: Prospect, known: Known, occurrence: Occurrence, way: Way, at: datetime
) -> Foreseen:
    """The answer at `at` (local), or as soon as persons may be written to after it.

    What a suspension or a veda holds back longer than it may be late will not go out.
    """
    first = ask(_question(tenant, prospect, known, occurrence, way, at))
    if first.verdict in (Verdict.STOP, Verdict.LATE, Verdict.GO):
        # Of what may go out as it is no word is missing, and it waits for nothing.
        return Foreseen(first, at)
    told, moment, held = "", at, False
    for _ in range(STEPS):
        free = ask(_approved(_question(tenant, prospect, known, occurrence, way, moment)))
        if free.verdict is not Verdict.WAIT:
            break
        told, held = f"{told} {free.reason}".strip(), held or free.waits_for != HOURS
        if free.until is None:
            return Foreseen(first if first.verdict is Verdict.HOLD else replace(free, reason=told), at)
        moment = free.until.astimezone(at.tzinfo)
    if held:
        return Foreseen(first if first.verdict is Verdict.HOLD else _after_hold(free, told), at)
    if free.verdict is not Verdict.GO:
        return Foreseen(replace(free, reason=f"{told} {free.reason}".strip()), at)
    last = ask(_question(tenant, prospect, known, occurrence, way, moment))
    return Foreseen(replace(last, reason=f"{told} {last.reason}".strip()), moment)


def _after_hold(then: Answer, told: str) -> Answer:
    if then.verdict is Verdict.LATE:
        late = "Para entonces ya habrá pasado su hora"
        return Answer(Verdict.LATE, f"{told} {late}." if told.endswith(STAYS) else f"{told} {late}: no sale.")
    return Answer(Verdict.WAIT, f"{told} {'Sale cuando termine' if told.endswith(STAYS) else 'Sale entonces'}.")


def _approved(question: Question) -> Question:
    """As if every word that is missing were given: when it would go out then."""
    granted = {
        slug: Legal(each.name, Approval(True, each.name, "", question.now)) for slug, each in question.legal.items()
    }
    return question._replace(approver=None, legal=granted)


def _question(
    tenant: Tenant, prospect: Prospect, known: Known, occurrence: Occurrence, way: Way, at: datetime
) -> Question:
    message = occurrence.message
    orders = known.alerts.get(message.reference, ())
    lost = known.lost_words if is_by_their_word(message, way.account) else ()
    return Question(
        now=at,
        planned_at=occurrence.slot.local,
        tolerance=message.tolerance,
        approver=prospect.approver,
        approval=prospect.approval,
        over="" if way.on_paper else over_then(known, occurrence, at),
        restorations=known.restorations,
        emergency=emergency_of(orders, occurrence.name),
        turn=turn_of(tenant, occurrence, orders, at),
        suspensions=(*known.suspensions.get(message.class_, ()), *lost),
        **timing_of(tenant, occurrence, way.account, known.approvals.get(message.digest, ()), at)._asdict(),
    )


def over_then(known: Known, occurrence: Occurrence, at: datetime) -> str:
    """Why the survey of an occurrence takes no votes at `at` (local), in Spanish; empty where it does, or is none."""
    ends = known.surveys.get(f"{occurrence.message.reference}@{occurrence.name}")
    return over(ends, at.tzinfo, at) if ends is not None else too_late(occurrence, at)
