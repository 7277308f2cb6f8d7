"""Every decision not to send has its line: one for a publication, one for many recipients, and none is told twice."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from audience.suppression import suppress
from delivery.daemon.dispatcher import HORIZON
from delivery.publishing.publish import look
from logs import OURS, values_of
from storage.database import Database
from storage.tables import address
from storage.unsent import EVENT
from tests.campaigns.town import CAMPAIGN
from tests.delivery.desk import Desk, at_work
from tests.delivery.relay import DUE, FILE, Start, real_mail

MAILS = tuple(f"persona{number:03d}@example.com" for number in range(500))
MAIL = CAMPAIGN.replace("[correo, web]", "[correo]")


@pytest.fixture(autouse=True)
def told(caplog: pytest.LogCaptureFixture) -> None:
    """What the daemon's log would hold."""
    caplog.set_level(logging.INFO, OURS)


def lines(caplog: pytest.LogCaptureFixture) -> list[tuple[object, ...]]:
    """Decision, count and key or lane of each line."""
    found = [values_of(record) for record in caplog.records if record.getMessage() == EVENT]
    return [(each["decision"], each["count"], each.get("key", each.get("lane"))) for each in found]


def unwanted(desk: Desk, *mails: str) -> None:
    """These persons asked to get nothing more."""
    with desk.database.write() as connection:
        keys = connection.execute(select(address.c.key).where(address.c.address.in_(mails))).scalars().all()
        for key in keys:
            suppress(connection, desk.place.tenant_id, key, "baja", "", DUE)


async def test_what_waits_for_a_word_is_held(
    sqlite_database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """One line when it begins to wait, and none at each sweep after it."""
    waits = {FILE: MAIL.replace("mensajes:", "aprueba: comite-gel\nmensajes:")}
    async with at_work(sqlite_database, tmp_path, DUE, waits) as desk:
        desk.people(*MAILS[:3])
        for _ in range(3):
            await desk.turn()
    assert lines(caplog) == [("held", 1, "matriculas/anuncio/correo@1")]


async def test_what_is_too_late_is_missed(
    sqlite_database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Once, with how late it is."""
    async with at_work(sqlite_database, tmp_path, DUE - timedelta(hours=1), {FILE: MAIL}) as desk:
        desk.people(*MAILS[:3])
        await desk.look()
        desk.clock.moment = DUE + timedelta(hours=2)
        await desk.turn()
        await desk.turn()
    assert lines(caplog) == [("missed", 1, "matriculas/anuncio/correo@1")]
    [record] = [record for record in caplog.records if record.getMessage() == EVENT]
    assert str(values_of(record)["reason"]).startswith("Pasó su hora hace 2 horas.")


async def test_hundreds_who_want_nothing_are_a_few_lines(
    sqlite_database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture, start_mail_server: Start
) -> None:
    """Each is counted once, in one line while it takes no longer than a minute."""
    mail = start_mail_server()
    async with at_work(sqlite_database, tmp_path, DUE, real_mail(mail.port)) as desk:
        desk.people(*MAILS)
        unwanted(desk, *MAILS[:400])
        await desk.turn()
        assert desk.states() == {"sent": 100, "skipped": 400}
    assert lines(caplog) == [("skipped", 400, "matriculas/anuncio/correo@1")]


async def test_what_expired_is_one_line(
    sqlite_database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """However many recipients it had."""
    ends = {FILE: MAIL.replace("    canales", "    vence: 2 horas\n    canales", 1)}
    async with at_work(sqlite_database, tmp_path, DUE, ends) as desk:
        desk.people(*MAILS)
        desk.write(look, desk.tenant.campaigns["matriculas"], DUE, DUE, HORIZON)
        desk.clock.pass_(hours=3)
        await desk.settle()
        assert desk.states("anuncio/correo@1") == {"failed": len(MAILS)}
    assert lines(caplog) == [("expired", len(MAILS), "matriculas/anuncio/correo@1")]


async def test_what_no_message_can_be_made_of_is_refused(
    sqlite_database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A text that names what is not known of a person: counted, with the first reason."""
    lacks = {FILE: MAIL.replace("texto: Empiezan las matrículas.", "texto: Hola {{ persona.barrio }}.")}
    async with at_work(sqlite_database, tmp_path, DUE, lacks) as desk:
        desk.people(*MAILS[:20], attributes={"barrio": "Centro"})
        desk.people(*MAILS[20:50])
        await desk.turn()
        assert desk.states() == {"sent": 20, "failed": 30}
    assert lines(caplog) == [("refused", 30, "matriculas/anuncio/correo@1")]


async def test_what_is_repeated_ends_what_was_open(
    sqlite_database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What is sent again as `repetir: 2` ends what was open of the first time."""
    waits = {FILE: MAIL.replace("mensajes:", "aprueba: comite-gel\nmensajes:")}
    async with at_work(sqlite_database, tmp_path, DUE, waits) as desk:
        desk.people(*MAILS[:3])
        await desk.turn()
        again = str(waits[FILE]).replace("    canales", "    repetir: 2\n    canales", 1)
        await desk.reload({FILE: again})
        await desk.turn()
    assert [decision for decision, _, _ in lines(caplog)] == ["held", "cancelled", "held"]
