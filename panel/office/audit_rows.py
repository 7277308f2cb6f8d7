"""Rows of the audit as they are looked for, a page at a time, and as whoever looks may know them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, func, select

from channels.keys import Key
from delivery.workplace import Workplace
from panel.office.audit_words import DELIVERY, HIDDEN, PERSONAL, PUBLICATION, REQUEST, TASK, Told, namesakes, tell, who
from panel.office.sheets import local
from reports.table import Cell
from storage.audit import last_hash, verify
from storage.tables import audit, delivery, publication
from storage.written import SHOWN

MOST = 50
"""Rows of a page."""
BATCH = 1_000
"""Rows of a file that are read at once."""
DAY = timedelta(days=1)
SET_BACK = timedelta(days=1)
"""By how much the machine's clock may have been set back and no row is missed for that."""
COLUMNS = ("Número", "Cuándo", "Quién", "Qué", "Sobre qué", "Cambio", "Notas", "Detalle", "Huella")


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; empty fields ask nothing."""

    person: str = ""
    verb: str = ""
    since: date | None = None
    until: date | None = None
    """The last day."""
    before: int | None = None
    """Of the rows before this one."""


class Line(NamedTuple):
    """One row."""

    number: int
    at: datetime
    who: str
    told: Told
    subject: str
    """As the row has it; empty where that is of somebody of the public."""
    about: str
    """The end of the address of what it is about: a person, a publication; empty: of none, or it may not be known."""
    detail: str
    """As JSON; empty where it may not be known."""
    hash: str


class Chain(NamedTuple):
    """What became of checking all rows."""

    rows: int
    broken: int | None
    """The number of the first row that is not as it was written; None: all are."""
    hash: str
    """Of the last one."""


def read_page(connection: Connection, place: Workplace, sought: Sought, *, people: bool) -> tuple[list[Line], bool]:
    """The newest first, and whether there are more. `people`: whoever looks may know of whom a row is."""
    rows = _rows(connection, place, sought, MOST + 1)
    things = _things(connection, rows)
    return [_line(place, row, things, people=people) for row in rows[:MOST]], len(rows) > MOST


def read_cells(
    connection: Connection, place: Workplace, sought: Sought, *, people: bool
) -> tuple[list[Sequence[Cell]], int | None]:
    """The next rows of a file, and before which the ones after them are; None: these are the last."""
    rows = _rows(connection, place, sought, BATCH)
    things = _things(connection, rows)
    cells = [_cells(place, _line(place, row, things, people=people)) for row in rows]
    return cells, rows[-1].id if len(rows) == BATCH else None


def check_chain(connection: Connection) -> Chain:
    """Look at every row of the database, whosever: a chain with rows left out proves nothing. It takes its time."""
    rows = connection.execute(select(func.count()).select_from(audit)).scalar_one()
    return Chain(rows, verify(connection), last_hash(connection))


def _rows(connection: Connection, place: Workplace, sought: Sought, most: int) -> Sequence[Row[Any]]:
    asked = _asked(place, sought)
    if sought.since is not None:
        asked = asked.where(audit.c.id >= _row_at(connection, _midnight(place, sought.since) - SET_BACK))
    if sought.until is not None:
        asked = asked.where(audit.c.id < _row_at(connection, _midnight(place, sought.until) + DAY + SET_BACK))
    return connection.execute(asked.order_by(audit.c.id.desc()).limit(most)).all()


def _row_at(connection: Connection, moment: datetime) -> int:
    """The number of the first row from a moment on: rows are written one after the other, and so are their moments."""
    its = audit.c
    low, high = 0, (connection.execute(select(func.max(its.id))).scalar_one() or 0) + 1
    while low < high:
        middle = (low + high) // 2
        near = select(its.id, its.at).where(its.id >= middle).order_by(its.id).limit(1)
        row = connection.execute(near).first()
        if row is None or row.at >= moment:
            high = middle
        else:
            low = int(row.id) + 1
    return low


def _asked(place: Workplace, sought: Sought) -> Select[Any]:
    its = audit.c
    # Read from its end on: by the index on the tenant's subjects a database would sort all rows for one page.
    narrowed = sought.person or sought.verb
    asked = select(audit).where((its.tenant if narrowed else its.tenant + 0) == place.tenant_id)
    if sought.before is not None:
        asked = asked.where(its.id < sought.before)
    if sought.verb:
        asked = asked.where(its.verb == sought.verb)
    if sought.person:
        # Of the two indexes that of the verbs: there are more of them than of people, and each is the rarer.
        actor = its.actor.concat("") if sought.verb else its.actor
        asked = asked.where(actor.in_(namesakes(sought.person)))
    if sought.since is not None:
        asked = asked.where(its.at >= _midnight(place, sought.since))
    if sought.until is not None:
        asked = asked.where(its.at < _midnight(place, sought.until) + DAY)
    return asked


def _midnight(place: Workplace, day: date) -> datetime:
    return datetime.combine(day, time.min, place.tenant.municipality.zone)


def _things(connection: Connection, rows: Sequence[Row[Any]]) -> Mapping[str, tuple[int, str]]:
    """The publications that rows name by number, or by that of a delivery: number and key, by the row's subject.

    Of a letter that is shown to nobody the number is 0.
    """
    its = publication.c
    key = (its.id, its.campaign, its.message, its.account, its.occurrence, SHOWN.label("shown"))
    numbers: dict[str, list[int]] = {PUBLICATION: [], DELIVERY: []}
    for row in rows:
        kind, _, number = row.subject.partition("/")
        if kind in numbers and number.isdecimal() and len(number) < 18:
            numbers[kind].append(int(number))
    asked = {
        PUBLICATION: select(its.id.label("number"), *key).where(its.id.in_(numbers[PUBLICATION])),
        DELIVERY: select(delivery.c.id.label("number"), *key)
        .join(publication, its.id == delivery.c.publication)
        .where(delivery.c.id.in_(numbers[DELIVERY])),
    }
    return {
        f"{kind}/{row.number}": (
            row.id if row.shown else 0,
            str(Key(row.campaign, row.message, row.account, row.occurrence)),
        )
        for kind, statement in asked.items()
        if numbers[kind]
        for row in connection.execute(statement)
    }


def _line(place: Workplace, row: Row[Any], things: Mapping[str, tuple[int, str]], *, people: bool) -> Line:
    number, subject = things.get(row.subject, (0, row.subject))
    told = tell(place.tenant, row.verb, subject, row.detail, lambda moment: local(place, moment))
    personal = row.verb in PERSONAL
    hidden = not people and (personal or _names_mail(row))
    actor = HIDDEN if not people and "@" in row.actor else who(place.tenant, row.actor)
    if personal:
        told = told._replace(subject=HIDDEN if hidden else "una persona")
    if hidden:
        told = told._replace(notes=(), turn="")
    about = f"envios/{number}" if number else "" if hidden else _way_to(row.verb, row.subject)
    subject = "" if personal else subject
    detail = "" if hidden else json.dumps(row.detail, ensure_ascii=False, sort_keys=True)
    return Line(row.id, row.at, actor, told, subject, about, detail, row.hash)


def _names_mail(row: Row[Any]) -> bool:
    """Whether the detail holds an address, whoever wrote it into a note or handed something in from it."""
    return any(isinstance(value, str) and "@" in value for value in row.detail.values())


def _way_to(verb: str, subject: str) -> str:
    """The page of a person, a task or a request; empty where it is none of these."""
    kind, _, number = subject.partition("/")
    if verb in PERSONAL:
        return f"personas/{subject}" if subject.isdecimal() else f"personas/clave/{subject}"
    if kind == TASK and number.isdecimal():
        return f"tareas/{number}"
    return f"solicitudes/{subject}" if verb.endswith(REQUEST) and subject.isdecimal() else ""


def _cells(place: Workplace, line: Line) -> Sequence[Cell]:
    told = line.told
    notes = "; ".join(f"{word}: {text}" for word, text in told.notes)
    at = f"{line.at.astimezone(place.tenant.municipality.zone):%Y-%m-%d %H:%M:%S}"
    about = line.subject or told.subject
    return (line.number, at, line.who, told.what, about, told.turn, notes, line.detail, line.hash)
