"""`tasks`, `confirm`, `postpone`, `record`: what people do by hand, and the figures that they count."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from mimetypes import guess_type
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.money import read_pesos
from delivery.errands import Errand, errand, open_errands
from delivery.freeze import media_folder
from delivery.installation import var_folder
from delivery.sheets import papers
from delivery.workplace import Workplace
from indicators.declared import BadMeasurement
from indicators.declared import record as keep
from indicators.lookup import UnknownKey, find_action, find_indicator
from indicators.table import Table
from indicators.words import number_words
from pieces.refusal import CannotDraw
from storage import work_orders
from storage.audit import append
from storage.errors import StorageError
from storage.files import put_file
from storage.ledger import IllegalMove
from storage.tenants import find_tenant
from verbs.answer import Answer
from verbs.call import Call, Failure, WrongCall
from verbs.drawing import keep_pieces
from verbs.folder import acting, remembered, url
from verbs.place import NOBODY, at_work, moment, opened, rows_of
from verbs.words import TASKS, how_many, instant, shown

WRONG: tuple[type[Exception], ...] = (UnknownKey,)
FAILED: tuple[type[Exception], ...] = (BadMeasurement, CannotDraw, StorageError, IllegalMove, OSError)

COLUMNS = ("Número", "Hasta", "Qué", "Dónde", "Responsable", "Veces", "Estado", "Clave")
END_OF_DAY = time(23, 59)


def tasks(call: Call, out: Path | None) -> Answer:
    """The open work orders, the most urgent first; with a folder, their papers are drawn into it."""
    with rows_of(call) as (connection, tenant, number):
        found = open_errands(connection, number)
        asked = papers(connection, tenant, [each.id for each in found]) if out is not None else {}
    if out is not None:
        kept = keep_pieces(out, {f"tarea-{each}": orders for each, orders in asked.items()}, call.tell)
        call.tell(f"{how_many(kept, 'hoja', 'hojas')} en {out}.")
    rows = tuple(_cells(each, tenant.municipality.zone) for each in found)
    title = how_many(len(rows), "tarea abierta", "tareas abiertas")
    return Answer([_document(each) for each in found], [Table("tasks", title, COLUMNS, rows)])


def confirm(
    call: Call, number: int, count: int | None, cost: str | None, evidence: tuple[Path, ...], not_done: bool, note: str
) -> Answer:
    """A person says that it was done, or that it was not."""
    if not_done and not note.strip():
        raise WrongCall("Diga en --note por qué no se hizo.")
    if not_done and (count is not None or cost is not None or evidence):
        raise WrongCall("--not-done no va con --count, --cost ni --evidence: lo que no se hizo no se cuenta.")
    paid = None if cost is None else _pesos(cost)
    with _at_desk(call) as (connection, tenant_id):
        order, now = _order(connection, tenant_id, number), moment(connection)
        if not_done:
            said = work_orders.refuse(connection, number, call.actor, now, note)
        else:
            kept = [_keep(connection, var_folder(call.environment), path, now) for path in evidence]
            done = order.planned if count is None else count
            said = work_orders.confirm(connection, number, call.actor, now, done, paid, kept, note)
        return _told(connection, tenant_id, number, said)


def postpone(call: Call, number: int, until: date, note: str) -> Answer:
    """Put off until the end of a day."""
    with _at_desk(call) as (connection, tenant_id):
        order, now = _order(connection, tenant_id, number), moment(connection)
        end = datetime.combine(until, END_OF_DAY, ZoneInfo(order.zone))
        if end <= now:
            raise WrongCall(f"El {until} ya pasó: escriba un día que venga.")
        said = work_orders.postpone(connection, number, call.actor, now, end, note)
        return _told(connection, tenant_id, number, said)


def record(call: Call, indicator: str, value: float, day: date | None, action: str, note: str) -> Answer:
    """A figure that people count."""

    def work(connection: Connection, place: Workplace, now: datetime) -> dict[str, object]:
        known = find_indicator(place.tenant, indicator)
        if action:
            find_action(place.tenant, action)
        today = now.astimezone(place.tenant.municipality.zone).date()
        on = day or today
        if on > today:
            raise WrongCall(f"El {on} todavía no ha llegado: una cifra se anota con la fecha en que se contó.")
        number = keep(connection, place.tenant_id, indicator, known, value, on, call.actor, note, now, action=action)
        detail = {"value": value, "day": on.isoformat(), "action": action}
        append(connection, place.tenant_id, call.actor, "record", indicator, detail, now)
        return {"id": number, "indicator": indicator, "value": value, "date": on.isoformat(), "action": action}

    kept = at_work(call, work)
    return Answer([kept], [f"Anotado: {indicator}, {number_words(value)}, el {kept['date']}."])


@contextmanager
def _at_desk(call: Call) -> Iterator[tuple[Connection, int]]:
    """A transaction that writes, and the number of the municipality; no keys are needed, nobody is written to."""
    loaded = remembered(call)
    tenant = acting(call, loaded)
    with opened(url(call, loaded)) as database, database.write() as connection:
        yield connection, find_tenant(connection, tenant.slug) or NOBODY


def _order(connection: Connection, tenant_id: int, number: int) -> Errand:
    found = errand(connection, tenant_id, number)
    if found is None:
        raise WrongCall(f"No hay ninguna tarea {number}. «pregonero tasks» muestra las abiertas.")
    return found


def _keep(connection: Connection, folder: Path, path: Path, now: datetime) -> dict[str, object]:
    mime = guess_type(path.name)[0] or "application/octet-stream"
    digest = put_file(connection, media_folder(folder), path.read_bytes(), path.name, mime, now)
    return {"sha256": digest, "name": path.name}


def _pesos(text: str) -> Decimal:
    try:
        return read_pesos(text)
    except ValueError as error:
        raise WrongCall(f"--cost: {error}.") from error


def _told(connection: Connection, tenant_id: int, number: int, said: bool) -> Answer:
    order = _order(connection, tenant_id, number)
    if not said:
        raise Failure(f"La tarea {number} está {TASKS[order.state]}: eso ya no se puede decir de ella.")
    return Answer([_document(order)], [f"Tarea {number}: {TASKS[order.state]}."])


def _document(each: Errand) -> dict[str, object]:
    return {
        "id": each.id,
        "key": each.key,
        "kind": each.kind,
        "becomes": each.becomes,
        "title": each.title,
        "sheet": each.sheet,
        "responsible": each.responsible,
        "place": each.place,
        "due": instant(each.due),
        "planned": each.planned,
        "done": each.done,
        "cost": None if each.cost is None else float(each.cost),
        "state": each.state,
    }


def _cells(each: Errand, zone: ZoneInfo) -> tuple[str, ...]:
    what = f"{each.title} ({each.becomes or each.kind})"
    state = TASKS[each.state]
    return (str(each.id), shown(each.due, zone), what, each.place, each.responsible, str(each.planned), state, each.key)
