"""What cannot be had is told on a page, with what to do next."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest

from panel.public import OFTEN
from panel.refusals import BUSY, TOO_LARGE, TOO_OFTEN, TOO_SLOW, UNKNOWN, WRONG_WAY, Refusal
from storage.database import Database
from tests.delivery.desk import Desk
from tests.panel.test_surveys import by, town
from tests.storage.rows import a_tenant

EVERY = [UNKNOWN, TOO_LARGE, TOO_OFTEN, TOO_SLOW, WRONG_WAY, BUSY]


@pytest.mark.parametrize("refusal", EVERY, ids=lambda each: str(each.code))
async def test_what_cannot_be_had_says_so_on_a_page(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusal: Refusal
) -> None:
    """In Spanish, with what to do next, the code and the headers that programs want, and its style from where it is."""
    monkeypatch.setattr("panel.desk.PATIENCE", 0.05)
    async with town(sqlite_database, tmp_path) as (desk, client, path):
        answer = await refused(desk, client, path, refusal)
        assert (answer.status_code, answer.headers["content-type"]) == (refusal.code, "text/html; charset=utf-8")
        told = {name: answer.headers.get(name) for name in ("Retry-After", "Allow", "Connection")}
        assert told == {name: refusal.headers.get(name) for name in told}
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        for each in (refusal.title, refusal.reason, refusal.advice, '<html lang="es-CO">'):
            assert each in answer.text
        style = re.findall(r'href="([^"]+\.css)"', answer.text)
        assert (await client.get(urljoin(str(answer.url), style[0]))).status_code == 200


async def stuck() -> AsyncIterator[bytes]:
    """A body that does not come to its end."""
    yield b"opcion=1"
    await asyncio.Event().wait()


async def refused(desk: Desk, client: httpx.AsyncClient, path: str, refusal: Refusal) -> httpx.Response:
    """An answer that is none."""
    here = by("198.51.100.7")
    if refusal is TOO_LARGE:
        return await client.post(f"{path}/1-a", content=b"x" * 5000, headers=here)
    if refusal is TOO_SLOW:
        return await client.post(path, content=stuck(), headers=here)
    if refusal is WRONG_WAY:
        return await client.delete(path, headers=here)
    if refusal is TOO_OFTEN:
        return [await client.get(path, headers=here) for _ in range(OFTEN + 1)][-1]
    if refusal is BUSY:
        (desk.folder / "claves").unlink()
        return await client.get(path, headers=here)
    return await client.get("/encuesta/a/b/c", headers=here)


async def test_who_has_a_wrong_link_learns_whom_to_ask(sqlite_database: Database, tmp_path: Path) -> None:
    """Where there is one municipality; where there are several nobody knows whose link it is."""
    async with town(sqlite_database, tmp_path) as (_, client, _):
        assert (
            "<dt>Web</dt><dd>villaclara.gov.co</dd>"
            in (await client.get("/encuesta/aaaaaaaaaa", headers=by("::1"))).text
        )
        with sqlite_database.write() as connection:
            a_tenant(connection, "otra")
        assert (
            "<dt>Web</dt><dd>villaclara.gov.co</dd>"
            not in (await client.get("/encuesta/aaaaaaaaaa", headers=by("::1"))).text
        )


async def test_so_many_votes_are_read_at_once(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those after them wait, and are read in their turn."""
    monkeypatch.setattr("panel.desk.AT_ONCE", 2)
    reading: list[int] = [0]

    async def body() -> AsyncIterator[bytes]:
        reading.append(reading[-1] + 1)
        for _ in range(20):
            await asyncio.sleep(0)
        yield b"opcion=1"
        reading.append(reading[-1] - 1)

    async with town(sqlite_database, tmp_path) as (_, client, path):
        answers = await asyncio.gather(*(client.post(path, content=body(), headers=by("::1")) for _ in range(6)))
    assert [each.status_code for each in answers] == [403] * 6
    assert (max(reading), reading[-1]) == (2, 0)
