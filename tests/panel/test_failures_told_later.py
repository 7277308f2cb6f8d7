"""What Meta took and says afterwards that it failed: which of it goes out once more, when, and how often."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from delivery.news.fates import MOST
from storage.database import Database
from tests.channels.metas_calls import AT, status, value
from tests.channels.service import Service
from tests.delivery.desk import Desk
from tests.delivery.towns import FILE
from tests.panel.calling import DUE, called, message_key, suppressed, tell

MESSAGE = "anuncio/celular@1"
HOUR, DAY = 60, 24 * 60
"""Minutes."""


def row(desk: Desk) -> Any:
    """The neighbour's delivery."""
    (found,) = desk.deliveries(MESSAGE)
    return found


async def told(desk: Desk, client: httpx.AsyncClient, word: str, code: int = 0, message: str = "") -> None:
    """Meta tells a step of the neighbour's last message, or of the one that is named."""
    step = status(word, message_key(desk), message or str(row(desk).remote_id), AT, code)
    assert await tell(client, value(statuses=[step])) == 200


@pytest.mark.parametrize(
    ("code", "minutes"),
    [
        # What Meta does not explain, or calls its own fault.
        (1, 15),
        (2, 15),
        (131_000, 15),
        (131_016, 15),
        # What passes for this person.
        (131_056, 1),
        (131_049, DAY),
        (130_472, DAY),
        # Never: the person, the message.
        (131_026, None),
        (131_047, None),
        (131_050, None),
        (131_051, None),
        (132_005, None),
        # In no table.
        (131_999, None),
    ],
)
async def test_what_passes_is_tried_again(
    database: Database, tmp_path: Path, service: Service, code: int, minutes: int | None
) -> None:
    """Pending, no sooner than the table says; the rest has bounced, and nobody waits for it."""
    async with called(database, tmp_path, service) as (desk, client):
        await desk.turn()
        await told(desk, client, "failed", code)
        if minutes is None:
            assert (row(desk).state, row(desk).bounced_at, row(desk).error_code) == ("sent", DUE, str(code))
            return
        assert (row(desk).state, row(desk).remote_id, row(desk).bounced_at) == ("pending", None, None)
        assert timedelta(0) <= row(desk).not_before - DUE - timedelta(minutes=minutes) < timedelta(minutes=1)
        desk.clock.moment = row(desk).not_before - timedelta(seconds=1)
        await desk.settle()
        assert (row(desk).state, len(service.calls())) == ("pending", 2)
        desk.clock.pass_(seconds=2)
        await desk.settle()
        assert (row(desk).state, row(desk).remote_id, len(service.calls())) == ("sent", "wamid.2", 3)
        assert suppressed(desk) == []


@pytest.mark.parametrize("arrived", ["delivered", "read"])
@pytest.mark.parametrize("code", [131_000, 131_026, 131_050])
async def test_what_arrived_has_arrived(
    database: Database, tmp_path: Path, service: Service, arrived: str, code: int
) -> None:
    """A failure that is told of it beside, as of a second telephone, sends nothing again and sets nobody aside."""
    async with called(database, tmp_path, service) as (desk, client):
        await desk.turn()
        await told(desk, client, arrived)
        await told(desk, client, "failed", code)
        desk.clock.pass_(hours=2)
        await desk.settle()
        assert (row(desk).state, row(desk).bounced_at, suppressed(desk)) == ("sent", None, [])
    assert len(service.calls()) == 2


async def test_what_is_told_to_have_arrived_before_its_hour_is_not_sent_again(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """Notices come in any order: the failure first, then that the person has it."""
    async with called(database, tmp_path, service) as (desk, client):
        await desk.turn()
        await told(desk, client, "failed", 131_000)
        await told(desk, client, "delivered", message="wamid.1")
        desk.clock.pass_(hours=2)
        await desk.settle()
        assert (row(desk).state, row(desk).remote_id) == ("sent", "wamid.1")
    assert len(service.calls()) == 2


async def test_a_doubt_ends_with_another_attempt(database: Database, tmp_path: Path, service: Service) -> None:
    """The answer was lost, and Meta says that it did not deliver it: so nobody got it twice."""
    service.then("good", "drop")
    async with called(database, tmp_path, service) as (desk, client):
        await desk.turn()
        assert row(desk).state == "uncertain"
        await told(desk, client, "failed", 131_000, "wamid.1")
        assert row(desk).state == "pending"


async def test_after_its_end_nothing_is_tried(database: Database, tmp_path: Path, service: Service) -> None:
    """A message that is over when its turn would come has failed for its own reason."""
    async with called(database, tmp_path, service) as (desk, client):
        text = (desk.config / FILE).read_text(encoding="utf-8")
        await desk.reload({FILE: text.replace("  - id: anuncio\n", "  - id: anuncio\n    vence: 10 minutos\n")})
        await desk.turn()
        await told(desk, client, "failed", 131_000)
        assert (row(desk).state, row(desk).error_code, row(desk).bounced_at) == ("sent", "131000", DUE)


async def test_it_is_not_tried_without_end(database: Database, tmp_path: Path, service: Service) -> None:
    """A message that Meta takes and drops each time is given up, with the reason, long before its end."""
    async with called(database, tmp_path, service) as (desk, client):
        await desk.turn()
        for attempt in range(1, MOST):
            await told(desk, client, "failed", 131_000)
            assert (row(desk).state, row(desk).attempts) == ("pending", attempt)
            desk.clock.moment = row(desk).not_before
            await desk.settle()
        await told(desk, client, "failed", 131_000)
        assert (row(desk).state, row(desk).bounced_at is None) == ("sent", False)
        assert timedelta(hours=2) < desk.clock.moment - DUE < timedelta(hours=4)
        assert desk.publication(MESSAGE).state == "done"
