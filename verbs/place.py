"""The database that a verb works on: opened, its schema looked at, closed again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from campaigns.loader import Loaded
from campaigns.tenant import Tenant
from delivery.clock import SystemClock
from delivery.installation import var_folder
from delivery.workplace import Workplace, open_workplace
from storage import meta
from storage.database import Database
from storage.schema import prepare
from verbs.call import Call
from verbs.folder import chosen, remembered, url

Result = TypeVar("Result")


@contextmanager
def opened(address: str) -> Iterator[Database]:
    """A database with this version's schema, made where it is empty. Raises `StorageError`."""
    database = Database.open(address)
    try:
        prepare(database)
        yield database
    finally:
        database.close()


@contextmanager
def existing(call: Call, loaded: Loaded) -> Iterator[Database | None]:
    """The database if there is one already: looking makes none. Raises `StorageError`."""
    address = url(call, loaded)
    path = address.removeprefix("sqlite:///")
    if path != address and not Path(path).exists():
        yield None
        return
    with opened(address) as database:
        yield database


@contextmanager
def workplace(call: Call) -> Iterator[Workplace]:
    """The municipality's place, as the daemon has it. Raises `WrongCall`, `StorageError`."""
    loaded = remembered(call)
    tenant = chosen(call, loaded)
    with opened(url(call, loaded)) as database:
        yield place_of(call, tenant, database)


def place_of(call: Call, tenant: Tenant, database: Database) -> Workplace:
    """The place of one municipality in an open database."""
    with database.write() as connection:
        return open_workplace(connection, tenant, database, SystemClock(), var_folder(call.environment))


def at_work(call: Call, work: Callable[[Connection, Workplace, datetime], Result]) -> Result:
    """Do `work` in one transaction that writes, at the municipality's place."""
    with workplace(call) as place, place.database.write() as connection:
        return work(connection, place, place.clock.now())


def moment(connection: Connection) -> datetime:
    """Now; in the database of a simulation, its last virtual moment."""
    virtual = meta.get(connection, meta.LAST_NOW)
    return datetime.fromisoformat(virtual) if virtual else SystemClock().now()
