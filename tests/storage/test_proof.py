"""A copy counts once it was put back and looked through: what cannot be restored is found out the same night."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, update

from storage import audit as chain
from storage import proof
from storage.backup import WrongBackup, backup
from storage.database import Database
from storage.keyring import open_keyring
from storage.ledger import told_failed, told_sent
from storage.proof import NoRoom, prove, refuse_without_room
from storage.tables import audit, counter
from tests.storage.rows import NOW, a_publication, a_tenant, deliveries


def filled(database: Database, keyring: Path) -> None:
    """Some rows of each kind that is looked through."""
    with database.write() as connection:
        open_keyring(connection, keyring)
        [back, *_] = deliveries(connection, a_publication(connection), 5)
        told_sent(connection, back, "wamid.1", NOW, NOW)
        told_failed(connection, back, "131026", "No tiene WhatsApp.", NOW)
        for verb in ("pause", "resume", "cancel"):
            chain.append(connection, a_tenant(connection), "ana", verb, "matriculas-2027/anuncio/correo@1", {}, NOW)


def a_copy(database: Database, folder: Path) -> Path:
    """A copy of it."""
    target = folder / "copia.tar.gz"
    backup(database, folder / "claves", None, target, NOW)
    return target


def test_a_good_copy_is_proven_and_leaves_nothing_behind(database: Database, tmp_path: Path) -> None:
    """Of either dialect; what it was put back into is taken away again."""
    filled(database, tmp_path / "claves")
    target = a_copy(database, tmp_path)
    before = target.read_bytes()
    held = prove(target, NOW)
    assert (held.rows["delivery"], held.rows["audit"]) == (5, 3)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith((".", "copia"))) == ["copia.tar.gz"]
    assert target.read_bytes() == before


def miscount(connection: Connection) -> None:
    """The counters say one more than the rows."""
    connection.execute(update(counter).values(count=counter.c["count"] + 1))


def rewrite(connection: Connection) -> None:
    """Somebody else is said to have done it."""
    connection.execute(update(audit).where(audit.c.verb == "resume").values(actor="nadie"))


def cut(connection: Connection) -> None:
    """The last word is taken out."""
    connection.execute(delete(audit).where(audit.c.verb == "cancel"))


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (miscount, "los contadores no dicen lo mismo que las filas"),
        (rewrite, "la cadena de la auditoría se rompe en la fila 2"),
        (cut, "la cadena de la auditoría se rompe en la fila 3"),
    ],
)
def test_a_copy_of_what_is_not_whole_is_no_good_copy(
    sqlite_database: Database, tmp_path: Path, harm: Callable[[Connection], None], told: str
) -> None:
    """It can be put back, and what is in it contradicts itself."""
    filled(sqlite_database, tmp_path / "claves")
    with sqlite_database.write() as connection:
        harm(connection)
    with pytest.raises(WrongBackup, match=told):
        prove(a_copy(sqlite_database, tmp_path), NOW)


def test_a_copy_that_was_cut_off_is_no_good_copy(sqlite_database: Database, tmp_path: Path) -> None:
    """As it is left by a disk that had no room for its end."""
    filled(sqlite_database, tmp_path / "claves")
    target = a_copy(sqlite_database, tmp_path)
    target.write_bytes(target.read_bytes()[:-200])
    with pytest.raises(WrongBackup):
        prove(target, NOW)


def test_a_disk_is_not_filled_by_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is sent meanwhile has to be remembered: where too little would be left, no copy is begun."""
    refuse_without_room(tmp_path, 1_000)
    monkeypatch.setattr(proof, "SPARE", 2**60)
    with pytest.raises(NoRoom, match=r"No hay espacio para una copia en .* Libere espacio"):
        refuse_without_room(tmp_path, 1_000)
