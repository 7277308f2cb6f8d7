"""A person leaves while a mailing runs: from the click on nothing more goes out, whatever was in hand."""

import re
from pathlib import Path

import pytest

from audience.suppression import suppressions
from delivery.engines.engine import LaneId
from delivery.office.by_hand import Hurry
from delivery.office.correction import correct
from delivery.sending.chunk import next_chunk
from panel.leaving import BY_CLICK, Wish, obey
from storage.database import Database
from storage.ledger import intend, open_lane
from tests.delivery.desk import Desk, at_work
from tests.delivery.relay import DUE, Start, real_mail
from tests.panel.test_leaving import CHANGES, CLICK, leaver, visitor

PEOPLE = ("ana@example.com", "luis@example.com", "eva@example.com")
PAGE = re.compile(r"<https://participe\.villaclara\.gov\.co(/baja/[a-z0-9]+)>")


def chunk(desk: Desk, epoch: int) -> list[int]:
    """What a lane takes in hand."""
    row = desk.publication("anuncio/correo@1")
    lane = LaneId(desk.place.tenant_id, row.sender)
    with desk.database.write() as connection:
        taken = next_chunk(connection, desk.place, lane, epoch, 10, desk.clock.now()).chunk
    assert taken is not None
    return [each.id for each in taken.rows]


@pytest.mark.parametrize("wish", [Wish.LIST, Wish.ALL])
async def test_what_is_in_hand_does_not_leave(
    database: Database, tmp_path: Path, start_mail_server: Start, wish: Wish
) -> None:
    """The person's message was claimed already: the last look before the wire leaves it out, and says why."""
    mail = start_mail_server()
    async with at_work(database, tmp_path, DUE, {**CHANGES, **real_mail(mail.port)}) as desk:
        desk.people(*PEOPLE)
        await desk.look()
        with database.write() as connection:
            sender = desk.publication("anuncio/correo@1").sender
            epoch = open_lane(connection, desk.place.tenant_id, sender, 0, "prueba", DUE).epoch
        claimed = chunk(desk, epoch)
        with database.write() as connection:
            obey(connection, desk.place.keyring, leaver(desk, PEOPLE[1]), wish, "", BY_CLICK, {}, DUE)
        with database.write() as connection:
            intention = intend(connection, claimed, epoch)
        assert (len(claimed), len(intention.go), len(intention.skipped)) == (3, 2, 1)
        [skipped] = [row for row in desk.deliveries() if row.state == "skipped"]
        assert (skipped.address, skipped.error_code) == (PEOPLE[1], "suppressed")
        assert "pidió no recibir" in skipped.error_text


async def test_who_clicks_gets_no_more_of_that_class(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """By the header of the mail that came: neither a correction of it, nor anything of its class; others get theirs."""
    mail = start_mail_server()
    async with at_work(database, tmp_path, DUE, {**CHANGES, **real_mail(mail.port)}) as desk:
        desk.people(*PEOPLE)
        await desk.turn()
        heard = {each["To"]: each for each in mail.mails()}
        found = PAGE.search(str(heard[PEOPLE[0]]["List-Unsubscribe"]))
        assert found is not None
        async with visitor(desk) as client:
            await client.post(found[1], data=CLICK)
        with database.read() as connection:
            [row] = suppressions(connection, desk.place.tenant_id)
        assert (row.of_class, row.evidence) == ("servicio", "Pidió la baja con el botón de su programa de correo.")
        key = "matriculas/anuncio/correo@1"
        desk.write(correct, key, "Empiezan el martes.", "ana", desk.clock.now(), Hurry())
        await desk.settle()
        second = [str(each["To"]) for each in mail.mails()][3:]
        assert sorted(second) == sorted(PEOPLE[1:])
