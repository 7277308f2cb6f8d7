"""`contacts imports`, `contacts undo`: the lists that came in, and one taken back."""

from audience.import_batches import Batch, batches
from audience.import_undo import NoSuchBatch, Undone, undo_import
from reports.table import Table
from storage.audit import append
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call
from verbs.place import rows_of, workplace
from verbs.words import how_many, instant, shown

WRONG: tuple[type[Exception], ...] = (NoSuchBatch,)
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)

STATES = {
    "done": "completa",
    "unfinished": "a medias: tráigala otra vez, o deshágala",
    "undoing": "deshecha a medias: deshágala otra vez",
    "undone": "deshecha",
}
"""State to what people read."""


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
        undone = undo_import(place.database, place.tenant_id, number, now)
        counts = {name: getattr(undone, name) for name in ("removed", "restored", "consents", "listed", "wanted")}
        if undone.batch.undone_at is None:
            with place.database.write() as connection:
                append(connection, place.tenant_id, call.actor, "contacts_undo", str(number), counts, now)
    lines = _lines(undone)
    document = {"batch": number, **counts, "remarks": undone.remarks, "more_remarks": undone.more_remarks}
    return Answer(document, lines)


def _counts(batch: Batch) -> tuple[str, str, str]:
    return str(batch.rows), str(batch.created), str(batch.updated)


def _lines(undone: Undone) -> list[str]:
    number = undone.batch.id
    if undone.batch.undone_at:
        return [f"El lote {number} ya estaba deshecho: no cambió nada."]
    said = (
        (undone.removed, "persona que llegó con la lista salió", "personas que llegaron con la lista salieron"),
        (undone.restored, "persona volvió a sus datos de antes", "personas volvieron a sus datos de antes"),
        (
            undone.listed,
            "persona se queda: está también en una lista posterior",
            "personas se quedan: están también en una lista posterior",
        ),
        (
            undone.wanted,
            "persona se queda: se suscribió o dio su consentimiento",
            "personas se quedan: se suscribieron o dieron su consentimiento",
        ),
        (
            undone.consents,
            "consentimiento que trajo la lista ya no vale",
            "consentimientos que trajo la lista ya no valen",
        ),
    )
    counts = [how_many(*counted) for counted in said if counted[0]]
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
