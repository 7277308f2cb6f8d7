"""`receive`, `return`, `extend`: what is handed in for a duty, what of it goes back, and its one extension."""

from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from campaigns.articles import the
from campaigns.extension import last_day
from campaigns.when import parse_lead
from delivery.installation import var_folder
from delivery.publishing.freeze import media_folder
from delivery.tasks.evidence import NotEvidence, keep, looked_at
from storage import extensions
from storage.errors import StorageError
from storage.ledger import IllegalMove
from storage.receipts import HandedIn, send_back
from storage.receipts import receive as keep_receipt
from storage.states import OPEN_WORK_ORDER
from verbs.answer import Answer
from verbs.call import Call, Failure, WrongCall
from verbs.desk import Desk, at_desk, only, speakers, told, too_late
from verbs.printed import printed
from verbs.words import shown

WRONG: tuple[type[Exception], ...] = (NotEvidence,)
FAILED: tuple[type[Exception], ...] = (StorageError, IllegalMove, OSError)

END_OF_DAY = time(23, 59)


def receive(call: Call, number: int, handed_by: str, file: tuple[Path, ...], note: str) -> Answer:
    """Write down what somebody handed in, and its number; whoever asked for it has still to accept it."""
    if not file and not note.strip():
        raise WrongCall("Adjunte con --file lo que se entregó; si vino en papel, diga en --note qué fue y dónde está.")
    with at_desk(call, number) as desk:
        _a_duty(desk)
        if desk.order.state not in OPEN_WORK_ORDER:
            raise too_late(desk.order)
        folder = media_folder(var_folder(call.environment))
        kept = [keep(desk.connection, folder, each, desk.now) for each in looked_at(file)]
        who = handed_by.strip() or desk.order.place or desk.order.responsible
        what = HandedIn(number, who, call.actor, kept, note.strip())
        year = desk.now.astimezone(ZoneInfo(desk.order.zone)).year
        made = keep_receipt(desk.connection, desk.tenant_id, what, year, desk.now)
        if made is None:
            raise too_late(desk.order)
        at = shown(made.received_at, ZoneInfo(desk.order.zone))
        return told(desk, True, f"Recibido {made.number}, {at}: lo entregó {the(who)}. Falta que se confirme.")


def return_(call: Call, number: int, note: str) -> Answer:
    """What was handed in does not do, and why: the duty is open again, with its term."""
    if not note.strip():
        raise WrongCall("Diga en --note qué le falta, o qué está mal.")
    with at_desk(call, number) as desk:
        _a_duty(desk)
        if desk.order.state not in OPEN_WORK_ORDER:
            raise too_late(desk.order)
        whose = f"La tarea {number} la devuelve quien la pidió o el encargado."
        only(desk, call.actor, speakers(desk, desk.order.asked_by), "devolverla", whose)
        if not send_back(desk.connection, desk.tenant_id, number, call.actor, note.strip(), desk.now):
            raise Failure(f"De la tarea {number} no hay nada recibido que devolver.")
        return told(desk, True, f"Devuelta: sigue con plazo hasta el {_until(desk)}.")


def extend(call: Call, number: int, until: date | None, note: str) -> Answer:
    """Ask for a duty's one extension, or agree to it; whoever asks for the duty agrees."""
    with at_desk(call, number) as desk:
        _a_duty(desk)
        if desk.order.state not in OPEN_WORK_ORDER:
            raise too_late(desk.order)
        agrees = speakers(desk, desk.order.asked_by)
        allowed = agrees | speakers(desk, desk.order.responsible)
        whose = f"La prórroga de la tarea {number} la pide quien la debe, y la da quien pidió la tarea o el encargado."
        only(desk, call.actor, allowed, "darla ni pedirla", whose)
        asked = extensions.extension_of(desk.connection, number)
        grants = not agrees or call.actor in agrees
        if asked is not None and (asked.granted_at is not None or not grants):
            raise Failure(_second(desk, asked))
        if asked is not None and until is None:
            end, reason = asked.until, asked.reason
        else:
            end, reason = _end(desk, until), note.strip() or (asked.reason if asked else "")
        if not reason:
            raise WrongCall("Diga en --note por qué se necesita la prórroga.")
        extensions.ask(desk.connection, number, desk.order.due, end, reason, call.actor, desk.now)
        zone = ZoneInfo(desk.order.zone)
        if not grants:
            return told(
                desk, True, f"Prórroga pedida hasta el {shown(end, zone)}: falta que la conceda quien la pidió."
            )
        said = extensions.grant(desk.connection, number, end, call.actor, desk.now)
        return told(desk, said, f"Prórroga hasta el {shown(end, zone)}; el plazo era el {_until(desk)}.")


def _a_duty(desk: Desk) -> None:
    if not desk.order.asked_by:
        confirm = printed(desk.call, f"confirm {desk.order.id}")
        raise WrongCall(f"La tarea {desk.order.id} no es un deber: se confirma con «{confirm}».")


def _end(desk: Desk, until: date | None) -> datetime:
    """The moment until which it may be extended. Raises `WrongCall` where the rule does not allow it."""
    order, zone = desk.order, ZoneInfo(desk.order.zone)
    if not order.extension:
        raise WrongCall(f"La tarea {order.id} no tiene prórroga: su plazo es el {_until(desk)}.")
    if desk.now > order.due:
        raise WrongCall(f"La tarea {order.id} venció el {_until(desk)}: la prórroga se pide antes.")
    if until is None:
        raise WrongCall("Diga en --until hasta qué día.")
    due = order.due.astimezone(zone)
    if until <= due.date():
        raise WrongCall(f"El plazo de la tarea {order.id} es el {_until(desk)}, y el {until} no lo alarga.")
    last = last_day(order.extension, due, desk.tenant.workdays)
    if until > last:
        length = parse_lead(order.extension).describe()
        raise WrongCall(f"La prórroga es de {length} como máximo: hasta el {last}, y no hasta el {until}.")
    return datetime.combine(until, END_OF_DAY, zone)


def _second(desk: Desk, asked: extensions.Extension) -> str:
    zone = ZoneInfo(desk.order.zone)
    end = shown(asked.until, zone)
    if asked.granted_at is None:
        return f"La prórroga de la tarea {desk.order.id} ya está pedida, hasta el {end}: espera a quien pidió la tarea."
    return f"La tarea {desk.order.id} ya tuvo su prórroga, hasta el {end}: no hay una segunda."


def _until(desk: Desk) -> str:
    return shown(desk.order.due, ZoneInfo(desk.order.zone))
