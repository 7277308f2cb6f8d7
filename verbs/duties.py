"""`receive`, `return`, `extend`: what is handed in for a duty, what of it goes back, and its one extension."""

from datetime import date
from pathlib import Path

from campaigns.articles import the
from delivery.tasks import duties
from delivery.tasks.desk import NotSaid, TooLate
from delivery.tasks.evidence import NotEvidence, looked_at
from storage.errors import StorageError
from storage.ledger import IllegalMove
from verbs.answer import Answer
from verbs.call import Call
from verbs.desk import at_desk, told

WRONG: tuple[type[Exception], ...] = (NotEvidence, NotSaid)
FAILED: tuple[type[Exception], ...] = (TooLate, StorageError, IllegalMove, OSError)


def receive(call: Call, number: int, handed_by: str, file: tuple[Path, ...], note: str) -> Answer:
    """Write down what somebody handed in, and its number; whoever asked for it has still to accept it."""
    with at_desk(call, number) as desk:
        made = duties.receive(desk, handed_by, looked_at(file), note)
        at = desk.voice.moment(made.received_at, desk.zone)
        who = the(made.handed_by)
        return told(desk, True, f"Recibido {made.number}, {at}: lo entregó {who}. Falta que se confirme.")


def return_(call: Call, number: int, note: str) -> Answer:
    """What was handed in does not do, and why: the duty is open again, with its term."""
    with at_desk(call, number) as desk:
        duties.return_(desk, note)
        return told(desk, True, f"Devuelta: sigue con plazo hasta el {desk.until}.")


def extend(call: Call, number: int, until: date | None, note: str) -> Answer:
    """Ask for a duty's one extension, or agree to it; whoever asks for the duty agrees."""
    with at_desk(call, number) as desk:
        made = duties.extend(desk, until, note)
        end = desk.voice.moment(made.until, desk.zone)
        if not made.granted:
            return told(desk, True, f"Prórroga pedida hasta el {end}: falta que la conceda quien la pidió.")
        return told(desk, True, f"Prórroga hasta el {end}; el plazo era el {desk.until}.")
