"""`contacts import`: people from a list."""

from pathlib import Path

from audience.contacts_import import import_contacts
from audience.import_result import ImportResult
from audience.line import BadContactsFile
from storage.audit import append
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call
from verbs.place import workplace
from verbs.words import how_many

WRONG: tuple[type[Exception], ...] = (BadContactsFile,)
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)

COUNTS = {
    "rows": ("renglón leído", "renglones leídos"),
    "created": ("persona nueva", "personas nuevas"),
    "updated": ("persona con datos nuevos", "personas con datos nuevos"),
    "unchanged": ("ya estaba, sin cambios", "ya estaban, sin cambios"),
    "duplicates": ("repetido en la lista", "repetidos en la lista"),
    "suppressed": ("pidió no recibir más", "pidieron no recibir más"),
    "refused": ("con errores, sin tomar", "con errores, sin tomar"),
}
"""Name to what is said of one and of several."""


def import_(call: Call, file: Path, dry_run: bool) -> Answer:
    """A CSV file into the database, or only its counts."""
    with workplace(call) as place:
        now = place.clock.now()
        result = import_contacts(place.database, place.tenant_id, file, place.keyring.address_key, now, dry_run=dry_run)
        counts: dict[str, object] = {name: getattr(result, name) for name in COUNTS}
        if not dry_run:
            with place.database.write() as connection:
                append(connection, place.tenant_id, call.actor, "contacts_import", file.name, counts, now)
    return Answer(_document(result, counts), [*_remarks(result), *_lines(result, dry_run)])


def _document(result: ImportResult, counts: dict[str, object]) -> dict[str, object]:
    problems = [{"line": each.line, "reason": each.reason} for each in result.problems]
    return {"batch": result.batch, **counts, "problems": problems, "more_problems": result.more_problems}


def _remarks(result: ImportResult) -> list[str]:
    left = how_many(result.more_problems, "observación", "observaciones")
    more = [f"… y {left} más."] if result.more_problems else []
    return [*map(str, result.problems), *more]


def _lines(result: ImportResult, dry_run: bool) -> list[str]:
    counted = [how_many(getattr(result, name), *words).split(" ", 1) for name, words in COUNTS.items()]
    lines = [f"{number:>8} {words}" for number, words in counted]
    last = "Ensayo: no se guardó nada." if dry_run else f"Quedaron guardados como el lote {result.batch}."
    return [*lines, last]
