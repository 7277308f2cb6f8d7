"""Six daemons that snatch a lane from each other: its quota is used up exactly, and nobody gets two."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, text, update

from delivery.daemon.dispatcher import Dispatcher
from delivery.engines.engine import LaneId, LocalEngine
from delivery.engines.leases import Leases
from storage.database import Database
from storage.tables import lane
from tests.delivery.desk import Desk, at_work
from tests.delivery.relay import DUE, real_mail
from tests.servers.mail import MailServer
from tests.storage.alive import alive

Start = Callable[..., MailServer]
QUOTA, PEOPLE = 25, 60
OWNERS = [f"dueño-{number}" for number in range(6)]
PACE = f"por-segundo: 1000, rafaga: 500, cuota: {QUOTA}, cuota-horas: 24, simultaneos: 2"


async def race(desk: Desk, *, snatched: bool) -> None:
    """Let six owners work the lane at once until none of them finds anything to do."""
    stop = asyncio.Event()
    owners = []
    for name in OWNERS:
        engine = LocalEngine()
        owners.append((engine, Dispatcher(desk.places, engine, name, leases=Leases(desk.database))))
    works = [asyncio.create_task(engine.run(owner.handle, stop, 2)) for engine, owner in owners]
    sender = desk.tenant.accounts["correo"].sender
    chance = random.Random(3)
    await desk.look()
    for _ in range(5 if snatched else 40):
        for engine, _owner in owners:
            engine.wake([LaneId(desk.place.tenant_id, sender)])
        if snatched:
            await desk.database.run(_lapse)
        await asyncio.sleep(chance.uniform(0, 0.02))
    for engine, _owner in owners:
        await asyncio.wait_for(engine.quiet(), 120)
    stop.set()
    await asyncio.gather(*works)
    for _, owner in owners:
        await owner.close()


def _lapse(connection: Connection) -> None:
    connection.execute(update(lane).values(leased_until=text("clock_timestamp()")))


@pytest.mark.parametrize("snatched", [False, True], ids=["in turns", "snatched"])
async def test_a_quota_is_exact_under_six_racing_workers(
    postgresql_database: Database, tmp_path: Path, start_mail_server: Start, snatched: bool
) -> None:
    """Each day as many as the quota says, whoever sends them; what a takeover left in doubt counts as sent."""
    mail = start_mail_server()
    people = [f"persona{number}@example.com" for number in range(PEOPLE)]
    async with at_work(postgresql_database, tmp_path, DUE, real_mail(mail.port, PACE)) as desk:
        desk.people(*people)
        for day in (1, 2):
            with alive(desk.database, *OWNERS):
                await race(desk, snatched=snatched)
            got = Counter(each["to"] for each in mail.taken())
            doubtful = {row.address for row in desk.deliveries() if row.state == "uncertain"}
            assert max(got.values()) == 1
            assert len(got.keys() | doubtful) <= QUOTA * day
            assert snatched or len(got) == QUOTA * day
            desk.clock.pass_(hours=25)
        epochs = desk.write(lambda connection, _: connection.execute(lane.select()).one().epoch)
        assert epochs > 2
