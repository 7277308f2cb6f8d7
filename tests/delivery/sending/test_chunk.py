"""How many deliveries a lane claims at once: what it sends in less than half a second, by what it has measured."""

from pathlib import Path

import pytest

from delivery.engines.engine import LaneId
from delivery.sending.chunk import chunk_size
from storage.database import Database
from tests.delivery.desk import at_work
from tests.delivery.relay import DUE, real_mail

ONE = "por-segundo: 5, rafaga: 1, simultaneos: 1"
MANY = "por-segundo: 50000, rafaga: 50000, simultaneos: 50"


@pytest.mark.parametrize(
    ("pace", "measured", "expected"),
    [
        (ONE, None, 2),
        (ONE, 4.0, 1),
        (ONE, 0.1, 1),
        (MANY, None, 200),
        (MANY, 4.0, 50),
        (MANY, 500.0, 200),
        (MANY, 3_000.0, 500),
    ],
)
async def test_what_is_claimed_is_sent_in_less_than_half_a_second(
    sqlite_database: Database, tmp_path: Path, pace: str, measured: float | None, expected: int
) -> None:
    """By the pace at first, then by what the service takes; never fewer than are sent at once, nor than one."""
    async with at_work(sqlite_database, tmp_path, DUE, real_mail(1, pace)) as desk:
        lane = LaneId(desk.place.tenant_id, desk.tenant.accounts["correo"].sender, 0)
        assert chunk_size(desk.place, lane, measured) == expected
