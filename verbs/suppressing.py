"""`contacts suppress`, `readmit` and `suppressed`: who is not written to, by a word to the staff or otherwise."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from audience.addresses import BadAddress
from audience.said_to_staff import Heard, readmit, silence
from audience.silenced import Silenced, silenced
from audience.suppression import BOUNCED, COMPLAINED, DECLINED, GONE, OPTED_OUT
from audience.typed_address import doubts, is_known
from audience.whose import keys_of
from reports.table import Table
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call, Failure
from verbs.place import workplace
from verbs.printed import printed
from verbs.words import how_many, instant, shown

WRONG: tuple[type[Exception], ...] = (BadAddress,)
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)

REASONS: Mapping[str, str] = {
    OPTED_OUT: "pidió no recibir",
    GONE: "no le llega",
    BOUNCED: "los correos vuelven",
    COMPLAINED: "se quejó en su correo",
    DECLINED: "no quiere publicidad",
}
"""What is set down, as staff read it; what is not here is shown as it is kept."""
HEADINGS = ("Dirección", "Por qué", "Qué no recibe", "Por dónde", "Desde", "Cómo se sabe")
UNKNOWN = "(sin contacto) {}…"
SHOWN = 8
"""Digits of a key that stand for an address that nobody has any more."""


def suppress_(call: Call, address: str, reason: str, class_: str | None) -> Answer:
    """A person asks at the desk, or by telephone, to be written to no more."""
    with workplace(call) as place, place.database.write() as connection:
        keys, now = keys_of(place.keyring.address_key, address), place.clock.now()
        known = is_known(connection, place.tenant_id, keys)
        silence(connection, Heard(place.tenant_id, keys, reason, call.actor, now), class_ or "")
    told = f"A «{address}» no le llegan más mensajes de clase «{class_}», por ningún medio."
    if not class_:
        told = f"A «{address}» no le llega nada más, por ningún medio, y ninguna lista la trae de nuevo."
    return Answer({"address": address, "class": class_ or "", "known": known}, [told, *doubts(address, known)])


def readmit_(call: Call, address: str, reason: str) -> Answer:
    """A person asks to be written to again, or an address was set aside by mistake."""
    with workplace(call) as place, place.database.write() as connection:
        keys, now = keys_of(place.keyring.address_key, address), place.clock.now()
        if not readmit(connection, Heard(place.tenant_id, keys, reason, call.actor, now)):
            raise Failure(
                f"«{address}» no está retirada por su palabra ni porque no le llegue: no hay nada que quitar. "
                f"Vea por qué no recibe con «{printed(call, 'contacts suppressed')}»."
            )
    words = [f"A «{address}» se le vuelve a escribir."]
    words.append("Sus suscripciones y su consentimiento no vuelven solos: la persona los da otra vez.")
    return Answer({"address": address}, words)


def suppressed_(call: Call, reason: str | None) -> Answer:
    """Who is not written to, the latest last."""
    with workplace(call) as place, place.database.read() as connection:
        found = [each for each in silenced(connection, place.tenant_id) if reason in (None, each.reason)]
        zone = place.tenant.municipality.zone
    document = {"suppressed": [_document(each) for each in found]}
    if not found:
        return Answer(document, ["A nadie se le dejó de escribir." if reason is None else f"Nadie, por «{reason}»."])
    rows = tuple(_row(each, zone) for each in found)
    title = f"A quiénes no se les escribe: {how_many(len(found), 'dirección', 'direcciones')}"
    return Answer(document, [Table("suppressed", title, HEADINGS, rows)])


def _document(each: Silenced) -> dict[str, Any]:
    return {
        "address": each.address,
        "key": each.key,
        "reason": each.reason,
        "class": each.class_,
        "channel": each.channel,
        "since": instant(each.since),
        "evidence": each.evidence,
    }


def _row(each: Silenced, zone: ZoneInfo) -> tuple[str, ...]:
    return (
        each.address or UNKNOWN.format(each.key[:SHOWN]),
        REASONS.get(each.reason, each.reason),
        f"clase {each.class_}" if each.class_ else "todo",
        each.channel or "todos",
        shown(each.since, zone),
        each.evidence,
    )
