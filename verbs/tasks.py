"""`tasks`: what people do by hand."""

from pathlib import Path
from shutil import copyfile
from zoneinfo import ZoneInfo

from audience.unreached import listed
from delivery.installation import var_folder
from delivery.publications.errands import Errand, done_errands, open_errands
from delivery.publishing.freeze import media_folder
from delivery.tasks.sheets import papers
from delivery.tasks.standing import TASKS, stands
from pieces.refusal import CannotDraw
from reports.table import Table
from storage.checklists import Item
from storage.errors import StorageError
from storage.files import file_path
from storage.receipts import Receipt
from verbs.answer import Answer
from verbs.call import Call
from verbs.drawing import keep_pieces
from verbs.people_files import PRIVATE, keep_lists
from verbs.place import rows_of
from verbs.words import how_many, in_world, instant, shown

WRONG: tuple[type[Exception], ...] = ()
FAILED: tuple[type[Exception], ...] = (CannotDraw, StorageError, OSError)

SAID = ("Número", "Qué", "Dónde", "Responsable", "Planeadas", "Hechas", "Estado", "Nota", "Evidencia", "Clave")
COLUMNS = ("Número", "Hasta", "Qué", "Dónde", "Responsable", "Veces", "Estado", "Clave")


def tasks(call: Call, out: Path | None, done: bool) -> Answer:
    """The open work orders, the most urgent first; with a folder, their papers are drawn into it.

    `done`: those of which somebody has said what became of them, the latest first; the folder takes their evidence.
    """
    if done:
        return _done(call, out)
    with rows_of(call) as (connection, tenant, number):
        found = open_errands(connection, number)
        people = listed(connection, [each.id for each in found]) if out is not None else {}
        asked = papers(connection, tenant, [each.id for each in found], people) if out is not None else {}
    if out is not None:
        keep_lists({out / f"tarea-{each}": those for each, those in people.items()})
        kept = keep_pieces(out, {f"tarea-{each}": orders for each, orders in asked.items()}, call.tell)
        call.tell(f"{how_many(kept, 'hoja', 'hojas')} en {out}.")
        if people:
            call.tell(PRIVATE)
    rows = tuple(_cells(each, tenant.municipality.zone) for each in found)
    title = how_many(len(rows), "tarea abierta", "tareas abiertas")
    tables = [Table("tasks", title, COLUMNS, rows)] if rows else ["No hay tareas abiertas."]
    return Answer([document(each) for each in found], tables)


def _done(call: Call, out: Path | None) -> Answer:
    with rows_of(call) as (connection, _, number):
        found = done_errands(connection, number)
    folder = media_folder(var_folder(call.environment))
    if out is not None:
        for each in found:
            _copy_evidence(folder, each, out / f"tarea-{each.id}")
    rows = tuple(_said(each) for each in found)
    title = how_many(len(rows), "tarea confirmada", "tareas confirmadas")
    tables = [Table("tasks", title, SAID, rows)] if rows else ["Todavía no hay tareas confirmadas."]
    return Answer([document(each) for each in found], tables)


def _copy_evidence(kept: Path, task: Errand, folder: Path) -> None:
    """The files under the names that they came with; a second one of the same name bears its own number."""
    names: set[str] = set()
    for place, (name, digest) in enumerate(task.evidence, start=1):
        folder.mkdir(parents=True, exist_ok=True)
        copyfile(file_path(kept, digest), folder / (f"{place}-{name}" if name in names else name))
        names.add(name)


def document(each: Errand) -> dict[str, object]:
    """A task as programs read it."""
    return {
        "id": each.id,
        "key": each.key,
        "mode": each.mode,
        "kind": each.kind,
        "becomes": each.becomes,
        "title": each.title,
        "sheet": each.sheet,
        "responsible": each.responsible,
        "place": each.place,
        "due": instant(each.due),
        "first_due": instant(each.first_due),
        "asked_by": each.asked_by,
        "escalates_to": each.escalates_to,
        "checklist": [_item(item) for item in each.checklist],
        "receipts": [receipt_document(receipt) for receipt in each.receipts],
        "planned": each.planned,
        "done": each.done,
        "cost": None if each.cost is None else float(each.cost),
        "note": each.note,
        "evidence": [{"name": name, "sha256": digest} for name, digest in each.evidence],
        "state": each.state,
    }


def _item(item: Item) -> dict[str, object]:
    at = None if item.ticked_at is None else instant(item.ticked_at)
    return {"item": item.position, "text": item.text, "ticked": at, "by": item.by, "note": item.note}


def receipt_document(receipt: Receipt) -> dict[str, object]:
    """What was handed in, as programs read it."""
    return {
        "number": receipt.number,
        "received": instant(receipt.received_at),
        "from": receipt.handed_by,
        "by": receipt.by,
        "files": [{"name": name, "sha256": digest} for name, digest in receipt.files],
        "note": receipt.note,
        "returned": None if receipt.returned_at is None else instant(receipt.returned_at),
        "why_returned": receipt.why_returned,
    }


def _cells(each: Errand, zone: ZoneInfo) -> tuple[str, ...]:
    what = f"{each.title} ({each.becomes or each.kind})"
    state = stands(each)
    due = shown(each.due, zone)
    due = due if each.due == each.first_due else f"{due} (era {shown(each.first_due, zone)})"
    return (str(each.id), due, what, each.place, each.responsible, str(each.planned), state, each.key)


def _said(each: Errand) -> tuple[str, ...]:
    done, evidence = str(each.done or 0), ", ".join(name for name, _ in each.evidence)
    became = (str(each.planned), done, in_world(TASKS[each.state], each.mode), each.note, evidence, each.key)
    return (str(each.id), f"{each.title} ({each.becomes or each.kind})", each.place, each.responsible, *became)
