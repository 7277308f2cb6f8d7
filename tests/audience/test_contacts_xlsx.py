"""Lists in workbooks of Excel: what their cells become."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from storage.database import Database
from tests.audience.lists import counts, people, take_in
from tests.audience.malformed import packed, workbook


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("La Peña", "La Peña"),
        (3, "3"),
        (3.0, "3"),
        (2.5, "2.5"),
        (True, "sí"),
        (False, "no"),
        (date(1990, 5, 17), "1990-05-17"),
        (datetime(1990, 5, 17, 8, 30, tzinfo=UTC).replace(tzinfo=None), "1990-05-17 08:30"),
        ("salud_x007C_empleo", "salud|empleo"),
    ],
)
def test_a_cell_becomes_what_somebody_would_type(
    sqlite_database: Database, sqlite_tenant: int, tmp_path: Path, cell: object, text: str
) -> None:
    """Numbers without a useless fraction, dates in the order of ISO 8601, truth in words."""
    data = workbook([("nombre", "celular", "nota"), ("Ana", 3001234567, cell)])

    result = take_in(sqlite_database, sqlite_tenant, tmp_path, data)

    [(name, _, addresses, attributes)] = people(sqlite_database)
    assert (name, addresses, counts(result)) == ("Ana", frozenset({"+573001234567"}), {"rows": 1, "created": 1})
    assert attributes == frozenset(("nota", value) for value in text.split("|"))


def test_blank_rows_and_rows_above_the_headings_are_passed_over(
    sqlite_database: Database, sqlite_tenant: int, tmp_path: Path
) -> None:
    """Lines keep the numbers that the spreadsheet shows."""
    rows = [(), ("nombre", "correo"), (), ("Ana", "ana@correo.co"), (None, " "), ("Mal", "mal")]

    result = take_in(sqlite_database, sqlite_tenant, tmp_path, workbook(rows))

    assert counts(result) == {"rows": 2, "created": 1, "refused": 1}
    assert [problem.line for problem in result.problems] == [6]


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        (b"<v>ana@correo.co</v>", ""),
        (b"<v></v>", "correo: la fórmula no tiene un resultado guardado; abra el libro y guárdelo"),
        (b"<v>#N/A</v>", "correo: la celda dice #N/A, el error de una fórmula; corríjala"),
    ],
)
def test_a_formula_is_its_kept_result_or_is_refused(
    sqlite_database: Database, sqlite_tenant: int, tmp_path: Path, kept: bytes, told: str
) -> None:
    """Nothing is computed here; what Excel computed last stands in the file, if anything does."""
    data = workbook([("nombre", "correo"), ("Ana", '=CONCAT("ana","@correo.co")')])
    with ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"<v></v>", kept).replace(b"<v />", kept).replace(b"<v/>", kept)
    parts[sheet] = parts[sheet].replace(b'<c r="B2">', b'<c r="B2" t="str">')

    result = take_in(sqlite_database, sqlite_tenant, tmp_path, packed(parts))

    assert [problem.reason for problem in result.problems] == ([told] if told else [])
    assert len(people(sqlite_database)) == (0 if told else 1)


def test_the_first_sheet_that_is_seen_is_read_and_the_others_are_told(
    sqlite_database: Database, sqlite_tenant: int, tmp_path: Path
) -> None:
    """Nobody sends a hidden sheet on purpose."""
    book = Workbook()
    for title, name in (("Oculta", "Nadie"), ("Enero", "Ana"), ("Febrero", "Eva")):
        sheet = book.create_sheet(title)
        sheet.append(("nombre", "correo"))
        sheet.append((name, "x@correo.co"))
    del book["Sheet"]
    book["Oculta"].sheet_state = "hidden"
    kept = BytesIO()
    book.active = 1
    book.save(kept)

    result = take_in(sqlite_database, sqlite_tenant, tmp_path, kept.getvalue())

    assert {name for name, *_ in people(sqlite_database)} == {"Ana"}
    assert [problem.reason for problem in result.problems] == ["se leyó la hoja «Enero»; las demás («Febrero») no"]
