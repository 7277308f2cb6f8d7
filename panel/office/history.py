"""What became of a publication so far, in words: its own hours, and what people did to it, as the audit has it."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select

from channels.keys import Key
from delivery.workplace import Workplace
from panel.office.audit_words import who
from panel.office.spoken import counted
from storage.states import DeliveryState
from storage.tables import audit, delivery

MOST = 100
"""Words of people that are shown, the latest."""
FEW = 50
"""Deliveries of a publication whose own words are looked for: of a mailing to thousands, all together have theirs."""
PROGRAM = "pregonero"

Detail = Mapping[str, Any]


class Event(NamedTuple):
    """Something that happened."""

    at: datetime
    who: str
    """By name; empty: the program did it by itself."""
    what: str
    """A sentence."""
    note: str = ""
    """What was written with it, as somebody typed it."""


_SETTLED: Mapping[str, tuple[str, str]] = {
    DeliveryState.SENT.value: ("sí salió", "sí salieron"),
    DeliveryState.FAILED.value: ("no salió", "no salieron"),
    DeliveryState.PENDING.value: ("se envía otra vez", "se envían otra vez"),
}


def _settled(detail: Detail) -> str:
    count = int(detail.get("count", 1))
    one, many = _SETTLED.get(str(detail.get("to")), ("", ""))
    return f"Dijo de {counted(count, 'envío dudoso', 'envíos dudosos')}: {one if count == 1 else many}."


def _resumed(detail: Detail) -> str:
    return "Puso a andar otra vez la cuenta por la que sale." if detail.get("lanes") else "Dejó que siguiera."


def _sent(detail: Detail) -> str:
    return "La envió como emergencia." if detail.get("emergency") else "La envió a mano."


def _cancelled(detail: Detail) -> str:
    return "Canceló su encuesta: no recibe más votos." if "survey" in detail else "Canceló lo que faltaba por salir."


_WORDS: Mapping[str, Callable[[Detail], str]] = {
    "approved": lambda _: "La aprobó.",
    "rejected": lambda _: "No la aprobó.",
    "pause": lambda _: "La puso en pausa.",
    "resume": _resumed,
    "cancel": _cancelled,
    "release": lambda _: "La soltó sin esperar más.",
    "send": _sent,
    "send_missed": lambda _: "La envió después de su hora.",
    "retry": lambda detail: f"Mandó intentar otra vez {counted(int(detail.get('count', 0)), 'envío', 'envíos')}.",
    "settle": _settled,
    "correct": lambda _: "Mandó una corrección.",
    "withdraw": lambda _: "Mandó retirarla.",
    "export_unreached": lambda _: "Bajó la lista de quienes no la recibieron.",
    "survey": lambda _: "Anotó o cambió datos de su encuesta.",
    "publish_report": lambda _: "Quedó guardado el informe que publica.",
    "identity_changed": lambda _: "Sale con otro pie o remitente que cuando se aprobó.",
}
"""By the audit's verb; what is not here is told by the audit's own page."""
_NOTES: Mapping[str, str] = {"approved": "note", "rejected": "note", "correct": "text", "send": "emergency"}
"""Which field of the detail is a person's own words."""


def history(connection: Connection, place: Workplace, row: Row[Any]) -> list[Event]:
    """Of one publication, the latest first."""
    found = [_event(place, each) for each in _told(connection, place, row) if each.verb in _WORDS]
    own = (
        (row.finished_at, "Terminó."),
        (row.started_at, "Empezó a salir."),
        (row.created_at, "Quedó anotada."),
    )
    found += [Event(at, "", what) for at, what in own if at is not None]
    return sorted(found, key=lambda each: each.at, reverse=True)


def _event(place: Workplace, row: Row[Any]) -> Event:
    note = str(row.detail.get(_NOTES.get(row.verb, ""), ""))
    named = "" if row.actor == PROGRAM else who(place.tenant, row.actor)
    return Event(row.at, named, _WORDS[row.verb](row.detail), note)


def _told(connection: Connection, place: Workplace, row: Row[Any]) -> list[Any]:
    """Rows of the audit; an approval of another text of the same message is not among them."""
    its = audit.c
    asked = (
        select(its.at, its.actor, its.verb, its.detail)
        .where(its.tenant == place.tenant_id, its.subject.in_(_subjects(connection, row)))
        .order_by(its.id.desc())
        .limit(MOST)
    )
    words = ("approved", "rejected")
    found: list[Any] = [*connection.execute(asked)]
    return [each for each in found if each.verb not in words or each.detail.get("digest") == row.digest]


def _subjects(connection: Connection, row: Row[Any]) -> Collection[str]:
    """How the audit names a publication: by its key, by that of its message, by its number, by its deliveries'."""
    base = Key(row.campaign, row.message, row.account, row.occurrence)
    asked = select(delivery.c.id).where(delivery.c.publication == row.id).limit(FEW + 1)
    numbers = list(connection.execute(asked).scalars())
    return [
        str(base),
        str(Key(row.campaign, row.message, "", row.occurrence)),
        f"{row.campaign}/{row.message}",
        f"publication/{row.id}",
        *(f"delivery/{number}" for number in numbers if len(numbers) <= FEW),
    ]
