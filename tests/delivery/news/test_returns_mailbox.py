"""The mailbox of returns, at an IMAP server that is not ours: read while the daemon runs, once, and nothing is lost."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete

from audience.leaving_token import Leaver, leaving_token
from audience.words_since import WordsSince
from delivery.accounts.intakes import EAR
from delivery.watching.letters import LATELY, letters
from storage.backup import backup
from storage.database import Database
from storage.restoring import restore
from storage.tables import metadata
from tests.channels.incoming.mails import complaint, letter, report
from tests.delivery.desk import Desk, at_work
from tests.delivery.ears import listening, until
from tests.delivery.relay import DUE, Files, Start, real_mail
from tests.delivery.returning import address
from tests.servers.imap import ENVIRONMENT, Imap

HOUR = timedelta(hours=1)


def town(start: Start, mailbox: Imap, more: str = "") -> Files:
    """The town, which reads it."""
    option = f"rebotes: {{direccion: rebotes@villaclara.gov.co, buzon: {mailbox.written(more)}}}"
    return real_mail(start().port, option=option)


def bounced(desk: Desk) -> int:
    """How many came back."""
    return sum(row.bounced_at is not None for row in desk.deliveries())


async def test_what_comes_back_is_read_and_what_people_write_stays(
    database: Database, tmp_path: Path, start_mail_server: Start, mailbox: Imap
) -> None:
    """A report and a complaint do what they say, and are marked as read; a person's mail waits, unread."""
    async with at_work(database, tmp_path, DUE, town(start_mail_server, mailbox), ENVIRONMENT) as desk:
        desk.people("ana@example.com", "luis@example.com")
        await desk.turn()
        ana, luis = desk.deliveries()
        to = address(desk, ana.id)
        mailbox.put(
            report(to=to), letter(), complaint(to=address(desk, luis.id)), letter("Vacaciones", X_Autoreply="1")
        )
        async with listening(desk):
            await until(lambda: len(desk.rows("event")) == 3, "three pieces of news")
            await until(lambda: mailbox.unread() == 1, "what was understood is marked as read")
        assert bounced(desk) == 1
        assert sorted(row.kind for row in desk.rows("event")) == ["complaint", "hard", "unread"]
        assert mailbox.count() == 4
        with database.read() as connection:
            told = letters(connection, desk.place.tenant_id, desk.clock.now())
            later = letters(connection, desk.place.tenant_id, desk.clock.now() + LATELY)
        assert ([(each.account, each.count) for each in told], later) == ([("correo", 1)], [])


async def test_who_is_in_charge_is_told_of_a_persons_mail_once_a_day(
    database: Database, tmp_path: Path, start_mail_server: Start, mailbox: Imap
) -> None:
    """Where it waits and that it has a term, and nothing of what it says; what no person wrote is told to nobody."""
    async with at_work(database, tmp_path, DUE, town(start_mail_server, mailbox), ENVIRONMENT) as desk:
        mailbox.put(letter(), letter("Otra cosa"))
        async with listening(desk):
            await until(lambda: len(desk.rows("event")) == 2, "both are told of")
        [mail] = [row for row in desk.rows("publication") if row.message.startswith("buzon~")]
        assert (mail.message, mail.occurrence) == ("buzon~correo", "2026-12-28")
        assert "rebotes@villaclara.gov.co" in str(mail.content)
        assert "vecina" not in str(mail.content)
        assert [row.audience for row in desk.rows("delivery")] == ["equipo"]


async def test_what_was_read_is_moved(
    sqlite_database: Database, tmp_path: Path, start_mail_server: Start, mailbox: Imap
) -> None:
    """Where staff say so, once its news is kept."""
    files = town(start_mail_server, mailbox, ", mover-a: Leídos")
    async with at_work(sqlite_database, tmp_path, DUE, files, ENVIRONMENT) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        [ana] = desk.deliveries()
        mailbox.put(report(to=address(desk, ana.id)), letter())
        async with listening(desk):
            await until(lambda: mailbox.count() == 1, "one is left")
        assert mailbox.count("Leídos") == 1
        assert bounced(desk) == 1


async def test_a_mailbox_read_anew_counts_once(
    sqlite_database: Database, tmp_path: Path, start_mail_server: Start, mailbox: Imap
) -> None:
    """A place that was lost, as after a copy that was restored, brings the same mails again, and nothing more."""
    async with at_work(sqlite_database, tmp_path, DUE, town(start_mail_server, mailbox), ENVIRONMENT) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        [ana] = desk.deliveries()
        mailbox.put(report(to=address(desk, ana.id)), letter())
        for _ in range(2):
            async with listening(desk):
                await until(lambda: _place(desk).endswith(":102"), "both are read")
            with desk.database.write() as connection:
                connection.exec_driver_sql("UPDATE lane SET cursor = ''")
        assert len(desk.rows("event")) == 2
        assert bounced(desk) == 1


async def test_who_left_after_the_copy_is_read_again(
    database: Database, tmp_path: Path, start_mail_server: Start, mailbox: Imap
) -> None:
    """The disk is lost: what came to the mailbox after the copy was made is heard once more, though it was read."""
    files, keys, target = town(start_mail_server, mailbox), tmp_path / "var" / "claves", tmp_path / "copia.tar.gz"
    async with at_work(database, tmp_path, DUE, files, ENVIRONMENT) as desk:
        desk.people("ana@example.com", "luis@example.com")
        await desk.turn()
        backup(database, keys, None, target, DUE)
        ana, luis = desk.deliveries()
        leaver = Leaver(desk.place.tenant_id, luis.recipient_key, "gestion")
        asked = letter(subject=f"Baja {leaving_token(desk.place.keyring, leaver)}")
        mailbox.put(report(to=address(desk, ana.id)), asked)
        async with listening(desk):
            await until(lambda: len(desk.rows("suppression")) == 2, "both are set down")
            await until(lambda: mailbox.unread() <= 1, "what came back is marked as read")
        before = {(row.key, row.reason, row.class_) for row in desk.rows("suppression")}
    with database.write() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))
    restore(target, database, keys, tmp_path / "var" / "archivos", DUE + HOUR, overwrite=True, carry=WordsSince())
    async with at_work(database, tmp_path, DUE + HOUR, files, ENVIRONMENT) as desk:
        assert desk.rows("suppression") == []
        async with listening(desk):
            await until(lambda: len(desk.rows("suppression")) == 2, "both are set down again")
        assert {(row.key, row.reason, row.class_) for row in desk.rows("suppression")} == before
        assert bounced(desk) == 1


async def test_a_mailbox_that_cannot_be_read_is_told(
    sqlite_database: Database, tmp_path: Path, start_mail_server: Start, mailbox: Imap
) -> None:
    """Nothing else stops: messages go out, and the lane of the mailbox says why it rests."""
    wrong = {"PREGONERO_BUZON": "otra"}
    async with (
        at_work(sqlite_database, tmp_path, DUE, town(start_mail_server, mailbox), wrong) as desk,
        listening(desk),
    ):
        desk.people("ana@example.com")
        await until(lambda: "no acepta el usuario o la clave" in _error(desk), "its error")
        await desk.turn()
        assert desk.states() == {"sent": 1}


def _place(desk: Desk) -> str:
    return next((row.cursor for row in desk.rows("lane") if row.sender.endswith(EAR)), "")


def _error(desk: Desk) -> str:
    return next((row.last_error or "" for row in desk.rows("lane") if row.sender.endswith(EAR)), "")
