"""Importing people: who is new, who is known, who never comes back."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from audience.subscribers import subscriber
from audience.suppression import suppress
from storage.database import Database
from storage.tables import contact
from tests.audience.lists import counts, people, take_in
from tests.audience.people import NOW, key_of


def test_a_known_person_is_brought_up_to_date(database: Database, tenant: int, tmp_path: Path) -> None:
    """Filled cells replace, empty ones leave, columns that are missing leave, a new address is added."""
    take_in(database, tenant, tmp_path, "nombre,correo,barrio,tema\nana perez,ana@correo.co,Centro,salud|tic\n")

    result = take_in(
        database,
        tenant,
        tmp_path,
        "nombre,correo,telefono,tema,barrio,idioma\nAna Pérez,ANA@correo.co,3001234567,empleo,,emb\n",
    )

    assert counts(result) == {"rows": 1, "updated": 1}
    assert people(database) == {
        (
            "Ana Pérez",
            "emb",
            frozenset({"ana@correo.co", "+573001234567"}),
            frozenset({("barrio", "Centro"), ("tema", "empleo")}),
        )
    }


def test_a_name_put_right_is_the_same_person(database: Database, tenant: int, tmp_path: Path) -> None:
    """An address in common, another name, and nobody else in the list with it: the name was corrected."""
    take_in(database, tenant, tmp_path, "nombre,correo\nAna Peres,ana@correo.co\n")

    result = take_in(database, tenant, tmp_path, "nombre,correo\nAna Pérez,ana@correo.co\n")

    assert counts(result) == {"rows": 1, "updated": 1}
    assert {name for name, *_ in people(database)} == {"Ana Pérez"}
    assert [(each.line, each.reason) for each in result.problems] == [(2, "nombre: «Ana Peres» pasa a «Ana Pérez»")]


@pytest.mark.parametrize("first", ["", "nombre,correo\n,ana@correo.co\n"])
def test_a_name_of_ones_own_stands(database: Database, tenant: int, tmp_path: Path, first: str) -> None:
    """Who wrote it on the page of subscriptions, and confirmed it, keeps it; the line is told, its attributes taken."""
    if first:
        take_in(database, tenant, tmp_path, first)
    with database.write() as connection:
        subscriber(connection, tenant, "correo", "ana@correo.co", key_of("ana@correo.co"), "Ana Ruiz", "es", NOW)

    stays = " la persona se suscribió como «Ana Ruiz», y así queda: no pasa a «Anita»"
    for name, told in (("ANA RUIZ", []), ("Anita", [stays])):
        result = take_in(database, tenant, tmp_path, f"nombre,correo,barrio\n{name},ana@correo.co,{name}\n")
        assert counts(result) == {"rows": 1, "updated": 1}
        assert [each.reason.partition(":")[2] for each in result.problems] == told

    assert people(database) == {("Ana Ruiz", "es", frozenset({"ana@correo.co"}), frozenset({("barrio", "Anita")}))}


def test_whoever_subscribed_without_a_name_gets_that_of_the_list(
    database: Database, tenant: int, tmp_path: Path
) -> None:
    """And a later list may put it right: it is nobody's own."""
    with database.write() as connection:
        subscriber(connection, tenant, "correo", "ana@correo.co", key_of("ana@correo.co"), "", "es", NOW)

    for name in ("Ana Peres", "Ana Pérez"):
        take_in(database, tenant, tmp_path, f"nombre,correo\n{name},ana@correo.co\n")
        assert {each for each, *_ in people(database)} == {name}


def test_somebody_else_with_a_shared_telephone_stays_somebody_else(
    database: Database, tenant: int, tmp_path: Path
) -> None:
    """Another name and another mail: only the telephone is shared."""
    take_in(database, tenant, tmp_path, "nombre,correo,telefono\nAna,ana@correo.co,3001234567\n")

    take_in(database, tenant, tmp_path, "nombre,correo,telefono\nLuis,luis@correo.co,3001234567\n")

    assert {(name, texts) for name, _, texts, _ in people(database)} == {
        ("Ana", frozenset({"ana@correo.co", "+573001234567"})),
        ("Luis", frozenset({"luis@correo.co", "+573001234567"})),
    }


def test_two_lines_about_one_person_are_one_person(database: Database, tenant: int, tmp_path: Path) -> None:
    """A line that repeats a person is told and not taken; one that knows them by another address adds to them."""
    first = "nombre,correo,telefono,tema\nAna,ana@correo.co,3001234567,salud\n"
    take_in(database, tenant, tmp_path, first)

    result = take_in(
        database,
        tenant,
        tmp_path,
        "nombre,correo,telefono,tema\nAna,ana@correo.co,,tic\nANA,Ana@correo.co,,empleo\nAna,,3001234567,salud\n",
    )

    assert counts(result) == {"rows": 3, "updated": 2, "duplicates": 1}
    assert [(problem.line, "más arriba" in problem.reason) for problem in result.problems] == [(3, True)]
    assert {attributes for *_, attributes in people(database)} == {frozenset({("tema", "salud")})}


def test_nobody_who_left_comes_back(database: Database, tenant: int, tmp_path: Path) -> None:
    """A suppressed address is not imported, and no other address of its line; the next line is."""
    with database.write() as connection:
        suppress(connection, tenant, key_of("ana@correo.co"), "baja", "", NOW)

    result = take_in(
        database,
        tenant,
        tmp_path,
        "nombre,correo,telefono\nAna,Ana@Correo.co,\nAna dos,ana@correo.co,3001234567\nEva,eva@correo.co,\n",
    )

    assert counts(result) == {"rows": 3, "created": 1, "suppressed": 2}
    assert {texts for _, _, texts, _ in people(database)} == {frozenset({"eva@correo.co"})}
    assert [problem.line for problem in result.problems] == [3]


def test_an_erased_person_is_somebody_new(database: Database, tenant: int, tmp_path: Path) -> None:
    """What was erased is not filled again."""
    take_in(database, tenant, tmp_path, "nombre,correo\nAna,ana@correo.co\n")
    with database.write() as connection:
        connection.execute(update(contact).values(name="", erased_at=NOW + timedelta(days=1)))

    result = take_in(database, tenant, tmp_path, "nombre,correo\nAna,ana@correo.co\n")

    assert counts(result) == {"rows": 1, "created": 1}
