"""A lane where something fails: a service that is down, somebody who is gone, a value or a file that is missing."""

from pathlib import Path

import pytest

from channels.capabilities import Line
from channels.email import Email
from channels.message import Message
from delivery.office.office import resume
from storage.database import Database
from storage.lanes import lanes
from tests.delivery.desk import Desk, at_work
from tests.delivery.relay import DUE, FILE, URGENT, Start, real_mail


def lane_of(desk: Desk) -> object:
    """The mail's lane as its row says."""
    with desk.database.read() as connection:
        [row] = lanes(connection, desk.place.tenant_id)
    return row


async def test_a_relay_that_is_down_burns_nobody_s_attempts(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """Nobody answers at its port: the lane rests, says why, and takes up everyone when it is back."""
    mail = start_mail_server()
    async with at_work(database, tmp_path, DUE, real_mail(mail.port)) as desk:
        desk.people(*(f"persona{number:03d}@example.com" for number in range(20)))
        mail.fail({"at": "CONNECT", "answer": "drop"})
        for _ in range(5):
            await desk.turn()
            desk.clock.pass_(seconds=20)
        assert desk.states() == {"pending": 20}
        assert {row.attempts for row in desk.deliveries()} == {0}
        row = lane_of(desk)
        assert row.last_error  # type: ignore[attr-defined]  # a row of all columns
        mail.fail()
        desk.clock.pass_(hours=1)
        await desk.turn()
        assert desk.states() == {"sent": 20}
        assert lane_of(desk).failures == 0  # type: ignore[attr-defined]  # a row of all columns


async def test_a_relay_that_says_421_is_left_alone_for_a_while(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """Told to come back later in the midst, the lane rests; who had it has it, the others get theirs afterwards."""
    mail = start_mail_server()
    async with at_work(database, tmp_path, DUE, real_mail(mail.port)) as desk:
        desk.people(*(f"persona{number:03d}@example.com" for number in range(20)))
        mail.fail({"at": "MAIL", "answer": "421 4.3.2 too busy", "after": 8})
        await desk.turn()
        taken = len(mail.taken())
        assert 0 < taken < 20
        mail.fail()
        desk.clock.pass_(hours=1)
        await desk.turn()
        assert len(mail.taken()) == 20
        assert desk.states() == {"sent": 20}


async def test_a_password_that_is_refused_waits_for_a_person(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """No time heals it: the lane stays shut for days, until somebody resumes it."""
    mail = start_mail_server()
    long = real_mail(mail.port)
    long[FILE] = str(long[FILE]).replace("    canales", "    vence: 20 días\n    canales")
    async with at_work(database, tmp_path, DUE, long) as desk:
        desk.people("ana@example.com")
        mail.fail({"at": "MAIL", "answer": "535 5.7.8 authentication failed"})
        await desk.turn()
        assert lane_of(desk).needs_person  # type: ignore[attr-defined]  # a row of all columns
        mail.fail()
        desk.clock.pass_(days=3)
        await desk.turn()
        assert mail.taken() == []
        desk.write(resume, "matriculas/anuncio/correo@1", "ana", desk.clock.now())
        await desk.settle()
        assert desk.states() == {"sent": 1}


async def test_greylisted_it_is_tried_again_later(database: Database, tmp_path: Path, start_mail_server: Start) -> None:
    """One recipient's server asks to wait: the others go on, and that one gets it some minutes later."""
    mail = start_mail_server()
    async with at_work(database, tmp_path, DUE, real_mail(mail.port)) as desk:
        desk.people("ana@example.com", "luis@example.com")
        mail.fail({"at": "RCPT", "contains": "ana@", "answer": "450 4.2.0 greylisted", "times": 1})
        await desk.turn()
        assert desk.states() == {"sent": 1, "pending": 1}
        desk.clock.pass_(minutes=7)
        await desk.settle()
        assert desk.states() == {"sent": 2}


async def test_who_is_gone_is_written_to_once(database: Database, tmp_path: Path, start_mail_server: Start) -> None:
    """An address that does not exist fails, is suppressed, and is skipped the next time with its reason."""
    when = "14 días antes a las 08:00"
    again = f"  - {{id: otro, cuando: {when}, canales: [correo], asunto: Otro, texto: Otro.}}\n"
    mail = start_mail_server()
    async with at_work(database, tmp_path, DUE, real_mail(mail.port, more=again)) as desk:
        desk.people("ana@example.com", "luis@example.com")
        mail.fail({"at": "RCPT", "contains": "luis@", "answer": "550 5.1.1 no such user"})
        await desk.turn()
        assert desk.states() == {"sent": 1, "failed": 1}
        mail.fail()
        desk.clock.pass_(days=1)
        await desk.turn()
        assert desk.states("otro/correo@1") == {"sent": 1, "skipped": 1}
        [skipped] = [row for row in desk.deliveries("otro/correo@1") if row.state == "skipped"]
        assert (skipped.address, skipped.error_code) == ("luis@example.com", "suppressed")
        assert [record["to"] for record in mail.taken()] == ["ana@example.com"] * 2


async def test_a_value_that_one_person_lacks_stops_that_person_s_message(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """A text that names a field which one contact has not fails for that one, naming it; the others get theirs."""
    mail = start_mail_server()
    changes = real_mail(mail.port)
    changes[FILE] = str(changes[FILE]).replace("Empiezan las matrículas.", '"Su sede es {{ persona.sede }}."')
    async with at_work(database, tmp_path, DUE, changes) as desk:
        desk.people("ana@example.com", "eva@example.com", attributes={"sede": "Central"})
        desk.people("luis@example.com")
        await desk.turn()
        states = {row.address: row.state for row in desk.deliveries()}
        assert states == {"ana@example.com": "sent", "eva@example.com": "sent", "luis@example.com": "failed"}
        [failed] = [row for row in desk.deliveries() if row.state == "failed"]
        assert failed.error_code == "template"
        assert failed.error_text.startswith("Falta el dato «persona.sede». El texto de esta publicación ya no cambia")
        assert "«pregonero retry matriculas/anuncio/correo@1»" in failed.error_text
        assert desk.publication("anuncio/correo@1").state == "done_with_errors"


@pytest.mark.parametrize("policy", ["a-lo-sumo-una-vez", "al-menos-una-vez"])
async def test_a_lost_answer_is_uncertain_unless_twice_is_better_than_never(
    database: Database, tmp_path: Path, start_mail_server: Start, policy: str
) -> None:
    """The server took it and the line broke: it is shown to a person, or sent again where the campaign asked for it."""
    mail = start_mail_server()
    changes = real_mail(mail.port)
    changes[FILE] = str(changes[FILE]).replace("mensajes:", f"entrega: {policy}\nmensajes:")
    async with at_work(database, tmp_path, DUE, changes) as desk:
        desk.people("ana@example.com")
        mail.fail({"at": "BODY", "answer": "drop", "times": 1})
        await desk.turn()
        desk.clock.pass_(minutes=2)
        await desk.settle()
        expected = {"sent": 1} if policy == "al-menos-una-vez" else {"uncertain": 1}
        assert desk.states() == expected
        assert len(mail.taken()) == (2 if policy == "al-menos-una-vez" else 1)
        assert len({str(letter["Message-ID"]) for letter in mail.mails()}) == 1


async def test_a_kept_file_that_is_gone_stops_its_messages_alone(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """Somebody emptied `var/archivos` in mid-campaign: those mails did not go out, all else goes on."""
    mail = start_mail_server()
    text = real_mail(mail.port)[FILE]
    assert isinstance(text, str)
    attached = text + "    adjuntos: [{archivo: guia.pdf}]\n"
    changes = {**real_mail(mail.port), FILE: attached, "archivos/guia.pdf": b"%PDF-1.7 guia"}
    async with at_work(database, tmp_path, DUE, changes) as desk:
        desk.people("ana@example.com", "luis@example.com")
        await desk.look()
        for path in (desk.folder / "archivos").rglob("*"):
            if path.is_file():
                path.unlink()
        await desk.settle()
        assert mail.taken() == []
        assert desk.states() == {"failed": 2}
        await desk.reload({"campanas/alerta.yaml": URGENT})
        desk.clock.pass_(minutes=1)
        await desk.turn()
        assert desk.states("creciente/correo@1") == {"sent": 2}


async def test_an_adapter_that_breaks_off_leaves_in_doubt_what_it_took(
    database: Database, tmp_path: Path, start_mail_server: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Failing in a way that it does not know, it never told of one message: that one may have left, no other."""
    mail = start_mail_server()
    carry = Email.carry

    async def broken(self: Email, line: Line) -> None:
        if mail.taken():
            line.next()
            raise RuntimeError("unforeseen")
        await carry(self, Once(line))

    monkeypatch.setattr(Email, "carry", broken)
    one_by_one = real_mail(mail.port, "por-segundo: 1000, rafaga: 500, simultaneos: 1")
    async with at_work(database, tmp_path, DUE, one_by_one) as desk:
        desk.people("ana@example.com", "luis@example.com")
        await desk.turn()
        assert sorted((row.state, row.error_code) for row in desk.deliveries()) == [
            ("sent", None),
            ("uncertain", "unforeseen"),
        ]
        assert len(mail.taken()) == 1


class Once:
    """A line that gives one message of another's."""

    def __init__(self, line: Line) -> None:
        self._line: Line | None = line
        self.done = line.done
        self.leaves = line.leaves

    def next(self) -> Message | None:
        """The first, and then none."""
        line, self._line = self._line, None
        return line.next() if line is not None else None
