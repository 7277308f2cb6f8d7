"""A list that was taken back after a copy was made does not come back with the copy."""

from datetime import UTC, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from audience.consent_list import Grant
from audience.consents import last_words
from audience.consents import revoke as take_back
from audience.contacts_import import import_contacts
from audience.import_batches import batches
from audience.import_undo import undo_import
from audience.words_since import WordsSince
from storage.backup import backup
from storage.database import Database
from storage.keyring import open_keyring
from storage.restoring import restore
from storage.tables import consent, import_batch, list_member
from tests.audience.lists import People, people, take_in
from tests.audience.people import NOW, SECRET, add_tenant, key_of

HOUR = timedelta(hours=1)
LATER = NOW + HOUR
KEY = key_of("ana@correo.co")
ANA: People = {("Ana", "es", frozenset({"ana@correo.co"}), frozenset())}
LIST = "nombre,correo\nAna,ana@correo.co\nEva,eva@correo.co\n"


@pytest.fixture(autouse=True)
def keys(database: Database, tmp_path: Path) -> None:
    """The database has its own before anybody comes into it."""
    with database.write() as connection:
        open_keyring(connection, tmp_path / "claves")


def brought(database: Database, tenant: int, folder: Path) -> int:
    """Two people, with a consent of each, as one of the municipality's lists; its number."""
    path = folder / "lista.csv"
    path.write_text(LIST, encoding="utf-8")
    grant = Grant("Planillas", UTC, everybody=True, purpose="gestion")
    done = import_contacts(database, tenant, path, SECRET, NOW, grant=grant, name="lideres")
    assert done.batch is not None
    return done.batch


def copied(database: Database, folder: Path, name: str = "copia.tar.gz") -> Path:
    """A copy of what there is."""
    backup(database, folder / "claves", None, folder / name, NOW)
    return folder / name


def put_back(database: Database, copy: Path, folder: Path) -> WordsSince:
    """The copy takes the place of what there is."""
    words = WordsSince()
    restore(copy, database, folder / "claves", folder / "archivos", NOW + 2 * HOUR, overwrite=True, carry=words)
    return words


def left(database: Database, tenant: int) -> tuple[People, list[bool], int, list[str]]:
    """People, what they said, how many stand in lists, and how each import stands."""
    with database.read() as connection:
        said = list(connection.scalars(select(consent.c.given).order_by(consent.c.id)))
        members = len(connection.execute(select(list_member)).all())
        states = [each.state for each in batches(connection, tenant)]
    return people(database), said, members, states


def test_a_list_that_was_taken_back_is_so_again(database: Database, tenant: int, tmp_path: Path) -> None:
    """Whoever came with it, their consents and their standing in it go; put back again, that is no news."""
    batch = brought(database, tenant, tmp_path)
    copy = copied(database, tmp_path)
    undo_import(database, tenant, batch, LATER)

    words = put_back(database, copy, tmp_path)

    assert (words.carried["segovia"].lists, words.carried["segovia"].consents) == (1, 0)
    [undone] = words.undone
    assert (undone.removed, undone.consents, undone.batch.file) == (2, 2, "lista.csv")
    assert left(database, tenant) == (set(), [], 0, ["undone"])
    assert put_back(database, copied(database, tmp_path, "otra.tar.gz"), tmp_path).undone == []


def test_one_that_was_being_taken_back_is_so_wholly(database: Database, tenant: int, tmp_path: Path) -> None:
    """It was broken off on the way: somebody wanted it gone."""
    batch = brought(database, tenant, tmp_path)
    copy = copied(database, tmp_path)
    with database.write() as connection:
        connection.execute(update(import_batch).where(import_batch.c.id == batch).values(undoing_since=LATER))

    assert len(put_back(database, copy, tmp_path).undone) == 1
    assert left(database, tenant) == (set(), [], 0, ["undone"])


def test_a_no_outlives_the_list_of_whoever_said_it(database: Database, tenant: int, tmp_path: Path) -> None:
    """Without the name and the address with which the list came."""
    batch = brought(database, tenant, tmp_path)
    copy = copied(database, tmp_path)
    with database.write() as connection:
        take_back(connection, tenant, [KEY], "Por teléfono", LATER, "gestion")
    undo_import(database, tenant, batch, LATER)

    put_back(database, copy, tmp_path)

    assert left(database, tenant)[2:] == (0, ["undone"])
    assert [(name, any(texts)) for name, _, texts, _ in people(database)] == [("", False)]
    with database.read() as connection:
        assert last_words(connection, tenant, [KEY], "gestion") == {KEY: False}


def test_who_was_there_before_the_list_stays(database: Database, tenant: int, tmp_path: Path) -> None:
    """In the copy, too, it is only taken back what the list did."""
    take_in(database, tenant, tmp_path, "nombre,correo\nAna,ana@correo.co\n")
    batch = brought(database, tenant, tmp_path)
    copy = copied(database, tmp_path)
    undo_import(database, tenant, batch, LATER)

    put_back(database, copy, tmp_path)

    assert left(database, tenant) == (ANA, [], 0, ["undone", "done"])


def test_another_list_of_the_same_number_stays(database: Database, tmp_path: Path) -> None:
    """Another's, of another municipality or of what went on from an older copy, was not taken back."""
    with database.write() as connection:
        tenant, other = add_tenant(connection), add_tenant(connection, "genova")
    empty = copied(database, tmp_path, "vacia.tar.gz")
    brought(database, tenant, tmp_path)
    copy = copied(database, tmp_path)
    restore(empty, database, tmp_path / "claves", tmp_path / "archivos", NOW, overwrite=True)
    for of, text in ((tenant, "nombre,correo\nLuz,luz@correo.co\n"), (other, LIST)):
        wrong = take_in(database, of, tmp_path, text)
        assert wrong.batch is not None
        undo_import(database, of, wrong.batch, LATER)

    assert put_back(database, copy, tmp_path).undone == []
    assert left(database, tenant)[3] == ["done"]
