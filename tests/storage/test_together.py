"""Several owners, people and expansions at once: nothing is sent twice, nothing is lost, and the counters hold."""

import asyncio
import os
import random
import subprocess
import sys
from collections import Counter
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, select

from storage.database import Database
from storage.ledger import (
    Cause,
    NewDelivery,
    add_deliveries,
    claim,
    finish,
    intend,
    move_publication,
    open_lane,
    record,
    release,
)
from storage.states import DeliveryState, PublicationState
from storage.tables import delivery, publication
from tests.storage.rows import NOW, SENDER, a_publication, a_result, a_tenant, counted, rows_counted

_TO = (DeliveryState.SENT, DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNCERTAIN, DeliveryState.PENDING)


async def _own(database: Database, tenant: int, publications: list[int], owner: str, wire: Counter[int]) -> None:
    """One owner of the lane: opens it, claims, intends, sends and records until there is nothing more or it lost it."""
    chance = random.Random(owner)
    for _ in range(4):
        epoch = (await database.run(lambda connection: open_lane(connection, tenant, SENDER, 0, owner, NOW))).epoch
        for number in publications * 3:
            taken = await database.run(partial(claim, publication_id=number, shard=0, epoch=epoch, limit=7, now=NOW))
            ids = [row.id for row in taken]
            intention = await database.run(partial(intend, ids=ids, epoch=epoch))
            results = [a_result(each, epoch, chance.choice(_TO)) for each in intention.go]
            wire.update(result.delivery for result in results if result.to is not DeliveryState.PENDING)
            await database.run(partial(record, results=results, now=NOW))
            await database.run(partial(finish, publication_id=number, now=NOW))
        await database.run(partial(release, tenant_id=tenant, sender=SENDER, shard=0, epoch=epoch))


async def _expand(database: Database, number: int) -> None:
    """Recipients come in groups, to the end, also after a cancel."""
    for start in range(0, 60, 6):
        rows = [NewDelivery(str(key), None, 0, "xy"[key % 2]) for key in range(start, start + 6)]
        await database.run(partial(add_deliveries, publication_id=number, rows=rows))

    def end(connection: Connection) -> None:
        connection.execute(publication.update().where(publication.c.id == number).values(expanded_at=NOW))

    await database.run(end)


async def _speak(database: Database, number: int) -> None:
    """A person pauses, resumes and in the end cancels."""
    for to, cause in (
        (PublicationState.PAUSED, Cause.PAUSE),
        (PublicationState.RUNNING, Cause.RESUME),
        (PublicationState.CANCELLED, Cause.CANCEL),
    ):
        await asyncio.sleep(0.05)
        await database.run(partial(move_publication, publication_id=number, to=to, cause=cause, now=NOW))


async def test_many_at_once(database: Database) -> None:
    """Three owners take the lane from each other while people speak: each delivery went out at most once."""
    with database.write() as connection:
        tenant = a_tenant(connection)
        publications = [a_publication(connection, message=f"m{turn}", expanded_at=None) for turn in range(3)]
    wire: Counter[int] = Counter()

    await asyncio.gather(
        *(_expand(database, number) for number in publications),
        *(_own(database, tenant, publications, owner, wire) for owner in ("uno", "dos", "tres")),
        _speak(database, publications[0]),
        _speak(database, publications[1]),
    )

    with database.read() as connection:
        assert counted(connection) == rows_counted(connection)
        assert sum(rows_counted(connection).values()) == 180
        asked = select(delivery.c.state).where(delivery.c.publication.in_(publications[:2]))
        assert set(connection.execute(asked).scalars()) <= {"sent", "failed", "skipped", "uncertain", "sending"}
    assert wire
    assert max(wire.values()) == 1


def test_heavy_libraries_stay_out(sqlite_database: Database) -> None:
    """Opening a database that is up to date loads neither Alembic nor the driver of the other dialect."""
    program = """
import sys
from storage.database import Database
from storage.schema import prepare
database = Database.open(sys.argv[1])
prepare(database)
print(sorted({"alembic", "psycopg", "mako"} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", program, sqlite_database.url],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )

    assert done.stdout == "[]\n"
