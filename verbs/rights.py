"""`contacts export` and `contacts erase`: what the law lets a person ask of the office."""

import os
from pathlib import Path

from sqlalchemy import Connection

from audience.addresses import BadAddress
from audience.dossier import dossier
from audience.dossier_file import as_json, lines, plain
from audience.said_to_staff import Heard
from audience.whose import NOBODY, Holder, holders, holders_or_kept, keys_of, subject_of
from delivery.retention.erasing import COPIES, KEPT, SHARED, Gone, erase_people, forget_left, is_erased
from delivery.workplace import Workplace
from storage.audit import append
from storage.errors import StorageError
from storage.traces import cut_log
from verbs.answer import Answer
from verbs.call import Call, Failure, WrongCall
from verbs.place import workplace
from verbs.words import how_many

WRONG: tuple[type[Exception], ...] = (BadAddress,)
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)

ALL = "\n  --all: a todas"


def export(call: Call, address: str, out: Path | None, number: int | None) -> Answer:
    """All that is known of one person."""
    with workplace(call) as place, place.database.write() as connection:
        found = _person(connection, place, address, number)
        told, now = dossier(connection, place.tenant_id, found), place.clock.now()
        append(connection, place.tenant_id, call.actor, "export_person", subject_of(found), {}, now)
        zone = place.tenant.municipality.zone
    if out is None:
        return Answer(plain(told), list(lines(told, zone)))
    _write(out, as_json(told) if out.suffix == ".json" else "\n".join(lines(told, zone)) + "\n")
    return Answer(plain(told), [f"Queda en {out}. Son datos personales: entréguelos solo a quien los pidió."])


def erase_(call: Call, address: str, reason: str, number: int | None, everybody: bool) -> Answer:
    """One person forgotten, or all of an address."""
    if everybody and number is not None:
        raise WrongCall("--person borra a una persona de esa dirección, y --all a todas: diga una sola de las dos.")
    with workplace(call, stops=True) as place:
        with place.database.write() as connection:
            keys, now = keys_of(place.keyring.address_key, address), place.clock.now()
            there = holders_or_kept(connection, place.tenant_id, keys)
            if number is None and not there and is_erased(connection, place, keys):
                return _again(forget_left(connection, place, keys))
            those = holders(connection, place.tenant_id, keys) if everybody else ()
            those = those or (_person(connection, place, address, number, ALL),)
            gone = erase_people(connection, place, those, Heard(place.tenant_id, keys, reason, call.actor, now))
        cut_log(place.database)
    return Answer({"erased": True, "deliveries": gone.deliveries, "files": gone.files}, _told(gone))


def _told(gone: Gone) -> list[str]:
    who = "Queda borrada" if gone.people == 1 else f"Quedan borradas {gone.people} personas"
    messages = how_many(gone.deliveries, "mensaje", "mensajes")
    kept = how_many(gone.files, "archivo", "archivos")
    return [
        f"{who}. De {messages} ya no se sabe a qué dirección se enviaron; de pruebas se borraron {kept}.",
        *([SHARED] if gone.shared else []),
        KEPT,
        COPIES,
    ]


def _again(files: int) -> Answer:
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


def _write(path: Path, text: str) -> None:
    """Into a file that only its owner reads."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
        path.chmod(0o600)
        stream.write(text)
