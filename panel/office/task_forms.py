"""The forms of a task: what each says, once for all its fields."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from delivery.tasks import confirming, duties
from delivery.tasks.confirming import Done
from delivery.tasks.desk import Desk, NotSaid, too_late
from delivery.tasks.details import Details
from delivery.tasks.evidence import Evidence
from delivery.tasks.recounting import recount
from delivery.tasks.taking import attach, take
from indicators.correcting import correcting_days
from panel.office.asked import Asked
from panel.office.typed import day_typed
from storage.states import WorkOrderState

LONGEST_COUNT = 7
"""Digits of how often something was done."""
LONGEST_NOTE = 4_000
LONGEST_NAME = 200
"""Of who handed something in; the page takes no more."""


@dataclass(frozen=True, slots=True)
class Form:
    """One."""

    name: str
    """Also the end of its address."""
    note: str
    """Key of what the page says afterwards."""
    said: str
    """That, in Spanish."""
    does: Callable[[Desk, Asked, Sequence[Evidence]], None]
    """Raises `NotSaid`, `TooLate`, `OSError`."""
    files: bool = False
    """It brings some."""


def was_said(asked: Asked, form: str, details: Details) -> bool:
    """Whether the same person has said the same before: a form that was sent twice."""
    said = _SAID.get(form)
    return said is not None and said(asked, details, asked.field("nota"))


def _confirmed(asked: Asked, details: Details, note: str) -> bool:
    order = details.order
    same = (details.said_by, order.note) == (asked.actor, note)
    return same and order.state == WorkOrderState.DONE and asked.field("cuantas") in ("", str(order.done))


def _refused(asked: Asked, details: Details, note: str) -> bool:
    order = details.order
    return order.state == WorkOrderState.NOT_DONE and (details.said_by, order.note) == (asked.actor, note)


def _postponed(asked: Asked, details: Details, note: str) -> bool:
    order = details.order
    until = str(order.due.astimezone(asked.tenant.municipality.zone).date())
    return order.state == WorkOrderState.POSTPONED and (until, order.note) == (asked.field("hasta"), note)


def _returned(asked: Asked, details: Details, note: str) -> bool:
    last = details.order.receipts[-1] if details.order.receipts else None
    return last is not None and (last.returned_by, last.why_returned) == (asked.actor, note)


def _extended(asked: Asked, details: Details, note: str) -> bool:
    told = details.extension
    if told is None or asked.actor not in (told.asked_by, told.granted_by):
        return False
    return str(told.until.astimezone(asked.tenant.municipality.zone).date()) == asked.field("hasta")


def _recounted(asked: Asked, details: Details, note: str) -> bool:
    last = details.recounts[-1] if details.recounts else None
    return last is not None and (last.by, str(last.done), last.reason) == (asked.actor, asked.field("cuantas"), note)


_SAID: Mapping[str, Callable[[Asked, Details, str], bool]] = {
    "confirmar": _confirmed,
    "no-hecha": _refused,
    "aplazar": _postponed,
    "devolver": _returned,
    "prorroga": _extended,
    "corregir": _recounted,
}
"""Of the forms that can be said once."""


def _take(desk: Desk, asked: Asked, files: Sequence[Evidence]) -> None:
    take(desk)


def _confirm(desk: Desk, asked: Asked, files: Sequence[Evidence]) -> None:
    done = Done(
        count=_count(asked, "cuantas"),
        more=asked.field("mas") == "si",
        cost=asked.field("costo") or None,
        every=asked.field("toda") == "si",
        note=_note(asked),
        looked_at=_points(asked),
    )
    if not confirming.confirm(desk, done, files):
        raise too_late(desk.order)


def _refuse(desk: Desk, asked: Asked, files: Sequence[Evidence]) -> None:
    if not confirming.refuse(desk, _note(asked)):
        raise too_late(desk.order)


def _mark(desk: Desk, asked: Asked, files: Sequence[Evidence]) -> None:
    points = _points(asked)
    if not points:
        raise NotSaid("Escoja al menos un punto de la lista.")
    if asked.field("hacer") == "dejar":
        confirming.mark(desk, (), points, _note(asked, "por-que"))
    else:
        confirming.mark(desk, points, (), "")


def _postpone(desk: Desk, asked: Asked, files: Sequence[Evidence]) -> None:
    until = _day(asked)
    if until is None:
        raise NotSaid("Escoja hasta qué día se aplaza.")
    if not confirming.postpone(desk, until, _note(asked)):
        raise too_late(desk.order)


def _receive(desk: Desk, asked: Asked, files: Sequence[Evidence]) -> None:
    once = f"{desk.tenant_id}/{desk.order.id}/{asked.actor}/{asked.field('formulario')}"
    digest = sha256(once.encode()).hexdigest() if asked.field("formulario") else None
    duties.receive(desk, asked.field("quien")[:LONGEST_NAME], files, _note(asked), digest)


def _return(desk: Desk, asked: Asked, files: Sequence[Evidence]) -> None:
    duties.return_(desk, _note(asked))


def _extend(desk: Desk, asked: Asked, files: Sequence[Evidence]) -> None:
    duties.extend(desk, _day(asked), _note(asked))


def _recount(desk: Desk, asked: Asked, files: Sequence[Evidence]) -> None:
    more = asked.field("mas") == "si"
    recount(desk, _count(asked, "cuantas"), _note(asked), files, correcting_days, more=more)


def _attach(desk: Desk, asked: Asked, files: Sequence[Evidence]) -> None:
    attach(desk, files)


def _points(asked: Asked) -> Sequence[int]:
    """Which of the list are ticked."""
    return [int(each) for each in asked.fields("punto") if each.isdecimal() and len(each) <= LONGEST_COUNT]


def _note(asked: Asked, field: str = "nota") -> str:
    told = asked.field(field)
    if len(told) > LONGEST_NOTE:
        raise NotSaid(f"La nota tiene {len(told)} letras, y caben {LONGEST_NOTE}: acórtela, o adjunte un documento.")
    return told


def _count(asked: Asked, field: str) -> int | None:
    """How often; None where nothing stands there."""
    told = asked.field(field)
    if not told:
        return None
    if not (told.isascii() and told.isdecimal() and len(told) <= LONGEST_COUNT):
        raise NotSaid(f"«{told[:40]}» no es una cantidad. Escriba un número, por ejemplo 3.")
    return int(told)


def _day(asked: Asked) -> date | None:
    """Until when; None where nothing stands there."""
    told = asked.field("hasta")
    if not told:
        return None
    day = day_typed(told)
    if day is None:
        raise NotSaid(f"«{told[:40]}» no es una fecha. Escoja un día, por ejemplo 2027-05-02.")
    return day


FORMS: Mapping[str, Form] = {
    form.name: form
    for form in (
        Form("tomar", "tarea-tomada", "La tarea es suya desde ahora.", _take),
        Form("confirmar", "tarea-confirmada", "La tarea quedó confirmada.", _confirm, files=True),
        Form("no-hecha", "tarea-no-hecha", "Quedó dicho que no se hizo.", _refuse),
        Form("lista", "tarea-lista", "La lista quedó marcada.", _mark),
        Form("aplazar", "tarea-aplazada", "La tarea quedó aplazada.", _postpone),
        Form("recibir", "deber-recibido", "Quedó recibido. Falta que se confirme.", _receive, files=True),
        Form("devolver", "deber-devuelto", "Quedó devuelto: el deber sigue abierto, con su plazo.", _return),
        Form("prorroga", "deber-prorroga", "La prórroga quedó anotada.", _extend),
        Form("corregir", "tarea-corregida", "La cifra quedó corregida.", _recount, files=True),
        Form("evidencia", "tarea-evidencia", "La evidencia quedó guardada.", _attach, files=True),
    )
}
"""By the end of its address."""
