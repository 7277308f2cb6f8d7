"""A copy made while others write is whole, and comes back on either dialect."""

import gzip
import tarfile
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from storage import work_orders
from storage.audit import verify
from storage.backup import Backup, WrongBackup, backup, copy_of
from storage.database import Database
from storage.files import file_path, put_file, read_file
from storage.keyring import open_keyring
from storage.ledger import claim, intend, record
from storage.lock import AlreadyRunning, daemon_lock
from storage.meta import RESTORATIONS
from storage.restorations import Restoration, restorations
from storage.restoring import restore
from storage.states import DeliveryState
from storage.tables import delivery, measurement, meta, metadata, publication
from tests.storage.rows import (
    NOW,
    a_lane,
    a_publication,
    a_result,
    a_tenant,
    counted,
    deliveries,
    publication_state,
    rows_counted,
)


def fill(database: Database, folder: Path) -> str:
    """A bit of everything: deliveries, an attempt, an order with its cost, a file, keys. The file's sum."""
    with database.write() as connection:
        open_keyring(connection, folder / "claves")
        number = a_publication(connection, content={"texto": "Señal «ñ»"}, condition=None)
        ids = deliveries(connection, number)
        epoch = a_lane(connection).epoch
        claim(connection, number, 0, epoch, 2, NOW)
        intend(connection, ids[:2], epoch)
        record(connection, [a_result(ids[0], epoch), a_result(ids[1], epoch, DeliveryState.FAILED)], NOW)
        row = {"kind": "radio", "title": "Cuña", "sheet": "…", "responsible": "ana", "due_at": NOW}
        keys = {"tenant": a_tenant(connection), "publication": number, "delivery": ids[2]}
        order = work_orders.add_work_order(connection, **row, **keys)
        assert order is not None
        work_orders.confirm(connection, order, "ana", NOW, 1, Decimal("1500.25"))
        figure = {"indicator": "visitas", "source": "declared", "value": 12.5, "day": NOW.date(), "recorded_at": NOW}
        connection.execute(insert(measurement).values(tenant=a_tenant(connection), **figure))
        return put_file(connection, folder / "archivos", b"bytes", "a.png", "image/png", NOW)


