"""One mail when an account goes down and one when it is back: not ten thousand, and never the same twice."""

from datetime import timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from delivery.copies.copies import KIND, SUBJECT, Outcome, note
from delivery.office.office import resume
from delivery.pulse import note_pulse
from delivery.rounds import Duty
from delivery.watching.health import State, health
from delivery.watching.outages import GRACE, PATIENCE, open_outages
from storage.chores import ChoreState, add_chore, chores, end_chore
from storage.database import Database
from storage.tables import chore
from tests.campaigns.town import MUNICIPALITY
from tests.delivery.desk import Desk, at_work
from tests.delivery.relay import DUE, Start, real_mail
from tests.servers.mail import Fault

STAFF = """\
interno:
  tipo: email
  destino: personas
  modo: pruebas
  opciones:
    servidor: interno.villaclara.gov.co
    remitente: Alcaldía <interno@villaclara.gov.co>
    responder-a: contactenos@villaclara.gov.co
"""
REFUSED: Fault = {"at": "MAIL", "answer": "535 5.7.8 authentication failed"}
GONE: Fault = {"at": "CONNECT", "answer": "drop"}


def town(port: int, notices: str = "interno") -> dict[str, str | bytes | None]:
    """The staff are written to through another account than the public."""
    changes = real_mail(port)
    accounts = str(changes["canales.yaml"]) + STAFF
    municipality = MUNICIPALITY.replace("avisos: correo", f"avisos: {notices}\nencargado: ana")
    return {**changes, "canales.yaml": accounts, "municipio.yaml": municipality}


def alerts(desk: Desk) -> list[EmailMessage]:
    """The mails to the staff that left through the sandbox, in the order of their keys."""
    found = sorted((desk.place.sandbox / "interno").rglob("*.eml"))
    return [BytesParser(policy=policy.default).parsebytes(path.read_bytes()) for path in found]


def subjects(desk: Desk) -> list[str]:
    """What they are about."""
    return sorted(str(mail["Subject"]) for mail in alerts(desk))


async def goes_on(desk: Desk, time: timedelta, turns: int = 5) -> None:
    """So much time goes by, with a look now and then."""
    for _ in range(turns):
        desk.clock.moment += time / turns
        await desk.turn()


async def test_an_account_that_needs_a_person_is_told_at_once_and_once(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """To whom `encargado` names, with why, what waits and what to type; thousands wait, and one mail says so."""
    mail = start_mail_server()
    mail.fail(REFUSED)
    async with at_work(database, tmp_path, DUE, town(mail.port)) as desk:
        desk.people(*(f"persona{number:04d}@example.com" for number in range(300)))
        await desk.turn()
        await goes_on(desk, timedelta(hours=5))
        [alert] = alerts(desk)
        assert (alert["Subject"], alert["To"]) == ("La cuenta correo está detenida", "ana@villaclara.gov.co")
        text = alert.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # a mail of ours has a text
        assert "pregonero resume matriculas/anuncio/correo@1" in text
        mail.fail()
        desk.write(resume, "matriculas/anuncio/correo@1", "ana", desk.clock.now())
        await goes_on(desk, GRACE * 3)
        assert desk.states("anuncio/correo@1") == {"sent": 300}
        assert subjects(desk) == ["La cuenta correo está detenida", "La cuenta correo volvió"]
        await goes_on(desk, timedelta(hours=5))
        assert len(alerts(desk)) == 2


async def test_a_service_that_is_back_soon_is_nobodys_trouble(
    sqlite_database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """Away for a minute: nobody is told of either; away for long: told once, also over a restart, and called back."""
    mail = start_mail_server()
    async with at_work(sqlite_database, tmp_path, DUE, town(mail.port)) as desk:
        desk.people(*(f"persona{number:03d}@example.com" for number in range(20)))
        mail.fail(GONE)
        await desk.turn()
        assert not alerts(desk)
        await goes_on(desk, PATIENCE - timedelta(seconds=1))
        assert not alerts(desk)
        await goes_on(desk, timedelta(minutes=5))
        await desk.reload()
        await goes_on(desk, timedelta(hours=3))
        assert subjects(desk) == ["La cuenta correo está detenida"]
        mail.fail()
        await goes_on(desk, timedelta(hours=2))
        assert subjects(desk) == ["La cuenta correo está detenida", "La cuenta correo volvió"]


async def test_back_before_it_was_told_is_not_told(
    sqlite_database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """The outage has its row, which is over."""
    mail = start_mail_server()
    async with at_work(sqlite_database, tmp_path, DUE, town(mail.port)) as desk:
        desk.people("uno@example.com")
        mail.fail(GONE)
        await desk.turn()
        mail.fail()
        await goes_on(desk, timedelta(minutes=2))
        await goes_on(desk, timedelta(hours=2))
        assert desk.states() == {"sent": 1}
        assert not alerts(desk)
        with desk.database.read() as connection:
            assert open_outages(connection, desk.place.tenant_id) == []
            assert connection.execute(select(func.count()).select_from(chore)).scalar_one() == 1


@pytest.mark.parametrize("others", [True, False], ids=["another account writes mail", "none does"])
async def test_when_the_staffs_account_is_down_another_way_is_taken(
    sqlite_database: Database, tmp_path: Path, start_mail_server: Start, others: bool
) -> None:
    """Through another account that writes mail; where there is none, the panel is red and says so."""
    mail = start_mail_server()
    mail.fail(REFUSED)
    changes = town(mail.port, "correo")
    if not others:
        changes["canales.yaml"] = real_mail(mail.port)["canales.yaml"]
    async with at_work(sqlite_database, tmp_path, DUE, changes) as desk:
        desk.people("uno@example.com")
        await desk.turn()
        await goes_on(desk, timedelta(minutes=5))
        with desk.database.write() as connection:
            note_pulse(connection, "host:1", {}, desk.clock.now(), since_done=dict.fromkeys(Duty, 0.2))
            found = health(connection, desk.clock.now(), held=True)
        assert subjects(desk) == ["La cuenta correo está detenida"] * others
        assert found.state is (State.ATTENTION if others else State.DOWN)
        told = any("no se pudo avisar por correo" in finding.reason for finding in found.findings)
        assert told is not others


async def test_a_copy_that_fails_is_told_once(
    sqlite_database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """And that one is good again."""
    mail = start_mail_server()
    async with at_work(sqlite_database, tmp_path, DUE, town(mail.port)) as desk:
        desk.write(fail_a_copy)
        await goes_on(desk, timedelta(hours=1))
        assert subjects(desk) == ["Falló la copia de seguridad"]
        desk.write(mend_the_copy)
        await goes_on(desk, GRACE * 3)
        assert subjects(desk) == ["Falló la copia de seguridad", "Ya hay copia de seguridad"]


def fail_a_copy(connection: Connection, place: object) -> None:
    """No room on the disk."""
    note(connection, 1, Outcome(DUE, "No hay espacio."))
    add_chore(connection, 1, KIND, SUBJECT, "2026-12-28", DUE)
    end_chore(connection, chores(connection, 1, KIND, SUBJECT, 1)[0].id, ChoreState.FAILING, DUE)


def mend_the_copy(connection: Connection, place: object) -> None:
    """Somebody made room."""
    note(connection, 1, Outcome(DUE, "", DUE, "copia.tar.gz", 1, 1))
    end_chore(connection, chores(connection, 1, KIND, SUBJECT, 1)[0].id, ChoreState.DONE, DUE)
