"""`contacts import`: people from a list."""

import re
from pathlib import Path

from audience.consent_list import Grant
from audience.contacts_import import import_contacts
from audience.import_result import ImportResult
from audience.line import BadContactsFile
from storage.audit import append
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call, WrongCall
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
OF_CONSENTS = {
    "consents": ("consentimiento anotado", "consentimientos anotados"),
    "withdrawn": ("lo había retirado, y sigue así", "lo habían retirado, y siguen así"),
}
"""The same of what is told only where there is any."""


PURPOSE = re.compile(r"gestion|tema:[a-z0-9]+(-[a-z0-9]+)*")


def import_(call: Call, file: Path, dry_run: bool, basis: str | None, proof: str, purpose: str) -> Answer:
    """A CSV file into the database, or only its counts."""
    if (basis is None) is bool(proof.strip()):
        raise WrongCall(
            "--basis y --proof van juntos: por qué se les puede escribir, y con qué se prueba, como "
            "«--basis consentimiento --proof 'Planillas firmadas, feria de 2026-05'»."
        )
    if not PURPOSE.fullmatch(purpose):
        raise WrongCall(f"«{purpose}» no es una finalidad; escriba gestion, o tema: y un tema, como tema:noticias.")
    with workplace(call) as place:
        now, zone = place.clock.now(), place.tenant.municipality.zone
        grant = Grant(f"Lista «{file.name}»", zone, purpose=purpose)
        if basis is not None:
            grant = Grant(proof.strip(), zone, everybody=True, purpose=purpose, basis=basis)
        secret = place.keyring.address_key
        result = import_contacts(place.database, place.tenant_id, file, secret, now, dry_run=dry_run, grant=grant)
        counts: dict[str, object] = {name: getattr(result, name) for name in (*COUNTS, *OF_CONSENTS)}
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
    counted += [
        how_many(number, *words).split(" ", 1)
        for name, words in OF_CONSENTS.items()
        if (number := getattr(result, name))
    ]
    lines = [f"{number:>8} {words}" for number, words in counted]
    last = "Ensayo: no se guardó nada." if dry_run else f"Quedaron guardados como el lote {result.batch}."
    return [*lines, last]
