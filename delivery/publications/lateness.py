"""Whether the hour of something is over, and why it did not go out in time."""

from datetime import datetime, timedelta

from delivery.alert_orders import Turn
from delivery.blackouts import stopping
from delivery.publications.answer import UNREPORTED, Answer, Verdict
from delivery.publications.question import Question
from storage.restorations import Restoration

OVERDUE = "Pasó su hora"
"""Begins what is said of what is late: for how long, and why."""
UNKNOWN = (
    "Puede que ya haya salido: la base de datos se recuperó de una copia que se hizo antes. Revise si salió; si no, "
    "una persona la puede enviar."
)


def lateness(question: Question) -> Answer | None:
    """Why its hour is over, where it is; None: it is in time, or has no hour of its own."""
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
    because = f": {why.stood}{why.because}" if why else ""
    if not because and (banned := stopping(question.blackouts, last)):
        because = f": {banned.told}"
    if not because and (old := question.old_list(last)):
        because = f": {old.standing}"
    if not because and question.unreported:
        return Answer(Verdict.LATE, f"{OVERDUE} hace {late}. {question.unreported}", UNREPORTED)
    short = question.short
    if short is not None and not because:
        return Answer(Verdict.LATE, f"{OVERDUE} hace {late}: no alcanzaba {short.name}.", short.mark)
    return Answer(Verdict.LATE, f"{OVERDUE} hace {late}{because}.")


def _not_its_turn(question: Question, planned_at: datetime, turn: Turn) -> Answer | None:
    """Of an alert that repeats the last time goes out, however late; those before it, and after its end, do not."""
    if any(_within(each, planned_at, question.now) for each in question.restorations):
        return Answer(Verdict.LATE, UNKNOWN)
    if not turn.why_not:
        return None
    late = lasting(question.now - planned_at)
    return Answer(Verdict.LATE, with_full_stop(f"{OVERDUE} hace {late}: {turn.why_not}"), over=turn.lifted)


def _within(restoration: Restoration, planned_at: datetime, last: datetime) -> bool:
    """Whether it may have gone out after the copy was made, on time or late, and before the copy was put back."""
    return planned_at <= restoration.restored_at and last >= restoration.copied_at


def lasting(time: timedelta) -> str:
    """«45 minutos», «3 horas», «318 días»."""
    minutes = int(time.total_seconds() // 60)
    if minutes < 120:
        return "1 minuto" if minutes == 1 else f"{minutes} minutos"
    return f"{minutes // 60} horas" if time < timedelta(days=2) else f"{time.days} días"


def with_full_stop(sentence: str) -> str:
    """A sentence with its end."""
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."
