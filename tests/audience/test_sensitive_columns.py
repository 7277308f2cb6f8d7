"""Columns that the law protects, and those that look like a consent."""

from pathlib import Path

import pytest

from audience.contacts_import import import_contacts
from audience.sensitive_columns import left_out, remarks
from storage.database import Database
from tests.audience.lists import people
from tests.audience.people import NOW, SECRET


@pytest.mark.parametrize(
    ("column", "kept"),
    [
        ("barrio", True),
        ("religion", False),
        ("religiosidad", False),
        ("filiacion-politica", False),
        ("discapacidad", False),
        ("raza", False),
        ("razas-de-perro", True),
        ("vih", False),
        ("vihuela", True),
        ("credito", True),
        ("etnia-indigena", False),
    ],
)
def test_which_are_sensitive(column: str, kept: bool) -> None:
    """By how their names begin; what a public asks for is kept."""
    assert (left_out(("nombre", column), ()) == ()) is kept
    assert left_out(("nombre", column), {column}) == ()


def test_what_looks_like_a_consent_is_told() -> None:
    """Where no column is one: with one, the other is the office's own."""
    [said] = remarks(("nombre", "correo", "acepta-mensajes"), ())
    assert "«acepta-mensajes» parece un consentimiento" in said
    assert list(remarks(("nombre", "correo", "acepta-mensajes", "consentimiento"), ())) == []


@pytest.mark.parametrize("dry_run", [True, False])
def test_nobody_has_what_was_left_out(database: Database, tenant: int, tmp_path: Path, dry_run: bool) -> None:
    """The person comes in without it, and the list is told of, at the line of its headings."""
    path = tmp_path / "contactos.csv"
    path.write_text("nombre,correo,religion,discapacidad\nAna,ana@correo.co,católica,visual\n", encoding="utf-8")
    done = import_contacts(database, tenant, path, SECRET, NOW, dry_run, asked={"discapacidad"})
    assert done.created == 1
    assert [(each.line, "«religion» es un dato sensible" in each.reason) for each in done.problems] == [(1, True)]
    kept = [pair for _, _, _, pairs in people(database) for pair in pairs]
    assert kept == ([] if dry_run else [("discapacidad", "visual")])
