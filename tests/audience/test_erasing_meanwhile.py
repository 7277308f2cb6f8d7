"""A person is erased while a list comes in or is taken back, on a database where several write at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, text

from audience.contacts_import import import_contacts
from audience.erasure import Erased, erase
from audience.import_undo import undo_import
from audience.suppression import is_suppressed
from audience.whose import Holder, holders
from storage.database import Database
from storage.tables import address, contact, contact_attribute
from storage.turns import PEOPLE, in_turn
from tests.audience.lists import take_in
from tests.audience.people import NOW, SECRET, add_tenant, key_of
from tests.story.daemon import wait_until

MAIL, PHONE = "ana@correo.co", "+573001234567"
FIRST = "nombre,correo,barrio\nAna Quintero,ana@correo.co,Centro\n"
SECOND = "nombre,correo,telefono,barrio\nAna María Quintero,ana@correo.co,3001234567,El Prado\n"
LATER = NOW + timedelta(hours=1)


def _known(database: Database, tenant: int) -> Holder:
    with database.read() as connection:
        [found] = holders(connection, tenant, [key_of(MAIL)])
    return found


def _erase(connection: Connection, tenant: int, person: Holder) -> Erased:
    return erase(connection, tenant, person, "Radicado 1", LATER)


def _while_erasing(database: Database, tenant: int, does: Callable[[], Any]) -> None:
    """`does` begins once the person is erased, and before anybody else can know it."""
    with ThreadPoolExecutor(1) as thread:
        with database.write() as connection:
            _erase(connection, tenant, _known(database, tenant))
            running = thread.submit(does)
            wait_until(lambda: running.done() or _waits(database), "the other transaction to wait")
        running.result()


def _waits(database: Database) -> bool:
    with database.read() as connection:
        return bool(connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))


def _left(database: Database) -> list[tuple[object, ...]]:
    with database.read() as connection:
        asked = (select(contact.c.name), select(address.c.address), select(contact_attribute.c.value))
        return [tuple(row) for each in asked for row in connection.execute(each)]


def test_a_list_that_comes_in_meanwhile_brings_nobody_back(postgresql_database: Database, tmp_path: Path) -> None:
    """Not a name, nor an address, nor what is known of the person: it waits for the erasure, and sees it."""
    with postgresql_database.write() as connection:
        tenant = add_tenant(connection)
    take_in(postgresql_database, tenant, tmp_path, FIRST)
    second = tmp_path / "segunda.csv"
    second.write_text(SECOND, encoding="utf-8")
    _while_erasing(
        postgresql_database, tenant, lambda: import_contacts(postgresql_database, tenant, second, SECRET, LATER)
    )
    assert _left(postgresql_database) == [("",), (None,)]


def test_a_list_that_is_taken_back_meanwhile_brings_nobody_back(postgresql_database: Database, tmp_path: Path) -> None:
    """What it had changed of the person is not put right again."""
    with postgresql_database.write() as connection:
        tenant = add_tenant(connection)
    take_in(postgresql_database, tenant, tmp_path, FIRST)
    batch = take_in(postgresql_database, tenant, tmp_path, SECOND).batch
    assert batch is not None
    _while_erasing(postgresql_database, tenant, lambda: undo_import(postgresql_database, tenant, batch, LATER))
    assert {value for row in _left(postgresql_database) for value in row} == {"", None}


def test_an_address_that_a_list_brings_as_one_is_erased_goes_too(postgresql_database: Database, tmp_path: Path) -> None:
    """The person was looked for before it came."""
    with postgresql_database.write() as connection:
        tenant = add_tenant(connection)
    take_in(postgresql_database, tenant, tmp_path, FIRST)
    person, key = _known(postgresql_database, tenant), key_of(PHONE, "telefono")

    def erased() -> Erased:
        with postgresql_database.write() as connection:
            return _erase(connection, tenant, person)

    with ThreadPoolExecutor(1) as thread:
        with postgresql_database.write() as connection:
            in_turn(connection, PEOPLE)
            new = {"tenant": tenant, "contact": person.contact, "kind": "telefono", "address": PHONE, "key": key}
            connection.execute(insert(address).values(new))
            running = thread.submit(erased)
            wait_until(lambda: running.done() or _waits(postgresql_database), "the erasure to wait")
        assert set(running.result().keys) == {key_of(MAIL), key}
    assert {value for row in _left(postgresql_database) for value in row} == {"", None}
    with postgresql_database.read() as connection:
        assert is_suppressed(connection, tenant, "sms", key)
