"""`confirm` and `postpone`: what the person in charge says of a task."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from delivery.tasks import confirming
from delivery.tasks.confirming import Done
from delivery.tasks.desk import NotSaid, TooLate
from delivery.tasks.evidence import NotEvidence, looked_at
from delivery.tasks.recounting import recount
from indicators.correcting import correcting_days
from storage.errors import StorageError
from storage.ledger import IllegalMove
from verbs.answer import Answer
from verbs.call import Call, WrongCall
from verbs.desk import at_desk, told

WRONG: tuple[type[Exception], ...] = (NotEvidence, NotSaid)
FAILED: tuple[type[Exception], ...] = (TooLate, StorageError, IllegalMove, OSError)


def confirm(
    call: Call,
    number: int,
    count: int | None,
    more: bool,
    cost: str | None,
    evidence: tuple[Path, ...],
    item: tuple[int, ...],
    without: tuple[int, ...],
    every: bool,
    not_done: bool,
    reason: str,
    note: str,
) -> Answer:
    """A person says that it was done, or that it was not; what of its check-list was looked at; or the right count."""
    if reason.strip():
        if not_done or item or without or every or cost is not None or note.strip():
            raise WrongCall("--reason corrige cuántas veces se hizo: va solo con --count, --more y --evidence.")
        return _recount(call, number, count, evidence, reason.strip(), more=more)
    told_more = count is not None or more or cost is not None or bool(evidence)
    if not_done:
        if told_more or item or without or every:
            raise WrongCall(
                "--not-done no va con --count, --more, --cost ni --evidence: lo que no se hizo no se cuenta."
            )
        with at_desk(call, number) as desk:
            return told(desk, confirming.refuse(desk, note))
    if item or without:
        if told_more or every:
            raise WrongCall("--item y --without marcan la lista; la tarea se confirma después, en otra orden.")
        return _mark(call, number, item, without, note)
    with at_desk(call, number) as desk:
        return told(desk, confirming.confirm(desk, Done(count, more, cost, every, note), looked_at(evidence)))


def _recount(
    call: Call, number: int, count: int | None, evidence: Sequence[Path], reason: str, *, more: bool
) -> Answer:
    with at_desk(call, number) as desk:
        versions = recount(desk, count, reason, looked_at(evidence), correcting_days, more=more)
        told_too = ["Cambió lo que dicen periodos ya cerrados; sus informes muestran el motivo."] if versions else []
        return told(desk, True, f"Antes decía {desk.order.done}.", *told_too)


def _mark(call: Call, number: int, items: Sequence[int], without: Sequence[int], note: str) -> Answer:
    if both := sorted({*items} & {*without}):
        raise WrongCall(f"El punto {both[0]} no puede ir en --item y en --without a la vez.")
    with at_desk(call, number) as desk:
        left = confirming.mark(desk, items, without, note)
        last = f"Faltan {left} puntos de la lista." if left > 1 else "Falta 1 punto de la lista."
        return told(desk, True, last if left else "La lista está completa: ya se puede confirmar.")


def postpone(call: Call, number: int, until: date, note: str) -> Answer:
    """Put off until the end of a day, by whoever answers for it and with a reason."""
    with at_desk(call, number, until) as desk:
        return told(desk, confirming.postpone(desk, until, note))
