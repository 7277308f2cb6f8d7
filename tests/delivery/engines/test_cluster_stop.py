"""A daemon of several that is told to stop ends, at whatever moment that comes."""

import asyncio

import pytest

from delivery.engines import cluster
from delivery.engines.cluster import ProcrastinateEngine
from storage.database import Database
from tests.delivery.engines.test_engine import Works


async def test_what_takes_a_first_word_to_end_for_another_is_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library's worker does so while it begins: a daemon that was stopped in its first moments never ended."""
    monkeypatch.setattr(cluster, "AGAIN_AFTER", 0.01)
    told = 0

    async def deaf() -> None:
        nonlocal told
        while told < 3:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                told += 1

    await asyncio.wait_for(cluster._first_of(asyncio.sleep(0.01), deaf()), 10)
    assert told == 3


async def test_a_daemon_that_is_stopped_as_it_begins_ends(postgresql_database: Database) -> None:
    """At whatever moment of its beginning."""
    for number in range(20):
        stop, engine = asyncio.Event(), ProcrastinateEngine(postgresql_database.engine_url)
        running = asyncio.create_task(engine.run(Works(), stop, 2))
        await asyncio.sleep(number / 100)
        stop.set()
        await asyncio.wait_for(running, 60)
