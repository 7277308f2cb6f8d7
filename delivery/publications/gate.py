"""The one gate: every path that leads to a send asks here whether it may, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from campaigns.when import OpenHours
from delivery.alert_orders import Turn
from delivery.blackouts import Standing, asking, foretold, stopping, warning
from delivery.limits import Fund, Stock, exceeding
from delivery.old_lists import KeptList
from delivery.suspensions import Suspension, standing
from storage.restorations import Restoration


class Verdict(StrEnum):
    """What the gate answers."""

    GO = "go"
    HOLD = "hold"
    """Not yet: it waits for its approval."""
    WAIT = "wait"
    """Not yet: messages of its class are suspended or banned, a list of people is too old, nobody may be written to at
    this hour, or its budget does not suffice."""
    LATE = "late"
    """Its hour and its tolerance are over, nobody was there to get it, or there is nothing left to hand out: only a
    person may still send it."""
    STOP = "stop"
    """Never."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict, and why, in Spanish."""

    verdict: Verdict
    reason: str = ""
    waits_for: str | None = None
    """What a row keeps of it that waits for something, or was missed for want of money or stock."""
    exceeds: tuple[Fund, ...] = ()
    """Budgets that do not suffice for what may go out all the same, by a person's word."""
    until: datetime | None = None
    """When a wait is over by itself; None: nobody knows, or it waits for nothing."""
    at_any_hour: bool = False
    """It goes out to persons whatever the hour."""
    over: bool = False
    """What it says is over: nobody is told how to send it all the same."""


FIND_PEOPLE = (
    "Traiga los contactos con «pregonero contacts import», o revise la condición del público en publicos.yaml."
)


UNCHECKED = "requiere:"
"""What a row keeps that waits for its check."""
HOURS = "horas:"
"""What a row keeps that waits until persons may be written to."""
OVERDUE = "Pasó su hora"
"""Begins what is said of what is late: for how long, and why."""
UNKNOWN = (
    "Puede que ya haya salido: la base de datos se recuperó de una copia que se hizo antes. Revise si salió; si no, "
    "una persona la puede enviar."
)


@dataclass(frozen=True, slots=True)
class Approval:
    """A committee's or a person's word on a digest."""

    approved: bool
    person: str
    note: str
    at: datetime


class Legal(NamedTuple):
    """Who approves what goes out in a veda, and the word on this message; None: it is still wanting."""

    name: str
    approval: Approval | None


class Question(NamedTuple):
    """Everything that the gate looks at. Whoever asks reads the rows; the gate only decides."""

    now: datetime
    planned_at: datetime | None
    """None: it has no hour of its own (sent by hand, or as soon as it is approved)."""
    tolerance: timedelta
    approver: str | None
    """None: no approval is asked."""
    approval: Approval | None
    by_hand: bool = False
    """A person sends it now: lateness does not count."""
    emergency: str = ""
    """Why it cannot wait for its approval, by a person's word; empty: it can."""
    turn: Turn | None = None
    """Whether it counts among the times of an alert that repeats; None: it is no such alert's, and lateness counts."""
    nobody: str = ""
    """Who it would go to, where nobody is there at all; empty: somebody is, or it goes to no single persons."""
    over: str = ""
    """Why the survey that it asks takes no votes any more, in Spanish; empty: it does, or it asks none."""
    unchecked: str = ""
    """Why it waits for its check, in Spanish; empty: it was done, or none is required."""
    lists: tuple[KeptList, ...] = ()
    """Lists that others keep and that say to whom it goes."""
    suppressed: bool = False
    """The recipient is not to be written to."""
    restorations: tuple[Restoration, ...] = ()
    """Copies that the rows come from: of what went out between a copy and its restore they know nothing."""
    suspensions: tuple[Suspension, ...] = ()
    """When messages of its class were, or are, not to go out."""
    funds: tuple[Fund, ...] = ()
    """The budgets that it takes from."""
    stocks: tuple[Stock, ...] = ()
    released: str = ""
    """Who lets it go though it waits, in Spanish."""
    hours: OpenHours | None = None
    """When it may go out; None: at any hour."""
    ends: datetime | None = None
    """When its event is over; None: it has none."""
    next_name: str = ""
    """The next time of a message that repeats, where that is due before the hours open again; else empty."""
    blackouts: tuple[Standing, ...] = ()
    """The vedas that concern messages of its class."""
    legal: Mapping[str, Legal] = MappingProxyType({})
    """By the slug of whoever approves in a veda: that one's word."""


def ask(question: Question) -> Answer:
    """May it go out? Rules are asked from the most final to the most passing.

    An emergency passes an approval that is missing, a suspension, a veda, an old list, the hours and a budget, never a
    rejection, a suppression nor the end of a survey; the answer then tells why.
    """
    if question.suppressed:
        return Answer(Verdict.STOP, "La persona pidió no recibir mensajes, o su dirección está descartada.")
    lawyer = _lawyer(question)
    words = (question.approval if question.approver is not None else None, lawyer.approval if lawyer else None)
    for word in words:
        if word is not None and not word.approved:
            note = f": {word.note}" if word.note else ""
            return Answer(Verdict.STOP, _closed(f"No fue aprobada por {word.person}{note}"))
    if question.over:
        return Answer(Verdict.STOP, question.over)
    if late := _lateness(question):
        return late
    if held := None if question.emergency else _held(question):
        return held
    if empty := next((stock for stock in question.stocks if not stock.left), None):
        return Answer(Verdict.LATE, empty.told, empty.mark)
    short = _short(question)
    if short is not None and not question.emergency and not question.released:
        return Answer(Verdict.WAIT, short.told, short.mark)
    if question.nobody:
        return Answer(Verdict.LATE, f"No hay a quién enviarla: {question.nobody}. {FIND_PEOPLE}")
    exceeds = tuple(fund for fund in question.funds if fund.short)
    return Answer(Verdict.GO, _told(question, exceeds), exceeds=exceeds, at_any_hour=bool(question.emergency))


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
    if (old := _old_list(question, question.now)) and not question.released:
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
    asked, lawyer = asking(question.blackouts, question.now), _lawyer(question)
    found = []
    if question.approver is not None and question.approval is None:
        found.append(f"Espera la aprobación de {question.approver}.")
    if asked is not None and lawyer is not None and lawyer.approval is None:
        found.append(f"{asked.told}: necesita la aprobación de {lawyer.name}.")
    return found


