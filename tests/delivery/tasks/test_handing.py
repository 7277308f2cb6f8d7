"""Tasks told to who does them: one mail with its papers and its dates, never twice."""

from pathlib import Path

import pytest

from delivery.office.office import cancel
from delivery.office.stopped import suspend, unsuspend
from panel.public import OFFICE
from pieces.refusal import CannotDraw
from storage.database import Database
from storage.work_orders import cancel as cancel_order
from storage.work_orders import confirm, postpone
from tests.delivery.desk import at_work, bogota
from tests.delivery.task_town import CHANGES, DUE, TOWN, body, dates, files, hand, lists, mails, states
from tests.pieces.paper import pages


async def test_each_person_gets_one_mail_with_the_papers_of_his_tasks(database: Database, tmp_path: Path) -> None:
    """The announcer gets the script; who hangs up posters gets both sizes once, for two places; then nothing more."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        assert states(desk) == ["to_do"] * 3
        for _ in range(3):
            await hand(desk)
        sent = mails(desk)
        assert {name: mail["To"] for name, mail in sent.items()} == {
            "anuncio~tarea-2": "luis@villaclara.gov.co",
            "anuncio~tarea-1": "ana@villaclara.gov.co",
        }
        assert sorted(files(sent["anuncio~tarea-2"])) == ["afiche-a3.pdf", "afiche-a4.pdf", "tareas.ics"]
        assert sorted(files(sent["anuncio~tarea-1"])) == ["tarea-1-guion.pdf", "tareas.ics"]
        assert states(desk) == ["handed_over"] * 3


async def test_the_mail_says_what_is_to_be_done(database: Database, tmp_path: Path) -> None:
    """Where, how often, until when, and the words; the script that goes with it can be read as text."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        await hand(desk)
        mail = mails(desk)["anuncio~tarea-1"]
        assert mail["Subject"] == "Tarea: Matrículas (en pruebas), hasta el miércoles 30 de diciembre"
        assert "Tarea 1: radio, 3 emisiones, hasta el miércoles 30 de diciembre, 8:00 a. m." in body(mail)
        assert "8:00 a. m. (en pruebas)\r\n\r\nLo que hay que hacer:\r\n\r\nEmpiezan las matrículas." in body(mail)
        assert "pregonero confirm 1 --count 3 --evidence foto.jpg --as ana" in body(mail)
        assert "panel" not in body(mail)
        assert "escríbale a Ana Pérez (ana@villaclara.gov.co)" in body(mails(desk)["anuncio~tarea-2"])
        assert "Empiezan las matrículas." in " ".join(page.text for page in pages(files(mail)["tarea-1-guion.pdf"]))


async def test_the_mail_leads_to_the_task_s_page(database: Database, tmp_path: Path) -> None:
    """To the one, or to the list of several."""
    desk_url = "https://participe.villaclara.gov.co"
    changes = {**CHANGES, "municipio.yaml": f"{TOWN}ventanilla: {desk_url}\n"}
    async with at_work(database, tmp_path, DUE, changes) as desk:
        await desk.turn()
        await hand(desk)
        one, two = (body(mails(desk)[f"anuncio~tarea-{number}"]) for number in (1, 2))
        assert (
            f"también la confirma allí, con una foto desde su teléfono: {desk_url}{OFFICE}villa-clara/tareas/1\r" in one
        )
        assert (
            f"también las confirma allí, con una foto desde su teléfono: {desk_url}{OFFICE}villa-clara/tareas\r" in two
        )


async def test_the_dates_stand_in_a_calendar_until_they_move(database: Database, tmp_path: Path) -> None:
    """A task that was put off is told again under the same name, with the later hour and a higher number."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        await hand(desk)
        [first] = dates(mails(desk)["anuncio~tarea-1"]).values()
        desk.clock.pass_(hours=2)
        later = bogota("2027-01-05T23:59")
        with database.write() as connection:
            assert postpone(connection, 1, "ana", desk.clock.now(), later, "La emisora está en obra")
        for _ in range(3):
            await hand(desk)
        moved = mails(desk)["anuncio~tarea-1-20270105T2359"]
        assert moved["Subject"] == "Aplazada hasta el martes 5 de enero: Matrículas (en pruebas)"
        [second] = dates(moved).values()
        assert first["uid"] == second["uid"] == "tarea-1@villaclara.gov.co"
        assert (first["dtend"].dt, second["dtend"].dt) == (bogota("2026-12-30T08:00"), later)
        assert (first["sequence"], second["sequence"]) == (0, 1)
        assert len(mails(desk)) == 3


async def test_what_was_called_off_is_told_and_leaves_the_calendar(database: Database, tmp_path: Path) -> None:
    """Both who hang up posters and who announces hear once that there is nothing to do any more."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        await hand(desk)
        desk.write(cancel, "matriculas/anuncio@1", "ana", desk.clock.now())
        for _ in range(3):
            await hand(desk)
        off = mails(desk)["anuncio~tarea-2-cancelada"]
        assert (off["To"], off["Subject"]) == (
            "luis@villaclara.gov.co",
            "Ya no hay que hacerlo: Matrículas (en pruebas)",
        )
        assert {uid: event["status"] for uid, event in dates(off).items()} == {
            "tarea-3@villaclara.gov.co": "CANCELLED",
            "tarea-2@villaclara.gov.co": "CANCELLED",
        }
        part = next(each for each in off.iter_attachments() if each.get_filename() == "tareas.ics")
        assert (part.get_content_type(), part.get_param("method"), part.get_param("charset")) == (
            *("text/calendar", "CANCEL"),
            "utf-8",
        )
        assert sorted(mails(desk)) == [
            "anuncio~tarea-1",
            "anuncio~tarea-1-cancelada",
            "anuncio~tarea-2",
            "anuncio~tarea-2-cancelada",
        ]


