"""Importing people: what a spreadsheet may look like, and what becomes of it."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from audience.people import count
from campaigns.audience import Condition
from storage.database import Database
from storage.tables import contact, import_batch
from tests.audience.lists import counts, people, take_in
from tests.audience.people import NOW, add_tenant


def test_a_row_becomes_a_person_with_addresses_and_attributes(database: Database, tenant: int, tmp_path: Path) -> None:
    """Columns that are not ours are attributes; `|` separates several values."""
    result = take_in(
        database,
        tenant,
        tmp_path,
        "Nombre;Correo;Teléfono;Idioma;Tema de interés\n"
        "Ana Pérez;ana@correo.co|ana@otro.co;300 123 4567;es-CO;salud|empleo\n"
        ";eva@correo.co;;;\n",
    )

    assert people(database) == {
        (
            "Ana Pérez",
            "es-CO",
            frozenset({"ana@correo.co", "ana@otro.co", "+573001234567"}),
            frozenset({("tema-de-interes", "salud"), ("tema-de-interes", "empleo")}),
        ),
        ("", "es", frozenset({"eva@correo.co"}), frozenset()),
    }
    assert counts(result) == {"rows": 2, "created": 2}
    with database.read() as connection:
        batch = connection.execute(select(import_batch)).one()
        assert (batch.id, batch.file, batch.rows, batch.created, batch.at) == (result.batch, "contactos.csv", 2, 2, NOW)
        assert set(connection.scalars(select(contact.c.batch))) == {result.batch}


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        ("Ana María;Pérez Ruiz", "Ana María Pérez Ruiz"),
        ("Ana María;", "Ana María"),
        (";Pérez", "Pérez"),
        ("Ana PEREZ;Pérez", "Ana PEREZ"),
        (";", ""),
    ],
)
def test_surnames_of_a_column_of_their_own_end_the_name(
    sqlite_database: Database, tmp_path: Path, cells: str, name: str
) -> None:
    """Once, also where the name has them already."""
    with sqlite_database.write() as connection:
        tenant = add_tenant(connection)
    take_in(sqlite_database, tenant, tmp_path, f"Nombres;Apellidos;Correo\n{cells};a@correo.co\n")
    assert [who for who, *_ in people(sqlite_database)] == [name]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_what_spreadsheets_save_is_read(
    sqlite_database: Database, tmp_path: Path, separator: str, encoding: str, line_end: str
) -> None:
    """Every encoding of theirs, three separators, all line ends, quotes and blank lines."""
    with sqlite_database.write() as connection:
        tenant = add_tenant(connection)
    lines = [("nombre", "correo", "barrio"), ('"Peña, José; hijo"', "jose@correo.co", "La Unión"), ("", "", "")]
    text = line_end.join(separator.join(cells) for cells in lines) + line_end

    result = take_in(sqlite_database, tenant, tmp_path, text.encode(encoding))

    assert counts(result) == {"rows": 1, "created": 1}
    assert people(sqlite_database) == {
        ("Peña, José; hijo", "es", frozenset({"jose@correo.co"}), frozenset({("barrio", "La Unión")}))
    }


def test_the_same_list_again_changes_nothing(database: Database, tenant: int, tmp_path: Path) -> None:
    """Everybody is known already, family members behind one address too."""
    text = "nombre,correo,tema\nAna,familia@correo.co,salud\nLuis,familia@correo.co,tic|salud\n,eva@correo.co,\n"
    take_in(database, tenant, tmp_path, text)
    before = people(database)

    again = take_in(database, tenant, tmp_path, text)

    assert len(before) == 3
    assert people(database) == before
    assert counts(again) == {"rows": 3, "unchanged": 3}


def test_a_dry_run_tells_the_same_and_writes_nothing(database: Database, tenant: int, tmp_path: Path) -> None:
    """The counts and remarks of the dry run are those of the import after it."""
    take_in(database, tenant, tmp_path, "nombre,correo\nAna,ana@correo.co\n")
    before = people(database)
    text = "nombre,correo,barrio\nAna,ana@correo.co,Centro\nEva,eva@correo.co,\nEva,eva@correo.co,\nMal,mal,\n"

    dry = take_in(database, tenant, tmp_path, text, dry_run=True)
    after_dry = people(database)
    real = take_in(database, tenant, tmp_path, text)

    assert (after_dry, dry.batch) == (before, None)
    assert counts(dry) == counts(real) == {"rows": 4, "created": 1, "updated": 1, "duplicates": 1, "refused": 1}
    assert dry.problems == real.problems


def test_a_list_of_several_pieces_keeps_people_apart_and_together(
    database: Database, tenant: int, tmp_path: Path
) -> None:
    """What one transaction wrote, the next one knows: repeated lines far apart are still repeated."""
    lines = [f"P{number},p{number}@correo.co" for number in range(1_200)]

    result = take_in(database, tenant, tmp_path, "\n".join(["nombre,correo", *lines, lines[0], "Otra,p1@correo.co"]))

    assert counts(result) == {"rows": 1_202, "created": 1_201, "duplicates": 1}
    with database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(contact)) == 1_201
        assert count(connection, tenant, Condition(), "email") == 1_200


def test_how_much_went_by_only_rises_to_the_whole(database: Database, tenant: int, tmp_path: Path) -> None:
    """While the list is read and while it is written, also where nothing is."""
    lines = "".join(f"P{number},p{number}@correo.co\n" for number in range(4_500))
    for dry_run in (True, False):
        told: list[float] = []

        take_in(database, tenant, tmp_path, f"nombre,correo\n{lines}", dry_run, told.append)

        assert told == sorted(told)
        assert (len(told), told[-1]) == (6, 1.0)


def test_a_list_put_together_of_two_encodings_costs_the_fewer_lines(
    database: Database, tenant: int, tmp_path: Path
) -> None:
    """What is not UTF-8 among what is, is told by its line, and no other name is spoilt."""
    lines = [f"Peña {number},p{number}@correo.co\n".encode() for number in range(3)]
    text = b"nombre,correo\n" + b"".join(lines) + "Muñoz,otra@correo.co\n".encode("cp1252")

    result = take_in(database, tenant, tmp_path, text)

    assert {name for name, *_ in people(database)} == {"Peña 0", "Peña 1", "Peña 2"}
    [problem] = result.problems
    assert problem.line == 5
    assert "se perdió al guardar el archivo en otra codificación" in problem.reason
