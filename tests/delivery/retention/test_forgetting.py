"""What is old is forgotten, night by night; what is counted and what proves stays as it was."""

import asyncio
import os
import tarfile
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, insert, select, update

from audience.consents import TERM_OVER, last_words, words_of
from audience.contacts_import import import_contacts
from audience.import_undo import FORGOTTEN, undo_import
from delivery.publishing.freeze import media_folder
from delivery.retention.forgetting import KINDS, count_old, forget_some
from delivery.retention.purging import KIND, Purging, purge_now
from delivery.workplace import KEYS
from storage.audit import verify
from storage.backup import copy_of
from storage.database import Database
from storage.files import file_path, put_file
from storage.tables import attempt, consent, contact, counter, delivery, event
from storage.work_orders import confirm
from tests.campaigns.town import ACCOUNTS, CAMPAIGN, MUNICIPALITY
from tests.delivery.desk import Desk, at_work
from tests.delivery.relay import DUE, FILE

CHANGES = {
    FILE: CAMPAIGN.replace("[correo, web]", "[correo]"),
    "municipio.yaml": f"{MUNICIPALITY}conservacion: {{contactos: 1 año, entregas: 1 año}}\n",
}

REAL_TIME = {"pruebas"}
"""Files have the age that the disk tells, whatever the test's clock does."""


async def _sent(desk: Desk) -> None:
    """A mail to two people, long ago, and news of it."""
    desk.people("ana@example.com", "eva@example.com")
    await desk.turn()
    with desk.database.write() as connection:
        connection.execute(update(attempt).values(text="250 ok <ana@example.com>"))
        news = {"tenant": desk.place.tenant_id, "account": "correo", "remote_id": "1", "kind": "bounce", "payload": {}}
        connection.execute(insert(event).values(**news, received_at=desk.clock.now()))


def _figures(desk: Desk) -> tuple[object, ...]:
    """All that reports are made of."""
    with desk.database.read() as connection:
        its = delivery.c
        deliveries = select(its.recipient_key, its.state, its.sent_at, its.error_code, its.sha256, its.attempts)
        counted = select(counter).order_by(counter.c.state)
        return (
            [tuple(row) for row in connection.execute(counted)],
            [tuple(row) for row in connection.execute(deliveries.order_by(its.id))],
            connection.scalar(select(func.count()).select_from(attempt)),
            connection.scalar(select(func.count()).where(consent.c.given)),
        )


async def test_figures_are_the_same_afterwards(database: Database, tmp_path: Path) -> None:
    """Addresses, answers and news are gone, and nothing that is counted; a second time there is nothing to do."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await _sent(desk)
        before = _figures(desk)
        later = DUE + timedelta(days=400)
        with desk.database.read() as connection:
            told = count_old(connection, desk.place, later)

        gone = purge_now(desk.place, "comunicaciones", later)

        assert {name: gone.get(name, 0) for name in ("contactos", "entregas", "eventos")} == {
            "contactos": 2,
            "entregas": 2,
            "eventos": 1,
        }
        assert {name: told[name] for name in ("contactos", "entregas", "eventos")} == {
            name: gone[name] for name in ("contactos", "entregas", "eventos")
        }
        assert _figures(desk) == before
        with desk.database.read() as connection:
            assert connection.scalars(select(delivery.c.address)).all() == [None, None]
            assert set(connection.scalars(select(attempt.c.text))) == {""}
            assert set(connection.scalars(select(contact.c.name))) == {""}
            keys = connection.scalars(select(delivery.c.recipient_key)).all()
            words = words_of(connection, desk.place.tenant_id, keys)
            assert [word.given for word in words] == [True, True, False, False]
            assert {word.source for word in words if not word.given} == {TERM_OVER}
            # A list that comes later may bring a new consent: nobody has said no.
            assert last_words(connection, desk.place.tenant_id, keys, "gestion") == {}
            assert verify(connection) is None
        again = purge_now(desk.place, "comunicaciones", later)
        assert {name for name, count in again.items() if count} == set()


async def test_a_copy_that_is_being_made_lacks_nothing_of_what_is_forgotten_meanwhile(
    database: Database, tmp_path: Path
) -> None:
    """Rows as they were before it, and each file that they know: the bytes of what was published are never deleted."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await _sent(desk)
        files = media_folder(desk.place.folder)
        with desk.database.write() as connection:
            digest = put_file(connection, files, b"%PDF-1.4", "acta.pdf", "application/pdf", DUE)
        with desk.database.read() as connection:
            connection.execute(select(delivery.c.id)).all()
            gone = purge_now(desk.place, "comunicaciones", DUE + timedelta(days=4_000))
            made = copy_of(connection, desk.place.folder / KEYS, files, tmp_path / "copia.tar.gz", DUE)
        with tarfile.open(tmp_path / "copia.tar.gz") as archive:
            rows = archive.extractfile("tablas/delivery")
            assert rows is not None
            assert rows.read().count(b"@example.com") == 2
            assert file_path(Path("archivos"), digest).as_posix() in archive.getnames()
    assert (made.lost, gone["publicaciones"], gone["entregas"]) == ((), 1, 2)


