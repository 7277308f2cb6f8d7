"""Whoever is no service is sent away before the call is read, and keeps no service waiting."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from panel.app import application
from panel.door import names
from panel.hooks import AT_ONCE, LARGEST, OF_ONE
from storage.database import Database
from tests.channels.metas_calls import status, value
from tests.channels.service import Service
from tests.panel.calling import BOT, META, STAMP, called, message_key, tell

JSON = {"content-type": "application/json"}
MAY_BE_META = JSON | {"x-hub-signature-256": f"sha256={'0' * 64}"}
TELEGRAM = JSON | {"x-telegram-bot-api-secret-token": STAMP}


async def unread() -> AsyncIterator[bytes]:
    """A body that nobody may ask for."""
    raise AssertionError("the body was read")
    yield b""


@pytest.mark.parametrize(
    ("path", "headers", "answer"),
    [
        (META, JSON | {"content-length": "9"}, 401),
        (META, JSON | {"content-length": "9", "x-hub-signature-256": "sha256=0"}, 401),
        (BOT, TELEGRAM | {"content-length": "9", "x-telegram-bot-api-secret-token": "otro"}, 401),
        (META, MAY_BE_META, 411),
        (BOT, TELEGRAM | {"content-length": "-9"}, 411),
        (META, MAY_BE_META | {"content-length": str(LARGEST + 1)}, 413),
        (BOT, TELEGRAM | {"content-length": "9" * 5_000}, 413),
        (META, MAY_BE_META | {"content-type": "text/plain", "content-length": "9"}, 415),
    ],
)
async def test_what_the_headers_give_away_is_not_read(
    sqlite_database: Database, tmp_path: Path, service: Service, path: str, headers: dict[str, str], answer: int
) -> None:
    """No signature, no secret, no length, a length that no service sends."""
    async with called(sqlite_database, tmp_path, service) as (_, client):
        assert (await client.post(path, content=unread(), headers=headers)).status_code == answer


async def test_slow_strangers_keep_no_service_out(sqlite_database: Database, tmp_path: Path, service: Service) -> None:
    """A forged signature shows only at the end of a body: few of one address are waited for, and others come in."""
    ends, begun = asyncio.Event(), []

    async def slow() -> AsyncIterator[bytes]:
        begun.append(1)
        await ends.wait()
        yield b"{}"

    async with called(sqlite_database, tmp_path, service) as (desk, _):
        await desk.turn()
        app = application(sqlite_database, names("127.0.0.1"), desk.clock, desk.places)
        far = httpx.ASGITransport(app, client=("203.0.113.9", 1))
        async with (
            httpx.AsyncClient(transport=far, base_url="http://127.0.0.1") as stranger,
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as meta,
        ):
            headers = MAY_BE_META | {"content-length": "2"}
            calls = [
                asyncio.create_task(stranger.post(META, content=slow(), headers=headers)) for _ in range(2 * AT_ONCE)
            ]
            for _ in range(200):
                await asyncio.sleep(0)
            assert len(begun) == OF_ONE
            assert await tell(meta, value(statuses=[status("delivered", message_key(desk))])) == 200
            ends.set()
            assert {answer.status_code for answer in await asyncio.gather(*calls)} == {401}
