"""The chain of who did what: whole while nobody touches it, broken where somebody did."""

import asyncio
from collections.abc import Callable
from datetime import timedelta, timezone

import pytest
from sqlalchemy import Connection, delete, select, update

from storage.audit import BEGINNING, append, last_hash, verify
from storage.database import Database
from storage.tables import audit
from tests.storage.rows import NOW, a_tenant


def three(connection: Connection) -> list[int]:
    """Three rows: their numbers."""
    tenant = a_tenant(connection)
    for place in range(3):
        detail = {"nota": "señal «ñ»", "veces": place, "pesos": 1.5, "lista": [1, None, True]}
        append(connection, tenant, "ana", "approve", f"matriculas/{place}", detail, NOW)
    return list(connection.execute(select(audit.c.id).order_by(audit.c.id)).scalars())


def test_untouched_chain_is_whole(writing: Connection) -> None:
    """Each row holds the hash of the one before, and the last is the one to note down."""
    assert verify(writing) is None
    assert last_hash(writing) == BEGINNING

    three(writing)

    rows = writing.execute(select(audit.c.previous, audit.c.hash).order_by(audit.c.id)).all()
    assert [row.previous for row in rows] == [BEGINNING, rows[0].hash, rows[1].hash]
    assert last_hash(writing) == rows[2].hash
    assert verify(writing) is None


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "otra"},
        {"verb": "reject"},
        {"subject": "x"},
        {"detail": {}},
        {"at": NOW + timedelta(microseconds=1)},
        {"hash": "f" * 64},
        {"previous": "f" * 64},
    ],
)
def test_changed_row_shows(writing: Connection, change: dict[str, object]) -> None:
    """Whatever is changed in a row, the chain breaks there."""
    ids = three(writing)

    writing.execute(update(audit).where(audit.c.id == ids[1]).values(**change))

    assert verify(writing) == ids[1]


@pytest.mark.parametrize(
    ("taken", "broken"),
    [(0, lambda ids: ids[1]), (1, lambda ids: ids[2]), (2, lambda ids: ids[1] + 1)],
)
def test_row_taken_out_shows(writing: Connection, taken: int, broken: Callable[[list[int]], int]) -> None:
    """A row taken out shows at the one after it, also at the end."""
    ids = three(writing)

    writing.execute(delete(audit).where(audit.c.id == ids[taken]))

    assert verify(writing) == broken(ids)


def test_zone_of_the_writer_does_not_matter(writing: Connection) -> None:
    """A moment told in Bogotá's time is the same moment."""
    bogota = timezone(timedelta(hours=-5))
    append(writing, a_tenant(writing), "ana", "approve", "x", {}, NOW.astimezone(bogota))

    assert verify(writing) is None


async def test_many_writers_make_one_chain(database: Database) -> None:
    """Those who write at once are chained one after the other."""
    with database.write() as connection:
        tenant = a_tenant(connection)

    await asyncio.gather(
        *(database.run(lambda connection: append(connection, tenant, "ana", "x", "y", {}, NOW)) for _ in range(30))
    )

    with database.read() as connection:
        assert verify(connection) is None
        assert len(connection.execute(select(audit)).all()) == 30
