"""A public of many of whom few belong: found a piece at a time, in transactions that keep nobody waiting."""

from dataclasses import replace
from pathlib import Path

import pytest

from delivery.daemon.dispatcher import HORIZON
from delivery.engines.engine import LaneId
from delivery.publications.expand import expand
from delivery.publishing.publish import look
from delivery.sending import chunk
from delivery.sending.chunk import BUSY, NOTHING, next_chunk, running
from storage.database import Database
from storage.ledger import open_lane
from tests.campaigns.town import AUDIENCES, CAMPAIGN
from tests.delivery.desk import Desk, at_work
from tests.delivery.relay import DUE, FILE, URGENT

MAIL = "anuncio/correo@1"
FEW = f"{AUDIENCES}pocos: {{nombre: Pocos, condicion: {{con: {{barrio: centro}}}}, canales: [correo]}}\n"
OF_FEW = {
    "publicos.yaml": FEW,
    FILE: CAMPAIGN.replace("[correo, web]", "[correo]"),
    "campanas/alerta.yaml": URGENT.replace("ciudadania", "pocos").replace("08:01", "08:00"),
}


def _people(desk: Desk, centre: int) -> None:
    """Twelve, of whom one lives in the centre."""
    for number in range(1, 13):
        desk.people(f"persona{number:02d}@example.com", attributes={"barrio": "centro"} if number == centre else {})


@pytest.fixture
def short_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three contacts in one transaction."""
    monkeypatch.setattr(chunk, "STEPS", (1, 2))


def _opened(desk: Desk) -> tuple[LaneId, int]:
    """Both messages run, and nobody but the test works their lane."""
    for campaign in desk.tenant.campaigns.values():
        desk.write(look, campaign, DUE, DUE, HORIZON)
    lane = desk.place.lane(desk.publication(MAIL).sender)
    with desk.database.write() as connection:
        return lane, open_lane(connection, lane.tenant, lane.sender, 0, "otro", DUE).epoch


def _look(desk: Desk, lane: LaneId, epoch: int) -> tuple[int, bool]:
    """How many one transaction claims, and whether there may be more."""
    with desk.database.write() as connection:
        found, more, _ = next_chunk(connection, desk.place, lane, epoch, 10, DUE)
    return (0 if found is None else len(found.rows)), more


@pytest.mark.usefixtures("short_looks")
async def test_one_transaction_looks_at_some_contacts_at_most(database: Database, tmp_path: Path) -> None:
    """Then it ends, though it found nobody: a lane's row is not kept from its lease while a million are looked at.

    The ordinary message waits until it is known that nobody else belongs to the urgent one's public.
    """
    async with at_work(database, tmp_path, DUE, OF_FEW) as desk:
        _people(desk, centre=8)
        lane, epoch = _opened(desk)
        looks = [_look(desk, lane, epoch) for _ in range(3)]
        assert looks == [(0, True), (0, True), (1, True)]
        assert desk.states("creciente/correo@1") == {"claimed": 1}
        assert desk.publication(MAIL).expand_cursor == 0


@pytest.mark.usefixtures("short_looks")
async def test_a_lane_looks_on_until_it_knows_all(database: Database, tmp_path: Path) -> None:
    """It does not close between two looks: everybody has a row, and both messages go out."""
    async with at_work(database, tmp_path, DUE, OF_FEW) as desk:
        _people(desk, centre=12)
        await desk.look()
        await desk.dispatcher.sweep()
        await desk.engine.quiet()
        assert desk.states("creciente/correo@1") == {"sent": 1}
        assert desk.states(MAIL) == {"sent": 12}
        assert set(desk.publications().values()) == {"done"}


async def test_a_step_of_the_expansion_goes_on_until_there_is_enough_to_send(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two at a time would be a transaction for each mail, where one in ten belongs."""
    monkeypatch.setattr(chunk, "STEPS", (2, 4, 6))
    async with at_work(database, tmp_path, DUE, OF_FEW) as desk:
        _people(desk, centre=1)
        lane, epoch = _opened(desk)
        assert _look(desk, lane, epoch) == (1, True)
        assert _look(desk, lane, epoch) == (10, True)
        assert _look(desk, lane, epoch) == (2, False)
        with database.write() as connection:
            assert next_chunk(connection, desk.place, lane, epoch, 10, DUE) == NOTHING


@pytest.mark.usefixtures("short_looks")
async def test_who_lost_the_lane_does_not_set_the_search_back(database: Database, tmp_path: Path) -> None:
    """It read the row before another went on with it: it may write down whom it finds, and nothing of how far."""
    async with at_work(database, tmp_path, DUE, OF_FEW) as desk:
        _people(desk, centre=8)
        lane, epoch = _opened(desk)
        with desk.database.read() as connection:
            stale = next(row for row in running(connection, lane, DUE) if row.audience == "pocos")
        while _look(desk, lane, epoch) != (1, True):
            pass
        further = desk.publication("creciente/correo@1").expand_cursor
        desk.write(expand, stale, DUE)
        assert desk.publication("creciente/correo@1").expand_cursor == further > stale.expand_cursor


async def test_one_lane_at_a_time_writes_down_recipients(
    postgresql_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another of the same sender does not wait for it, and takes what it wrote down once that is committed."""
    monkeypatch.setattr(chunk, "STEPS", (6,))
    database = postgresql_database
    async with at_work(database, tmp_path, DUE, OF_FEW) as desk:
        _people(desk, centre=13)
        first, epoch = _opened(desk)
        second = replace(first, shard=1)
        with database.write() as connection:
            other = open_lane(connection, second.tenant, second.sender, 1, "uno", DUE).epoch
        with database.write() as connection:
            found = next_chunk(connection, desk.place, first, epoch, 4, DUE).chunk
            assert found is not None
            assert len(found.rows) == 4
            with database.write() as beside:
                assert next_chunk(beside, desk.place, second, other, 4, DUE) == BUSY
        assert [_look(desk, lane, its) for lane, its in ((second, other), (first, epoch))] == [(2, True), (6, False)]
