"""A lane at work against a real mail server: order, pace, quota, and accounts that are added to it."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from delivery.office.office import cancel
from storage.database import Database
from tests.delivery.desk import at_work
from tests.delivery.relay import DUE, URGENT, Start, real_mail


async def test_each_recipient_gets_one_message(database: Database, tmp_path: Path, start_mail_server: Start) -> None:
    """One transaction each, and each row knows its Message-ID and its sha256."""
    mail = start_mail_server()
    async with at_work(database, tmp_path, DUE, real_mail(mail.port)) as desk:
        mails = [f"persona{number:03d}@example.com" for number in range(60)]
        desk.people(*mails)
        await desk.turn()
        assert sorted(record["to"] for record in mail.taken()) == mails
        rows = desk.deliveries()
        assert {row.state for row in rows} == {"sent"}
        assert {row.remote_id for row in rows} == {str(letter["Message-ID"]) for letter in mail.mails()}
        assert all(row.sha256 for row in rows)
        assert len(desk.rows("attempt")) == 60


async def test_an_urgent_message_overtakes(sqlite_database: Database, tmp_path: Path, start_mail_server: Start) -> None:
    """Published in the midst of thousands on the same lane, it leaves before nearly all that were left."""
    mail = start_mail_server()
    changes = {**real_mail(mail.port, "por-segundo: 200, rafaga: 9000"), "campanas/alerta.yaml": URGENT}
    async with at_work(sqlite_database, tmp_path, DUE, changes) as desk:
        desk.people(*(f"persona{number:04d}@example.com" for number in range(2_400)))
        await desk.look()
        await desk.dispatcher.sweep()
        await _until(lambda: len(mail.taken()) >= 100)
        left = 2_400 - len(mail.taken())
        desk.clock.moment = DUE + timedelta(minutes=1)
        await desk.look()
        published = len(mail.taken())
        await _until(lambda: any(_urgent(record) for record in mail.taken()))
        first = next(place for place, record in enumerate(mail.taken()) if _urgent(record))
        assert first - published <= 0.05 * left
        for key in ("matriculas/anuncio@1", "alerta/creciente@1"):
            desk.write(cancel, key, "ana", desk.clock.now())
        await desk.settle()
        assert set(desk.states()) == {"sent", "skipped"}
        assert desk.states()["sent"] == len(mail.taken())


async def _until(met: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not met():  # noqa: ASYNC110 - what a server in another process has taken is no event
            await asyncio.sleep(0.01)


def _urgent(record: dict[str, object]) -> bool:
    return "Subject: Creciente" in str(record["data"])


async def test_a_quota_of_five_a_day_sends_five_a_day(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """The sixth waits for the next day, over a restart too."""
    mail = start_mail_server()
    changes = real_mail(mail.port, "cuota: 5, por-segundo: 1000, rafaga: 50")
    async with at_work(database, tmp_path, DUE, changes) as desk:
        desk.people(*(f"persona{number:03d}@example.com" for number in range(8)))
        await desk.turn()
        assert len(mail.taken()) == 5
        assert desk.states() == {"sent": 5, "pending": 3}
        await desk.reload()
        desk.clock.pass_(hours=20)
        await desk.turn()
        assert len(mail.taken()) == 5
        desk.clock.pass_(hours=4)
        await desk.turn()
        assert len(mail.taken()) == 8


async def test_a_lane_at_work_learns_of_new_accounts(
    sqlite_database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """An account that is added to a credential while its lane sends serves at once what is published on it."""
    mail = start_mail_server()
    changes = real_mail(mail.port)
    async with at_work(sqlite_database, tmp_path, DUE, changes) as desk:
        desk.people(*(f"persona{number:03d}@example.com" for number in range(400)))
        await desk.look()
        await desk.dispatcher.sweep()
        await _until(lambda: len(mail.taken()) >= 20)
        accounts = str(changes["canales.yaml"])
        second = accounts[: accounts.index("web:")].replace("correo:", "boletin:", 1)
        urgent = URGENT.replace("[correo]", "[boletin]").replace("08:01", "08:00")
        await desk.reload({"canales.yaml": accounts + second, "campanas/alerta.yaml": urgent})
        await desk.turn()
        assert desk.publications() == {"anuncio/correo@1": "done", "creciente/boletin@1": "done"}
        assert len(mail.taken()) == 800