async def test_what_is_young_stays(database: Database, tmp_path: Path) -> None:
    """The day before its term nothing is forgotten."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await _sent(desk)
        gone = purge_now(desk.place, "comunicaciones", DUE + timedelta(days=360))
        assert {name for name, count in gone.items() if count} <= REAL_TIME


async def test_who_has_said_something_since_stays(database: Database, tmp_path: Path) -> None:
    """A word is a sign of life; what we send is none."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await _sent(desk)
        later = DUE + timedelta(days=400)
        with desk.database.write() as connection:
            first = connection.scalar(select(func.min(consent.c.id)))
            connection.execute(update(consent).where(consent.c.id == first).values(at=later - timedelta(days=1)))
            gone, _ = forget_some(connection, desk.place, "contactos", -1, later)
        assert gone == 1


async def test_a_night_is_purged_once(database: Database, tmp_path: Path) -> None:
    """After three in the morning, by a row of its own; before it, and again, nothing is done."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await _sent(desk)
        desk.clock.pass_(days=400)
        purging, stop = Purging(desk.database, desk.places, desk.clock), asyncio.Event()
        desk.clock.pass_(hours=-6)
        await purging.look(stop)
        assert [row for row in desk.rows("chore") if row.kind == KIND] == []

        desk.clock.pass_(hours=6)
        await purging.look(stop)
        await purging.look(stop)

        [row] = [row for row in desk.rows("chore") if row.kind == KIND]
        assert (row.slot, row.state) == ("2028-02-01", "done")
        assert {row.address for row in desk.deliveries()} == {None}
        purged = [row for row in desk.rows("audit") if row.verb == "purge"]
        assert [(row.actor, row.detail["entregas"]) for row in purged] == [("conservación", 2)]


async def test_a_daemon_that_ends_goes_on_after_its_next_start(database: Database, tmp_path: Path) -> None:
    """What it had not done yet is not forgotten to be done."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await _sent(desk)
        desk.clock.pass_(days=400)
        purging, stopped = Purging(desk.database, desk.places, desk.clock), asyncio.Event()
        stopped.set()
        await purging.look(stopped)
        assert {row.state for row in desk.rows("chore") if row.kind == KIND} == {"running"}

        desk.clock.pass_(minutes=11)
        await purging.look(asyncio.Event())

        assert {row.state for row in desk.rows("chore") if row.kind == KIND} == {"done"}


async def test_old_files_of_rehearsals_go(database: Database, tmp_path: Path) -> None:
    """By their age on the disk."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        folder = desk.place.sandbox / "correo"
        folder.mkdir(parents=True)
        for name, days in (("viejo.eml", 91), ("nuevo.eml", 89)):
            path = folder / name
            path.write_text("Hola")
            moment = (DUE - timedelta(days=days)).timestamp()
            os.utime(path, (moment, moment))
        assert purge_now(desk.place, "comunicaciones", DUE)["pruebas"] == 1
        assert [path.name for path in folder.iterdir()] == ["nuevo.eml"]


def test_what_is_answered_goes_before_its_answer() -> None:
    """An answer names the news that it answers."""
    names = list(KINDS)
    assert names.index("respuestas") < names.index("eventos")


async def test_who_was_visited_is_forgotten_with_who_was_written_to(database: Database, tmp_path: Path) -> None:
    """How many were planned and reached stays with the order."""
    by_hand = "visitas: {tipo: manual, modo: pruebas, responsable: ana, opciones: {clase: visita, personas: sí}}\n"
    text = CAMPAIGN.replace("[correo, web]", "[visitas]")
    async with at_work(database, tmp_path, DUE, {**CHANGES, "canales.yaml": ACCOUNTS + by_hand, FILE: text}) as desk:
        desk.people("ana@example.com", "eva@example.com")
        await desk.turn()
        with database.write() as connection:
            assert confirm(connection, 1, "ana", DUE, 1, note="Una no estaba")
        assert len(desk.rows("order_person")) == 2
        assert forget(desk, DUE + timedelta(days=364)) == 0
        assert forget(desk, DUE + timedelta(days=367)) == 1
        assert desk.rows("order_person") == []
        [order] = desk.rows("work_order")
        assert (order.planned, order.done) == (2, 1)


def forget(desk: Desk, now: datetime) -> int:
    """How many deliveries lose whom they went to."""
    with desk.database.write() as connection:
        return forget_some(connection, desk.place, "entregas", -1, now)[0]


async def test_what_a_list_changed_is_forgotten_with_the_term_of_contacts(database: Database, tmp_path: Path) -> None:
    """What people were called before goes, though they stay; a list that is taken back later says so."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        number = None
        for mail, name in (("eva@example.com", "Eva"), ("eva@example.com", "Eva María")):
            (tmp_path / "lista.csv").write_text(f"nombre,correo\n{name},{mail}\n")
            its, secret = desk.place.tenant_id, desk.place.keyring.address_key
            number = import_contacts(database, its, tmp_path / "lista.csv", secret, desk.clock.now()).batch
        assert len(desk.rows("import_change")) == 1
        later = DUE + timedelta(days=400)
        with database.write() as connection:
            [eva] = connection.execute(select(contact.c.id)).scalars()
            connection.execute(update(contact).values(created_at=later))
            assert count_old(connection, desk.place, later)["cambios"] == 1

        assert purge_now(desk.place, "comunicaciones", DUE + timedelta(days=300)).get("cambios", 0) == 0
        assert purge_now(desk.place, "comunicaciones", later)["cambios"] == 1

        assert desk.rows("import_change") == []
        assert number is not None
        undone = undo_import(database, desk.place.tenant_id, number, later)
        assert undone.remarks == [FORGOTTEN]
        assert [(row.id, row.name) for row in desk.rows("contact")] == [(eva, "Eva María")]
