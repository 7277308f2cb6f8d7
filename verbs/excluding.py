"""`contacts exclude`: the register of excluded numbers."""

from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from audience.exclusions import BadRegisterDay, Register, bring_in, refuse_day, standing_register
from audience.line import BadContactsFile
from storage.audit import append
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call
from verbs.place import workplace
from verbs.words import how_many, instant, shown

WRONG: tuple[type[Exception], ...] = (BadContactsFile, BadRegisterDay)
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)


def exclude(call: Call, file: Path, day: date | None, older: bool, dry_run: bool) -> Answer:
    """A register takes the older one's place."""
    with workplace(call) as place:
        now, zone = place.clock.now(), place.tenant.municipality.zone
        as_of = now if day is None else datetime.combine(day, time(), zone)
        with place.database.read() as connection:
            before = standing_register(connection, place.tenant_id)
        refuse_day(before, as_of, now, zone, older=older)
        secret = place.keyring.address_key
        read, register = bring_in(place.database, place.tenant_id, file, secret, as_of, now, dry_run)
        document = {"rows": read.rows, "refused": read.refused, "as_of": instant(as_of), "replaces": _document(before)}
        if register is not None:
            with place.database.write() as connection:
                append(connection, place.tenant_id, call.actor, "exclude", file.name, document, now)
    found = how_many(read.rows, "número o correo excluido", "números y correos excluidos")
    refused = how_many(read.refused, "renglón no se entiende", "renglones no se entienden")
    kept = ["Ensayo: no se guardó nada."] if register is None else []
    lines = [*read.remarks, *([f"{refused}."] if read.refused else []), f"{found}. {_replaced(before, zone)}", *kept]
    return Answer(document, lines)


def _document(before: Register | None) -> dict[str, object] | None:
    return None if before is None else {"as_of": instant(before.as_of), "rows": before.rows}


def _replaced(before: Register | None, zone: ZoneInfo) -> str:
    """How many the one before had: a file cut short shows."""
    if before is None:
        return "Es el primer registro que se trae."
    return f"Reemplaza al registro del {shown(before.as_of, zone)[:10]}, que tenía {before.rows}."
