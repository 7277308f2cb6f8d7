"""`contacts import`: people from a list."""

import shlex
from pathlib import Path

from audience.bringing import Bringing, bring, rehearse
from audience.column_words import column_documents, column_lines
from audience.import_result import ImportResult
from audience.import_words import counted, counts_of
from audience.line import BadContactsFile
from campaigns.tenant import Tenant
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call, WrongCall
from verbs.import_bar import import_bar
from verbs.list_grant import Stated, read_grant
from verbs.place import workplace
from verbs.printed import printed
from verbs.words import how_many

WRONG: tuple[type[Exception], ...] = (BadContactsFile,)
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)


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
        asked = {name for public in place.tenant.audiences.values() for name in public.columns}
        its, of = Bringing(file, grant, name, homes, asked), (place.database, place.tenant_id, secret)
        result = rehearse(*of, its, now, watch) if dry_run else bring(*of, its, call.actor, now, watch)
    flags = ["--basis", basis, "--proof", proof, "--purpose", purpose] if basis else []
    flags += ["--list", name] if name is not None else []
    flags += ["--without-address"] if homes else []
    last = _rehearsed(call, file, flags) if dry_run else _kept(call, result)
    parts = [*_remarks(result), *column_lines(result.columns), *_lines(result), *last]
    return Answer(_document(result), parts)


def _refuse_unknown(tenant: Tenant, name: str | None) -> None:
    lists = tenant.municipality.lists
    if name is not None and name not in lists:
        known = f"Hay estas: {', '.join(lists)}." if lists else "No hay ninguna."
        raise WrongCall(f"«{name}» no está en «listas» de municipio.yaml. {known}")


def _document(result: ImportResult) -> dict[str, object]:
    problems = [{"line": each.line, "reason": each.reason} for each in result.problems]
    return {
        "batch": result.batch,
        "resumed": result.resumed,
        "columns": column_documents(result.columns),
        **counts_of(result),
        "problems": problems,
        "more_problems": result.more_problems,
    }


def _remarks(result: ImportResult) -> list[str]:
    left = how_many(result.more_problems, "observación", "observaciones")
    more = [f"… y {left} más."] if result.more_problems else []
    return [*map(str, result.problems), *more]


def _lines(result: ImportResult) -> list[str]:
    lines = [f"{number:>8} {words}" for number, words in counted(counts_of(result))]
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
