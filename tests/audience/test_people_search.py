"""People found by an address, a telephone or words of a name."""

import pytest
from sqlalchemy import insert

from audience import people_search
from audience.people_search import MOST, Onward, Read, Search, masked, search
from audience.whose import NOBODY
from storage.database import Database
from storage.tables import signup
from tests.audience.people import NOW, SECRET, add_contact, add_tenant, key_of


@pytest.fixture
def town(database: Database, tenant: int) -> Database:
    """Some people whose names are written in different ways, and one of another municipality."""
    with database.write() as connection:
        add_contact(connection, tenant, "María José Ñáñez", "maria@correo.gov.co", attributes={"barrio": "Centro"})
        add_contact(connection, tenant, "LÓPEZ RUÍZ ANA", "telefono:300 123 4567")
        add_contact(connection, tenant, "Mariana López", "telefono:300 123 4567", "mariana@correo.gov.co")
        add_contact(connection, tenant, "Luis García-Peña", "luis@correo.gov.co")
        add_contact(connection, add_tenant(connection, "remedios"), "Ana de Remedios", "ana@correo.gov.co")
    return database


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("nanez", ["María José Ñáñez"]),
        ("ÑAÑEZ", ["María José Ñáñez"]),
        ("ana", ["LÓPEZ RUÍZ ANA"]),
        ("ruiz ana", ["LÓPEZ RUÍZ ANA"]),
        ("lopez", ["LÓPEZ RUÍZ ANA", "Mariana López"]),
        ("peña", ["Luis García-Peña"]),
        ("lapez", []),
        ("%%%", []),
        ("zzz", []),
        ("MARIA@correo.gov.co", ["María José Ñáñez"]),
        ("(300) 123-4567", ["LÓPEZ RUÍZ ANA", "Mariana López"]),
        ("+57 300 123 4567", ["LÓPEZ RUÍZ ANA", "Mariana López"]),
        ("maria@", []),
        ("ana@correo.gov.co", []),
    ],
)
def test_somebody_is_found(town: Database, tenant: int, typed: str, names: list[str]) -> None:
    """Whatever the case and the accents, in the own municipality alone."""
    with town.read() as connection:
        found = search(connection, tenant, SECRET, typed)
    assert ([each.name for each in found.people], found.more) == (names, False)


def test_what_is_shown_tells_people_apart_and_no_more(town: Database, tenant: int) -> None:
    """Not their whole addresses."""
    with town.read() as connection:
        [found] = search(connection, tenant, SECRET, "nanez").people
    assert (found.addresses, found.place) == (("ma…@correo.gov.co",), "Centro")


@pytest.mark.parametrize(
    ("kind", "text", "seen"),
    [
        ("correo", "an@example.com", "a…@example.com"),
        ("telefono", "+573001234567", "…4567"),
        ("telegram", "@vecina", "…cina"),
        ("domicilio", "Casa 3, La Palma", "domicilio"),
    ],
)
def test_an_address_is_known_again(kind: str, text: str, seen: str) -> None:
    """By its beginning or its end."""
    assert masked(kind, text) == seen


@pytest.mark.parametrize(("typed", "read"), [("", Read.NOTHING), (" . ", Read.NOTHING), ("an", Read.SHORT)])
def test_too_little_finds_nobody(town: Database, tenant: int, typed: str, read: Read) -> None:
    """And says what it was taken for."""
    with town.read() as connection:
        assert search(connection, tenant, SECRET, typed).read is read


@pytest.mark.parametrize(("there", "more"), [(MOST, False), (MOST + 1, True)])
def test_there_are_more_than_are_shown(database: Database, tenant: int, there: int, more: bool) -> None:
    """It is said, and not that these are all."""
    with database.write() as connection:
        for number in range(there):
            add_contact(connection, tenant, f"Ana {number}")
    with database.read() as connection:
        found = search(connection, tenant, SECRET, "ana")
    assert (len(found.people), found.more) == (MOST, more)


@pytest.fixture
def stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three people are looked through at once."""
    monkeypatch.setattr(people_search, "STRETCH", 3)


def whole(database: Database, tenant: int, typed: str) -> tuple[list[list[str]], bool]:
    """Names as each stretch has them, the last one with all; and whether there are others."""
    told, found = [], search_in(database, tenant, typed)
    while True:
        told.append([each.name for each in found.people])
        if found.onward is None:
            return told, found.more
        found = search_in(database, tenant, typed, found.onward)


def search_in(database: Database, tenant: int, typed: str, since: Onward = people_search.BEGINNING) -> Search:
    """Whom a search finds from there on."""
    with database.read() as connection:
        return search(connection, tenant, SECRET, typed, since)


@pytest.mark.usefixtures("stretches")
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("ana", [["Ana 0"], ["Ana 0", "Ana 3"], ["Ana 0", "Ana 3", "Ana 6"]]),
        ("eva", [["Eva 1", "Eva 2"], ["Eva 1", "Eva 2", "Eva 4", "Eva 5"], [f"Eva {each}" for each in (1, 2, 4, 5)]]),
        ("zzz", [[], [], []]),
    ],
)
def test_a_name_is_looked_for_a_stretch_at_a_time(
    database: Database, tenant: int, typed: str, told: list[list[str]]
) -> None:
    """Until all were looked through, whoever was found before still there; others' people are in no stretch."""
    with database.write() as connection:
        other = add_tenant(connection, "remedios")
        for number in range(7):
            add_contact(connection, other, f"Ana de Remedios {number}")
            add_contact(connection, tenant, f"{'Eva' if number % 3 else 'Ana'} {number}")
    assert whole(database, tenant, typed) == (told, False)


@pytest.mark.usefixtures("stretches")
def test_a_search_ends_where_more_are_found_than_are_shown(database: Database, tenant: int) -> None:
    """It is said, and the others are not looked for."""
    with database.write() as connection:
        for number in range(3 * MOST):
            add_contact(connection, tenant, f"Ana {number}")
    told, more = whole(database, tenant, "ana")
    assert (len(told), len(told[-1]), more) == (MOST // 3 + 1, MOST, True)


@pytest.mark.usefixtures("stretches")
def test_no_address_makes_a_search_show_others(town: Database, tenant: int) -> None:
    """Whoever it names and does not fit, or is of another municipality, is not shown."""
    found = search_in(town, tenant, "ana", Onward(4, (1, 2, 3, 4, 5)))
    assert [each.name for each in found.people] == ["LÓPEZ RUÍZ ANA"]


def test_whoever_is_called_nearly_so_takes_nobodys_place(database: Database, tenant: int) -> None:
    """On SQLite many others match a name with accents, and are passed over."""
    with database.write() as connection:
        for number in range(5 * MOST):
            add_contact(connection, tenant, f"Lapiz {number}")
        add_contact(connection, tenant, "Ana López")
    with database.read() as connection:
        found = search(connection, tenant, SECRET, "lópez")
    assert ([each.name for each in found.people], found.more) == (["Ana López"], False)


def test_somebody_of_whom_no_list_tells(database: Database, tenant: int) -> None:
    """Something of the address is kept, and can be looked at."""
    with database.write() as connection:
        row = {"tenant": tenant, "key": key_of("eva@correo.gov.co"), "address": "eva@correo.gov.co", "topics": []}
        connection.execute(insert(signup).values(**row, notice="", origin="", asked_at=NOW))
    with database.read() as connection:
        [found] = search(connection, tenant, SECRET, "eva@correo.gov.co").people
    assert (found.number, found.name) == (NOBODY, "")
