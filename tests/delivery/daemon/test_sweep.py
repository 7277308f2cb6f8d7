"""What the sweep finds in the rows: the expired, the half written, the interrupted, and what a clock left behind."""

from pathlib import Path

import pytest

from delivery.daemon import sweep
from delivery.daemon.dispatcher import HORIZON
from delivery.office.office import cancel, pause
from delivery.publishing.publish import look
from delivery.sending.chunk import next_chunk
from storage.database import Database
from storage.ledger import intend, open_lane
from tests.campaigns.town import CAMPAIGN
from tests.delivery.desk import Desk, at_work, bogota

DUE = bogota("2026-12-28T08:00")
BEFORE = bogota("2026-12-20T08:00")
FILE = "campanas/matriculas.yaml"
ENDS: dict[str, str | bytes | None] = {FILE: CAMPAIGN.replace("    canales", "    vence: 2 horas\n    canales", 1)}
MANY = [f"persona{number:04d}@example.com" for number in range(600)]


def die_after_claiming(desk: Desk, *, sending: int) -> None:
    """What a process leaves that is killed: everything claimed, and some of it on the wire."""
    row = desk.publication("anuncio/correo@1")
    lane = desk.place.lane(row.sender)
    with desk.database.write() as connection:
        epoch = open_lane(connection, lane.tenant, lane.sender, 0, "otro", desk.clock.now()).epoch
        chunk, *_ = next_chunk(connection, desk.place, lane, epoch, 1_000, desk.clock.now())
        assert chunk is not None
        intend(connection, [each.id for each in chunk.rows[:sending]], epoch)


async def test_what_a_dead_daemon_had_claimed_goes_out(database: Database, tmp_path: Path) -> None:
    """All rows claimed, none pending: the sweep wakes the lane all the same, and it gives them back and sends."""
    async with at_work(database, tmp_path, DUE) as desk:
        desk.people(*MANY[:5])
        await desk.look()
        die_after_claiming(desk, sending=2)
        assert desk.states("anuncio/correo@1") == {"claimed": 3, "sending": 2}
        await desk.settle()
        assert desk.states("anuncio/correo@1") == {"sent": 3, "uncertain": 2}
        assert desk.publication("anuncio/correo@1").state == "done_with_errors"


@pytest.mark.parametrize("verb", [cancel, pause])
async def test_what_it_was_sending_is_uncertain_whatever_became_of_the_publication(
    database: Database, tmp_path: Path, verb: object
) -> None:
    """A publication cancelled or paused after the crash still tells what may have gone out, after a new start."""
    async with at_work(database, tmp_path, DUE) as desk:
        desk.people(*MANY[:5])
        await desk.look()
        die_after_claiming(desk, sending=2)
        desk.write(verb, "matriculas/anuncio/correo@1", "ana", desk.clock.now())
        await desk.reload()
        await desk.settle()
        assert desk.states("anuncio/correo@1")["uncertain"] == 2
        assert "sending" not in desk.states("anuncio/correo@1")


async def test_after_a_cancel_everyone_has_a_row(database: Database, tmp_path: Path) -> None:
    """A cancel before the audience was written down leaves nobody without a row, and nobody with a message."""
    async with at_work(database, tmp_path, DUE) as desk:
        desk.people(*MANY)
        await desk.look()
        desk.write(cancel, "matriculas/anuncio/correo@1", "ana", desk.clock.now())
        await desk.settle()
        assert desk.states("anuncio/correo@1") == {"skipped": len(MANY)}


async def test_past_its_end_nothing_leaves_and_all_are_told_expired(database: Database, tmp_path: Path) -> None:
    """`vence` ends it: whoever has no message by then, written down or not, gets a row that says so."""
    async with at_work(database, tmp_path, DUE, ENDS) as desk:
        desk.people(*MANY)
        desk.write(look, desk.tenant.campaigns["matriculas"], DUE, DUE, HORIZON)
        desk.clock.pass_(hours=3)
        await desk.settle()
        assert desk.states("anuncio/correo@1") == {"failed": len(MANY)}
        assert {row.error_code for row in desk.deliveries("anuncio/correo@1")} == {"expired"}
        assert desk.publication("anuncio/correo@1").state == "done_with_errors"


async def test_one_sweep_ends_some_of_what_is_past_its_end(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next one at once, the next ones: nobody else of the municipality waits behind a million."""
    monkeypatch.setattr(sweep, "MOST", 200)
    async with at_work(database, tmp_path, DUE, ENDS) as desk:
        desk.people(*MANY)
        desk.write(look, desk.tenant.campaigns["matriculas"], DUE, DUE, HORIZON)
        desk.clock.pass_(hours=3)
        found = desk.write(sweep.sweep, desk.clock.now())
        assert desk.states("anuncio/correo@1") == {"failed": 200, "pending": 400}
        assert (found.next, found.lanes) == (desk.clock.now(), {})
        await desk.settle()
        assert desk.states("anuncio/correo@1") == {"failed": len(MANY)}


async def test_the_sweep_says_when_rows_make_the_next_thing_due(database: Database, tmp_path: Path) -> None:
    """With a paused lane the next moment is when it wakes; with nothing to do there is none."""
    async with at_work(database, tmp_path, BEFORE) as desk:
        assert (await desk.dispatcher.sweep()).next is None


async def test_one_sweep_writes_down_a_piece_of_one_that_was_cancelled(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of several that were, one at a time: what goes out meanwhile does not wait behind all of them."""
    monkeypatch.setattr(sweep, "WRITTEN", 100)
    second = "  - {id: otro, cuando: 15 días antes a las 08:00, canales: [correo], asunto: Otro, texto: Otro.}\n"
    async with at_work(database, tmp_path, DUE, {"campanas/matriculas.yaml": CAMPAIGN + second}) as desk:
        desk.people(*MANY)
        await desk.look()
        for name in ("anuncio", "otro"):
            desk.write(cancel, f"matriculas/{name}/correo@1", "ana", desk.clock.now())
        await desk.engine.quiet()
        before = len(desk.deliveries())
        found = desk.write(sweep.sweep, desk.clock.now())
        assert (len(desk.deliveries()) - before, found.next) == (100, desk.clock.now())
        await desk.settle()
        assert desk.states("anuncio/correo@1") == desk.states("otro/correo@1") == {"skipped": len(MANY)}
