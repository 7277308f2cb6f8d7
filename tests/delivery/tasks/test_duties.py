"""A duty's whole life: asked for, extended once, late, told to Control Interno, handed in by mail, accepted."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Row

from delivery.watching.status import status
from storage import extensions
from storage.database import Database
from storage.duties import DutyRecord, DutyStatus, read_duties
from storage.receipts import HandedIn, receive, send_back
from storage.work_orders import confirm
from tests.delivery.desk import Desk, at_work, bogota
from tests.delivery.duty_town import CHANGES, DUE, PDF, REQUEST, TOWN, address, answer, comes
from tests.delivery.task_town import FILE, body, files, hand, mails
from tests.pieces.paper import pages


def until(desk: Desk, moment: str) -> datetime:
    """Let the time pass."""
    at = bogota(moment)
    desk.clock.pass_(seconds=(at - desk.clock.now()).total_seconds())
    return at


def record(desk: Desk) -> DutyRecord:
    """The only duty."""
    with desk.database.read() as connection:
        [found] = read_duties(connection)
    return found


async def test_the_request_says_how_to_hand_it_in(database: Database, tmp_path: Path) -> None:
    """The delegate's mail names the source and himself, the list, the extension, and an address of its own."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        await hand(desk)
        mail = mails(desk)["informe~tarea-1"]
        assert (mail["To"], mail["Reply-To"]) == ("luis@villaclara.gov.co", address(desk))
        said = " ".join(body(mail).split())
        assert "Fuente: Hospital San Juan (Gerencia: 831 56 13). Delegado: Luis Gómez." in said
        assert "1. Cifras 2. Fotos" in said
        assert "una sola y de 7 días como máximo" in said
        assert "Lo que venza sin entregar se informa a Eva Gil." in said
        sheet = " ".join(" ".join(page.text.split()) for page in pages(files(mail)["tarea-1-hoja.pdf"]))
        assert "Punto 1: Cifras Punto 2: Fotos" in sheet


async def test_a_duty_from_its_request_to_its_acceptance(database: Database, tmp_path: Path) -> None:
    """Reminded, extended once, late, escalated once, handed in by mail with a receipt, accepted: late by its days."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        await hand(desk)
        until(desk, "2027-02-07T09:00")
        await desk.turn()
        assert mails(desk)["informe~recordatorio-1"]["To"] == "luis@villaclara.gov.co"
        end = bogota("2027-02-12T23:59")
        with database.write() as connection:
            assert extensions.ask(connection, 1, record(desk).until, end, "Mucho", "luis", desk.clock.now())
        await hand(desk)
        asked = mails(desk)["informe~prorroga-1"]
        assert asked["Subject"] == "Piden prórroga: Informe del mes (en pruebas)"
        assert "la pide hasta el viernes 12 de febrero" in " ".join(body(asked).split())
        with database.write() as connection:
            assert extensions.grant(connection, 1, end, "ana", desk.clock.now())
            assert not extensions.grant(connection, 1, end + timedelta(days=1), "ana", desk.clock.now())
            assert not extensions.ask(connection, 1, end, end + timedelta(days=1), "Más", "luis", desk.clock.now())
        await hand(desk)
        [moved] = [mail for mail in mails(desk).values() if str(mail["Subject"]).startswith("Aplazada")]
        said = " ".join(body(moved).split())
        assert ("ya tuvo su prórroga, y no hay otra." in said, "pregonero extend" in said) == (True, False)
        assert (record(desk).due, record(desk).until) == (bogota("2027-02-08T08:00"), end)

        until(desk, "2027-02-15T08:05")
        for _ in range(2):
            await desk.turn()
            await hand(desk)
        told = mails(desk)["escaladas~eva"]
        assert (
            "Tarea 1: Informe del mes (en pruebas). Debe: Hospital San Juan (Luis Gómez); se pidió el lunes 1 de "
            "febrero; plazo hasta el lunes 8 de febrero, prórroga hasta el viernes 12 de febrero"
        ) in " ".join(body(told).split())
        assert written(desk, "escaladas~eva") == [
            "ana@villaclara.gov.co",
            "eva@villaclara.gov.co",
            "rosa@villaclara.gov.co",
        ]
        assert (record(desk).escalations, record(desk).status(desk.clock.now())) == (1, DutyStatus.OVERDUE)

        until(desk, "2027-02-16T10:00")
        receipt = comes(desk, answer(address(desk), files={"informe.pdf": PDF}))
        assert receipt is not None
        assert (receipt.number, receipt.handed_by, receipt.note) == (
            "2027-0001",
            "luis@villaclara.gov.co",
            "Va el informe.",
        )
        await hand(desk)
        acknowledged = mails(desk)["informe~recibido-1"]
        assert "Recibido 2027-0001: tarea 1, Informe del mes (Hospital San Juan), el martes 16 de febrero" in (
            " ".join(body(acknowledged).split())
        )
        with database.write() as connection:
            assert confirm(connection, 1, "ana", desk.clock.now(), 1, note="Completo")
        done = record(desk)
        assert (done.status(desk.clock.now()), done.days_late(desk.clock.now(), ZoneInfo("America/Bogota"))) == (
            DutyStatus.LATE,
            4,
        )
        assert (done.receipts, done.extended, done.escalations, done.accepted) == (1, True, 1, True)


async def test_what_came_back_is_told_of_once_more(database: Database, tmp_path: Path) -> None:
    """Sent back after its term, it has a working day; still wanting then, Control Interno hears of it a second time."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        until(desk, "2027-02-09T08:05")
        await hand(desk)
        assert record(desk).escalations == 1
        handed = HandedIn(1, "Luis", "ana", note="En papel")
        with database.write() as connection:
            assert receive(connection, desk.place.tenant_id, handed, 2027, desk.clock.now())
        until(desk, "2027-02-10T08:05")
        await hand(desk)
        with database.write() as connection:
            assert send_back(connection, desk.place.tenant_id, 1, "ana", "Faltan cifras", desk.clock.now()) == 1
        for day, many in (("2027-02-11", 1), ("2027-02-12", 2), ("2027-02-15", 2)):
            until(desk, f"{day}T08:05")
            await hand(desk)
            assert record(desk).escalations == many, day
        assert mails(desk)["informe~devuelto-1"]["To"] == "luis@villaclara.gov.co"


