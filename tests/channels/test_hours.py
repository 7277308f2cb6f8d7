"""What hour each service says it is: told of its last answer, whatever the answer was."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from channels.capabilities import Examines, TellsTime
from channels.hour import Hour
from tests.channels.accounts import SERVERS, account
from tests.channels.service import Service
from tests.servers.process import Server

NOW = datetime(2027, 1, 5, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize("kind", SERVERS)
async def test_the_hour_of_the_last_answer_is_told(
    kind: str, start_server: Callable[..., Server], tmp_path: Path
) -> None:
    """Also where it was no good one; before the first there is none."""
    date = ("--date", "Tue, 05 Jan 2027 13:00:00 GMT")
    service = Service.start(start_server, f"tests.servers.{SERVERS[kind][0]}", tmp_path, *date)
    asked = account(kind, service.address, tmp_path)
    assert isinstance(asked, TellsTime)
    assert isinstance(asked, Examines)
    assert asked.hour() is None
    service.then(*["page-502"] * 10)
    await asked.examine(NOW)
    assert asked.hour() == Hour("127.0.0.1", NOW)
    await asked.close()
