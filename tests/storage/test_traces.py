"""What was deleted is among no bytes: neither in SQLite's file nor in its log, and in no page that was moved about."""

import random
from pathlib import Path

import pytest
from sqlalchemy import select

from audience.erasure import erase
from audience.whose import holders
from storage.database import Database
from storage.tables import contact
from storage.traces import compact, compact_small, cut_log
from tests.audience.lists import take_in
from tests.audience.people import NOW, add_tenant, key_of

ALL, GONE = 1_500, 300


def lines(numbers: list[int], more: str) -> str:
    """People of a list; `more` makes their rows longer, so that pages are divided."""
    told = [f"nombre{each:05}{more},mail{each:05}@correo.co,barrio{each:05}{more},{each % 7}" for each in numbers]
    return "\n".join(("nombre,correo,barrio,oficio", *told))


def found(database: Database, numbers: list[int]) -> set[str]:
    """Words of these persons that stand among the bytes, with the file's ending."""
    assert database.path is not None
    files = [database.path, database.path.with_name(f"{database.path.name}-wal")]
    told = [f"{what}{each:05}" for each in numbers for what in ("nombre", "mail", "barrio")]
    return {
        f"{path.name[-4:]} {word}"
        for path in files
        if path.exists() and (data := path.read_bytes())
        for word in told
        if word.encode() in data
    }


def forget(database: Database, folder: Path) -> tuple[list[int], list[int]]:
    """Some of many are erased; who, and who stays."""
    numbers = list(range(ALL))
    chance = random.Random(1)
    chance.shuffle(numbers)
    with database.write() as connection:
        tenant = add_tenant(connection)
    for more in ("", " y mucho más que antes"):
        for first in range(0, ALL, 300):
            take_in(database, tenant, folder, lines(numbers[first : first + 300], more))
    with database.write() as connection:
        for each in numbers[:GONE]:
            [person] = holders(connection, tenant, [key_of(f"mail{each:05}@correo.co")])
            erase(connection, tenant, person, "Radicado 1", NOW)
    return numbers[:GONE], numbers[GONE:]


def test_no_byte_of_the_file_or_its_log_is_of_an_erased_person(sqlite_database: Database, tmp_path: Path) -> None:
    """The log is emptied at once; compacted, no page has a copy of a row either, and everybody else stays."""
    gone, staying = forget(sqlite_database, tmp_path)
    assert found(sqlite_database, gone)
    assert cut_log(sqlite_database)
    assert not [each for each in found(sqlite_database, gone) if each.startswith("-wal")]

    compact_small(sqlite_database)

    assert found(sqlite_database, gone) == set()
    assert len(found(sqlite_database, staying)) == 3 * len(staying)


def test_a_log_that_is_being_read_is_left(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report goes on, and whoever erases is not kept."""
    monkeypatch.setattr("storage.traces.PATIENCE", 0.1)
    with sqlite_database.write() as connection:
        add_tenant(connection)
    with sqlite_database.read() as reading:
        assert reading.execute(select(contact)).all() == []
        with sqlite_database.write() as connection:
            add_tenant(connection, "genova")
        assert not cut_log(sqlite_database)
    assert cut_log(sqlite_database)


def test_a_database_that_is_written_anew_says_the_same(database: Database, tmp_path: Path) -> None:
    """On PostgreSQL too."""
    _, staying = forget(database, tmp_path)
    compact(database)
    with database.read() as connection:
        named = connection.scalars(select(contact.c.name).where(contact.c.name != "")).all()
    assert len(named) == len(staying)