async def test_what_was_handed_in_waits_for_whoever_asked(database: Database, tmp_path: Path) -> None:
    """Past the term Luis, who delivered, is told nothing: Ana is, who has still to accept it."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        with database.write() as connection:
            assert receive(connection, desk.place.tenant_id, HandedIn(1, "Luis", "ana"), 2027, desk.clock.now())
        until(desk, "2027-02-07T09:00")
        await desk.turn()
        until(desk, "2027-02-08T08:05")
        await hand(desk)
        told = {name for name in mails(desk) if name.startswith(("vencidas", "escaladas", "informe~recordatorio"))}
        assert told == {"vencidas~ana", "vencidas~rosa"}
        assert record(desk).status(desk.clock.now()) is DutyStatus.ON_TIME


def written(desk: Desk, message: str) -> list[str]:
    """Whom a notice went to."""
    return sorted(row.address for key, row in _deliveries(desk) if key == message)


def _deliveries(desk: Desk) -> list[tuple[str, Row[Any]]]:
    names = {row.id: row.message for row in desk.rows("publication")}
    return [(names[row.publication], row) for row in desk.rows("delivery")]


async def test_a_delegate_who_comes_later_is_asked_once(database: Database, tmp_path: Path) -> None:
    """Who is there signs with the others; a new one, and another person in the same post, each get one order."""
    once = REQUEST.replace("el primer día hábil de cada mes a las 08:00", "2027-02-01 a las 08:00")
    once = once.replace("[hospital]", "delegados")
    async with at_work(database, tmp_path, DUE, {**CHANGES, FILE: once}) as desk:
        await desk.turn()
        await hand(desk)
        assert [row.recipient_key for _, row in _deliveries(desk) if row.address is None] == ["orden:ana", "orden:luis"]
        came = TOWN.replace("{nombre: Luis Gómez,", "{nombre: Lucía Paz, desde: 2027-03-01,")
        came = came.replace("fuentes:\n", "fuentes:\n  colegio: {nombre: Colegio, delegado: eva}\n")
        for _ in range(2):
            await desk.reload({**CHANGES, FILE: once, "municipio.yaml": came})
            await hand(desk)
        made = [row.recipient_key for _, row in _deliveries(desk) if row.address is None]
        assert made == ["orden:ana", "orden:luis", "orden:eva", "orden:luis.2027-03-01"]
        assert mails(desk)["informe~delegado-eva~tarea-3"]["To"] == "eva@villaclara.gov.co"


@pytest.mark.parametrize(
    ("now", "handed_in", "kept"),
    [
        ("2027-02-03T09:00", False, []),
        ("2027-02-03T09:00", True, [DutyStatus.ON_TIME]),
        ("2027-02-15T09:00", False, [DutyStatus.OVERDUE]),
        ("2027-02-15T09:00", True, [DutyStatus.LATE]),
    ],
)
async def test_repetir_takes_back_no_duty_that_is_late_or_handed_in(
    database: Database, tmp_path: Path, now: str, handed_in: bool, kept: list[DutyStatus]
) -> None:
    """Whoever edits the file asks anew; who was late, and what came, stands in `duties` as it did."""
    once = REQUEST.replace("el primer día hábil de cada mes a las 08:00", "2027-02-01 a las 08:00")
    again = once.replace("cuando: 2027-02-01", "repetir: 2\n    cuando: 2027-03-01")
    async with at_work(database, tmp_path, DUE, {**CHANGES, FILE: once}) as desk:
        await desk.turn()
        until(desk, now)
        if handed_in:
            assert comes(desk, answer(address(desk), files={"informe.pdf": PDF})) is not None
        await desk.reload({**CHANGES, FILE: again})
        await desk.turn()
        with desk.database.read() as connection:
            assert [each.status(desk.clock.now()) for each in read_duties(connection)] == kept


async def test_what_is_handed_in_is_not_overdue(database: Database, tmp_path: Path) -> None:
    """It waits for whoever asked: `status` counts it among the open tasks, and no longer as late; sent back, it is."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        receipt = comes(desk, answer(address(desk), files={"informe.pdf": PDF}))
        assert receipt is not None
        until(desk, "2027-02-15T09:00")

        def counted() -> tuple[int, int]:
            with desk.database.read() as connection:
                its = status(connection, desk.place.tenant_id, desk.clock.now())
                return its.open_tasks, its.overdue_tasks

        assert counted() == (1, 0)
        with desk.database.write() as connection:
            send_back(connection, desk.place.tenant_id, 1, "Falta el cuadro 2", "ana", desk.clock.now())
        assert counted() == (1, 1)
