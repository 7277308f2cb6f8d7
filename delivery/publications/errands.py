"""Work orders as the office sees them: beside the publication that asks for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from channels.keys import Key
from storage.checklists import Item, checklists
from storage.receipts import Receipt, receipts_of
from storage.states import OPEN_WORK_ORDER, SAID_WORK_ORDER
from storage.tables import publication, tenant, work_order

_SAID = [state.value for state in SAID_WORK_ORDER]


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
    first_due: datetime
    """As it was before."""
    extension: str
    """Of a duty: how long its one extension may be; empty: it has none."""
    asked_by: str
    """Of a duty: the slug of who asks for it and receives it; empty: it is none."""
    escalates_to: str
    planned: int
    done: int | None
    cost: Decimal | None
    """In pesos, as its person says."""
    note: str
    evidence: tuple[tuple[str, str], ...]
    """Names of the files that show that it was done, each with its SHA-256."""
    state: str
    mode: str
    """In which world its publication takes place."""
    zone: str
    """The municipality's, by its IANA name."""
    checklist: Sequence[Item] = ()
    receipts: Sequence[Receipt] = ()
    """Of what was handed in, what was sent back among it."""

    @property
    def standing(self) -> Sequence[Receipt]:
        """What was handed in and waits to be accepted, or was."""
        return [each for each in self.receipts if each.returned_at is None]

    @property
    def waits_for(self) -> str:
        """Whose word it waits for, by the slug: what was handed in is looked over by whoever asked for it."""
        return self.asked_by if self.standing else self.responsible

    @property
    def handed_in(self) -> list[tuple[str, str]]:
        """Name and SHA-256 of each file of it."""
        return [file for each in self.standing for file in each.files]


def open_errands(connection: Connection, tenant_id: int) -> list[Errand]:
    """The orders that wait for a person, the most urgent first."""
    states = [state.value for state in OPEN_WORK_ORDER]
    asked = _asked().where(work_order.c.tenant == tenant_id, work_order.c.state.in_(states))
    due = func.coalesce(work_order.c.extended_to, work_order.c.due_at)
    return _errands(connection, connection.execute(asked.order_by(due, work_order.c.id)).all())


def done_errands(connection: Connection, tenant_id: int) -> list[Errand]:
    """The orders of which a person has said what became of them, the latest first."""
    asked = _asked().where(work_order.c.tenant == tenant_id, work_order.c.state.in_(_SAID))
    return _errands(connection, connection.execute(asked.order_by(work_order.c.confirmed_at.desc())).all())


def errand(connection: Connection, tenant_id: int, number: int) -> Errand | None:
    """One order of a tenant by its number."""
    asked = _asked().where(work_order.c.id == number, work_order.c.tenant == tenant_id)
    return next(iter(_errands(connection, connection.execute(asked).all())), None)


def _asked() -> Select[*tuple[Any, ...]]:
    its = publication.c
    return (
        select(work_order, its.campaign, its.message, its.account, its.occurrence, its.mode, tenant.c.zone)
        .join(publication, its.id == work_order.c.publication)
        .join(tenant, tenant.c.id == work_order.c.tenant)
    )


def _errands(connection: Connection, rows: Iterable[Row[*tuple[Any, ...]]]) -> list[Errand]:
    """Orders with what was looked at of them and handed in."""
    found = list(rows)
    duties = [row.id for row in found if row.asked_by]
    lists, receipts = checklists(connection, duties), receipts_of(connection, duties)
    return [_errand(row, lists.get(row.id, ()), receipts.get(row.id, ())) for row in found]


def _errand(row: Row[*tuple[Any, ...]], checklist: Sequence[Item], receipts: Sequence[Receipt]) -> Errand:
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
        first_due=row.due_at,
        extension=row.extension,
        asked_by=row.asked_by,
        escalates_to=row.escalates_to,
        planned=row.planned,
        done=row.done,
        cost=row.cost,
        note=row.note,
        evidence=tuple((each["name"], each["sha256"]) for each in row.evidence),
        state=row.state,
        mode=row.mode,
        zone=row.zone,
        checklist=checklist,
        receipts=receipts,
    )
