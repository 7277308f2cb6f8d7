"""A mail server that hangs holds up no other lane; a name that nobody knows and a blocked sender blame no recipient."""

import asyncio
from pathlib import Path

import pytest

from audience.suppression import suppressions
from channels.email.options import Deadlines
from delivery.office.office import resume
from storage.database import Database
from storage.lanes import lanes
from tests.campaigns.town import AUDIENCES
from tests.delivery.desk import Desk, at_work
from tests.delivery.relay import DUE, FILE, Start, real_mail

PHASES = ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "BODY"]
PEOPLE = 10
SECONDS = 20


def two_relays(hangs: int, works: int) -> dict[str, str | bytes | None]:
    """The town with two mail accounts, a message on each; nothing is answered for within a minute."""
    changes = real_mail(hangs)
    accounts = str(changes["canales.yaml"]).replace("{conexion: 2, comando: 2, datos: 2, final: 2}", "{conexion: 60}")
    first = accounts[: accounts.index("web:")]
    second = first.replace("correo:\n", "correo2:\n", 1).replace(f"puerto: {hangs}", f"puerto: {works}")
    text = str(changes[FILE])
    message = text[text.index("  - id: anuncio") :]
    other = message.replace("anuncio", "otro").replace("[correo]", "[correo2]")
    return {
        "canales.yaml": first + second + accounts[accounts.index("web:") :],
        "publicos.yaml": AUDIENCES.replace("[correo, web]", "[correo, correo2, web]"),
        FILE: text + other,
    }


def lane_of(desk: Desk) -> object:
    """The mail's lane as its row says."""
    with desk.database.read() as connection:
        [row] = lanes(connection, desk.place.tenant_id)
    return row


@pytest.mark.parametrize("phase", PHASES)
async def test_a_server_that_hangs_holds_up_no_other_lane(
    sqlite_database: Database, tmp_path: Path, start_mail_server: Start, phase: str
) -> None:
    """Wherever it stops answering, the mails of another relay are out before it is given up."""
    hanging, working = start_mail_server(), start_mail_server()
    hanging.fail({"at": phase, "answer": "hang"})
    async with at_work(sqlite_database, tmp_path, DUE, two_relays(hanging.port, working.port)) as desk:
        desk.people(*(f"persona{number}@example.com" for number in range(PEOPLE)))
        await desk.look()
        await desk.dispatcher.sweep()
        async with asyncio.timeout(SECONDS):
            while desk.publication("otro/correo2@1").state != "done":
                await asyncio.sleep(0.05)
                await desk.dispatcher.sweep()
        assert desk.states("otro/correo2@1") == {"sent": PEOPLE}
        assert desk.states("anuncio/correo@1")["sending"] > 0
        hanging.stop()


def test_deadlines_are_those_of_the_standard() -> None:
    """Five minutes for a command, two for DATA, ten for the final dot (RFC 5321 §4.5.3.2)."""
    kept = Deadlines()
    assert (kept.command, kept.data, kept.final) == (300, 120, 600)


async def test_a_name_that_nobody_knows_rests_the_lane(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """DNS has not the relay: no attempt is burnt, no person is needed, and when it is there again all go out."""
    mail = start_mail_server()
    good = real_mail(mail.port)
    strange = str(good["canales.yaml"]).replace("127.0.0.1", "relevo.invalid").replace("ninguna", "starttls")
    async with at_work(database, tmp_path, DUE, {**good, "canales.yaml": strange}) as desk:
        desk.people("ana@example.com", "luis@example.com")
        await desk.turn()
        assert desk.states() == {"pending": 2}
        assert {row.attempts for row in desk.deliveries()} == {0}
        row = lane_of(desk)
        assert "DNS" in row.last_error  # type: ignore[attr-defined]  # a row of all columns
        assert not row.needs_person  # type: ignore[attr-defined]  # a row of all columns
        await desk.reload({"canales.yaml": good["canales.yaml"]})
        desk.clock.pass_(hours=1)
        await desk.turn()
        assert {record["to"] for record in mail.taken()} == {"ana@example.com", "luis@example.com"}


@pytest.mark.parametrize("answer", ["550 5.7.515 not authenticated", "554 5.7.26 no DMARC"])
async def test_a_blocked_sender_blames_no_recipient(
    sqlite_database: Database, tmp_path: Path, start_mail_server: Start, answer: str
) -> None:
    """5.7 is policy: the account waits for a person, and no address is marked for it."""
    mail = start_mail_server()
    async with at_work(sqlite_database, tmp_path, DUE, real_mail(mail.port)) as desk:
        desk.people("ana@example.com", "luis@example.com")
        mail.fail({"at": "RCPT", "answer": answer})
        await desk.turn()
        assert desk.states() == {"pending": 2}
        assert lane_of(desk).needs_person  # type: ignore[attr-defined]  # a row of all columns
        with desk.database.read() as connection:
            assert suppressions(connection, desk.place.tenant_id) == ()


async def test_one_who_is_refused_by_policy_holds_up_himself(
    sqlite_database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """5.7.1 may be the policy of his own domain: the others get theirs, and he is tried again an hour later."""
    mail = start_mail_server()
    async with at_work(sqlite_database, tmp_path, DUE, real_mail(mail.port)) as desk:
        desk.people(*(f"persona{number}@example.com" for number in range(6)))
        mail.fail({"at": "RCPT", "contains": "persona3", "answer": "554 5.7.1 Rejected for policy"})
        await desk.turn()
        assert desk.states() == {"sent": 5, "pending": 1}
        mail.fail()
        desk.clock.pass_(minutes=61)
        await desk.turn()
        assert desk.states() == {"sent": 6}


async def test_several_in_a_row_are_refused_for_the_account(
    sqlite_database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """Then a person is asked; nobody has failed or is marked, and with the cause mended all get it."""
    mail = start_mail_server()
    async with at_work(sqlite_database, tmp_path, DUE, real_mail(mail.port)) as desk:
        desk.people(*(f"persona{number:02d}@example.com" for number in range(40)))
        mail.fail({"at": "RCPT", "answer": "554 5.7.1 Relay access denied"})
        await desk.turn()
        assert desk.states() == {"pending": 40}
        assert lane_of(desk).needs_person  # type: ignore[attr-defined]  # a row of all columns
        assert sum(row.attempts for row in desk.deliveries()) < 20
        mail.fail()
        desk.write(resume, "matriculas/anuncio/correo@1", "ana", desk.clock.now())
        desk.clock.pass_(minutes=61)
        await desk.turn()
        assert desk.states() == {"sent": 40}
