"""What has to be known of the library that carries wake-ups, and what befalls one of several daemons."""

import asyncio
import os
import signal
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from sqlalchemy import text

from delivery.engines.cluster import SHIPPED, ProcrastinateEngine, Settings
from delivery.engines.engine import LaneId
from delivery.engines.leases import RENEWAL, TERM
from storage.database import Database
from storage.errors import StorageUnreachable
from storage.idle import IDLE_SECONDS
from storage.schema import prepare
from storage.turns import take_turn
from storage.wakes import SCHEMA
from tests.databases import PostgreSQL
from tests.delivery.engine_process import engine_process
from tests.delivery.engines.test_engine import Works, running, until

QUICK = Settings(beat=0.2, stalled=1.5, rescue=0.2, poll=0.2, idle=0.5, again=0.1)
MAIL, POST = LaneId(1, "correo"), LaneId(1, "x")


def engine_on(database: Database) -> ProcrastinateEngine:
    """One daemon's, which notices soon what befalls another."""
    return ProcrastinateEngine(database.engine_url, grace=0.3, settings=QUICK)


def numbers(database: Database, table: str) -> list[int]:
    """The numbers of the rows in one of the library's tables."""
    with database.read() as connection:
        return list(connection.execute(text(f"SELECT id FROM {SCHEMA}.procrastinate_{table} ORDER BY id")).scalars())


@asynccontextmanager
async def two(
    database: Database, one: Works, other: Works, places: int = 4
) -> AsyncIterator[list[ProcrastinateEngine]]:
    """Two daemons' engines at work on one database."""
    engines = [engine_on(database), engine_on(database)]
    async with running(engines[0], one, places), running(engines[1], other, places):
        await until(lambda: len(numbers(database, "workers")) == 4)
        yield engines


def test_the_shipped_settings_rescue_within_fifteen_seconds() -> None:
    """What a daemon had that died right after a sign of life is found stalled, woken anew and no longer leased."""
    found = SHIPPED.beat + SHIPPED.stalled + SHIPPED.rescue
    freed = max(TERM.total_seconds() + RENEWAL, IDLE_SECONDS)
    swept = 2.0
    assert max(found, freed) + SHIPPED.poll + swept <= 15


async def test_either_daemon_works_what_one_has_woken(postgresql_database: Database) -> None:
    """With one place each and two lanes, each works one, whoever woke them; no lane is in two places."""
    one, other = Works(), Works()
    for works in (one, other):
        works.gate.clear()
    async with two(postgresql_database, one, other, places=1) as (first, _):
        first.wake([MAIL, POST])
        await until(lambda: len(one.under_way) == len(other.under_way) == 1)
        assert {*one.under_way, *other.under_way} == {MAIL, POST}
        for works in (one, other):
            works.gate.set()


async def test_waking_what_waits_already_disturbs_nobody(postgresql_database: Database) -> None:
    """All daemons' sweeps wake the same lanes: the library's error stays where it is, and the others are woken."""
    one, other = Works(), Works()
    async with two(postgresql_database, one, other) as engines:
        lanes = [LaneId(tenant, "correo") for tenant in range(40)]
        for engine in engines:
            engine.wake(lanes)
        await until(lambda: {*one.begun, *other.begun} == set(lanes))
        await until(lambda: numbers(postgresql_database, "jobs") == [])


async def test_an_urgent_wake_is_not_swallowed_by_an_ordinary_one(postgresql_database: Database) -> None:
    """A lane that waits in the long line, behind a busy place, is worked at once when it becomes urgent."""
    works = Works()
    works.gate.clear()
    engine = engine_on(postgresql_database)
    async with running(engine, works, concurrency=1):
        engine.wake([POST])
        await until(lambda: works.under_way == [POST])
        engine.wake([MAIL])
        await until(lambda: len(numbers(postgresql_database, "jobs")) == 2)
        engine.wake([MAIL], urgent=True)
        await until(lambda: MAIL in works.under_way)
        works.gate.set()


async def test_no_job_stays_behind(postgresql_database: Database) -> None:
    """Neither of a lane that was worked, nor of one whose handler failed, nor of one that the end cut off."""
    works = Works()

    async def work(lane: LaneId, stop: asyncio.Event) -> None:
        if lane == POST:
            raise RuntimeError("a handler does not raise")
        await works(lane, stop)

    engine = engine_on(postgresql_database)
    async with running(engine, work):
        engine.wake([MAIL, POST])
        await until(lambda: works.begun == [MAIL] and numbers(postgresql_database, "jobs") == [])
        works.gate.clear()
        engine.wake([MAIL])
        await until(lambda: works.under_way == [MAIL])
    assert numbers(postgresql_database, "jobs") == []
    assert numbers(postgresql_database, "workers") == []


