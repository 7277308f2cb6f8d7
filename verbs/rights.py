"""`contacts export` and `contacts erase`: what the law lets a person ask of the office."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from audience.addresses import BadAddress
from audience.blanking import unnamed
from audience.dossier import Document, dossier
from audience.dossier_words import PARTS, line
from audience.erasure import erase, files_kept
from audience.suppression import suppressed_among
from audience.whose import NOBODY, Holder, holders, holders_or_kept, keys_of, subject_of
from delivery.retention.forgetting import forget_kept
from delivery.workplace import Workplace
from storage.audit import append
from storage.errors import StorageError
from storage.subscribed import ERASED
from storage.traces import cut_log
from verbs.answer import Answer
from verbs.call import Call, Failure, WrongCall
from verbs.place import workplace
from verbs.words import how_many, instant, shown

WRONG: tuple[type[Exception], ...] = (BadAddress,)
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)

COPIES = (
    "Las copias de seguridad que ya estaban hechas todavía tienen sus datos: bórrelas, o deje que las nuevas las "
    "reemplacen. Si recupera una de ellas donde ya no esté esta base de datos, borre a la persona otra vez."
)


ALL = "\n  --all: a todas"


def export(call: Call, address: str, out: Path | None, number: int | None) -> Answer:
    """All that is known of one person."""
    with workplace(call) as place, place.database.write() as connection:
        found = _person(connection, place, address, number)
        told, now = dossier(connection, place.tenant_id, found), place.clock.now()
        append(connection, place.tenant_id, call.actor, "export_person", subject_of(found), {}, now)
        zone = place.tenant.municipality.zone
    document = _plain(told)
    if out is None:
        return Answer(document, list(_lines(told, zone)))
    lines = "\n".join(_lines(told, zone)) + "\n"
    _write(out, _json(document) if out.suffix == ".json" else lines)
    return Answer(document, [f"Queda en {out}. Son datos personales: entréguelos solo a quien los pidió."])


def erase_(call: Call, address: str, reason: str, number: int | None, everybody: bool) -> Answer:
    """One person forgotten, or all of an address."""
    if everybody and number is not None:
        raise WrongCall("--person borra a una persona de esa dirección, y --all a todas: diga una sola de las dos.")
    with workplace(call, stops=True) as place:
        with place.database.write() as connection:
            keys, now = keys_of(place.keyring.address_key, address), place.clock.now()
            there = holders_or_kept(connection, place.tenant_id, keys)
            if number is None and not there and _is_gone(connection, place, keys):
                return _again(connection, place, keys)
            those = holders(connection, place.tenant_id, keys) if everybody else ()
            reason = unnamed(connection, place.tenant_id, keys, reason)
            gone = []
            for found in those or (_person(connection, place, address, number, ALL),):
                gone.append(erase(connection, place.tenant_id, found, reason, now))
                kept_of = {"keys": list(gone[-1].keys), "deliveries": gone[-1].deliveries}
                detail = kept_of | {"reason": gone[-1].evidence}
                append(connection, place.tenant_id, call.actor, "erase_person", subject_of(found), detail, now)
            # Before the commit: once it is written that they are gone, nobody looks for their files any more.
            files = forget_kept([each for one in gone for each in one.files], place.sandbox)
        cut_log(place.database)
    deliveries = sum(one.deliveries for one in gone)
    document = {"erased": True, "deliveries": deliveries, "files": files}
    who = "Queda borrada" if len(gone) == 1 else f"Quedan borradas {len(gone)} personas"
    messages = how_many(deliveries, "mensaje", "mensajes")
    kept = how_many(files, "archivo", "archivos")
    lines = [
        f"{who}. De {messages} ya no se sabe a qué dirección se enviaron; de pruebas se borraron {kept}.",
        "Queda lo que prueba la ley, sin su nombre ni su dirección: qué consintió, y que algo se envió.",
        COPIES,
    ]
    if not any(one.keys for one in gone):
        lines.insert(1, "Su dirección sigue, porque también es de otra persona.")
    return Answer(document, lines)


def _again(connection: Connection, place: Workplace, keys: tuple[str, ...]) -> Answer:
    """Finished messages that were left: one that was on the wire, or those of an erasure that was broken off."""
    files = forget_kept(files_kept(connection, place.tenant_id, keys), place.sandbox)
    told = "Ya estaba borrada: no hay nada suyo."
    if files:
        told = f"Ya estaba borrada; de pruebas quedaban, y se borraron, {how_many(files, 'archivo', 'archivos')}."
    return Answer({"erased": False, "deliveries": 0, "files": files}, [told])


def _person(connection: Connection, place: Workplace, address: str, number: int | None, besides: str = "") -> Holder:
    """Whose the address is, or whoever it was of whom something is kept though no list has them.

    Raises `Failure` where it is nobody's, or of several of whom none is named; `besides`: what can be said then, too.
    """
    keys = keys_of(place.keyring.address_key, address)
    found = holders_or_kept(connection, place.tenant_id, keys)
    if [each.contact for each in found] == [NOBODY]:
        return found[0]
    chosen = [each for each in found if number in (None, each.contact)]
    if len(chosen) == 1:
        return chosen[0]
    if not chosen:
        raise Failure(f"No hay nadie con la dirección «{address}»{f' y el número {number}' if found else ''}.")
    people = "\n".join(f"  --person {each.contact}: {each.name or '(sin nombre)'}" for each in chosen)
    raise Failure(f"«{address}» es de varias personas. Diga de cuál:\n{people}{besides}")


def _is_gone(connection: Connection, place: Workplace, keys: tuple[str, ...]) -> bool:
    return ERASED in suppressed_among(connection, place.tenant_id, keys).values()


def _write(path: Path, text: str) -> None:
    """Into a file that only its owner reads."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
        path.chmod(0o600)
        stream.write(text)


def _plain(document: Document) -> Document:
    """Moments as JSON has them."""
    found: Document = json.loads(json.dumps(document, default=lambda moment: instant(moment)))
    return found


def _json(document: Document) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _lines(document: Mapping[str, Any], zone: ZoneInfo) -> Iterator[str]:
    if document["created_at"] is None:
        yield "Ninguna lista tiene esta dirección; esto es lo que se guarda de ella."
    else:
        yield from _lines_of_person(document, zone)
    for part, title in PARTS.items():
        rows = document[part]
        yield f"\n{title}: {len(rows) or 'ninguno'}"
        for row in rows:
            yield f"  - {line(row, zone)}"
    yield "\nLos votos en encuestas son anónimos: no se sabe cuál es de quién."


def _lines_of_person(document: Mapping[str, Any], zone: ZoneInfo) -> Iterator[str]:
    yield f"Nombre: {document['name'] or '(sin nombre)'}"
    yield f"Idioma: {document['language']}"
    yield f"Llegó el {shown(document['created_at'], zone)}" + (
        f" en la lista «{document['list']}»" if document["list"] else ""
    )
    for each in document["addresses"]:
        yield f"Dirección ({each['kind']}): {each['address']}"
    for name, values in document["attributes"].items():
        yield f"{name}: {', '.join(values)}"
