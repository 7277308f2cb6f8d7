"""Importing people: what was not taken, and why."""

import json
from pathlib import Path

import pytest

from audience.line import BadContactsFile
from storage.database import Database
from tests.audience.lists import counts, people, take_in
from tests.audience.people import add_tenant


@pytest.mark.parametrize(
    ("cells", "line", "reason"),
    [
        ("Ana,ana@correo,,", 2, "correo: «ana@correo» no es una dirección de correo"),
        ("Ana,,,", 2, "no tiene correo, telegram ni telefono"),
        ("Ana,,12,", 2, "telefono: el número «12» no existe"),
        ('"Ana\nBcc: x@y.co",a@correo.co,,', 2, "nombre: contiene un salto de línea"),
        ("Ana\x07,a@correo.co,,", 2, "nombre: contiene un carácter que no se ve (U+0007)"),
        ("Ana\x00,a@correo.co,,", 2, "nombre: contiene un carácter que no se ve (U+0000)"),
        ("\u202eanA,a@correo.co,,", 2, "nombre: contiene un carácter que invierte el sentido de la escritura"),
        ("A" * 201 + ",a@correo.co,,", 2, "nombre: tiene 201 caracteres y el máximo es 200"),
        ("A" * 10_000 + ",a@correo.co,,", 2, "nombre: tiene 10000 caracteres y el máximo es 200"),
        ("A" * 1_000_000 + ",a@correo.co,,", 2, "tiene más de 20000 caracteres"),
        ("Mu\ufffdoz,a@correo.co,,", 2, "nombre: contiene un signo en lugar de una letra que se perdió"),
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


@pytest.mark.parametrize(
    ("cells", "language", "attributes", "told"),
    [
        ("es,Europe/Madrid", "es", {("zona", "Europe/Madrid")}, ""),
        ("Wayúu,Bogotá", "guc", {("zona", "America/Bogota")}, ""),
        ("EN,America/New York", "en", {("zona", "America/New_York")}, ""),
        ("N/A,", "es", set(), "idioma: «N/A» no es un código de idioma; escriba, por ejemplo, es o nasa yuwe"),
        ("embera,", "es", set(), "idioma: «embera» no es un código de idioma; escriba cuál: emberá norte, emberá cat"),
        ("\x1b[31m" + "x" * 100 + ",", "es", set(), "idioma: «·[31m" + "x" * 55 + "…» no es"),
        (",+34", "es", set(), "zona: «+34» no es una zona horaria; escriba, por ejemplo, Europe/Madrid"),
        (",España", "es", set(), "zona: «España» no es una zona horaria"),
        (",Rural", "es", set(), "zona: «Rural» no es una zona horaria"),
        (",../secreto", "es", set(), "zona: «../secreto» no es una zona horaria"),
    ],
)
def test_a_bad_language_or_zone_costs_nobody_the_message(
    database: Database,
    tenant: int,
    tmp_path: Path,
    cells: str,
    language: str,
    attributes: set[tuple[str, str]],
    told: str,
) -> None:
    """The person is taken without it, and the line is told; a zone is kept by its name, whatever city the cell says."""
    result = take_in(database, tenant, tmp_path, f"nombre,correo,idioma,zona\nAna,ana@correo.co,{cells}\n")

    assert counts(result) == {"rows": 1, "created": 1}
    assert people(database) == {("Ana", language, frozenset({"ana@correo.co"}), frozenset(attributes))}
    assert [(problem.line, problem.reason[: len(told)]) for problem in result.problems] == ([(2, told)] if told else [])


@pytest.mark.parametrize(
    ("cells", "kept", "told"),
    [
        ("Ana,ana@correo.co,12", "ana@correo.co", "telefono: el número «12» no existe"),
        ("Ana,ana@correo,3001234567", "+573001234567", "correo: «ana@correo» no es una dirección de correo"),
        ("Ana,ana@correo|ana@correo.co,", "ana@correo.co", "correo: «ana@correo» no es una dirección de correo"),
    ],
)
def test_one_bad_address_costs_nobody_the_good_one(
    database: Database, tenant: int, tmp_path: Path, cells: str, kept: str, told: str
) -> None:
    """The person is taken with what is good; line and column of what was left out are told."""
    result = take_in(database, tenant, tmp_path, f"nombre,correo,telefono\n{cells}\n")

    assert counts(result) == {"rows": 1, "created": 1}
    assert people(database) == {("Ana", "es", frozenset({kept}), frozenset())}
    [problem] = result.problems
    assert problem.line == 2
    assert problem.reason.startswith(told)
    assert problem.reason.endswith("; la persona se toma sin él")


def test_a_line_without_a_good_address_tells_all_that_is_wrong(database: Database, tenant: int, tmp_path: Path) -> None:
    """Both columns at once, so that one correction is enough."""
    result = take_in(database, tenant, tmp_path, "nombre,correo,telefono\nAna,ana@correo,12\n")

    assert counts(result) == {"rows": 1, "refused": 1}
    [problem] = result.problems
    assert "telefono: " in problem.reason
    assert "correo: " in problem.reason


OPEN = '"Luis,luis@correo.co\n'


@pytest.mark.parametrize(
    ("rest", "others"),
    [
        (OPEN, set()),
        (OPEN + "Tres,tres@correo.co\n", {"Tres"}),
        (OPEN + "Tres,tres@correo.co\n\nCuatro,cuatro@correo.co", {"Tres", "Cuatro"}),
        ('Luis,"luis@correo.co\nTres,tres@correo.co\n', {"Tres"}),
        (OPEN + '"Tres, Ana",tres@correo.co\n', {"Tres, Ana"}),
        (OPEN + "".join(f"P{n},p{n}@correo.co\n" for n in range(50)), {f"P{n}" for n in range(50)}),
    ],
)
def test_an_open_quote_costs_its_own_line_alone(
    database: Database, tenant: int, tmp_path: Path, rest: str, others: set[str]
) -> None:
    """The line on which it opens is told; those above and below are taken."""
    result = take_in(database, tenant, tmp_path, f"nombre,correo\nUno,uno@correo.co\n{rest}")

    assert {name for name, *_ in people(database)} == {"Uno", *others}
    [problem] = result.problems
    assert (problem.line, result.refused) == (3, 1)
    assert problem.reason.startswith("aquí se abre una comilla que no se cierra: ")


@pytest.mark.parametrize("name", ["Premio https://evil.co", "Ana WWW.evil.co", "Cobre en premio-alcaldia.co"])
def test_a_name_with_an_address_of_the_web_is_left_out(
    database: Database, tenant: int, tmp_path: Path, name: str
) -> None:
    """Programs that show mails would make a link of it; the person is taken all the same, and it is told."""
    result = take_in(database, tenant, tmp_path, f"nombre,correo\n{name},ana@correo.co\n")

    assert counts(result) == {"rows": 1, "created": 1}
    assert [problem.reason for problem in result.problems] == [
        f"nombre: «{name}» lleva una dirección de Internet; la persona se toma sin nombre"
    ]
    assert [person for person, *_ in people(database)] == [""]


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
        ("correo;nombre\n".encode("utf-16-le"), "no es una lista en texto"),
        (b"correo;" + b"a" * 30_000, "contactos.csv:1: el primer renglón no son encabezados"),
        (b"correo;" + b";".join(b"c%d" % n for n in range(300)), "contactos.csv:1: hay 301 columnas"),
        (b"correo;\x1b[\n", "contactos.csv:1: el encabezado «·[» no sirve"),
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
        "consents": 0,
        "withdrawn": 0,
        "dropped": 0,
        "more_problems": 0,
        "problems": [
            {
                "file": str(tmp_path / "contactos.csv"),
                "line": 3,
                "message": "correo: «mal» no es una dirección de correo: debe llevar una sola @",
            }
        ],
    }


def test_name_and_surnames_together_are_no_longer_than_a_name(database: Database, tenant: int, tmp_path: Path) -> None:
    """Both databases keep 200 characters of it."""
    result = take_in(database, tenant, tmp_path, f"nombre,apellidos,correo\n{'A' * 150},{'B' * 60},a@correo.co\n")
    assert [problem.reason for problem in result.problems] == ["nombre: tiene 211 caracteres y el máximo es 200"]