async def test_a_worker_whose_heart_has_stopped_is_replaced(
    postgresql_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A side task that fails ends the worker, since another has something to defer; the lane under way goes on."""
    beat, failed = JobManager.update_heartbeat, asyncio.Event()

    async def fail_once(self: JobManager, worker_id: int) -> None:
        if not failed.is_set():
            failed.set()
            raise ConnectorException
        await beat(self, worker_id)

    works = Works()
    works.gate.clear()
    engine = engine_on(postgresql_database)
    async with running(engine, works):
        engine.wake([MAIL])
        await until(lambda: works.under_way == [MAIL])
        before = numbers(postgresql_database, "workers")
        monkeypatch.setattr(JobManager, "update_heartbeat", fail_once)
        await until(lambda: len(after := numbers(postgresql_database, "workers")) == 2 and not {*after} & {*before})
        assert works.under_way == [MAIL]
        engine.wake([POST])
        await until(lambda: works.begun == [MAIL, POST])
        works.gate.set()


async def test_a_job_whose_end_cannot_be_told_blocks_its_lane_for_nobody(
    postgresql_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would count as under way while its worker lives: the worker is replaced, and the lane can be woken again."""
    finish, failed = JobManager.finish_job, asyncio.Event()

    async def fail_once(self: JobManager, job: Job, status: Status, delete_job: bool) -> None:
        if not failed.is_set():
            failed.set()
            raise ConnectorException
        await finish(self, job, status, delete_job)

    monkeypatch.setattr(JobManager, "finish_job", fail_once)
    works = Works()
    engine = engine_on(postgresql_database)
    async with running(engine, works):
        engine.wake([MAIL])
        await until(failed.is_set)

        def again() -> bool:
            engine.wake([MAIL])
            return len(works.begun) > 1

        await until(again, seconds=30)


async def test_a_transaction_that_does_nothing_is_ended(postgresql_database: Database) -> None:
    """Though its session forgot the setting by which the server would: it keeps no lane from the others."""
    sleeper = Database.open(postgresql_database.url)

    def sleep() -> None:
        with sleeper.write() as connection:
            connection.execute(text("SET idle_in_transaction_session_timeout = 0"))
            take_turn(connection, 1)
            asleep.set()
            awake.wait(20)
            connection.execute(text("SELECT 1"))

    asleep, awake = threading.Event(), threading.Event()
    async with running(engine_on(postgresql_database), Works()):
        sleeping = asyncio.create_task(asyncio.to_thread(sleep))
        await asyncio.to_thread(asleep.wait)
        with postgresql_database.read() as thinking:
            await asyncio.to_thread(_turn, postgresql_database)
            assert thinking.execute(text("SELECT 1")).scalar_one() == 1
        awake.set()
        with pytest.raises(StorageUnreachable):
            await sleeping
    sleeper.close()


def _turn(database: Database) -> None:
    with database.write() as connection:
        take_turn(connection, 1)


async def test_a_database_that_goes_away_comes_back(postgresql_database: Database) -> None:
    """Every session is cut off: the lane under way notices nothing, and wake-ups are carried again."""
    works = Works()
    works.gate.clear()
    engine = engine_on(postgresql_database)
    async with running(engine, works):
        engine.wake([MAIL])
        await until(lambda: works.under_way == [MAIL])
        with postgresql_database.write() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE pid <> pg_backend_pid() AND datname = current_database()"
                )
            )
        engine.wake([POST])

        def woken() -> bool:
            engine.wake([POST])
            return POST in works.begun

        await until(woken, seconds=30)
        assert works.under_way[0] == MAIL
        works.gate.set()
        await until(lambda: works.under_way == [])


async def test_what_a_frozen_daemon_had_is_worked_by_another_and_it_comes_back(postgresql_database: Database) -> None:
    """Frozen, it gives no sign of life; thawed, its worker is struck off, and it takes part again as a new one."""
    works = Works()
    with engine_process("quick", postgresql_database.url, ["hangs"]) as frozen:
        assert frozen.begins() == "hangs"
        os.kill(frozen.process.pid, signal.SIGSTOP)
        engine = engine_on(postgresql_database)
        async with running(engine, works):
            await until(lambda: works.begun == [LaneId(1, "hangs")], seconds=30)
            await until(lambda: len(numbers(postgresql_database, "workers")) == 2)
        os.kill(frozen.process.pid, signal.SIGCONT)
        works.gate.clear()
        awake = engine_on(postgresql_database)
        async with running(awake, works, concurrency=1):
            awake.wake([LaneId(1, f"cuenta-{number}") for number in range(4)])
            begun = await asyncio.wait_for(asyncio.to_thread(frozen.begins), 30)
            assert begun.startswith("cuenta-")
            works.gate.set()


async def test_each_engine_speaks_to_its_own_database(postgresql: PostgreSQL, postgresql_database: Database) -> None:
    """Two in one process: a task stays bound to the app that it was made on, so that each engine makes its own."""
    url = postgresql.create()
    elsewhere = Database.open(url)
    prepare(elsewhere)
    here, there = Works(), Works()
    one, other = engine_on(postgresql_database), engine_on(elsewhere)
    async with running(one, here), running(other, there):
        one.wake([MAIL])
        other.wake([POST])
        await until(lambda: here.begun == [MAIL] and there.begun == [POST])
    elsewhere.close()
    postgresql.drop(url)


async def test_an_engine_tells_for_how_long_it_has_not_gone_round(postgresql_database: Database) -> None:
    """Beyond the time between two rounds; a database that is away shows, and so does a loop that hangs."""
    works = Works()
    engine = engine_on(postgresql_database)
    async with running(engine, works):
        await until(lambda: len(numbers(postgresql_database, "workers")) == 2)
        await until(lambda: engine.waits() == 0.0)
    before = engine.waits()
    await until(lambda: engine.waits() > before)
