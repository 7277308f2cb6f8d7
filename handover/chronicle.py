"""What was decided, done and counted, row by row: a table for people, and the same values for programs."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from campaigns.tenant import Tenant
from channels.keys import Key
from delivery.tasks.standing import TASKS
from indicators.responsible import name_of
from reports.table import Cell, Table
from storage.approvals import Decision
from storage.audit import hashed_moment
from storage.states import OPEN_WORK_ORDER
from storage.tables import approval, audit, measurement, publication, work_order

DECISIONS: Mapping[str, str] = {Decision.APPROVED: "aprobado", Decision.REJECTED: "no aprobado"}
BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Record:
    """One list of the memory."""

    name: str
    """Its file without an ending: `aprobaciones/aprobaciones`."""
    table: Table
    rows: Sequence[Mapping[str, object]]
    """The same, by English keys; moments in ISO 8601, UTC."""


def records(connection: Connection, tenant: Tenant, number: int) -> tuple[Record, ...]:
    """Approvals, tasks and figures of one municipality, the oldest first."""
    return (
        _record("aprobaciones/aprobaciones", "Aprobaciones", _APPROVALS, connection, tenant, number),
        _record("tareas/tareas", "Tareas y deberes", _TASKS, connection, tenant, number),
        _record("indicadores/cifras", "Cifras anotadas, traídas y corregidas", _FIGURES, connection, tenant, number),
    )


def chain(connection: Connection) -> Iterator[bytes]:
    """The audit, a line of JSON for each row, all of the database: a chain with rows left out proves nothing.

    Moments stand in it as they were when its hashes were made.
    """
    for row in connection.execute(select(audit).order_by(audit.c.id).execution_options(yield_per=BATCH)).mappings():
        told = {name: _plain(value) for name, value in row.items()} | {"at": hashed_moment(row["at"])}
        yield (json.dumps(told, ensure_ascii=False, sort_keys=True) + "\n").encode()


def open_tasks(record: Record) -> int:
    """How many tasks somebody still owes."""
    return sum(row["state"] in OPEN_WORK_ORDER for row in record.rows)


@dataclass(frozen=True, slots=True)
class _Form:
    """How a list is read and shown."""

    asked: Callable[[int], Select[*tuple[Any, ...]]]
    columns: tuple[str, ...]
    cells: Callable[[Tenant, Row[Any]], tuple[Cell, ...]]
    values: Callable[[Row[Any]], Mapping[str, object]]


def _record(name: str, title: str, form: _Form, connection: Connection, tenant: Tenant, number: int) -> Record:
    rows = connection.execute(form.asked(number)).all()
    key = name.rpartition("/")[2]
    table = Table(key, title, form.columns, tuple(form.cells(tenant, row) for row in rows))
    return Record(name, table, [form.values(row) for row in rows])


def _key(row: Row[Any]) -> str:
    return str(Key(row.campaign, row.message, row.account, row.occurrence))


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _by_name(*names: str) -> Callable[[Row[Any]], Mapping[str, object]]:
    return lambda row: {name: _plain(row._mapping[name]) for name in names}


def _local(tenant: Tenant, moment: datetime | None) -> str:
    return "" if moment is None else f"{moment.astimezone(tenant.municipality.zone):%Y-%m-%d %H:%M}"


_APPROVALS = _Form(
    lambda number: select(approval).where(approval.c.tenant == number).order_by(approval.c.id),
    ("Campaña", "Mensaje", "Decisión", "Por", "Quién", "Cuándo", "Nota", "Huella de lo que se decidió"),
    lambda tenant, row: (
        row.campaign,
        row.message,
        DECISIONS.get(row.decision, row.decision),
        name_of(tenant, row.approver) if row.approver else "",
        name_of(tenant, row.person),
        _local(tenant, row.at),
        row.note,
        row.digest,
    ),
    _by_name("campaign", "message", "decision", "approver", "person", "at", "note", "digest", "complete"),
)
_ITS = (publication.c.campaign, publication.c.message, publication.c.account, publication.c.occurrence)
_ORDER = ("id", "kind", "title", "responsible", "place", "due_at", "extended_to", "state", "planned", "done", "cost")
_SAID = ("note", "evidence", "confirmed_at", "confirmed_by", "asked_by", "escalates_to")
_TASKS = _Form(
    lambda number: (
        select(work_order, *_ITS)
        .join(publication, publication.c.id == work_order.c.publication)
        .where(work_order.c.tenant == number)
        .order_by(work_order.c.id)
    ),
    (
        "Número",
        "Publicación",
        "Clase",
        "Tarea",
        "Responsable",
        "Dónde",
        "Plazo",
        "Estado",
        "Cantidad",
        "Costo",
        "Confirmada",
        "Por",
        "Nota",
        "Evidencia",
    ),
    lambda tenant, row: (
        row.id,
        _key(row),
        row.kind,
        row.title,
        name_of(tenant, row.responsible),
        row.place,
        _local(tenant, row.extended_to or row.due_at),
        TASKS.get(row.state, row.state),
        row.done,
        None if row.cost is None else float(row.cost),
        _local(tenant, row.confirmed_at),
        name_of(tenant, row.confirmed_by) if row.confirmed_by else "",
        row.note,
        ", ".join(each["name"] for each in row.evidence),
    ),
    lambda row: {"key": _key(row), **_by_name(*_ORDER, *_SAID)(row)},
)
_FIGURES = _Form(
    lambda number: select(measurement).where(measurement.c.tenant == number).order_by(measurement.c.id),
    (
        "Número",
        "Indicador",
        "Acción",
        "Día",
        "Cifra",
        "De dónde",
        "Anotada por",
        "Anotada",
        "Nota",
        "Corrige a",
        "Evidencia",
    ),
    lambda tenant, row: (
        row.id,
        tenant.indicators[row.indicator].name if row.indicator in tenant.indicators else row.indicator,
        row.action,
        row.day,
        row.value,
        {"declared": "anotada a mano", "pulled": "traída"}.get(row.source, row.source),
        name_of(tenant, row.by) if row.by else "",
        _local(tenant, row.recorded_at),
        row.note,
        row.corrects,
        "; ".join(f"{each['name']} ({each['sha256']})" for each in row.evidence or ()),
    ),
    _by_name(
        "id", "indicator", "action", "day", "value", "source", "by", "recorded_at", "note", "corrects", "evidence"
    ),
)
