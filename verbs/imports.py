"""`contacts imports`, `contacts undo`: the lists that came in, and one taken back."""

from audience.bringing import take_back
from audience.import_batches import Batch, batches
from audience.import_undo import NoSuchBatch, Undone
from audience.import_words import STATES, undone_counted, undone_counts
from reports.table import Table
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call
from verbs.place import rows_of, workplace
from verbs.words import instant, shown

WRONG: tuple[type[Exception], ...] = (NoSuchBatch,)
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)


def imports(call: Call) -> Answer:
    """The imports of this municipality, the latest first."""
    with rows_of(call) as (connection, tenant, number):
        found = batches(connection, number)
        zone = tenant.municipality.zone
        heads = ("lote", "archivo", "lista", "cuándo", "renglones", "nuevas", "cambiadas", "estado")
        rows = tuple(
            (str(each.id), each.file, each.list or "", shown(each.at, zone), *_counts(each), STATES[each.state])
            for each in found
        )
    table: list[str | Table] = (
        [Table("imports", "Listas traídas", heads, rows)] if rows else ["Todavía no se ha traído ninguna lista."]
    )
    return Answer([_document(each) for each in found], table)


def undo(call: Call, number: int) -> Answer:
    """Take an import back."""
    with workplace(call) as place:
        now = place.clock.now()
        undone = take_back(place.database, place.tenant_id, number, call.actor, now)
        counts = undone_counts(undone)
    lines = _lines(undone)
    document = {"batch": number, **counts, "remarks": undone.remarks, "more_remarks": undone.more_remarks}
    return Answer(document, lines)


def _counts(batch: Batch) -> tuple[str, str, str]:
    return str(batch.rows), str(batch.created), str(batch.updated)


def _lines(undone: Undone) -> list[str]:
    number = undone.batch.id
    if undone.batch.undone_at:
        return [f"El lote {number} ya estaba deshecho: no cambió nada."]
    counts = [f"{many} {words}" for many, words in undone_counted(undone_counts(undone))]
    more = [f"… y {undone.more_remarks} más."] if undone.more_remarks else []
    return [*undone.remarks, *more, *counts, f"El lote {number} quedó deshecho."]


def _document(batch: Batch) -> dict[str, object]:
    return {
        "batch": batch.id,
        "file": batch.file,
        "list": batch.list,
        "at": instant(batch.at),
        "rows": batch.rows,
        "created": batch.created,
        "updated": batch.updated,
        "moved_at": instant(batch.moved_at),
        "finished_at": instant(batch.finished_at),
        "undone_at": instant(batch.undone_at),
        "state": batch.state,
    }
