"""The one gate: every path that leads to a send asks here whether it may, and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from delivery.limits import Fund, Stock, exceeding
from delivery.suspensions import Suspension, standing
from storage.restorations import Restoration


class Verdict(StrEnum):
    """What the gate answers."""

    GO = "go"
    HOLD = "hold"
    """Not yet: it waits for its approval."""
    WAIT = "wait"
    """Not yet: messages of its class are suspended, or its budget does not suffice."""
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


FIND_PEOPLE = (
    "Traiga los contactos con «pregonero contacts import», o revise la condición del público en publicos.yaml."
)


UNCHECKED = "requiere:"
"""What a row keeps that waits for its check."""
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
    nobody: str = ""
    """Who it would go to, where nobody is there at all; empty: somebody is, or it goes to no single persons."""
    over: str = ""
    """Why the survey that it asks takes no votes any more, in Spanish; empty: it does, or it asks none."""
    unchecked: str = ""
    """Why it waits for its check, in Spanish; empty: it was done, or none is required."""
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


def ask(question: Question) -> Answer:
    """May it go out? Rules are asked from the most final to the most passing.

    An emergency passes an approval that is missing, a suspension and a budget, never a rejection, a suppression nor the
    end of a survey; the answer then tells why.
    """
    if question.suppressed:
        return Answer(Verdict.STOP, "La persona pidió no recibir mensajes, o su dirección está descartada.")
    if question.approver is not None and question.approval is not None and not question.approval.approved:
        note = f": {question.approval.note}" if question.approval.note else ""
        return Answer(Verdict.STOP, _closed(f"No fue aprobada por {question.approval.person}{note}"))
    if question.over:
        return Answer(Verdict.STOP, question.over)
    if late := _lateness(question):
        return late
    unapproved = question.approver is not None and question.approval is None
    if unapproved and not question.emergency:
        return Answer(Verdict.HOLD, f"Espera la aprobación de {question.approver}.")
    suspended = None if question.released else standing(question.suspensions, question.now)
    if suspended is not None and not question.emergency:
        return Answer(Verdict.WAIT, suspended.told, suspended.mark)
    if question.unchecked and not question.emergency and not question.released:
        return Answer(Verdict.WAIT, question.unchecked, UNCHECKED)
    if empty := next((stock for stock in question.stocks if not stock.left), None):
        return Answer(Verdict.LATE, empty.told, empty.mark)
    short = _short(question)
    if short is not None and not question.emergency and not question.released:
        return Answer(Verdict.WAIT, short.told, short.mark)
    if question.nobody:
        return Answer(Verdict.LATE, f"No hay a quién enviarla: {question.nobody}. {FIND_PEOPLE}")
    scarce = sorted((stock for stock in question.stocks if stock.lacks), key=lambda stock: stock.lacks)
    exceeds = tuple(fund for fund in question.funds if fund.short)
    told = [question.released]
    if question.emergency:
        told = [f"Emergencia: {question.emergency.rstrip('.')}."]
        told += [f"No esperó la aprobación de {question.approver}."] if unapproved else []
        told += [f"Salió aunque estaban suspendidos los mensajes de {suspended.of}."] if suspended else []
    told += [_sentence(exceeding(exceeds))] if exceeds else []
    told += [stock.kept_of_rest for stock in scarce[-1:]]
    return Answer(Verdict.GO, " ".join(filter(None, told)), exceeds=exceeds)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _lateness(question: Question) -> Answer | None:
    if question.by_hand or question.planned_at is None:
        return None
    if any(_within(each, question.planned_at, question.tolerance) for each in question.restorations):
        return Answer(Verdict.LATE, UNKNOWN)
    late = question.now - question.planned_at
    if late <= question.tolerance:
        return None
    why = next((each for each in question.suspensions if each.held(question.planned_at, question.tolerance)), None)
    because = f": estaban suspendidos los mensajes de {why.of}{why.because}" if why else ""
    short = _short(question)
    if short is not None and not because:
        return Answer(Verdict.LATE, f"{OVERDUE} hace {lasting(late)}: no alcanzaba {short.name}.", short.mark)
    return Answer(Verdict.LATE, f"{OVERDUE} hace {lasting(late)}{because}.")


def _short(question: Question) -> Fund | None:
    """The first budget that does not suffice."""
    return next((fund for fund in question.funds if fund.short), None)


def _within(restoration: Restoration, planned_at: datetime, tolerance: timedelta) -> bool:
    """Whether it may have gone out after the copy was made, on time or late, and before the copy was put back."""
    return planned_at <= restoration.restored_at and planned_at + tolerance >= restoration.copied_at


def _closed(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def lasting(time: timedelta) -> str:
    """«45 minutos», «3 horas», «318 días»."""
    minutes = int(time.total_seconds() // 60)
    if minutes < 120:
        return "1 minuto" if minutes == 1 else f"{minutes} minutos"
    return f"{minutes // 60} horas" if time < timedelta(days=2) else f"{time.days} días"
