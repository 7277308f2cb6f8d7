"""What is handed in for a duty, what of it goes back, and its one extension: checked before anything of it is kept."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from campaigns.extension import last_day
from campaigns.when import parse_lead
from delivery.tasks.desk import END_OF_DAY, Desk, NotSaid, TooLate, only, speakers, too_late
from delivery.tasks.evidence import Evidence, keep
from storage import extensions
from storage.receipts import HandedIn, Receipt, send_back
from storage.receipts import receive as keep_receipt
from storage.states import OPEN_WORK_ORDER


class Extended(NamedTuple):
    """What became of an extension."""

    until: datetime
    granted: bool
    """False: it is asked for, and whoever asked for the duty has still to agree."""


def receive(desk: Desk, handed_by: str, files: Sequence[Evidence], note: str, once: str | None = None) -> Receipt:
    """Write down what somebody handed in, and its number; whoever asked for it has still to accept it.

    `handed_by`: who brought it; empty: who owes it. `once`: what is written down twice under the same SHA-256 is one.
    Raises `NotSaid`, `TooLate`, `OSError`.
    """
    if not files and not note.strip():
        voice = desk.voice
        raise NotSaid(f"{voice.files} lo que se entregó; si vino en papel, diga {voice.note} qué fue y dónde está.")
    _open_duty(desk)
    order = desk.order
    kept = [keep(desk.connection, desk.folder, each, desk.now) for each in files]
    who = handed_by.strip() or order.place or order.responsible
    what = HandedIn(order.id, who, desk.actor, kept, note.strip(), mail_digest=once)
    year = desk.now.astimezone(desk.zone).year
    made = keep_receipt(desk.connection, desk.tenant_id, what, year, desk.now)
    if made is None:
        raise too_late(order)
    return made


def return_(desk: Desk, note: str) -> None:
    """What was handed in does not do, and why: the duty is open again, with its term. Raises `NotSaid`, `TooLate`."""
    if not note.strip():
        raise NotSaid(f"Diga {desk.voice.note} qué le falta, o qué está mal.")
    _open_duty(desk)
    order = desk.order
    whose = f"La tarea {order.id} la devuelve quien la pidió o el encargado."
    only(desk, speakers(desk.tenant.municipality, order.asked_by), "devolverla", whose)
    if not send_back(desk.connection, desk.tenant_id, order.id, desk.actor, note.strip(), desk.now):
        raise TooLate(f"De la tarea {order.id} no hay nada recibido que devolver.")


def extend(desk: Desk, until: date | None, note: str) -> Extended:
    """Ask for a duty's one extension, or agree to it; whoever asks for the duty agrees. Raises `NotSaid`, `TooLate`."""
    _open_duty(desk)
    order, municipality, connection = desk.order, desk.tenant.municipality, desk.connection
    agrees = speakers(municipality, order.asked_by)
    whose = f"La prórroga de la tarea {order.id} la pide quien la debe, y la da quien pidió la tarea o el encargado."
    only(desk, agrees | speakers(municipality, order.responsible), "darla ni pedirla", whose)
    asked = extensions.extension_of(connection, order.id)
    grants = not agrees or desk.actor in agrees
    if asked is not None and (asked.granted_at is not None or not grants):
        raise TooLate(_second(desk, asked))
    if asked is not None and until is None:
        end, reason = asked.until, asked.reason
    else:
        end, reason = _end(desk, until), note.strip() or (asked.reason if asked else "")
    if not reason:
        raise NotSaid(f"Diga {desk.voice.note} por qué se necesita la prórroga.")
    extensions.ask(connection, order.id, order.due, end, reason, desk.actor, desk.now)
    if not grants:
        return Extended(end, granted=False)
    if not extensions.grant(connection, order.id, end, desk.actor, desk.now):
        raise too_late(order)
    return Extended(end, granted=True)


def _open_duty(desk: Desk) -> None:
    if not desk.order.asked_by:
        raise NotSaid(f"La tarea {desk.order.id} no es un deber: se confirma {desk.voice.confirm}.")
    if desk.order.state not in OPEN_WORK_ORDER:
        raise too_late(desk.order)


def _end(desk: Desk, until: date | None) -> datetime:
    """The moment until which it may be extended. Raises `NotSaid` where the rule does not allow it."""
    order, day = desk.order, desk.voice.day
    if not order.extension:
        raise NotSaid(f"La tarea {order.id} no tiene prórroga: su plazo es el {desk.until}.")
    if desk.now > order.due:
        raise NotSaid(f"La tarea {order.id} venció el {desk.until}: la prórroga se pide antes.")
    if until is None:
        raise NotSaid(f"Diga {desk.voice.until} hasta qué día.")
    due = order.due.astimezone(desk.zone)
    if until <= due.date():
        raise NotSaid(f"El plazo de la tarea {order.id} es el {desk.until}, y el {day(until)} no lo alarga.")
    last = last_day(order.extension, due, desk.tenant.workdays)
    if until > last:
        length = parse_lead(order.extension).describe()
        raise NotSaid(f"La prórroga es de {length} como máximo: hasta el {day(last)}, y no hasta el {day(until)}.")
    return datetime.combine(until, END_OF_DAY, desk.zone)


def _second(desk: Desk, asked: extensions.Extension) -> str:
    number, end = desk.order.id, desk.voice.moment(asked.until, desk.zone)
    if asked.granted_at is None:
        return f"La prórroga de la tarea {number} ya está pedida, hasta el {end}: espera a quien pidió la tarea."
    return f"La tarea {number} ya tuvo su prórroga, hasta el {end}: no hay una segunda."
