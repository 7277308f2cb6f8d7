"""Work orders as a list: whose, of which medium, open or done, a page of them at a time and without their sheets."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, exists, func, or_, select

from campaigns.municipality import Municipality
from delivery.staff import people_behind
from storage.columns import Instant
from storage.states import OPEN_WORK_ORDER, SAID_WORK_ORDER
from storage.tables import publication, receipt, work_order

PAGE = 50
_PLACE = re.compile(r"(\d{1,17})-(\d{1,18})", re.ASCII)
LATELY = timedelta(days=60)
"""How long what was done stays among what was done lately."""
OPEN = [state.value for state in OPEN_WORK_ORDER]
SAID = [state.value for state in SAID_WORK_ORDER]


class View(StrEnum):
    """Which of them."""

    OPEN = "abiertas"
    OVERDUE = "vencidas"
    SAID = "hechas"
    """Of which a person has said lately what became of them."""


class Place(NamedTuple):
    """Where a page of the list ends: the moment that it is sorted by, and the number."""

    moment: datetime
    number: int

    def __str__(self) -> str:
        """As an address bears it."""
        return f"{round(self.moment.timestamp() * 1e6)}-{self.number}"

    @classmethod
    def read(cls, told: str) -> "Place | None":
        """Of an address; None where it says no place."""
        found = _PLACE.fullmatch(told)
        try:
            return None if found is None else cls(datetime.fromtimestamp(int(found[1]) / 1e6, UTC), int(found[2]))
        except (ValueError, OverflowError, OSError):
            return None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list shows."""

    view: View = View.OPEN
    slugs: Collection[str] | None = None
    """Whose: they answer for it, or a duty is owed to them. None: everybody's."""
    responsible: str = ""
    """Whose alone, by the slug; empty: of all those."""
    medium: str = ""
    """Empty: of all."""
    after: Place | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One work order in a list."""

    id: int
    campaign: str
    medium: str
    kind: str
    becomes: str
    title: str
    place: str
    responsible: str
    asked_by: str
    due: datetime
    state: str
    mode: str
    planned: int
    done: int | None
    postponements: int
    said: datetime | None
    """When a person said what became of it."""
    received: bool
    """Something was handed in, and waits to be accepted."""


@dataclass(frozen=True, slots=True)
class Sums:
    """How many are open."""

    open: int
    overdue: int


_ITS = work_order.c
# Open orders are few and found by their state. Written as the index by term has it, SQLite would walk that one, through
# all that was ever done, to have them in order.
_UNTIL = func.coalesce(_ITS.extended_to, _ITS.due_at, _ITS.due_at, type_=Instant())
_RECEIVED = exists().where(receipt.c.work_order == _ITS.id, receipt.c.returned_at.is_(None))
_LINES: Select[*tuple[Any, ...]] = select(
    *(_ITS[name] for name in ("id", "kind", "becomes", "title", "place", "responsible", "asked_by", "state")),
    *(_ITS[name] for name in ("planned", "done", "postponements", "confirmed_at")),
    *(publication.c[name] for name in ("campaign", "medium", "mode")),
    _UNTIL.label("until"),
    case((_ITS.asked_by == "", False), else_=_RECEIVED).label("received"),
).join(publication, publication.c.id == _ITS.publication)


def slugs_of(municipality: Municipality, person: str) -> frozenset[str]:
    """All slugs that a person speaks for: the own, departments that the person heads, committees with a seat."""
    every = (*municipality.people, *municipality.departments, *municipality.committees)
    return frozenset(slug for slug in every if person in people_behind(municipality, slug))


def list_tasks(connection: Connection, tenant_id: int, asked: Asked, now: datetime) -> tuple[list[Line], Place | None]:
    """A page of them, the most urgent or the latest first, and where the next one begins; None: it is the last."""
    rows = connection.execute(listing(tenant_id, asked, now)).all()
    lines = [_line(row) for row in rows[:PAGE]]
    if len(rows) <= PAGE:
        return lines, None
    last = lines[-1]
    return lines, Place(last.said if asked.view is View.SAID and last.said is not None else last.due, last.id)


def listing(tenant_id: int, asked: Asked, now: datetime) -> Select[*tuple[Any, ...]]:
    """What is asked for a page."""
    found = _LINES.where(_ITS.tenant == tenant_id)
    if asked.slugs is not None:
        slugs = sorted(asked.slugs)
        found = found.where(or_(_ITS.responsible.in_(slugs), _ITS.asked_by.in_(slugs)))
    if asked.responsible:
        found = found.where(_ITS.responsible == asked.responsible)
    if asked.medium:
        found = found.where(publication.c.medium == asked.medium)
    if asked.view is View.SAID:
        found = found.where(_ITS.state.in_(SAID), _ITS.confirmed_at >= now - LATELY)
        if asked.after is not None:
            found = found.where(_beyond(_ITS.confirmed_at, asked.after, later=False))
        return found.order_by(_ITS.confirmed_at.desc(), _ITS.id.desc()).limit(PAGE + 1)
    found = found.where(_ITS.state.in_(OPEN))
    if asked.view is View.OVERDUE:
        found = found.where(now > _UNTIL)
    if asked.after is not None:
        found = found.where(_beyond(_UNTIL, asked.after, later=True))
    return found.order_by(_UNTIL, _ITS.id).limit(PAGE + 1)


def count_open(connection: Connection, tenant_id: int, slugs: Collection[str] | None, now: datetime) -> Sums:
    """How many wait for a person, and how many of these are late. `slugs`: as of `Asked`."""
    late = func.count(case((now > _UNTIL, 1)))
    found = select(func.count(), late).where(_ITS.tenant == tenant_id, _ITS.state.in_(OPEN))
    if slugs is not None:
        found = found.where(or_(_ITS.responsible.in_(sorted(slugs)), _ITS.asked_by.in_(sorted(slugs))))
    total, overdue = connection.execute(found).one()
    return Sums(int(total), int(overdue))


def _beyond(column: ColumnElement[Any], place: Place, *, later: bool) -> ColumnElement[bool]:
    """Those that come after a place in the list."""
    same = column == place.moment
    if later:
        return or_(column > place.moment, and_(same, place.number < _ITS.id))
    return or_(column < place.moment, and_(same, place.number > _ITS.id))


def _line(row: Row[*tuple[Any, ...]]) -> Line:
    names = (
        "id",
        "campaign",
        "medium",
        "kind",
        "becomes",
        "title",
        "place",
        "responsible",
        "asked_by",
        "state",
        "mode",
    )
    same = {name: getattr(row, name) for name in (*names, "planned", "done", "postponements")}
    return Line(**same, due=row.until, said=row.confirmed_at, received=bool(row.received))
