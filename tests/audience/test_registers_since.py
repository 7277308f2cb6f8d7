"""The register of excluded numbers that counts outlives the restore of an older copy."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from audience.exclusions import bring_in
from audience.words_since import WordsSince
from storage.backup import backup
from storage.database import Database
from storage.keyring import open_keyring
from storage.restoring import restore
from storage.tables import excluded, exclusion_register
from tests.audience.people import NOW, SECRET, add_tenant, key_of

HOUR = timedelta(hours=1)
OLD, NEW = "3001234567", "3007654321"


def brought(database: Database, tenant: int, folder: Path, numbers: str, hours: int) -> None:
    """A register comes in, some hours after the start."""
    path = folder / "rne.csv"
    path.write_text(numbers.replace(" ", "\n"), encoding="utf-8")
    bring_in(database, tenant, path, SECRET, NOW, NOW + hours * HOUR)


def copied(database: Database, folder: Path, name: str = "copia.tar.gz") -> Path:
    """A copy of what there is."""
    with database.write() as connection:
        open_keyring(connection, folder / "claves")
    backup(database, folder / "claves", None, folder / name, NOW)
    return folder / name


def put_back(database: Database, copy: Path, folder: Path) -> WordsSince:
    """The copy takes the place of what there is."""
    words = WordsSince()
    restore(copy, database, folder / "claves", folder / "archivos", NOW + 9 * HOUR, overwrite=True, carry=words)
    return words


def held(database: Database) -> list[tuple[int, int, bool, str]]:
    """Municipality, rows, whether it counts, and each key of every register."""
    its = exclusion_register.c
    rows = select(its.tenant, its.rows, its.stands, excluded.c.key).join(excluded, excluded.c.register == its.id)
    with database.read() as connection:
        return [(row.tenant, row.rows, row.stands, row.key) for row in connection.execute(rows.order_by(its.tenant))]


def phone(number: str) -> str:
    """Its key."""
    return key_of(number, "telefono")


@pytest.mark.parametrize("before", [OLD, ""])
def test_one_that_came_after_the_copy_counts(database: Database, tenant: int, tmp_path: Path, before: str) -> None:
    """Instead of the copy's, where that has one; put back again, it is no news."""
    if before:
        brought(database, tenant, tmp_path, before, 0)
    copy = copied(database, tmp_path)
    brought(database, tenant, tmp_path, NEW, 1)

    assert put_back(database, copy, tmp_path).carried["segovia"].registers == 1
    assert held(database) == [(tenant, 1, True, phone(NEW))]

    words = put_back(database, copied(database, tmp_path, "otra.tar.gz"), tmp_path)
    assert words.carried["segovia"].registers == 0
    assert held(database) == [(tenant, 1, True, phone(NEW))]


def test_a_copy_that_is_newer_keeps_its_own(database: Database, tenant: int, tmp_path: Path) -> None:
    """An older state was put back first, and the newer one is after it."""
    brought(database, tenant, tmp_path, OLD, 0)
    old = copied(database, tmp_path, "vieja.tar.gz")
    brought(database, tenant, tmp_path, NEW, 1)
    new = copied(database, tmp_path, "nueva.tar.gz")
    restore(old, database, tmp_path / "claves", tmp_path / "archivos", NOW, overwrite=True)

    assert put_back(database, new, tmp_path).carried["segovia"].registers == 0
    assert held(database) == [(tenant, 1, True, phone(NEW))]


def test_each_municipality_keeps_its_own(database: Database, tenant: int, tmp_path: Path) -> None:
    """One that the copy does not have brings nothing."""
    with database.write() as connection:
        other = add_tenant(connection, "genova")
    brought(database, other, tmp_path, OLD, 0)
    copy = copied(database, tmp_path)
    with database.write() as connection:
        new = add_tenant(connection, "tulua")
    brought(database, tenant, tmp_path, NEW, 1)
    brought(database, new, tmp_path, NEW, 1)

    carried = put_back(database, copy, tmp_path).carried

    assert {slug: each.registers for slug, each in carried.items()} == {"segovia": 1, "genova": 0}
    assert held(database) == [(tenant, 1, True, phone(NEW)), (other, 1, True, phone(OLD))]
