"""Importing people: what a spreadsheet may look like, who is new, who is known, who never comes back."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from audience.contacts_csv import BadContactsFile
from audience.contacts_import import import_contacts
from audience.import_result import ImportResult
from audience.people import count
from audience.suppression import suppress
from campaigns.audience import Condition
from storage.database import Database
from storage.tables import address, contact, contact_attribute, import_batch
from tests.audience.people import NOW, SECRET, add_tenant, key_of

People = set[tuple[str, str, frozenset[str], frozenset[tuple[str, str]]]]


@pytest.fixture
def tenant(database: Database) -> int:
    """A municipality without people."""
    with database.write() as connection:
        return add_tenant(connection)


def take_in(database: Database, tenant: int, folder: Path, text: str | bytes, dry_run: bool = False) -> ImportResult:
    """Import a file with this text."""
    path = folder / "contactos.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return import_contacts(database, tenant, path, SECRET, NOW, dry_run)


def people(database: Database) -> People:
    """Name, language, addresses and attributes of everybody in the database."""
    with database.read() as connection:
        found: People = set()
        for row in connection.execute(select(contact)):
            texts = connection.scalars(select(address.c.address).where(address.c.contact == row.id))
            pairs = connection.execute(
                select(contact_attribute.c.name, contact_attribute.c.value).where(contact_attribute.c.contact == row.id)
            )
            found.add((row.name, row.language, frozenset(texts), frozenset((name, value) for name, value in pairs)))
        return found


def counts(result: ImportResult) -> dict[str, int]:
    """The counts that are not nought."""
    names = ("rows", "created", "updated", "unchanged", "duplicates", "suppressed", "refused")
    return {name: value for name in names if (value := getattr(result, name))}


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


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_what_spreadsheets_save_is_read(
    sqlite_database: Database, tmp_path: Path, separator: str, encoding: str, line_end: str
) -> None:
    """Both encodings, three separators, both line ends, quotes and blank lines."""
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
    """A suppressed address is not imported; a person with another one is, without it."""
    with database.write() as connection:
        suppress(connection, tenant, key_of("ana@correo.co"), "baja", "", NOW)

    result = take_in(
        database,
        tenant,
        tmp_path,
        "nombre,correo,telefono\nAna,Ana@Correo.co,\nAna dos,ana@correo.co,3001234567\nEva,eva@correo.co,\n",
    )

    assert counts(result) == {"rows": 3, "created": 2, "suppressed": 1}
    assert {texts for _, _, texts, _ in people(database)} == {
        frozenset({"+573001234567"}),
        frozenset({"eva@correo.co"}),
    }
    assert [problem.line for problem in result.problems] == [3]


def test_an_erased_person_is_somebody_new(database: Database, tenant: int, tmp_path: Path) -> None:
    """What was erased is not filled again."""
    take_in(database, tenant, tmp_path, "nombre,correo\nAna,ana@correo.co\n")
    with database.write() as connection:
        connection.execute(update(contact).values(name="", erased_at=NOW + timedelta(days=1)))

    result = take_in(database, tenant, tmp_path, "nombre,correo\nAna,ana@correo.co\n")

    assert counts(result) == {"rows": 1, "created": 1}


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


@pytest.mark.parametrize(
    ("cells", "line", "reason"),
    [
        ("Ana,ana@correo,,", 2, "correo: «ana@correo» no es una dirección de correo"),
        ("Ana,,,", 2, "no tiene correo, telegram ni telefono"),
        ("Ana,,12,", 2, "telefono: el número «12» no existe"),
        ("Ana,a@correo.co,,español", 2, "idioma: «español» no es un código de idioma"),
        ('"Ana\nBcc: x@y.co",a@correo.co,,', 2, "nombre: contiene un salto de línea"),
        ("Ana\x07,a@correo.co,,", 2, "nombre: contiene un carácter que no se ve (U+0007)"),
        ("Ana\x00,a@correo.co,,", 2, "nombre: contiene un carácter que no se ve (U+0000)"),
        ("\u202eanA,a@correo.co,,", 2, "nombre: contiene un carácter que invierte el sentido de la escritura"),
        ("A" * 201 + ",a@correo.co,,", 2, "nombre: tiene 201 caracteres y el máximo es 200"),
        ("A" * 10_000 + ",a@correo.co,,", 2, "nombre: tiene 10000 caracteres y el máximo es 200"),
        ("Ana,a@correo.co,,,sobra", 2, "tiene más celdas que encabezados"),
        (
            "Ana," + "|".join(f"a{n}@correo.co" for n in range(21)) + ",,",
            2,
            "correo: tiene 21 valores y el máximo es 20",
        ),
        ('"Eva","eva@correo.co",,\n\n"Ana\n",mal,,', 4, "correo: «mal» no es una dirección de correo"),
    ],
)
def test_a_bad_line_is_refused_with_its_number_and_reason(
    sqlite_database: Database, tmp_path: Path, cells: str, line: int, reason: str
) -> None:
    """The line is counted from the file's first, and the other lines are taken."""
    with sqlite_database.write() as connection:
        tenant = add_tenant(connection)

    result = take_in(
        sqlite_database, tenant, tmp_path, f"nombre,correo,telefono,idioma\n{cells}\nBien,bien@correo.co,,\n"
    )

    told = [str(problem) for problem in result.problems]
    assert len(told) == 1
    assert told[0].startswith(f"{tmp_path / 'contactos.csv'}:{line}: ")
    assert reason in told[0]
    assert result.refused == 1
    assert "Bien" in {name for name, *_ in people(sqlite_database)}


