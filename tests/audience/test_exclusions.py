"""The register of excluded numbers: read as it is handed out, whole or not at all, the new one instead of the old."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from audience.exclusions import OLD, Register, bring_in, standing_register
from audience.line import BadContactsFile
from storage.database import Database
from storage.tables import excluded, exclusion_register
from tests.audience.malformed import workbook
from tests.audience.people import NOW, SECRET, add_tenant, key_of


def _brought(
    database: Database, tenant: int, folder: Path, text: str | bytes, dry_run: bool = False
) -> tuple[int, int]:
    """How many it held, and how many lines are none."""
    path = folder / "rne.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    read, _ = bring_in(database, tenant, path, SECRET, NOW, NOW, dry_run)
    return read.rows, read.refused


def _keys(database: Database) -> set[str]:
    with database.read() as connection:
        return set(connection.scalars(select(excluded.c.key)))


PHONE = key_of("3001234567", "telefono")


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("3001234567\n", (1, 0)),
        ("NUMERO\n3001234567\n", (1, 0)),
        ("tipo;numero;fecha\r\nSMS;300 123 4567;2027-01-02\r\n", (1, 0)),
        ('"numero","correo"\n"+57 300 123 4567",""\n', (1, 0)),
        ("3001234567\n3001234567\n+573001234567\n\n", (1, 0)),
        ("\ufeff3001234567\n".encode(), (1, 0)),
        ("número\n3001234567\nno es nada\n".encode("cp1252"), (1, 1)),
    ],
)
def test_a_register_is_read_as_it_is_handed_out(
    sqlite_database: Database, tmp_path: Path, text: str | bytes, counts: tuple[int, int]
) -> None:
    """One a line, in whatever column, with headings or without; each counts once."""
    with sqlite_database.write() as connection:
        tenant = add_tenant(connection)
    assert _brought(sqlite_database, tenant, tmp_path, text, dry_run=True) == counts
    assert _keys(sqlite_database) == set()
    assert _brought(sqlite_database, tenant, tmp_path, text) == counts
    assert _keys(sqlite_database) == {PHONE}


def test_a_new_register_takes_the_old_ones_place(database: Database, tenant: int, tmp_path: Path) -> None:
    """Who has left it is in it no more; mail addresses are as good as numbers."""
    _brought(database, tenant, tmp_path, "3001234567\n3007654321\n")
    _brought(database, tenant, tmp_path, "ana@correo.co\n3001234567\n")

    assert _keys(database) == {PHONE, key_of("ana@correo.co")}
    with database.read() as connection:
        standing = standing_register(connection, tenant)
        assert standing is not None
        assert (standing.file, standing.rows, standing.as_of) == ("rne.csv", 2, NOW)


def test_a_register_may_be_a_workbook(database: Database, tenant: int, tmp_path: Path) -> None:
    """Numbers as Excel keeps them, in whatever column; blank rows are none, what is no number is told by its row."""
    rows = [("Tipo", "Número"), ("SMS", 3001234567), (None, None), ("SMS", "300 765 4321"), ("", "nada")]

    assert _brought(database, tenant, tmp_path, workbook(rows)) == (2, 1)

    assert _keys(database) == {PHONE, key_of("3007654321", "telefono")}


@pytest.mark.parametrize("cut", [40, 0.5])
def test_a_workbook_that_cannot_be_read_changes_nothing(
    database: Database, tenant: int, tmp_path: Path, cut: float
) -> None:
    """What was read of it is gone, and the register before it counts."""
    _brought(database, tenant, tmp_path, "3001234567\n")
    data = workbook([("numero",), ("3007654321",)])

    with pytest.raises(BadContactsFile, match="libro de Excel"):
        _brought(database, tenant, tmp_path, data[: int(cut if cut > 1 else len(data) * cut)])

    assert _keys(database) == {PHONE}
    with database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(exclusion_register)) == 1


@pytest.mark.parametrize("text", ["", "numero\n", "nada\nde\nnada\n"])
def test_an_empty_file_changes_nothing(database: Database, tenant: int, tmp_path: Path, text: str) -> None:
    """A wrong file must not let everybody be written to."""
    _brought(database, tenant, tmp_path, "3001234567\n")

    with pytest.raises(BadContactsFile, match="no hay ningún número ni correo"):
        _brought(database, tenant, tmp_path, text)

    assert _keys(database) == {PHONE}


def test_a_register_of_thousands_is_whole(database: Database, tenant: int, tmp_path: Path) -> None:
    """It comes in by pieces, and the old one goes by pieces."""
    text = "".join(f"300{number:07d}\n" for number in range(4_500))
    assert _brought(database, tenant, tmp_path, text) == (4_500, 0)
    assert _brought(database, tenant, tmp_path, text) == (4_500, 0)
    with database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(excluded)) == 4_500


def test_a_register_grows_old() -> None:
    """After thirty days it is to be asked for anew."""
    register = Register(1, "rne.csv", NOW, 1)
    assert not register.is_old(NOW + OLD)
    assert register.is_old(NOW + OLD + timedelta(seconds=1))
