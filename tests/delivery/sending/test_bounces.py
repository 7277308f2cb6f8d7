"""Dead addresses at the beginning of a mailing: more than five in a hundred of the first 500 pause it, and it asks."""

from pathlib import Path

import pytest
from sqlalchemy import select

from delivery.news.dead_lists import too_many
from delivery.office.office import resume
from delivery.watching.status import status
from storage.database import Database
from storage.tables import audit
from tests.delivery.desk import at_work
from tests.delivery.relay import DUE, Start, real_mail
from tests.servers.mail import Fault

KEY = "matriculas/anuncio/correo@1"
DEAD: Fault = {"at": "RCPT", "contains": "<gone", "answer": "550 5.1.1 no such user"}


@pytest.mark.parametrize(
    ("bounces", "tried", "stops"),
    [(25, 26, False), (26, 26, True), (25, 500, False), (26, 500, True), (30, 600, False), (31, 600, True)],
)
def test_five_in_a_hundred_of_five_hundred(bounces: int, tried: int, stops: bool) -> None:
    """The share counts of 500 at least, so that a few slips of the pen stop no short list."""
    assert too_many(bounces, tried) is stops


def people(dead: int, alive: int, *, dead_from: int = 0) -> list[str]:
    """Addresses in the order in which they are written to."""
    living = [f"persona{number:04d}@example.com" for number in range(alive)]
    return [*living[:dead_from], *(f"gone{number:04d}@example.com" for number in range(dead)), *living[dead_from:]]


async def test_a_list_full_of_dead_addresses_is_paused_and_asks(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """It says what it met and what to do; resumed by a person, it goes on to its end and asks no second time."""
    mail = start_mail_server()
    mail.fail(DEAD)
    async with at_work(database, tmp_path, DUE, real_mail(mail.port)) as desk:
        desk.people(*people(80, 520))
        await desk.turn()
        row = desk.publication("anuncio/correo@1")
        assert row.state == "paused"
        assert f"«pregonero resume {KEY}»" in row.reason
        assert "más del 5 %" in row.reason
        states = desk.states()
        assert states["failed"] > 25
        assert states["pending"] > 0
        assert states.get("sending", 0) == states.get("claimed", 0) == 0
        with database.read() as connection:
            assert status(connection, desk.place.tenant_id, desk.clock.now()).publications == {"paused": 1}
            [told] = [row for row in connection.execute(select(audit)) if row.verb == "pause"]
            assert (told.actor, told.subject) == ("pregonero", KEY)
        desk.write(resume, KEY, "ana", desk.clock.now())
        await desk.settle()
        assert desk.states() == {"sent": 520, "failed": 80}
        assert desk.publication("anuncio/correo@1").state == "done_with_errors"
        assert len(mail.taken()) == 520


@pytest.mark.parametrize(("dead", "alive", "dead_from"), [(25, 575, 0), (40, 760, 760)])
async def test_fewer_or_later_ones_stop_nothing(
    sqlite_database: Database, tmp_path: Path, start_mail_server: Start, dead: int, alive: int, dead_from: int
) -> None:
    """Five in a hundred are no more than five in a hundred; past the first 500 a list has shown what it is."""
    mail = start_mail_server()
    mail.fail(DEAD)
    async with at_work(sqlite_database, tmp_path, DUE, real_mail(mail.port)) as desk:
        desk.people(*people(dead, alive, dead_from=dead_from))
        await desk.turn()
        assert desk.states() == {"sent": alive, "failed": dead}


async def test_what_a_server_says_names_nobody(database: Database, tmp_path: Path, start_mail_server: Start) -> None:
    """Whoever is erased while their message is on the wire would else be named again by the answer that comes then."""
    mail = start_mail_server()
    mail.fail({"at": "RCPT", "answer": "550 5.1.1 <Ana@Example.com>: Recipient address rejected: User unknown"})
    async with at_work(database, tmp_path, DUE, real_mail(mail.port)) as desk:
        desk.people("ana@example.com")
        await desk.turn()

        [tried], [failed], [refused] = desk.rows("attempt"), desk.deliveries(), desk.rows("suppression")
        assert failed.address == "ana@example.com"
        for words in (tried.text, failed.error_text, refused.evidence):
            assert "<…>: Recipient address rejected" in words
