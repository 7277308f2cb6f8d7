"""Reminders of open work orders: one for each person in charge, before the due time, never twice."""

from pathlib import Path

from delivery.office.stopped import suspend, unsuspend
from storage.database import Database
from storage.tables import publication
from storage.work_orders import confirm, postpone, refuse
from tests.campaigns.town import ACCOUNTS, CAMPAIGN, MUNICIPALITY
from tests.delivery.desk import Desk, at_work, bogota

DUE = bogota("2026-12-28T08:00")
FILE = "campanas/matriculas.yaml"
TOWN = MUNICIPALITY.replace(
    "  educacion: {nombre: Secretaría de Educación, jefe: ana}\n",
    "  educacion: {nombre: Secretaría de Educación, jefe: ana}\n"
    "  salud: {nombre: Secretaría de Salud, jefe: luis}\n"
    "  planeacion: {nombre: Planeación, jefe: luis}\n",
).replace("comites:", "  luis: {nombre: Luis Gómez, correo: luis@villaclara.gov.co}\ncomites:")
DUTY = CAMPAIGN.replace(
    "    canales: [correo, web]\n",
    "    canales: [web]\n    recordatorios: [2 días antes, 1 día antes]\n"
    "    deber: {de: dependencias, plazo: 5 días}\n",
)
CHANGES: dict[str, str | bytes | None] = {"municipio.yaml": TOWN, FILE: DUTY}


def reminders(desk: Desk) -> dict[str, list[str]]:
    """The reminders' message ids and whom each was for."""
    with desk.database.read() as connection:
        rows = connection.execute(publication.select().where(publication.c.message.like("%~%"))).all()
    return {
        row.message: sorted(str(each.address) for each in desk.deliveries() if each.publication == row.id)
        for row in rows
    }


async def test_a_reminder_comes_once_to_each_person_in_charge(database: Database, tmp_path: Path) -> None:
    """Two orders of one person make one mail, at each of its hours, however often one looks."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        assert reminders(desk) == {}
        assert (await desk.dispatcher.sweep()).next == bogota("2026-12-31T08:00")
        both = ["ana@villaclara.gov.co", "luis@villaclara.gov.co"]
        desk.clock.moment = bogota("2026-12-31T08:00")
        for _ in range(3):
            await desk.turn()
        assert reminders(desk) == {"anuncio~recordatorio-1": both}
        desk.clock.moment = bogota("2027-01-01T08:00")
        await desk.turn()
        assert reminders(desk) == {"anuncio~recordatorio-1": both, "anuncio~recordatorio-2": both}
        assert desk.publications()["anuncio~recordatorio-2/correo@1"] == "done"


async def test_while_a_class_is_suspended_nobody_is_reminded(database: Database, tmp_path: Path) -> None:
    """The task stays; opened again in time, each person gets the latest reminder, and not both."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        desk.write(suspend, "servicio", None, "Luto", "ana", desk.clock.now())
        for moment in ("2026-12-31T08:00", "2027-01-01T08:00"):
            desk.clock.moment = bogota(moment)
            await desk.turn()
        assert reminders(desk) == {}
        assert {row.state for row in desk.rows("work_order")} == {"to_do"}
        desk.write(unsuspend, "servicio", "ana", desk.clock.now())
        await desk.turn()
        assert list(reminders(desk)) == ["anuncio~recordatorio-2"]


async def test_a_suspension_that_ends_by_itself_wakes_the_reminders(database: Database, tmp_path: Path) -> None:
    """Its end is when they are looked at next."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        end = bogota("2027-01-01T00:00")
        desk.write(suspend, "servicio", end, "Luto", "ana", desk.clock.now())
        assert (await desk.dispatcher.sweep()).next == end
        desk.clock.moment = end
        await desk.turn()
        assert list(reminders(desk)) == ["anuncio~recordatorio-1"]


async def test_after_a_standstill_only_the_latest_reminder_comes(database: Database, tmp_path: Path) -> None:
    """Both hours passed while nothing ran: each person in charge gets one mail, not two at once."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        desk.clock.moment = bogota("2027-01-01T09:00")
        for _ in range(2):
            await desk.turn()
        assert list(reminders(desk)) == ["anuncio~recordatorio-2"]


async def test_who_has_confirmed_is_not_reminded(database: Database, tmp_path: Path) -> None:
    """A confirmed order is over: its person hears no more of it, and the publication ends with the last one."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        orders = desk.rows("work_order")
        with database.write() as connection:
            assert confirm(connection, orders[0].id, "ana", desk.clock.now(), done=1)
        desk.clock.moment = bogota("2026-12-31T08:00")
        await desk.turn()
        assert reminders(desk) == {"anuncio~recordatorio-1": ["luis@villaclara.gov.co"]}
        with database.write() as connection:
            assert refuse(connection, orders[1].id, "luis", desk.clock.now(), "No se pudo.")
            assert confirm(connection, orders[2].id, "luis", desk.clock.now(), done=1)
        desk.clock.moment = bogota("2027-01-01T08:00")
        await desk.turn()
        assert set(reminders(desk)) == {"anuncio~recordatorio-1"}
        assert desk.publication("anuncio/web@1").state == "done_with_errors"
        assert desk.states("anuncio/web@1") == {"sent": 2, "failed": 1}


async def test_no_reminder_comes_after_the_due_time(database: Database, tmp_path: Path) -> None:
    """A daemon that was down over all its hours reminds nobody of what is over."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        desk.clock.moment = bogota("2027-01-03T08:00")
        await desk.turn()
        assert reminders(desk) == {}


