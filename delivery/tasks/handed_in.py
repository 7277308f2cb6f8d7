"""What people are told of what was handed in for a duty: received, sent back, or that more time is asked for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select, update

from audience.addresses import normalise
from campaigns.account import Account
from campaigns.articles import begin, the
from campaigns.debtors import name_of
from campaigns.moment import Moment
from delivery.notices.notice import Notice, Words, in_lines, outlet, write
from delivery.publications.waiting import OPEN
from delivery.staff import Staff, in_charge, staff_of
from delivery.tasks.writers import COPY, known_writer, may_be_told
from delivery.workplace import Workplace
from delivery.worlds import marked
from storage.columns import Instant
from storage.execution import execute
from storage.extensions import asking_told
from storage.receipts import number_of
from storage.tables import extension, publication, receipt, work_order

USEFUL = timedelta(days=3)
"""How long such a mail is tried."""
RECEIVED, RETURNED, ASKED = "~recibido-{}", "~devuelto-{}", "~prorroga-{}"
"""What each adds to the message id of its duty."""

_ITS = (publication.c.campaign, publication.c.message, publication.c.occurrence, publication.c.mode)
_ORDER = (work_order.c.title, work_order.c.place, work_order.c.responsible, work_order.c.asked_by, work_order.c.due_at)
_RECEIPTS = (
    select(receipt, work_order.c.extended_to, *_ORDER, *_ITS)
    .join(work_order, work_order.c.id == receipt.c.work_order)
    .join(publication, publication.c.id == work_order.c.publication)
    .where(receipt.c.tenant == bindparam("of"))
    .order_by(receipt.c.id)
)
_UNTOLD = _RECEIPTS.where(receipt.c.acknowledged_at.is_(None))
_SENT_BACK = _RECEIPTS.where(receipt.c.returned_at.is_not(None), receipt.c.return_told_at.is_(None))
_THEIRS = [column for column in extension.c if column.name not in ("asked_by", "due_at")]
_ASKED = (
    select(*_THEIRS, extension.c.asked_by.label("asked_by_person"), work_order.c.extended_to, *_ORDER, *_ITS)
    .join(work_order, work_order.c.id == extension.c.work_order)
    .join(publication, publication.c.id == work_order.c.publication)
    .where(work_order.c.tenant == bindparam("of"), work_order.c.state.in_(OPEN))
    .where(extension.c.granted_at.is_(None), extension.c.told_at.is_(None))
    .order_by(extension.c.id)
)
_MOMENT = bindparam("moment", type_=Instant())
_ACKNOWLEDGED = update(receipt).where(receipt.c.id == bindparam("which")).values(acknowledged_at=_MOMENT)
_RETURN_TOLD = update(receipt).where(receipt.c.id == bindparam("which")).values(return_told_at=_MOMENT)


@dataclass(frozen=True, slots=True)
class _News:
    """One mail, and what is kept once it is written."""

    notice: Notice
    words: Words
    slugs: tuple[str, ...]
    done: Callable[[Connection, datetime], None]
    copy: "_Copy | None" = None


@dataclass(frozen=True, slots=True)
class _Copy:
    """The same for whoever brought it, who is none of those: without any word of a mail's own."""

    duty: Notice
    order: int
    suffix: str
    words: Words
    writer: tuple[Staff, ...]


def untold(connection: Connection, workplace: Workplace) -> int:
    """How many mails there are to be written."""
    return len(_news(connection, workplace))


def tell(connection: Connection, workplace: Workplace, now: datetime) -> int:
    """Write them, each once; how many they were."""
    account, made = outlet(workplace), 0
    if account is None:
        return 0
    for each in _news(connection, workplace):
        made += write(connection, workplace, account, each.notice, each.words, each.slugs, now + USEFUL, now)
        if each.copy is not None and may_be_told(connection, workplace.tenant_id, each.copy.duty, each.copy.order, now):
            made += _write_copy(connection, workplace, account, each.copy, now)
        each.done(connection, now)
    return made


def _write_copy(connection: Connection, workplace: Workplace, account: Account, copy: _Copy, now: datetime) -> bool:
    message = f"{copy.duty.message}{COPY.format(copy.order)}{copy.suffix}"
    notice = copy.duty._replace(message=message)
    return write(connection, workplace, account, notice, copy.words, (), now + USEFUL, now, others=copy.writer)


def _news(connection: Connection, workplace: Workplace) -> list[_News]:
    if outlet(workplace) is None:
        return []
    found: list[_News] = []
    for asked, make in ((_UNTOLD, _received), (_SENT_BACK, _returned), (_ASKED, _extension)):
        found += [make(workplace, row) for row in _rows(connection, workplace, asked)]
    return [each for each in found if each.copy or any(_reached(workplace, each.slugs))]


