"""Tasks of the media that people carry out, by the term that falls in a period; duties are told apart."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, case, func, select

from indicators.medium import medium_named
from storage.duties import UNTIL
from storage.states import DONE_WORK_ORDER, OPEN_WORK_ORDER, WorkOrderState
from storage.tables import publication, work_order

_DONE = tuple(state.value for state in DONE_WORK_ORDER)
_OPEN = tuple(state.value for state in OPEN_WORK_ORDER)


@dataclass(frozen=True, slots=True)
class Tasks:
    """How the tasks of one medium stand."""

    medium: str
    done: int
    on_time: int
    """Of those done: confirmed by their term."""
    coming: int
    """Open, with their term to come."""
    overdue: int
    not_done: int
    """Somebody said that they will not be."""
    count: int
    """Of those done: how many spots, leaflets or attendants, as people said."""

    @property
    def all(self) -> int:
        """Asked of somebody, and not called off."""
        return self.done + self.coming + self.overdue + self.not_done

    def __add__(self, other: "Tasks") -> "Tasks":
        """Both together, under the name of the first."""
        return Tasks(
            self.medium,
            self.done + other.done,
            self.on_time + other.on_time,
            self.coming + other.coming,
            self.overdue + other.overdue,
            self.not_done + other.not_done,
            self.count + other.count,
        )


@dataclass(frozen=True, slots=True)
class OverdueTask:
    """A task that nobody has confirmed by its term."""

    order: int
    title: str
    medium: str
    responsible: str
    until: datetime


def read_tasks(
    connection: Connection, ours: ColumnElement[bool], tenant: int, since: datetime, until: datetime, now: datetime
) -> tuple[Tasks, ...]:
    """By medium, as they stand at `now`. `ours`: which publications count."""
    its = work_order.c
    done, is_open = its.state.in_(_DONE), its.state.in_(_OPEN)
    asked = (
        select(publication.c.medium)
        .add_columns(_sum(done).label("done"), _sum(done & (its.confirmed_at <= UNTIL)).label("on_time"))
        .add_columns(_sum(is_open & (now <= UNTIL)).label("coming"), _sum(is_open & (now > UNTIL)).label("overdue"))
        .add_columns(_sum(its.state == WorkOrderState.NOT_DONE.value).label("not_done"))
        .add_columns(func.sum(case((done, func.coalesce(its.done, 0)), else_=0)).label("number"))
        .join(publication, publication.c.id == its.publication)
        .where(_within(ours, tenant, since, until))
        .group_by(publication.c.medium)
    )
    found: dict[str, Tasks] = {}
    for row in connection.execute(asked):
        name = medium_named(row.medium)
        numbers = (row.done, row.on_time, row.coming, row.overdue, row.not_done, row.number)
        each = Tasks(name, *map(int, numbers))
        found[name] = found[name] + each if name in found else each
    return tuple(found[name] for name in sorted(found))


def read_overdue(
    connection: Connection, ours: ColumnElement[bool], tenant: int, since: datetime, until: datetime, now: datetime
) -> tuple[OverdueTask, ...]:
    """Those whose term is over at `now`, the oldest first."""
    its = work_order.c
    asked = (
        select(its.id, its.title, its.responsible, publication.c.medium, UNTIL.label("until"))
        .join(publication, publication.c.id == its.publication)
        .where(_within(ours, tenant, since, until), its.state.in_(_OPEN), now > UNTIL)
        .order_by(UNTIL, its.id)
    )
    return tuple(
        OverdueTask(row.id, row.title, medium_named(row.medium), row.responsible, row.until)
        for row in connection.execute(asked)
    )


def _within(ours: ColumnElement[bool], tenant: int, since: datetime, until: datetime) -> ColumnElement[bool]:
    its = work_order.c
    of_media = (its.asked_by == "") & (its.state != WorkOrderState.CANCELLED.value)
    return (its.tenant == tenant) & of_media & (since <= UNTIL) & (until > UNTIL) & ours


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