async def test_a_task_that_comes_back_to_a_date_told_before_is_told_again(database: Database, tmp_path: Path) -> None:
    """Put off to the 5th, to the 8th, and back to the 5th: three mails, each with a higher number for the calendar."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        await hand(desk)
        for day in ("05", "08", "05"):
            with database.write() as connection:
                until = bogota(f"2027-01-{day}T23:59")
                assert postpone(connection, 1, "ana", desk.clock.now(), until, "La emisora está en obra")
            for _ in range(2):
                await hand(desk)
        told = {name: dates(mail) for name, mail in mails(desk).items() if name.startswith("anuncio~tarea-1-")}
        assert {name: event["sequence"] for name, found in told.items() for event in found.values()} == {
            "anuncio~tarea-1-20270105T2359": 1,
            "anuncio~tarea-1-20270108T2359-2": 2,
            "anuncio~tarea-1-20270105T2359-3": 3,
        }


async def test_each_task_that_is_called_off_by_itself_is_told(database: Database, tmp_path: Path) -> None:
    """One place is called off today and the other tomorrow: a mail for each, of that one alone."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        await hand(desk)
        for number in (2, 3):
            with database.write() as connection:
                assert cancel_order(connection, number, "ana", desk.clock.now(), "No hay cartelera")
            for _ in range(2):
                await hand(desk)
        off = {name: list(dates(mail)) for name, mail in mails(desk).items() if name.endswith("-cancelada")}
        assert off == {
            "anuncio~tarea-2-cancelada": ["tarea-2@villaclara.gov.co"],
            "anuncio~tarea-3-cancelada": ["tarea-3@villaclara.gov.co"],
        }


async def test_what_nobody_was_told_of_is_not_called_off(database: Database, tmp_path: Path) -> None:
    """A message cancelled before its tasks were handed over makes no mail at all."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        desk.write(cancel, "matriculas/anuncio@1", "ana", desk.clock.now())
        await hand(desk)
        assert mails(desk) == {}


async def test_a_class_that_is_suspended_keeps_its_tasks_back(database: Database, tmp_path: Path) -> None:
    """Nobody is asked for a festive poster in days of mourning; after them everybody is."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        desk.write(suspend, "servicio", None, "Luto", "ana", desk.clock.now())
        await hand(desk)
        assert mails(desk) == {}
        desk.write(unsuspend, "servicio", "ana", desk.clock.now())
        await hand(desk)
        assert len(mails(desk)) == 2


async def test_a_task_that_is_done_meanwhile_is_not_asked_for(database: Database, tmp_path: Path) -> None:
    """While its papers are drawn a task is confirmed: its mail is not written, that of the others is."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        with database.write() as connection:
            assert confirm(connection, 1, "ana", desk.clock.now(), 3)
        await hand(desk)
        assert list(mails(desk)) == ["anuncio~tarea-2"]
        assert states(desk) == ["done", "handed_over", "handed_over"]


async def test_without_papers_the_words_go_all_the_same(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing can be drawn the mail says so, and carries the words and the dates."""

    def broken(_: object) -> None:
        raise CannotDraw("No hay tipografía.")

    monkeypatch.setattr("delivery.tasks.handing.drawn_once", broken)
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        await hand(desk)
        mail = mails(desk)["anuncio~tarea-1"]
        assert list(files(mail)) == ["tareas.ics"]
        assert "No se pudo hacer tarea-1-guion.pdf. No hay tipografía." in body(mail)
        assert states(desk) == ["handed_over"] * 3


async def test_who_has_no_address_is_not_written_to(database: Database, tmp_path: Path) -> None:
    """His tasks stay to be done; `tasks` shows them."""
    town = TOWN.replace("{nombre: Luis Gómez, correo: luis@villaclara.gov.co}", "{nombre: Luis Gómez}")
    async with at_work(database, tmp_path, DUE, CHANGES | {"municipio.yaml": town}) as desk:
        await desk.turn()
        await hand(desk)
        assert list(mails(desk)) == ["anuncio~tarea-1"]
        assert states(desk) == ["handed_over", "to_do", "to_do"]


async def test_what_is_late_is_listed_each_working_morning(database: Database, tmp_path: Path) -> None:
    """The person's own list on the morning after the term, once; the same again on Monday; none once it is done."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        await hand(desk)
        told = lists(desk)
        listed: dict[str, int] = {}
        for day in ("2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02", "2027-01-04", "2027-01-05", "2027-01-12"):
            for hour in ("07:59", "08:00", "12:00"):
                desk.clock.moment = bogota(f"{day}T{hour}")
                await hand(desk)
            listed[day], told = lists(desk) - told, lists(desk)
        # Ana is also who is told of everything.
        assert listed == {
            "2026-12-30": 1,
            "2026-12-31": 2,
            "2027-01-01": 0,
            "2027-01-02": 0,
            "2027-01-04": 2,
            "2027-01-05": 0,
            "2027-01-12": 2,
        }
