"""Copies of the database, and databases that are none, old ones or in a place that cannot be used."""

import shutil
import tarfile

import pytest

from tests.verbs.operator import Operator


def test_a_backup_is_restored_elsewhere(town: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy holds rows and keys; restored in an empty place, the report is the same."""
    town.does("record", "visitas", "7", "--date", "2026-01-15")
    assert "Copia de seguridad en copia.tar.gz" in town.does("backup", "copia.tar.gz")
    with tarfile.open(town.folder / "copia.tar.gz") as archive:
        assert "claves" in archive.getnames()
    monkeypatch.setenv("PREGONERO_VAR", "otra")
    told = town.does("restore", "copia.tar.gz")
    assert "no se sabe quiénes pidieron no recibir más" in told
    assert "suelte lo que espera con «pregonero release --after-restore" in told
    assert town.reads("report", "--period", "2026-01")["indicators"][1]["value"] == 7
    refused = town.types("restore", "copia.tar.gz")
    assert (refused.exit_code, "agregue --overwrite" in refused.stderr) == (1, True)
    town.does("restore", "copia.tar.gz", "--overwrite")


def test_a_copy_says_which_files_it_lacks(town: Operator) -> None:
    """Here all of var/archivos was lost: the evidence by its name, when it is made and when it is put back."""
    (town.folder / "acta.pdf").write_bytes(b"%PDF-1.4")
    town.does("confirm", town.a_task(), "--count", "1", "--evidence", "acta.pdf", "--as", "ana")
    shutil.rmtree(town.folder / "var/archivos")
    told = "Atención: 1 archivo no va en la copia: «acta.pdf»."
    assert told in town.does("backup", "copia.tar.gz")
    assert told in town.does("restore", "copia.tar.gz", "--overwrite")


def test_what_people_said_since_a_copy_outlives_it(town: Operator) -> None:
    """Who left, and who was erased, after it was made: told with their number; once more, nothing is new."""
    town.people("ana@correo.gov.co", "eva@correo.gov.co")
    town.does("backup", "copia.tar.gz")
    town.does("contacts", "suppress", "ana@correo.gov.co", "--reason", "Por teléfono")
    town.does("contacts", "erase", "eva@correo.gov.co", "--reason", "Radicado 1")

    told = town.does("restore", "copia.tar.gz", "--overwrite")

    assert "2 pedidos de no recibir más, o quejas" in told
    assert "1 persona borrada" in told
    found = town.reads("contacts", "suppressed")["suppressed"]
    assert sorted((each["address"], each["reason"]) for each in found) == [
        ("", "borrado"),
        ("ana@correo.gov.co", "baja"),
    ]
    town.does("backup", "otra.tar.gz")
    assert "la copia ya los tenía a todos" in town.does("restore", "otra.tar.gz", "--overwrite")


def test_the_register_of_excluded_numbers_outlives_an_older_copy(town: Operator) -> None:
    """It is told, beside what people said."""
    town.people("ana@correo.gov.co")
    town.does("backup", "copia.tar.gz")
    (town.folder / "rne.csv").write_text("3001234567\n", encoding="utf-8")
    town.does("contacts", "exclude", "rne.csv")

    told = town.does("restore", "copia.tar.gz", "--overwrite")

    assert "la copia ya los tenía a todos" in told
    assert "También se conserva 1 Registro de Números Excluidos, traído después que el de la copia." in told
    assert "tenía 1" in town.does("contacts", "exclude", "rne.csv")


def test_a_list_that_was_undone_since_a_copy_is_undone_again(town: Operator) -> None:
    """It is named, with what that did."""
    town.people("ana@correo.gov.co", "eva@correo.gov.co")
    town.does("backup", "copia.tar.gz")
    town.does("contacts", "undo", "1")

    told = town.does("restore", "copia.tar.gz", "--overwrite")

    assert (
        "La lista personas.csv (lote 1) se había deshecho después de la copia, y se deshizo otra vez: "
        "2 personas que llegaron con ella salieron; 0 consentimientos suyos ya no valen."
    ) in told
    assert [each["state"] for each in town.reads("contacts", "imports")] == ["undone"]


def test_a_backup_replaces_none_unasked(town: Operator) -> None:
    """The copy of last month is not lost by a slip; --overwrite makes it anew."""
    town.does("record", "visitas", "7")
    (town.folder / "copia.tar.gz").write_bytes(b"la de enero")
    told = town.types("backup", "copia.tar.gz")
    assert (told.exit_code, told.stderr.startswith("Ya existe copia.tar.gz.")) == (1, True)
    assert (town.folder / "copia.tar.gz").read_bytes() == b"la de enero"
    town.does("backup", "copia.tar.gz", "--overwrite")
    assert tarfile.is_tarfile(town.folder / "copia.tar.gz")


def test_what_is_no_copy_is_told_in_spanish(town: Operator) -> None:
    """Nothing of the library's own words, and no database is made of it."""
    (town.folder / "basura.tar.gz").write_text("nada", encoding="utf-8")
    told = town.types("restore", "basura.tar.gz", "--overwrite")
    assert told.exit_code == 1
    assert told.stderr.startswith("basura.tar.gz no es una copia de seguridad hecha con «pregonero backup»")
    assert "gzip file" not in told.stderr


def test_upgrade_of_a_database_that_is_up_to_date(town: Operator) -> None:
    """Nothing is done, and it says so; the file that it made is its owner's alone."""
    town.does("db", "upgrade")
    [made] = (town.folder / "var").glob("*.db")
    assert made.stat().st_mode & 0o777 == 0o600
    assert "ya está al día" in town.does("db", "upgrade")


@pytest.mark.parametrize(
    "words", [("status",), ("deliveries",), ("tasks",), ("report", "--period", "2030"), ("backup", "copia.tar.gz")]
)
def test_a_verb_that_reads_makes_no_database(town: Operator, words: tuple[str, ...]) -> None:
    """A slip in --db is told, with what makes one; no file and no folder is left behind."""
    told = town.types(*words, "--db", "sqlite:///var/ensayo/nohay.db")
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr.startswith("Todavía no hay una base de datos en var/ensayo/nohay.db. La crea «pregonero run ")
    assert not (town.folder / "var" / "ensayo").exists()


def test_an_empty_file_is_no_database_yet(town: Operator) -> None:
    """It stays as empty as it was."""
    (town.folder / "vacia.db").write_bytes(b"")
    assert town.types("report", "--db", "sqlite:///vacia.db").exit_code == 1
    assert (town.folder / "vacia.db").read_bytes() == b""


def test_a_place_that_cannot_be_used_is_told_in_spanish(town: Operator) -> None:
    """Where the system refuses a file, the operator reads which one and why, and nothing in English."""
    (town.folder / "nota").write_text("", encoding="utf-8")
    under = town.folder / "nota" / "copia.db"
    told = town.types("record", "visitas", "3", "--db", f"sqlite:///{under}")
    assert told.exit_code == 1
    assert told.stderr.startswith(f"No se puede usar {town.folder / 'nota'}: ")
    assert "Errno" not in told.stderr
