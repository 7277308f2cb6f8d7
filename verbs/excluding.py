"""`contacts exclude`: the register of excluded numbers."""

from datetime import date, datetime, time
from pathlib import Path

from audience.exclusions import bring_in
from audience.line import BadContactsFile
from storage.audit import append
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call
from verbs.place import workplace
from verbs.words import how_many, instant

WRONG: tuple[type[Exception], ...] = (BadContactsFile,)
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)


def exclude(call: Call, file: Path, day: date | None, dry_run: bool) -> Answer:
    """A register takes the older one's place."""
    with workplace(call) as place:
        now, zone = place.clock.now(), place.tenant.municipality.zone
        as_of = now if day is None else datetime.combine(day, time(), zone)
        secret = place.keyring.address_key
        read, register = bring_in(place.database, place.tenant_id, file, secret, as_of, now, dry_run)
        document = {"rows": read.rows, "refused": read.refused, "as_of": instant(as_of)}
        if register is not None:
            with place.database.write() as connection:
                append(connection, place.tenant_id, call.actor, "exclude", file.name, document, now)
    found = how_many(read.rows, "número o correo excluido", "números y correos excluidos")
    refused = how_many(read.refused, "renglón no se entiende", "renglones no se entienden")
    last = "Ensayo: no se guardó nada." if register is None else "Reemplaza al registro anterior."
    lines = [*read.remarks, *([f"{refused}."] if read.refused else []), f"{found}. {last}"]
    return Answer(document, lines)
