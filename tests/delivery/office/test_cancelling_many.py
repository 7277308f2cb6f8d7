"""A mailing whose recipients all have their rows is cancelled: at once for whoever sends, and a piece at a time."""

from pathlib import Path

from sqlalchemy import Connection

from delivery.office.office import cancel
from delivery.publications.expand import expand, lock_for_expansion
from delivery.workplace import Workplace
from storage.database import Database
from storage.ledger import claim
from storage.ledger.cancelling import AT_ONCE
from storage.tables import counter
from tests.delivery.desk import Desk, at_work, bogota

DUE = bogota("2026-12-28T08:00")
MAIL = "anuncio/correo@1"
MORE = 2 * AT_ONCE + 200


def write_all(connection: Connection, place: Workplace, number: int) -> None:
    """Everybody's row, as after many were put off or failed and are tried again."""
    row = lock_for_expansion(connection, number)
    assert row is not None
    assert expand(connection, place, row, place.clock.now(), 2 * MORE) == MORE


def counted(desk: Desk, number: int) -> dict[str, int]:
    """What the counters say."""
    with desk.database.read() as connection:
        rows = connection.execute(counter.select().where(counter.c.publication == number, counter.c["count"] > 0))
        return {row["state"]: row["count"] for row in rows.mappings()}


async def test_of_many_the_rest_is_skipped_piece_by_piece(database: Database, tmp_path: Path) -> None:
    """The word itself takes the first of them, nothing of the rest can be claimed, and each has its row in the end."""
    async with at_work(database, tmp_path, DUE) as desk:
        desk.people(*(f"persona{each}@example.com" for each in range(MORE)))
        await desk.look()
        number = desk.publication(MAIL).id
        desk.write(write_all, number)

        desk.write(cancel, f"matriculas/{MAIL}", "ana", DUE)

        assert counted(desk, number) == desk.states(MAIL) == {"skipped": AT_ONCE, "pending": MORE - AT_ONCE}
        with database.write() as connection:
            assert claim(connection, number, 0, 1, 10, DUE) == []
        await desk.settle()
        assert counted(desk, number) == desk.states(MAIL) == {"skipped": MORE}
        assert {row.error_code for row in desk.deliveries(MAIL)} == {"cancelled"}
        assert desk.publication(MAIL).expanded_at is not None
        assert {row.attempts for row in desk.deliveries(MAIL)} == {0}
