"""What the gate will say at an hour that is still to come, as far as rows tell today."""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from campaigns.calendar import Occurrence
from campaigns.tenant import Tenant
from delivery.planning.known import Known
from delivery.planning.outlook import Outlook
from delivery.publications.answer import HOURS, Answer, Verdict
from delivery.publications.gate import ask
from delivery.publications.question import Approval, Legal, Question

STEPS = 20
"""How often one hold follows another, at most: the end of a suspension falls on a Sunday, and so on."""
GOES = Answer(Verdict.GO)
STAYS = ": no sale."
"""Ends what is said of a veda that lets nothing out: it is not said twice in one line."""


class Foreseen(NamedTuple):
    """What the gate will say in the end, and at which moment (local)."""

    answer: Answer
    at: datetime


def foreseen(tenant: Tenant, known: Known, occurrence: Occurrence, outlook: Outlook, at: datetime) -> Foreseen:
    """The answer at `at` (local), or as soon as persons may be written to after it.

    What a suspension or a veda holds back longer than it may be late will not go out.
    """
    hours = outlook.question.hours
    if outlook.of_its_hour_alone and at == occurrence.slot.local and (hours is None or hours.is_open(at)):
        return Foreseen(GOES, at)
    question = outlook.at(tenant, known, occurrence, at)
    first = ask(question)
    if first.verdict in (Verdict.STOP, Verdict.LATE, Verdict.GO):
        # Of what may go out as it is no word is missing, and it waits for nothing.
        return Foreseen(first, at)
    granted = outlook.granted
    free = first if granted else ask(_approved(question))
    told, moment, held = "", at, False
    for _ in range(STEPS):
        if free.verdict is not Verdict.WAIT:
            break
        told, held = f"{told} {free.reason}".strip(), held or free.waits_for != HOURS
        if free.until is None:
            return Foreseen(first if first.verdict is Verdict.HOLD else replace(free, reason=told), at)
        moment = free.until.astimezone(at.tzinfo)
        question = outlook.at(tenant, known, occurrence, moment)
        free = ask(question if granted else _approved(question))
    if held:
        return Foreseen(first if first.verdict is Verdict.HOLD else _after_hold(free, told), at)
    if free.verdict is not Verdict.GO:
        return Foreseen(replace(free, reason=f"{told} {free.reason}".strip()), at)
    last = free if granted else ask(question)
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
