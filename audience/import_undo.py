"""An import taken back: who came with it goes, and what it changed is again what it was, unless others want it so."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Table, case, delete, exists, func, select, update

from audience.contacts_import import ALONE, ImportUnderWay
from audience.import_batches import Batch, find
from audience.import_change import read_change
from audience.import_reversal import Reversal
from audience.people_lists import forget_members
from storage.alone import alone
from storage.database import Database
from storage.tables import (
    address,
    consent,
    contact,
    contact_attribute,
    import_batch,
    import_change,
    import_mention,
    list_member,
    metadata,
    order_person,
    subscription,
)
from storage.turns import PEOPLE, in_turn

STEP = 500
"""People of one transaction: the daemon's own transactions come in between."""
MOST_REMARKS = 1_000
FORGOTTEN = (
    "Lo que esta lista cambió de quienes ya estaban no vuelve a lo de antes: lo que había se olvidó al cumplirse su "
    "plazo de conservación."
)
_OF_THE_CONTACT = {address.name, contact_attribute.name, import_change.name, list_member.name, order_person.name}


class NoSuchBatch(ValueError):
    """No import of this municipality has that number; the message is Spanish."""


@dataclass(slots=True)
class Undone:
    """What was taken back, and what was not."""

    tenant: int
    batch: Batch
    """As it stood before."""
    at: datetime
    removed: int = 0
    """People who had come with the list."""
    restored: int = 0
    """People whom the list had changed, and who are as they were."""
    consents: int = 0
    """Consents that the list had brought, one for each address: they go, for a list taken back was nobody's word."""
    listed: int = 0
    """People who had come with it and are in a later list: from now on they count as that one's."""
    wanted: int = 0
    """People who had come with it and have subscribed or consented since: they stay."""
    remarks: list[str] = field(default_factory=list)
    """What has changed since and is left as it is."""
    more_remarks: int = 0

    def remark(self, words: str) -> None:
        """Keep it, or count it where there are many already."""
        if len(self.remarks) < MOST_REMARKS:
            self.remarks.append(words)
        else:
            self.more_remarks += 1


def undo_import(database: Database, tenant: int, number: int, now: datetime) -> Undone:
    """Take an import back, some hundred people a transaction; one that was taken back already stays as it is.

    Broken off, it goes on when it is asked for again: each transaction takes away what tells it what is left to do.
    Whoever asked for nothing more stays so, for that is kept apart from people. Raises NoSuchBatch, StorageError.
    """
    with alone(database, ALONE) as ours:
        if not ours:
            raise ImportUnderWay
        with database.write() as connection:
            batch = find(connection, tenant, number)
            if batch is None:
                raise NoSuchBatch(f"No hay un lote {number}. «pregonero contacts imports» muestra los que hay.")
            if batch.undone_at:
                return Undone(tenant, batch, now)
            undone = _begin(connection, tenant, batch, now)
        forget_members(database, [number])
        for step in STEPS:
            going = True
            while going:
                with database.write() as connection:
                    in_turn(connection, PEOPLE)
                    going = step(connection, undone)
        with database.write() as connection:
            _end(connection, undone)
        return undone


def undo_at_once(connection: Connection, tenant: int, batch: Batch, now: datetime) -> Undone:
    """The same in one transaction, of whoever has the database alone; the batch was not taken back before."""
    undone = _begin(connection, tenant, batch, now)
    connection.execute(delete(list_member).where(list_member.c.batch == batch.id))
    for step in STEPS:
        while step(connection, undone):
            pass
    _end(connection, undone)
    return undone


def _begin(connection: Connection, tenant: int, batch: Batch, now: datetime) -> Undone:
    undone = Undone(tenant, batch, now)
    if batch.updated and not batch.undoing_since and not _keeps_changes(connection, batch.id):
        undone.remark(FORGOTTEN)
    _mark(connection, batch.id, undoing_since=batch.undoing_since or now)
    return undone


def _end(connection: Connection, undone: Undone) -> None:
    connection.execute(delete(import_mention).where(import_mention.c.batch == undone.batch.id))
    _mark(connection, undone.batch.id, undone_at=undone.at)


