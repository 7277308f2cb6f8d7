"""A whole mailing by a real Postfix: its mailbox and its log are the judge of what the rows say."""

from email.message import EmailMessage
from pathlib import Path

from storage.database import Database
from tests.delivery.desk import at_work
from tests.delivery.relay import DUE, FILE, real_mail
from tests.servers.fixtures import StartPostfix

PEOPLE = [f"persona{number:03d}@example.com" for number in range(80)]


def words(mail: EmailMessage) -> str:
    """What a mail says in plain text."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


async def test_postfix_has_everyone_once(database: Database, tmp_path: Path, start_postfix: StartPostfix) -> None:
    """One does not exist, another is asked to wait: the others go on, and who waited gets it; accents arrive whole."""
    postfix = start_postfix()
    postfix.answer(
        {
            "gone@example.com": "550 5.1.1 No such user here",
            "later@example.com": "450 4.7.1 Greylisted, come back",
        }
    )
    changes = real_mail(postfix.port)
    changes[FILE] = str(changes[FILE]).replace("Empiezan las matrículas.", "Señora, ¡empiezan las matrículas!")
    async with at_work(database, tmp_path, DUE, changes) as desk:
        desk.people("gone@example.com", "later@example.com", *PEOPLE)
        await desk.turn()
        assert desk.states() == {"sent": len(PEOPLE), "failed": 1, "pending": 1}
        postfix.answer({})
        desk.clock.pass_(minutes=4)
        await desk.settle()
        assert desk.states()["pending"] == 1
        desk.clock.pass_(minutes=4)
        await desk.settle()
        assert desk.states() == {"sent": len(PEOPLE) + 1, "failed": 1}
        mails = postfix.mails(len(PEOPLE) + 1)
        assert sorted(str(mail["To"]) for mail in mails) == sorted([*PEOPLE, "later@example.com"])
        assert {str(mail["Message-ID"]) for mail in mails} == {
            row.remote_id for row in desk.deliveries() if row.state == "sent"
        }
        assert all("Señora, ¡empiezan las matrículas!" in words(mail) for mail in mails)
        assert postfix.log().count("550 5.1.1 <gone@example.com>") == 1
