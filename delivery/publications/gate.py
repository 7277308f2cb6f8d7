"""The one gate: every path that leads to a send asks here whether it may, and when."""

from datetime import timedelta
from typing import Any

from campaigns.articles import of, the
from campaigns.calendar import LONG_AGO
from delivery.blackouts import asking, foretold, stopping, warning
from delivery.limits import Fund, exceeding
from delivery.publications.answer import EMERGENCY, HOURS, UNCHECKED, UNREPORTED, Answer, Verdict
from delivery.publications.approved_under import told_since_approved
from delivery.publications.lateness import lateness, with_full_stop
from delivery.publications.question import Question
from delivery.suspensions import standing

FIND_PEOPLE = (
    "Traiga los contactos con «pregonero contacts import», o revise la condición del público en publicos.yaml."
)


def ask(question: Question) -> Answer:
    """May it go out? Rules are asked from the most final to the most passing.

    An emergency passes an approval that is missing, a suspension, a veda, an old list, the hours and a budget, never a
    rejection, a suppression nor the end of a survey; the answer then tells why.
    """
    if question.suppressed:
        return Answer(Verdict.STOP, "La persona pidió no recibir mensajes, o su dirección está descartada.")
    lawyer = question.lawyer
    words = (question.approval if question.approver is not None else None, lawyer.approval if lawyer else None)
    for word in words:
        if word is not None and not word.approved:
            note = f": {word.note}" if word.note else ""
            return Answer(Verdict.STOP, with_full_stop(f"No fue aprobada por {the(word.person)}{note}"))
    if question.over:
        return Answer(Verdict.STOP, question.over)
    if late := lateness(question):
        return late
    if held := None if question.emergency else _held(question):
        return held
    if question.unreported:
        return Answer(Verdict.WAIT, question.unreported, UNREPORTED)
    if empty := next((stock for stock in question.stocks if not stock.left), None):
        return Answer(Verdict.LATE, empty.told, empty.mark)
    short = question.short
    if short is not None and not question.emergency and not question.released:
        return Answer(Verdict.WAIT, short.told, short.mark)
    if question.nobody:
        return Answer(Verdict.LATE, f"No hay a quién enviarla: {question.nobody}. {FIND_PEOPLE}")
    exceeds = tuple(fund for fund in question.funds if fund.short)
    told, anew = _told(question, exceeds), question.since_approved
    return Answer(Verdict.GO, told, exceeds=exceeds, at_any_hour=bool(question.emergency), since_approved=anew)


def is_of_its_hour_alone(question: Question) -> bool:
    """Whether nothing but the hour is looked at: at an open hour that is not past `ask` lets it go and tells nothing.

    `question`: of no time yet.
    """
    if question.approver is not None and (question.approval is None or not question.approval.approved):
        return False
    return question._replace(**_OF_THE_HOUR, approver=None, approval=None) == _ANYTHING


_OF_THE_HOUR: dict[str, Any] = {"now": LONG_AGO, "planned_at": None, "tolerance": timedelta(), "hours": None}
_ANYTHING = Question(**_OF_THE_HOUR, approver=None, approval=None)


def _held(question: Question) -> Answer | None:
    """What it waits for: a word, the end of a suspension or of a veda, its check, a new list, the hour."""
    wanted = _wanted(question)
    if wanted:
        return Answer(Verdict.HOLD, " ".join(filter(None, (*wanted, foretold(question.blackouts, question.now)))))
    suspended = None if question.released else standing(question.suspensions, question.now)
    if suspended is not None:
        return Answer(Verdict.WAIT, suspended.told, suspended.mark, until=suspended.until)
    if question.unchecked and not question.released:
        return Answer(Verdict.WAIT, question.unchecked, UNCHECKED)
    if (old := question.old_list(question.now)) and not question.released:
        return Answer(Verdict.WAIT, old.told, old.mark)
    banned = stopping(question.blackouts, question.now)
    if banned is not None:
        return Answer(Verdict.WAIT, f"{banned.told}: no sale.", banned.mark, until=banned.until)
    hours = question.hours
    if hours is None or question.by_hand or hours.is_open(question.now):
        return None
    opens = hours.opening(question.now)
    then = f"{hours.why_closed(question.now)}: saldría {hours.when(opens)}"
    # What is said after its event, its results, has no end to wait for.
    if question.ends is not None and (question.planned_at or question.now) < question.ends <= opens:
        return Answer(Verdict.LATE, f"{then}, y para entonces el evento ya habrá terminado.")
    if question.next_name:
        return Answer(Verdict.LATE, f"{then}, y entonces sale en su lugar la siguiente, {question.next_name}.")
    return Answer(Verdict.WAIT, hours.told(question.now), HOURS, until=opens)


def _wanted(question: Question) -> list[str]:
    """The approvals that are missing, in Spanish."""
    asked, lawyer = asking(question.blackouts, question.now), question.lawyer
    found = []
    if question.approver is not None and question.approval is None:
        found.append(f"Espera la aprobación {of(question.approver)}.")
    if asked is not None and lawyer is not None and lawyer.approval is None:
        found.append(f"{asked.told}: necesita la aprobación {of(lawyer.name)}.")
    return found


def _told(question: Question, exceeds: tuple[Fund, ...]) -> str:
    """What is to be said of what goes out: by whose word, past which rules, and what it lacks."""
    told = [question.released]
    now, hours = question.now, question.hours
    closed = hours is not None and not hours.is_open(now)
    if question.emergency:
        told = [f"{EMERGENCY} {question.emergency.rstrip('.')}."]
        if question.approver is not None and question.approval is None:
            told.append(f"No esperó la aprobación {of(question.approver)}.")
        suspended = None if question.released else standing(question.suspensions, now)
        told += [f"Salió aunque {suspended.stood}."] if suspended else []
        banned, lawyer = stopping(question.blackouts, now), question.lawyer
        banned = banned or (asking(question.blackouts, now) if lawyer and lawyer.approval is None else None)
        told += [f"Salió en veda: {banned.told}."] if banned else []
        old = None if question.released else question.old_list(now)
        told += [f"Salió sin una lista nueva: {old.standing}."] if old else []
        told += [f"Salió fuera de las horas de {hours.week.name}."] if hours is not None and closed else []
    elif hours is not None and closed:
        told += [hours.told(now)]
    warned = warning(question.blackouts, now)
    told += [f"{warned.told}: sale, con este aviso."] if warned is not None else []
    told += [_sentence(exceeding(exceeds))] if exceeds else []
    told += [told_since_approved(question.since_approved)] if question.since_approved else []
    scarce = sorted((stock for stock in question.stocks if stock.lacks), key=lambda stock: stock.lacks)
    told += [stock.kept_of_rest for stock in scarce[-1:]]
    return " ".join(filter(None, told))


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
