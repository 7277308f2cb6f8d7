"""The database that a verb works on: opened, its schema looked at, closed again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, make_url

from campaigns.tenant import Tenant
from delivery.clock import SystemClock
from delivery.installation import var_folder
from delivery.workplace import Workplace, open_workplace
from reporter import reporter
from storage import meta
from storage.database import Database
from storage.schema import prepare, revision
from storage.tenants import find_tenant
from verbs.call import Call, Failure
from verbs.folder import acting, chosen, remembered, url, without_secrets
from verbs.printed import printed

Result = TypeVar("Result")

NOBODY = 0
"""The number of a municipality that the database does not know yet: it has no rows."""


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
def existing(address: str) -> Iterator[Database | None]:
    """The database if there is one already: looking makes none. Raises `StorageError`."""
    path = address.removeprefix("sqlite:///")
    if path != address and not Path(path).exists():
        yield None
        return
    database = Database.open(address)
    try:
        if revision(database) is None:
            yield None
            return
        prepare(database)
        yield database
    finally:
        database.close()


@contextmanager
def reading(call: Call, address: str) -> Iterator[Database]:
    """The database for a verb that only reads. Raises `Failure` where there is none yet, `StorageError`."""
    with existing(address) as database:
        if database is None:
            where = make_url(address).render_as_string().removeprefix("sqlite:///")
            raise Failure(
                f"Todavía no hay una base de datos en {where}. La crea «{printed(call, 'run')}» al ponerse en marcha, "
                f"o «{printed(call, 'contacts import ARCHIVO')}». Si la suya está en otro lugar, dígalo en --db."
            )
        yield database


@contextmanager
def rows_of(call: Call) -> Iterator[tuple[Connection, Tenant, int]]:
    """The rows of the municipality and its number, to be read alone. Raises `WrongCall`, `Failure`, `StorageError`."""
    loaded = without_secrets(call)
    tenant = chosen(call, loaded)
    with reading(call, url(call, loaded)) as database, database.read() as connection:
        yield connection, tenant, find_tenant(connection, tenant.slug) or NOBODY


@contextmanager
def workplace(call: Call, *, stops: bool = False) -> Iterator[Workplace]:
    """The municipality's place, as the daemon has it; `stops`: nothing is to be sent from it.

    Raises `WrongCall`, `StorageError`.
    """
    loaded = without_secrets(call) if stops else remembered(call)
    tenant = acting(call, loaded)
    with opened(url(call, loaded)) as database:
        yield place_of(call, tenant, database)


def place_of(call: Call, tenant: Tenant, database: Database) -> Workplace:
    """The place of one municipality in an open database."""
    with database.write() as connection:
        folder = var_folder(call.environment)
        return open_workplace(connection, tenant, database, SystemClock(), folder, reporter=reporter())


def at_work(call: Call, work: Callable[[Connection, Workplace, datetime], Result], *, stops: bool = False) -> Result:
    """Do `work` in one transaction that writes, at the municipality's place; `stops`: it lets nothing go."""
    with workplace(call, stops=stops) as place, place.database.write() as connection:
        return work(connection, place, place.clock.now())


def moment(connection: Connection) -> datetime:
    """Now; in the database of a simulation, its last virtual moment."""
    virtual = meta.get(connection, meta.LAST_NOW)
    return datetime.fromisoformat(virtual) if virtual else SystemClock().now()