def test_a_formula_is_kept_as_text_and_told(database: Database, tenant: int, tmp_path: Path) -> None:
    """Nothing of it is lost; whoever reads the result can look at it."""
    result = take_in(database, tenant, tmp_path, 'nombre,correo,nota\n"=HYPERLINK(1)",ana@correo.co,+1\n')

    assert counts(result) == {"rows": 1, "created": 1}
    assert [problem.reason for problem in result.problems] == [
        "nombre: «=HYPERLINK(1)» parece una fórmula; se guarda como texto",
        "nota: «+1» parece una fórmula; se guarda como texto",
    ]
    assert {(name, attributes) for name, _, _, attributes in people(database)} == {
        ("=HYPERLINK(1)", frozenset({("nota", "+1")}))
    }


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"nombre;barrio\nAna;Centro\n", "contactos.csv:1: falta una columna con la dirección"),
        (b"", "contactos.csv:1: falta una columna con la dirección"),
        (b"correo;;nombre\n", "contactos.csv:1: el encabezado «» no sirve"),
        (b"correo;email\n", "contactos.csv:1: hay dos columnas «correo»"),
        ("correo;nombre\n".encode("utf-16"), "está en UTF-16"),
        (b"correo;nombre\n\x81\x8d\x9d\xff\n", "no es un archivo de texto"),
        (b'correo;nombre\nana@correo.co;"' + b"a\n" * 100_000, "contactos.csv:2: el renglón no se puede leer"),
    ],
)
def test_what_is_no_list_is_refused_whole(sqlite_database: Database, tmp_path: Path, data: bytes, reason: str) -> None:
    """The reason names the file and says what to do."""
    with sqlite_database.write() as connection:
        tenant = add_tenant(connection)

    with pytest.raises(BadContactsFile) as refused:
        take_in(sqlite_database, tenant, tmp_path, data)

    assert reason in str(refused.value)


def test_remarks_beyond_the_first_thousand_are_counted(sqlite_database: Database, tmp_path: Path) -> None:
    """A list that is wrong everywhere does not fill the memory."""
    with sqlite_database.write() as connection:
        tenant = add_tenant(connection)

    result = take_in(sqlite_database, tenant, tmp_path, "correo\n" + "mal\n" * 1_500)

    assert (len(result.problems), result.more_problems, result.refused) == (1_000, 500, 1_500)


def test_what_an_import_did_is_data_too(database: Database, tenant: int, tmp_path: Path) -> None:
    """Counts by name and remarks by line, as JSON has them."""
    result = take_in(database, tenant, tmp_path, "correo\nana@correo.co\nmal\n", dry_run=True)

    assert json.loads(json.dumps(result.as_json())) == {
        "batch": None,
        "rows": 2,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "duplicates": 0,
        "suppressed": 0,
        "refused": 1,
        "more_problems": 0,
        "problems": [
            {
                "file": str(tmp_path / "contactos.csv"),
                "line": 3,
                "message": "correo: «mal» no es una dirección de correo: debe llevar una sola @",
            }
        ],
    }


def test_a_list_of_several_pieces_keeps_people_apart_and_together(
    database: Database, tenant: int, tmp_path: Path
) -> None:
    """What one transaction wrote, the next one knows: repeated lines far apart are still repeated."""
    lines = [f"P{number},p{number}@correo.co" for number in range(1_200)]

    result = take_in(database, tenant, tmp_path, "\n".join(["nombre,correo", *lines, lines[0], "Otra,p1@correo.co"]))

    assert counts(result) == {"rows": 1_202, "created": 1_201, "duplicates": 1}
    with database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(contact)) == 1_201
        assert count(connection, tenant, Condition(), ["correo"]) == 1_200