def _lawyer(question: Question) -> Legal | None:
    """Whose word a veda that stands now asks; None: none does."""
    asked = asking(question.blackouts, question.now)
    return None if asked is None else question.legal.get(asked.approver, Legal(asked.approver, None))


def _told(question: Question, exceeds: tuple[Fund, ...]) -> str:
    """What is to be said of what goes out: by whose word, past which rules, and what it lacks."""
    told = [question.released]
    now, hours = question.now, question.hours
    closed = hours is not None and not hours.is_open(now)
    if question.emergency:
        told = [f"Emergencia: {question.emergency.rstrip('.')}."]
        unapproved = question.approver is not None and question.approval is None
        told += [f"No esperó la aprobación de {question.approver}."] if unapproved else []
        suspended = None if question.released else standing(question.suspensions, now)
        told += [f"Salió aunque estaban suspendidos los mensajes de {suspended.of}."] if suspended else []
        banned, lawyer = stopping(question.blackouts, now), _lawyer(question)
        banned = banned or (asking(question.blackouts, now) if lawyer and lawyer.approval is None else None)
        told += [f"Salió en veda: {banned.told}."] if banned else []
        old = None if question.released else _old_list(question, now)
        told += [f"Salió sin una lista nueva: {old.standing}."] if old else []
        told += [f"Salió fuera de las horas de {hours.week.name}."] if hours is not None and closed else []
    elif hours is not None and closed:
        told += [hours.told(now)]
    warned = warning(question.blackouts, now)
    told += [f"{warned.told}: sale, con este aviso."] if warned is not None else []
    told += [_sentence(exceeding(exceeds))] if exceeds else []
    scarce = sorted((stock for stock in question.stocks if stock.lacks), key=lambda stock: stock.lacks)
    told += [stock.kept_of_rest for stock in scarce[-1:]]
    return " ".join(filter(None, told))


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _lateness(question: Question) -> Answer | None:
    if question.by_hand or question.planned_at is None:
        return None
    if question.turn is not None:
        return _not_its_turn(question, question.planned_at, question.turn)
    planned_at, hours = question.planned_at, None if question.emergency else question.hours
    due = planned_at if hours is None else hours.opening(planned_at)
    last = planned_at + question.tolerance if hours is None else hours.deadline(planned_at, question.tolerance)
    if any(_within(each, planned_at, last) for each in question.restorations):
        return Answer(Verdict.LATE, UNKNOWN)
    if question.now <= last:
        return None
    late = lasting(question.now - due)
    why = next((each for each in question.suspensions if each.held(last)), None)
    because = f": estaban suspendidos los mensajes de {why.of}{why.because}" if why else ""
    if not because and (banned := stopping(question.blackouts, last)):
        because = f": {banned.told}"
    if not because and (old := _old_list(question, last)):
        because = f": {old.standing}"
    short = _short(question)
    if short is not None and not because:
        return Answer(Verdict.LATE, f"{OVERDUE} hace {late}: no alcanzaba {short.name}.", short.mark)
    return Answer(Verdict.LATE, f"{OVERDUE} hace {late}{because}.")


def _old_list(question: Question, at: datetime) -> KeptList | None:
    """The first of its lists that is too old at a moment."""
    return next((each for each in question.lists if each.is_old(at)), None)


def _not_its_turn(question: Question, planned_at: datetime, turn: Turn) -> Answer | None:
    """Of an alert that repeats the last time goes out, however late; those before it, and after its end, do not."""
    if any(_within(each, planned_at, question.now) for each in question.restorations):
        return Answer(Verdict.LATE, UNKNOWN)
    if not turn.why_not:
        return None
    late = lasting(question.now - planned_at)
    return Answer(Verdict.LATE, _closed(f"{OVERDUE} hace {late}: {turn.why_not}"), over=turn.lifted)


def _short(question: Question) -> Fund | None:
    """The first budget that does not suffice."""
    return next((fund for fund in question.funds if fund.short), None)


def _within(restoration: Restoration, planned_at: datetime, last: datetime) -> bool:
    """Whether it may have gone out after the copy was made, on time or late, and before the copy was put back."""
    return planned_at <= restoration.restored_at and last >= restoration.copied_at


def _closed(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def lasting(time: timedelta) -> str:
    """«45 minutos», «3 horas», «318 días»."""
    minutes = int(time.total_seconds() // 60)
    if minutes < 120:
        return "1 minuto" if minutes == 1 else f"{minutes} minutos"
    return f"{minutes // 60} horas" if time < timedelta(days=2) else f"{time.days} días"
