"""Failures that Meta tells after it took the message: they stop the account or put the message off, and lose nobody."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, select, update

from storage.database import Database
from storage.lanes import resume_lanes, update_lane
from storage.ledger import claim, intend, open_lane
from storage.tables import delivery, lane
from tests.channels.metas_calls import AT, status, value
from tests.channels.service import Service
from tests.delivery.desk import Desk
from tests.panel.calling import DUE, called, kinds, message_key, tell

SENDER = "whatsapp:5060"
MESSAGE = "anuncio/celular@1"


def lane_of(desk: Desk) -> Row[Any]:
    """The number's."""
    with desk.database.read() as connection:
        return connection.execute(select(lane).where(lane.c.sender == SENDER)).one()


def failed(desk: Desk, code: int, message: str, at: int = AT) -> dict[str, Any]:
    """Meta tells that it could not deliver the neighbour's message."""
    return value(statuses=[status("failed", message_key(desk), message, at, code)])


def remote(desk: Desk) -> str:
    """What Meta calls the neighbour's message."""
    return str(desk.deliveries(MESSAGE)[0].remote_id)


async def test_a_card_that_does_not_pay_stops_the_account(database: Database, tmp_path: Path, service: Service) -> None:
    """The message waits with all others until a person has mended it, and then goes out once more, and once only."""
    async with called(database, tmp_path, service) as (desk, client):
        await desk.turn()
        told = failed(desk, 131_042, remote(desk))
        assert await tell(client, told) == 200
        row = lane_of(desk)
        assert (row.needs_person, row.failures, "pago" in row.last_error) == (True, 1, True)
        [waits] = desk.deliveries(MESSAGE)
        assert (waits.state, waits.error_code, waits.remote_id, waits.sent_at) == ("pending", "131042", None, None)
        assert (desk.publication(MESSAGE).state, waits.bounced_at) == ("running", None)
        await desk.settle()
        assert desk.states(MESSAGE) == {"pending": 1}
        with database.write() as connection:
            resume_lanes(connection, desk.place.tenant_id, SENDER)
        assert (await tell(client, told), lane_of(desk).needs_person) == (200, False)
        await desk.settle()
        assert (desk.states(MESSAGE), desk.publication(MESSAGE).state) == ({"sent": 1}, "done")
        assert kinds(desk) == ["failed"]


async def test_a_brake_lets_the_account_rest(database: Database, tmp_path: Path, service: Service) -> None:
    """For as long as the same answer to a send would; what is known of it already is not forgotten."""
    async with called(database, tmp_path, service) as (desk, client):
        await desk.turn()
        assert await tell(client, failed(desk, 131_048, remote(desk))) == 200
        assert (lane_of(desk).paused_until, lane_of(desk).needs_person) == (DUE + timedelta(hours=6), False)
        desk.clock.pass_(hours=6, minutes=1)
        await desk.settle()
        assert desk.states(MESSAGE) == {"sent": 1}


async def test_whoever_works_the_lane_loses_it(database: Database, tmp_path: Path, service: Service) -> None:
    """What it had claimed does not leave and counts no crash, and what it writes at its end forgets nothing."""
    async with called(database, tmp_path, service) as (desk, client):
        await desk.turn()
        tenant, number = desk.place.tenant_id, desk.deliveries(MESSAGE)[0].id
        told = failed(desk, 131_042, remote(desk))
        publication = desk.publication(MESSAGE).id
        with database.write() as connection:
            opened = open_lane(connection, tenant, SENDER, 0, "otro", DUE)
            connection.execute(update(delivery).values(state="claimed", epoch=opened.epoch))
        assert await tell(client, told) == 200
        with database.write() as connection:
            assert intend(connection, [number], opened.epoch).go == []
            assert claim(connection, publication, 0, opened.epoch, 5, DUE) == []
            assert not update_lane(connection, tenant, SENDER, 0, opened.epoch, needs_person=False)
        assert lane_of(desk).needs_person
        assert (desk.deliveries(MESSAGE)[0].state, desk.deliveries(MESSAGE)[0].crashes) == ("pending", 0)


@pytest.mark.parametrize("code", [131_049, 130_472])
async def test_who_has_had_enough_today_gets_it_tomorrow(
    database: Database, tmp_path: Path, service: Service, code: int
) -> None:
    """The account goes on; this message is tried a day later."""
    async with called(database, tmp_path, service) as (desk, client):
        await desk.turn()
        assert await tell(client, failed(desk, code, remote(desk))) == 200
        [row] = desk.deliveries(MESSAGE)
        assert (row.state, row.not_before) == ("pending", DUE + timedelta(days=1))
        assert (lane_of(desk).needs_person, lane_of(desk).paused_until) == (False, None)
        desk.clock.pass_(days=1, minutes=1)
        await desk.settle()
        assert desk.states(MESSAGE) == {"sent": 1}


async def test_an_older_attempt_changes_nothing(database: Database, tmp_path: Path, service: Service) -> None:
    """What Meta tells of a message that has been sent again since is kept, and moves nothing."""
    async with called(database, tmp_path, service) as (desk, client):
        await desk.turn()
        assert await tell(client, failed(desk, 131_049, "wamid.anterior")) == 200
        assert (desk.states(MESSAGE), kinds(desk)) == ({"sent": 1}, ["failed"])


async def test_what_is_told_late_stops_nothing(database: Database, tmp_path: Path, service: Service) -> None:
    """It may have been mended meanwhile: the message goes out again, and the next failure would tell."""
    async with called(database, tmp_path, service) as (desk, client):
        await desk.turn()
        assert await tell(client, failed(desk, 131_042, remote(desk), AT - 3_600)) == 200
        assert (desk.states(MESSAGE), lane_of(desk).needs_person) == ({"pending": 1}, False)


async def test_meta_is_asked_to_tell_again_what_comes_too_soon(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """The send has not been recorded yet: nothing is kept, and the next call finds it done."""
    async with called(database, tmp_path, service) as (desk, client):
        await desk.turn()
        told = failed(desk, 131_049, remote(desk))
        with database.write() as connection:
            connection.execute(update(delivery).values(state="sending"))
        assert (await tell(client, told), kinds(desk)) == (503, [])
        with database.write() as connection:
            connection.execute(update(delivery).values(state="sent"))
        assert (await tell(client, told), desk.states(MESSAGE)) == (200, {"pending": 1})