def _keeps_changes(connection: Connection, number: int) -> bool:
    return bool(connection.scalar(select(exists().where(import_change.c.batch == number))))


def _mark(connection: Connection, number: int, **moments: datetime) -> None:
    connection.execute(update(import_batch).where(import_batch.c.id == number).values(moments))


def _restore(connection: Connection, undone: Undone) -> bool:
    """The last changes, in the order in which they were not made; whether there are more."""
    its = import_change.c
    last = select(its.id, its.contact, its.what).where(its.batch == undone.batch.id).order_by(its.id.desc())
    rows = connection.execute(last.limit(STEP)).all()
    reversal = Reversal(connection, {row.contact for row in rows})
    for row in rows:
        change = read_change(row.what)
        left = reversal.take_back(row.contact, change)
        undone.restored += not left and change.consent is None
        for words in left:
            undone.remark(words)
    undone.consents += reversal.write(connection)
    connection.execute(delete(import_change).where(its.id.in_([row.id for row in rows])))
    return len(rows) == STEP


def _hand_on(connection: Connection, undone: Undone) -> bool:
    """Who is in a later list too stays, as that one's."""
    its = import_mention.c
    later = (
        select(its.batch, its.contacts)
        .join(import_batch, import_batch.c.id == its.batch)
        .where(import_batch.c.tenant == undone.tenant, its.batch > undone.batch.id)
        .order_by(its.id)
    )
    for batch, contacts in connection.execute(later).all():
        for numbers in _steps(json.loads(contacts)):
            theirs = (contact.c.batch == undone.batch.id) & contact.c.id.in_(numbers)
            undone.listed += connection.execute(update(contact).where(theirs).values(batch=batch)).rowcount
    return False


def _remove(connection: Connection, undone: Undone) -> bool:
    """The next people who came with the list; whether there are more."""
    came = select(contact.c.id, contact.c.erased_at).where(contact.c.batch == undone.batch.id).limit(STEP)
    rows = connection.execute(came).all()
    numbers = [row.id for row in rows]
    gone = {row.id for row in rows if row.erased_at}
    named = {table.name: _named(connection, table, numbers) for table in _referring()}
    refusing = _refusing(connection, numbers) - gone - set(named[subscription.name])
    wanted = {number for found in named.values() for number in found} - gone - refusing
    undone.wanted += len(wanted)
    stay = sorted(wanted | gone)
    connection.execute(update(contact).where(contact.c.id.in_(stay)).values(batch=None))
    removed = sorted(set(numbers) - set(stay))
    for table in (import_change, list_member, order_person, contact_attribute, address):
        connection.execute(delete(table).where(table.c.contact.in_(removed)))
    nobody = {"name": "", "language": "es", "batch": None, "erased_at": undone.at}
    connection.execute(update(contact).where(contact.c.id.in_(sorted(refusing))).values(nobody))
    connection.execute(delete(contact).where(contact.c.id.in_(sorted(set(removed) - refusing))))
    undone.removed += len(removed)
    return len(rows) == STEP


def _refusing(connection: Connection, numbers: Sequence[int]) -> set[int]:
    """Who has said no and never yes: it stays without the name and the address with which the list came."""
    its = consent.c
    spoke = select(its.contact, func.max(case((its.given, 1), else_=0))).where(its.contact.in_(numbers))
    return {number for number, given in connection.execute(spoke.group_by(its.contact)) if not given}


def _referring() -> Iterator[Table]:
    """The tables that know contacts and are not part of them: consents, subscriptions."""
    for table in metadata.sorted_tables:
        if table.name not in _OF_THE_CONTACT and any(key.column.table is contact for key in table.foreign_keys):
            yield table


def _named(connection: Connection, table: Table, numbers: Sequence[int]) -> Collection[int]:
    """Which of the contacts it names."""
    [key] = [key for key in table.foreign_keys if key.column.table is contact]
    return set(connection.scalars(select(key.parent).where(key.parent.in_(numbers))))


STEPS = (_restore, _hand_on, _remove)
"""What takes a list back: each is done again as long as it says that there is more."""


def _steps(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(numbers), STEP):
        yield numbers[first : first + STEP]