async def test_a_postponed_order_is_reminded_by_its_new_date(database: Database, tmp_path: Path) -> None:
    """Put off, it is reminded before the new date and to be done again when that has come."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        later = bogota("2027-01-10T08:00")
        with database.write() as connection:
            for row in desk.rows("work_order"):
                assert postpone(connection, row.id, "ana", desk.clock.now(), later, "Faltan datos.")
        desk.clock.moment = bogota("2027-01-01T08:00")
        await desk.turn()
        assert reminders(desk) == {}
        desk.clock.moment = bogota("2027-01-08T08:00")
        await desk.turn()
        assert set(reminders(desk)) == {"anuncio~recordatorio-1-20270110T0800"}
        desk.clock.moment = later
        await desk.turn()
        assert {row.state for row in desk.rows("work_order")} == {"to_do"}


async def test_putting_off_reminds_of_nothing_by_itself(database: Database, tmp_path: Path) -> None:
    """Put off by a day, two days before the new date are over already: only the reminder that is to come does."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        desk.clock.moment = bogota("2027-01-02T07:00")
        with database.write() as connection:
            for row in desk.rows("work_order"):
                until = bogota("2027-01-03T23:59")
                assert postpone(connection, row.id, "ana", desk.clock.now(), until, "Faltan datos.")
        await desk.turn()
        assert reminders(desk) == {}
        desk.clock.moment = bogota("2027-01-02T23:59")
        await desk.turn()
        assert list(reminders(desk)) == ["anuncio~recordatorio-2-20270103T2359"]


async def test_a_lead_longer_than_the_term_reminds_of_nothing(database: Database, tmp_path: Path) -> None:
    """An order that is due in five days is not reminded of ten days before: it did not exist then."""
    early = DUTY.replace("recordatorios: [2 días antes, 1 día antes]", "recordatorios: [10 días antes]")
    async with at_work(database, tmp_path, DUE, CHANGES | {FILE: early}) as desk:
        for moment in ("2026-12-28T08:00", "2026-12-30T08:00", "2027-01-02T07:59"):
            desk.clock.moment = bogota(moment)
            await desk.turn()
        assert reminders(desk) == {}


async def test_an_order_put_off_after_a_reminder_is_reminded_again(database: Database, tmp_path: Path) -> None:
    """The new date has reminders of its own, whatever was said of the old one."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        desk.clock.moment = bogota("2026-12-31T08:00")
        await desk.turn()
        assert list(reminders(desk)) == ["anuncio~recordatorio-1"]
        until = bogota("2027-01-20T08:00")
        with database.write() as connection:
            for order in desk.rows("work_order"):
                assert postpone(connection, order.id, "ana", desk.clock.now(), until, "Se aplaza.")
        desk.clock.moment = bogota("2027-01-18T08:00")
        await desk.turn()
        dated = "anuncio~recordatorio-1-20270120T0800"
        assert sorted(reminders(desk)) == ["anuncio~recordatorio-1", dated]
        until = bogota("2027-02-03T08:00")
        with database.write() as connection:
            for order in desk.rows("work_order"):
                assert postpone(connection, order.id, "ana", desk.clock.now(), until, "Se aplaza otra vez.")
        desk.clock.moment = bogota("2027-02-01T08:00")
        await desk.turn()
        assert sorted(reminders(desk)) == ["anuncio~recordatorio-1", dated, "anuncio~recordatorio-1-20270203T0800"]


async def test_each_term_has_its_reminders(database: Database, tmp_path: Path) -> None:
    """One message on two media with other terms: each is reminded before its own, though the first be done or late."""
    manual = "{tipo: manual, modo: pruebas, responsable: ana, plazo: %s, opciones: {clase: emisora}}\n"
    accounts = ACCOUNTS[: ACCOUNTS.index("emisora:")]
    accounts += "emisora: " + manual % "2 días" + "prensa: " + manual % "16 días"
    text = CAMPAIGN.replace("[correo, web]", "[emisora, prensa]\n    recordatorios: [1 día antes]")
    async with at_work(database, tmp_path, DUE, {"canales.yaml": accounts, FILE: text}) as desk:
        for moment in ("2026-12-28T08:00", "2026-12-29T08:00", "2027-01-12T08:00"):
            desk.clock.moment = bogota(moment)
            await desk.turn()
        assert sorted(reminders(desk)) == ["anuncio~recordatorio-1", "anuncio~recordatorio-1-20270113T0800"]