def _rows(connection: Connection, workplace: Workplace, asked: Select[Any]) -> Iterable[Row[Any]]:
    return list(execute(connection, asked, {"of": workplace.tenant_id}))


def _reached(workplace: Workplace, slugs: Iterable[str]) -> Iterable[Staff]:
    return (person for slug in slugs for person in staff_of(workplace.tenant.municipality, slug))


def _received(workplace: Workplace, row: Row[Any]) -> _News:
    """To who owes it and to whoever is to look it over; a copy to who brought it."""
    number, at = number_of(row.year, row.number), _moment(workplace, row.received_at)
    files = ", ".join(each["name"] for each in row.files)
    asker = name_of(workplace.tenant.municipality, row.asked_by)
    received = f"Recibido {number}: {_what(row)}, el {at.day}, {at.time}. Lo entregó {the(row.handed_by)}."
    means = (
        f"Este recibo dice que llegó, y cuándo. Que esté bien lo confirma {the(asker)}, con «pregonero confirm "
        f"{row.work_order}»; o lo devuelve, con «pregonero return {row.work_order} --note …»."
    )
    brought = f"Archivos: {files}." if files else "No traía archivos."
    title = f"Recibido {number}: {_title(row)}"
    words = in_lines(title, [received, brought, *([f"Nota: {row.note}"] if row.note else []), means])
    slugs = (row.responsible, row.asked_by)
    copied = in_lines(title, [received, f"Archivos: {len(row.files)}.", f"Que esté bien lo confirma {the(asker)}."])
    copy = _copy(workplace, row, slugs, RECEIVED.format(row.id), copied)
    return _News(_notice(row, RECEIVED.format(row.id)), words, slugs, _at(_ACKNOWLEDGED, row.id), copy)


def _returned(workplace: Workplace, row: Row[Any]) -> _News:
    until = _moment(workplace, row.extended_to or row.due_at)
    by = name_of(workplace.tenant.municipality, row.returned_by)
    lines = [
        f"Se devolvió lo que se recibió con el número {number_of(row.year, row.number)}: {_what(row)}.",
        f"Por qué: {row.why_returned}",
        f"Lo devolvió {the(by)}. El plazo sigue siendo el {until.day}, {until.time}: entréguelo otra vez, completo.",
    ]
    words, slugs = in_lines(f"Devuelto: {_title(row)}", lines), (row.responsible,)
    copy = _copy(workplace, row, slugs, RETURNED.format(row.id), words)
    return _News(_notice(row, RETURNED.format(row.id)), words, slugs, _at(_RETURN_TOLD, row.id), copy)


def _extension(workplace: Workplace, row: Row[Any]) -> _News:
    due, until = _moment(workplace, row.due_at), _moment(workplace, row.until)
    who = name_of(workplace.tenant.municipality, row.asked_by_person)
    lines = [
        f"{begin(who)} pide prórroga: {_what(row)}. El plazo es el {due.day}; la pide hasta el {until.day}.",
        f"Por qué: {row.reason}",
        f"Se concede con «pregonero extend {row.work_order}». Hay una sola; sin ella el plazo queda como está.",
    ]
    notice = _notice(row, ASKED.format(row.work_order))
    slugs = (row.asked_by, *in_charge(workplace.tenant.municipality))

    def done(connection: Connection, now: datetime) -> None:
        asking_told(connection, row.work_order, now)

    return _News(notice, in_lines(f"Piden prórroga: {_title(row)}", lines), slugs, done)


def _at(statement: Any, number: int) -> Callable[[Connection, datetime], None]:  # noqa: ANN401 - an update
    def done(connection: Connection, now: datetime) -> None:
        execute(connection, statement, {"which": number, "moment": now})

    return done


def _copy(workplace: Workplace, row: Row[Any], slugs: Iterable[str], suffix: str, words: Words) -> _Copy | None:
    reached = {normalise("correo", person.mail) for person in _reached(workplace, slugs)}
    known = known_writer(workplace.tenant.municipality, row.mail, row.place)
    writer = tuple(each for each in known if each.mail not in reached)
    duty = Notice(row.campaign, row.message, row.occurrence)
    return _Copy(duty, row.work_order, suffix.removeprefix("~"), words, writer) if writer else None


def _title(row: Row[Any]) -> str:
    return marked(row.title, row.mode)


def _what(row: Row[Any]) -> str:
    return f"tarea {row.work_order}, {row.title}{f' ({row.place})' if row.place else ''}"


def _notice(row: Row[Any], suffix: str) -> Notice:
    return Notice(row.campaign, f"{row.message}{suffix}", row.occurrence)


def _moment(workplace: Workplace, moment: datetime) -> Moment:
    return Moment(moment.astimezone(workplace.tenant.municipality.zone))
