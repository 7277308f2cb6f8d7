"""`contacts import`: people from a list."""

import shlex
from pathlib import Path

from audience.contacts_import import import_contacts
from audience.import_result import ImportResult
from audience.line import BadContactsFile
from campaigns.tenant import Tenant
from storage.audit import append
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call, WrongCall
from verbs.column_words import column_documents, column_lines
from verbs.import_bar import import_bar
from verbs.list_grant import Stated, read_grant
from verbs.place import workplace
from verbs.printed import printed
from verbs.words import how_many

WRONG: tuple[type[Exception], ...] = (BadContactsFile,)
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)

COUNTS = {
    "rows": ("renglón leído", "renglones leídos"),
    "created": ("persona nueva", "personas nuevas"),
    "updated": ("persona con datos nuevos", "personas con datos nuevos"),
    "unchanged": ("ya estaba, sin cambios", "ya estaban, sin cambios"),
    "duplicates": ("repetido en la lista", "repetidos en la lista"),
    "suppressed": (
        "no recibe: lo pidió, su dirección rebota o se olvidó",
        "no reciben: lo pidieron, rebotan o se olvidaron",
    ),
    "refused": ("con errores, sin tomar", "con errores, sin tomar"),
}
"""Name to what is said of one and of several."""
OF_CONSENTS = {
    "consents": ("consentimiento anotado, uno por dirección", "consentimientos anotados, uno por dirección"),
    "withdrawn": ("lo había retirado, y sigue así", "lo habían retirado, y siguen así"),
    "dropped": ("estaba en la lista anterior y no en esta", "estaban en la lista anterior y no en esta"),
}
"""The same of what is told only where there is any: consents, and whom a list names no more."""


def import_(
    call: Call,
    file: Path,
    dry_run: bool,
    name: str | None,
    homes: bool,
    basis: str | None,
    proof: str,
    purpose: str,
) -> Answer:
    """A list into the database, or only what would become of it."""
    with workplace(call) as place, import_bar(f"{file.name} (ensayo)" if dry_run else file.name) as watch:
        now, secret = place.clock.now(), place.keyring.address_key
        grant = read_grant(place.tenant, f"Lista «{file.name}»", Stated(basis, proof.strip(), purpose))
        _refuse_unknown(place.tenant, name)
        of = (place.database, place.tenant_id, file, secret, now)
        asked = {name for public in place.tenant.audiences.values() for name in public.columns}
        result = import_contacts(*of, dry_run=dry_run, watch=watch, grant=grant, name=name, homes=homes, asked=asked)
        counts: dict[str, object] = {name: getattr(result, name) for name in (*COUNTS, *OF_CONSENTS)}
        if not dry_run:
            with place.database.write() as connection:
                told = counts | {"batch": result.batch}
                append(connection, place.tenant_id, call.actor, "contacts_import", file.name, told, now)
    flags = ["--basis", basis, "--proof", proof, "--purpose", purpose] if basis else []
    flags += ["--list", name] if name is not None else []
    flags += ["--without-address"] if homes else []
    last = _rehearsed(call, file, flags) if dry_run else _kept(call, result)
    parts = [*_remarks(result), *column_lines(result.columns), *_lines(result), *last]
    return Answer(_document(result, counts), parts)


def _refuse_unknown(tenant: Tenant, name: str | None) -> None:
    lists = tenant.municipality.lists
    if name is not None and name not in lists:
        known = f"Hay estas: {', '.join(lists)}." if lists else "No hay ninguna."
        raise WrongCall(f"«{name}» no está en «listas» de municipio.yaml. {known}")


def _document(result: ImportResult, counts: dict[str, object]) -> dict[str, object]:
    problems = [{"line": each.line, "reason": each.reason} for each in result.problems]
    return {
        "batch": result.batch,
        "resumed": result.resumed,
        "columns": column_documents(result.columns),
        **counts,
        "problems": problems,
        "more_problems": result.more_problems,
    }


def _remarks(result: ImportResult) -> list[str]:
    left = how_many(result.more_problems, "observación", "observaciones")
    more = [f"… y {left} más."] if result.more_problems else []
    return [*map(str, result.problems), *more]


def _lines(result: ImportResult) -> list[str]:
    counted = [how_many(getattr(result, name), *words).split(" ", 1) for name, words in COUNTS.items()]
    counted += [
        how_many(number, *words).split(" ", 1)
        for name, words in OF_CONSENTS.items()
        if (number := getattr(result, name))
    ]
    lines = [f"{number:>8} {words}" for number, words in counted]
    if result.suppressed:
        who = how_many(result.suppressed, "persona de la lista sigue", "personas de la lista siguen")
        lines.append(f"{who} sin recibir: una lista no le devuelve los mensajes a quien los dejó o ya no los recibe.")
    return lines


def _kept(call: Call, result: ImportResult) -> list[str]:
    resumed = ["Siguió un lote que había quedado a medias."] if result.resumed else []
    undo = printed(call, f"contacts undo {result.batch}")
    return [*resumed, f"Quedaron guardados como el lote {result.batch}. Para deshacerlo: {undo}"]


def _rehearsed(call: Call, file: Path, said: list[str]) -> list[str]:
    command = printed(call, shlex.join(["contacts", "import", str(file), *said]))
    return ["Ensayo: no se guardó nada. Para traerla de verdad:", f"  {command}"]
