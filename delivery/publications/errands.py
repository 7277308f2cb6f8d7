"""Work orders as the office sees them: beside the publication that asks for them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from channels.keys import Key
from storage.states import OPEN_WORK_ORDER, WorkOrderState
from storage.tables import publication, tenant, work_order

_SAID = [state.value for state in (WorkOrderState.DONE, WorkOrderState.NOT_DONE, WorkOrderState.COUNTED)]


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing that a person does."""

    id: int
    key: str
    """Of its publication."""
    kind: str
    becomes: str
    """What it will be once that feature acts by itself; empty: it stays a task."""
    title: str
    sheet: str
    responsible: str
    place: str
    due: datetime
    """As it was extended, where it was."""
    planned: int
    done: int | None
    cost: Decimal | None
    """In pesos, as its person says."""
    note: str
    evidence: tuple[tuple[str, str], ...]
    """Names of the files that show that it was done, each with its SHA-256."""
    state: str
    zone: str
    """The municipality's, by its IANA name."""


def open_errands(connection: Connection, tenant_id: int) -> list[Errand]:
    """The orders that wait for a person, the most urgent first."""
    states = [state.value for state in OPEN_WORK_ORDER]
    asked = _asked().where(work_order.c.tenant == tenant_id, work_order.c.state.in_(states))
    due = func.coalesce(work_order.c.extended_to, work_order.c.due_at)
    return [_errand(row) for row in connection.execute(asked.order_by(due, work_order.c.id))]


def done_errands(connection: Connection, tenant_id: int) -> list[Errand]:
    """The orders of which a person has said what became of them, the latest first."""
    asked = _asked().where(work_order.c.tenant == tenant_id, work_order.c.state.in_(_SAID))
    return [_errand(row) for row in connection.execute(asked.order_by(work_order.c.confirmed_at.desc()))]


def errand(connection: Connection, tenant_id: int, number: int) -> Errand | None:
    """One order of a tenant by its number."""
    asked = _asked().where(work_order.c.id == number, work_order.c.tenant == tenant_id)
    row = connection.execute(asked).one_or_none()
    return None if row is None else _errand(row)


def _asked() -> Select[*tuple[Any, ...]]:
    its = publication.c
    return (
        select(work_order, its.campaign, its.message, its.account, its.occurrence, tenant.c.zone)
        .join(publication, its.id == work_order.c.publication)
        .join(tenant, tenant.c.id == work_order.c.tenant)
    )


def _errand(row: Row[*tuple[Any, ...]]) -> Errand:
    return Errand(
        id=row.id,
        key=str(Key(row.campaign, row.message, row.account, row.occurrence)),
        kind=row.kind,
        becomes=row.becomes,
        title=row.title,
        sheet=row.sheet,
        responsible=row.responsible,
        place=row.place,
        due=row.extended_to or row.due_at,
        planned=row.planned,
        done=row.done,
        cost=row.cost,
        note=row.note,
        evidence=tuple((each["name"], each["sha256"]) for each in row.evidence),
        state=row.state,
        zone=row.zone,
    )
