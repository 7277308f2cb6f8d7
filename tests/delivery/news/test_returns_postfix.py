"""What a real Postfix sends back, as it writes it: to the address that the envelope named, and for the right row."""

from pathlib import Path

from storage.database import Database
from tests.delivery.desk import at_work
from tests.delivery.relay import DUE, real_mail
from tests.delivery.returning import comes_in
from tests.servers.fixtures import StartPostfix

PEOPLE = ["ana@example.com", "luis@muerto.example"]


async def test_postfix_tells_who_is_not_there(database: Database, tmp_path: Path, start_postfix: StartPostfix) -> None:
    """It takes both, and sends one back: nobody is there, and nothing more is sent there."""
    postfix = start_postfix()
    changes = real_mail(postfix.port, option="rebotes: {direccion: rebotes@example.com}")
    async with at_work(database, tmp_path, DUE, changes) as desk:
        desk.people(*PEOPLE)
        await desk.turn()
        assert desk.states() == {"sent": 2}
        mails = postfix.mails(2)
        reports = [mail for mail in mails if mail.get_content_type() == "multipart/report"]
        assert len(reports) == 1, postfix.log()
        for mail in reports:
            assert comes_in(desk, mail.as_bytes()) == 1
        assert {row.address: row.error_code for row in desk.deliveries()} == {
            "ana@example.com": None,
            "luis@muerto.example": "5.1.1",
        }
        [aside] = desk.rows("suppression")
        assert (aside.reason, aside.key) == ("rebote", desk.deliveries()[1].recipient_key)
        assert "unknown user" in aside.evidence
        assert "luis@" not in aside.evidence