def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, without what a restore tells of itself."""
    with database.read() as connection:
        found = {table.name: list(map(tuple, connection.execute(select(table)))) for table in metadata.sorted_tables}
    return {name: sorted((row for row in rows if row[0] != RESTORATIONS), key=repr) for name, rows in found.items()}


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database to restore into."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/otra/b.db"
    else:
        server = request.getfixturevalue("postgresql")
        url = server.create()
    database = Database.open(url)
    yield database
    database.close()
    if request.param == "postgresql":
        server.drop(url)


def test_copy_comes_back(database: Database, elsewhere: Database, tmp_path: Path) -> None:
    """Each row, the keys and the kept files come back as they were, from either dialect to either."""
    digest = fill(database, tmp_path)
    target = tmp_path / "copias" / "hoy.tar.gz"

    made = backup(database, tmp_path / "claves", tmp_path / "archivos", target, NOW)
    back = restore(target, elsewhere, tmp_path / "otra" / "claves", tmp_path / "otra" / "archivos", NOW)

    assert made == back
    assert (made.rows["delivery"], made.files) == (3, 1)
    assert everything(elsewhere) == everything(database)
    assert (tmp_path / "otra" / "claves").read_bytes() == (tmp_path / "claves").read_bytes()
    assert (tmp_path / "otra" / "claves").stat().st_mode & 0o777 == 0o600
    assert target.stat().st_mode & 0o777 == 0o600
    assert read_file(tmp_path / "otra" / "archivos", digest) == b"bytes"
    assert list(target.parent.iterdir()) == [target]


def test_life_goes_on_after_a_restore(database: Database, elsewhere: Database, tmp_path: Path) -> None:
    """A restored database takes new rows, its keys fit, and its audit is whole."""
    fill(database, tmp_path)
    backup(database, tmp_path / "claves", None, tmp_path / "c.tar.gz", NOW)
    restore(tmp_path / "c.tar.gz", elsewhere, tmp_path / "otra" / "claves", tmp_path / "otra" / "archivos", NOW)

    with elsewhere.write() as connection:
        open_keyring(connection, tmp_path / "otra" / "claves")
        deliveries(connection, a_publication(connection, message="nuevo"))
        assert verify(connection) is None
        assert counted(connection) == rows_counted(connection)


def test_a_restored_database_knows_what_it_has_been_through(
    database: Database, elsewhere: Database, tmp_path: Path
) -> None:
    """Each copy that it comes from: when it was made, and when it was put back."""
    keys, target, minute = tmp_path / "claves", tmp_path / "c.tar.gz", timedelta(minutes=1)
    with database.write() as connection:
        open_keyring(connection, keys)
        assert restorations(connection) == ()
    for made in (NOW, NOW + 5 * minute):
        source = database if made == NOW else elsewhere
        backup(source, keys, None, target, made)
        restore(target, elsewhere, keys, tmp_path / "archivos", made + minute, overwrite=True)

    with elsewhere.read() as connection:
        found = restorations(connection)
    assert found == (Restoration(NOW, NOW + minute), Restoration(NOW + 5 * minute, NOW + 6 * minute))


def test_what_was_being_sent_waits_for_a_person(database: Database, elsewhere: Database, tmp_path: Path) -> None:
    """What ran when the copy was made may have gone out since: restored, it is paused and says so; a task is not."""
    with database.write() as connection:
        open_keyring(connection, tmp_path / "claves")
        mailing = a_publication(connection)
        deliveries(connection, mailing)
        task = a_publication(connection, message="cuna", sender="")
    backup(database, tmp_path / "claves", None, tmp_path / "c.tar.gz", NOW)
    back = restore(tmp_path / "c.tar.gz", elsewhere, tmp_path / "otra" / "claves", tmp_path / "otra" / "archivos", NOW)

    assert back.paused == 1
    with elsewhere.read() as connection:
        assert publication_state(connection, mailing) == "paused"
        assert publication_state(connection, task) == "running"
        told = connection.execute(select(publication.c.reason).where(publication.c.id == mailing)).scalar_one()
    assert told.startswith(f"Restaurada de una copia del {NOW:%Y-%m-%d %H:%M} UTC: puede que ya haya salido.")


def test_copy_is_of_one_moment(database: Database, tmp_path: Path) -> None:
    """A copy made while a writer writes holds whole transactions and nothing of later ones."""
    with database.write() as connection:
        open_keyring(connection, tmp_path / "claves")
        a_tenant(connection)
    stop = threading.Event()

    def write() -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            with database.write() as connection:
                deliveries(connection, a_publication(connection, message=f"m{turn}"), 3)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies = [_copied(database, tmp_path, place) for place in range(5)]
    finally:
        stop.set()
        writer.join()

    for made in copies:
        assert made.rows["delivery"] == 3 * made.rows["publication"]
    assert copies[0].rows["publication"] <= copies[-1].rows["publication"]


def _copied(database: Database, folder: Path, place: int) -> Backup:
    return backup(database, folder / "claves", None, folder / f"{place}.tar.gz", NOW)


def test_what_comes_and_goes_beside_a_copy_is_not_in_its_way(database: Database, tmp_path: Path) -> None:
    """A file that is half written when its turn comes, and one whose row is newer than the copy, are no part of it."""
    digest, files = fill(database, tmp_path), tmp_path / "archivos"
    (files / "tmpabcdef").write_bytes(b"to be named in a moment")
    with database.read() as connection:
        connection.execute(select(meta)).all()
        with database.write() as later:
            put_file(later, files, b"newer", "b.png", "image/png", NOW)
        made = copy_of(connection, tmp_path / "claves", files, tmp_path / "c.tar.gz", NOW)

    assert (made.files, made.lost, made.rows["file"]) == (1, (), 1)
    with tarfile.open(tmp_path / "c.tar.gz") as archive:
        assert [name for name in archive.getnames() if "archivos/" in name] == [f"archivos/{digest[:2]}/{digest}"]


@pytest.mark.parametrize("spoil", [Path.unlink, partial(Path.write_bytes, data=b"otra cosa")])
def test_a_file_that_the_disk_has_lost_is_told(
    database: Database, elsewhere: Database, tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    """By its name, when the copy is made and when it is put back; all else is in it."""
    digest = fill(database, tmp_path)
    spoil(file_path(tmp_path / "archivos", digest))
    made = backup(database, tmp_path / "claves", tmp_path / "archivos", tmp_path / "c.tar.gz", NOW)
    back = restore(tmp_path / "c.tar.gz", elsewhere, tmp_path / "otra" / "claves", tmp_path / "otra" / "archivos", NOW)

    assert made == back
    assert (back.files, back.lost) == (0, ("a.png",))
    assert everything(elsewhere) == everything(database)


def test_nothing_is_overwritten_unasked(database: Database, tmp_path: Path) -> None:
    """A database that has rows is not restored into, unless one asks for it."""
    fill(database, tmp_path)
    backup(database, tmp_path / "claves", None, tmp_path / "c.tar.gz", NOW)
    before = everything(database)
    with database.write() as connection:
        connection.execute(insert(meta).values(name="later", value="x"))

    with pytest.raises(WrongBackup, match="ya tiene datos"):
        restore(tmp_path / "c.tar.gz", database, tmp_path / "claves", tmp_path / "archivos", NOW)
    restore(tmp_path / "c.tar.gz", database, tmp_path / "claves", tmp_path / "archivos", NOW, overwrite=True)

    assert everything(database) == before


def test_other_keys_are_not_overwritten_unasked(elsewhere: Database, database: Database, tmp_path: Path) -> None:
    """Keys of another installation are not lost by a restore."""
    fill(database, tmp_path)
    backup(database, tmp_path / "claves", None, tmp_path / "c.tar.gz", NOW)
    other = tmp_path / "otras-claves"
    other.write_text("otras")

    with pytest.raises(WrongBackup, match="otras claves"):
        restore(tmp_path / "c.tar.gz", elsewhere, other, tmp_path / "archivos", NOW)
    assert other.read_text() == "otras"


def test_damaged_copy_is_refused(sqlite_database: Database, tmp_path: Path) -> None:
    """A copy of which one byte was changed, or the end is missing, is refused before anything is written."""
    fill(sqlite_database, tmp_path)
    backup(sqlite_database, tmp_path / "claves", None, tmp_path / "c.tar.gz", NOW)
    whole = gzip.decompress((tmp_path / "c.tar.gz").read_bytes())
    spoilt = whole.replace(b"ciudadania-1", b"ciudadania-9", 1)
    assert spoilt != whole
    for name, content in {"a": gzip.compress(spoilt), "b": gzip.compress(whole[:5000]), "c": b"no", "d": b""}.items():
        (tmp_path / name).write_bytes(content)
        target = Database.open(f"sqlite:///{tmp_path}/{name}.db")
        with pytest.raises(WrongBackup, match="copia de seguridad"):
            restore(tmp_path / name, target, tmp_path / "nuevas", tmp_path / "archivos", NOW)
        target.close()
        assert not (tmp_path / f"{name}.db").exists()


def test_running_daemon_is_in_the_way(sqlite_database: Database, tmp_path: Path) -> None:
    """Nothing is restored under a daemon that runs; a copy can be made of it."""
    fill(sqlite_database, tmp_path)
    with daemon_lock(sqlite_database, NOW):
        backup(sqlite_database, tmp_path / "claves", None, tmp_path / "c.tar.gz", NOW)
        with pytest.raises(AlreadyRunning, match=r"desde \d{4}-\d\d-\d\d \d\d:\d\d UTC\)"):
            restore(tmp_path / "c.tar.gz", sqlite_database, tmp_path / "claves", tmp_path, NOW, overwrite=True)


def test_big_tables_are_copied_whole(sqlite_database: Database, tmp_path: Path) -> None:
    """Thousands of rows go out and come back in pieces, none lost."""
    with sqlite_database.write() as connection:
        open_keyring(connection, tmp_path / "claves")
        deliveries(connection, a_publication(connection), 3_500)
    backup(sqlite_database, tmp_path / "claves", None, tmp_path / "c.tar.gz", NOW)
    target = Database.open(f"sqlite:///{tmp_path}/b.db")
    restore(tmp_path / "c.tar.gz", target, tmp_path / "claves", tmp_path / "archivos", NOW)

    with target.read() as connection:
        assert connection.execute(select(func.count()).select_from(delivery)).scalar_one() == 3_500
        assert connection.execute(select(publication.c.content)).scalar_one() is None
    target.close()
