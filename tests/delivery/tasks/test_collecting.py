"""The mailbox to which duties are handed in, at an IMAP server that is not ours: a mail is taken in once, or left."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from delivery.tasks import collecting
from delivery.tasks.collecting import Collecting
from delivery.tasks.handed_mail import HandedMail
from delivery.tasks.mailbox import take_in
from delivery.workplace import Workplace
from storage.database import Database
from tests.delivery.desk import Desk, at_work
from tests.delivery.duty_town import CHANGES, DUE, PDF, address, answer
from tests.delivery.relay import Files, Start, real_mail
from tests.servers.imap import ENVIRONMENT, Imap


def town(start: Start, mailbox: Imap, more: str = "") -> Files:
    """The town, which reads it."""
    return {**real_mail(start().port, option=f"entregas: {mailbox.written(more)}"), **CHANGES}


def reader(desk: Desk) -> Collecting:
    """What looks into it, as a daemon that has just begun."""
    return Collecting(desk.database, desk.places, desk.clock)


def to_duty(desk: Desk, name: str, size: int = 0) -> bytes:
    """A mail that hands the first duty in."""
    return answer(address(desk), files={"informe.pdf": PDF + b"x" * size}, name=f"<{name}@correo>")


async def test_what_hands_a_duty_in_is_taken_and_the_rest_stays_unread(
    database: Database, tmp_path: Path, start_mail_server: Start, mailbox: Imap
) -> None:
    """A delivery of several hundred kilobytes gives its receipt, whole, and is marked; a person's mail waits."""
    async with at_work(database, tmp_path, DUE, town(start_mail_server, mailbox), ENVIRONMENT) as desk:
        await desk.turn()
        mailbox.put(answer("entregas@villaclara.gov.co"), to_duty(desk, "uno", 700_000))
        await reader(desk).look()
        [receipt] = desk.rows("receipt")
        assert (receipt.work_order, receipt.handed_by) == (1, "luis@villaclara.gov.co")
        [kept] = [row for row in desk.rows("file") if row.name == "informe.pdf"]
        assert kept.size == len(PDF) + 700_000
        assert (mailbox.count(), mailbox.unread()) == (2, 1)


async def test_a_visit_that_was_cut_off_takes_nothing_twice(
    database: Database, tmp_path: Path, start_mail_server: Start, mailbox: Imap, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the receipt and the mark, the next daemon finds the mail unread, and the receipt there."""

    class Killed(Exception):
        pass

    def killed(*_: object) -> None:
        raise Killed

    async with at_work(database, tmp_path, DUE, town(start_mail_server, mailbox), ENVIRONMENT) as desk:
        await desk.turn()
        mailbox.put(to_duty(desk, "uno"))
        with monkeypatch.context() as cut:
            cut.setattr("sources.mailbox.put_aside", killed)
            with pytest.raises(Killed):
                await reader(desk).look()
        assert (len(desk.rows("receipt")), mailbox.unread()) == (1, 1)
        await reader(desk).look()
        assert (len(desk.rows("receipt")), mailbox.unread()) == (1, 0)


async def test_what_is_too_large_stays_for_a_person(
    sqlite_database: Database,
    tmp_path: Path,
    start_mail_server: Start,
    mailbox: Imap,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is never loaded; what fits is taken in pieces that are never larger together than the limit."""
    monkeypatch.setattr(collecting, "LARGEST", 60_000)
    async with at_work(sqlite_database, tmp_path, DUE, town(start_mail_server, mailbox), ENVIRONMENT) as desk:
        await desk.turn()
        mailbox.put(to_duty(desk, "grande", 60_000), to_duty(desk, "uno", 30_000), to_duty(desk, "dos", 30_000))
        one = reader(desk)
        await one.look()
        assert len(desk.rows("receipt")) == 1
        await one.look()
        assert len(desk.rows("receipt")) == 2
        assert mailbox.unread() == 1


async def test_what_was_taken_is_moved_where_staff_say_so(
    sqlite_database: Database, tmp_path: Path, start_mail_server: Start, mailbox: Imap
) -> None:
    """And it is looked at once a minute, not at each look."""
    files = town(start_mail_server, mailbox, ", mover-a: Recibidos")
    async with at_work(sqlite_database, tmp_path, DUE, files, ENVIRONMENT) as desk:
        await desk.turn()
        one = reader(desk)
        await one.look()
        mailbox.put(to_duty(desk, "uno"))
        desk.clock.pass_(seconds=30)
        await one.look()
        assert mailbox.count() == 1
        desk.clock.pass_(seconds=31)
        await one.look()
        assert (mailbox.count(), mailbox.count("Recibidos")) == (0, 1)


@pytest.mark.parametrize("wrong", ["password", "gone"])
async def test_a_mailbox_that_cannot_be_read_stops_nothing(
    sqlite_database: Database, tmp_path: Path, start_mail_server: Start, mailbox: Imap, wrong: str
) -> None:
    """It is tried again, and what waits there is taken in then."""
    environment = {"PREGONERO_BUZON": "otra"} if wrong == "password" else ENVIRONMENT
    async with at_work(sqlite_database, tmp_path, DUE, town(start_mail_server, mailbox), environment) as desk:
        await desk.turn()
        if wrong == "gone":
            mailbox.process.stop()
        await reader(desk).look()
        assert desk.rows("receipt") == []


async def test_a_mail_that_cannot_be_taken_in_holds_up_no_other(
    database: Database, tmp_path: Path, start_mail_server: Start, mailbox: Imap, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What goes wrong with one stays unread for a person and is not tried again; the next is received."""
    tried = []

    def faulty(connection: Connection, workplace: Workplace, mail: HandedMail, now: datetime) -> object:
        tried.append(mail.digest)
        if mail.digest == tried[0]:
            raise ZeroDivisionError
        return take_in(connection, workplace, mail, now)

    async with at_work(database, tmp_path, DUE, town(start_mail_server, mailbox), ENVIRONMENT) as desk:
        await desk.turn()
        mailbox.put(to_duty(desk, "malo"), to_duty(desk, "bueno"))
        monkeypatch.setattr(collecting, "take_in", faulty)
        ours = reader(desk)
        await ours.look()
        desk.clock.pass_(minutes=2)
        await ours.look()
        assert (len(desk.rows("receipt")), mailbox.unread(), len(tried)) == (1, 1, 2)
