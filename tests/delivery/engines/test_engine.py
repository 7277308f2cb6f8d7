"""The contract of an engine, for each engine."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import make_url

from delivery.engines.cluster import ProcrastinateEngine
from delivery.engines.engine import Engine, Handler, LaneId, LocalEngine
from storage.database import Database
from tests.delivery.engine_process import engine_process

MAIL, POST, ALERT = LaneId(1, "correo"), LaneId(1, "x"), LaneId(2, "correo")
ENGINES = ("local", "cluster")


@pytest.fixture(params=ENGINES)
def kind(request: pytest.FixtureRequest) -> str:
    """Which of ours."""
    return str(request.param)


@pytest.fixture
def url(request: pytest.FixtureRequest, kind: str) -> str:
    """The address of the database that the engine needs; some need none."""
    if kind == "local":
        return "sqlite:///nada.db"
    database: Database = request.getfixturevalue("postgresql_database")
    return database.url


@pytest.fixture
def engine(kind: str, url: str) -> Engine:
    """One of ours."""
    return LocalEngine(grace=0.3) if kind == "local" else ProcrastinateEngine(make_url(url), grace=0.3)


class Works:
    """A handler that keeps what it was handed, and works as long as its gate is shut."""

    def __init__(self) -> None:
        self.begun: list[LaneId] = []
        self.under_way: list[LaneId] = []
        self.most = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, lane: LaneId, stop: asyncio.Event) -> None:
        self.begun.append(lane)
        self.under_way.append(lane)
        self.most = max(self.most, len(self.under_way))
        try:
            await self.gate.wait()
        finally:
            self.under_way.remove(lane)


@asynccontextmanager
async def running(engine: Engine, handler: Handler, concurrency: int = 4) -> AsyncIterator[asyncio.Event]:
    """The engine at work; it is stopped at the end."""
    stop = asyncio.Event()
    work = asyncio.create_task(engine.run(handler, stop, concurrency))
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(work, 30)


async def until(met: Callable[[], bool], seconds: float = 30) -> None:
    """Let others work until it is met."""
    async with asyncio.timeout(seconds):
        while not met():  # noqa: ASYNC110 - what a handler has done is no event
            await asyncio.sleep(0.005)


async def test_a_woken_lane_is_worked(engine: Engine) -> None:
    """Each woken lane is handed to the handler, also where it was woken before the engine ran."""
    works = Works()
    engine.wake([MAIL])
    async with running(engine, works):
        engine.wake([POST, ALERT])
        await until(lambda: len(works.begun) == 3)
    assert set(works.begun) == {MAIL, POST, ALERT}


async def test_waking_twice_before_it_begins_works_once(engine: Engine) -> None:
    """A wake-up is idempotent."""
    works = Works()
    for _ in range(5):
        engine.wake([MAIL])
    async with running(engine, works):
        await until(lambda: works.begun == [MAIL] and not works.under_way)
        await asyncio.sleep(0.05)
    assert works.begun == [MAIL]


async def test_a_lane_is_in_one_place_at_a_time(engine: Engine) -> None:
    """A lane woken while it is worked is worked once more, afterwards."""
    works = Works()
    works.gate.clear()
    async with running(engine, works):
        engine.wake([MAIL])
        await until(lambda: works.under_way == [MAIL])
        engine.wake([MAIL])
        engine.wake([MAIL], urgent=True)
        await asyncio.sleep(0.05)
        assert works.under_way == [MAIL]
        works.gate.set()
        await until(lambda: len(works.begun) >= 2 and not works.under_way)
    assert works.most == 1


async def test_no_more_lanes_are_worked_at_once_than_asked(engine: Engine) -> None:
    """The others wait for their turn, and get it."""
    works = Works()
    works.gate.clear()
    lanes = [LaneId(1, f"cuenta-{number}") for number in range(10)]
    async with running(engine, works, concurrency=3):
        engine.wake(lanes)
        await until(lambda: len(works.under_way) == 3)
        await asyncio.sleep(0.05)
        assert works.most == 3
        works.gate.set()
        await until(lambda: len(works.begun) == 10)
    assert sorted(works.begun) == sorted(lanes)


async def test_an_urgent_lane_waits_for_no_place(engine: Engine) -> None:
    """All places taken, an urgent lane is worked at once."""
    works = Works()
    works.gate.clear()
    async with running(engine, works, concurrency=1):
        engine.wake([MAIL, POST])
        await until(lambda: len(works.under_way) == 1)
        engine.wake([ALERT], urgent=True)
        await until(lambda: ALERT in works.under_way)
        works.gate.set()


async def test_a_stop_waits_for_lanes_under_way(engine: Engine) -> None:
    """Whoever ends within the grace ends in order; nothing new begins."""
    works = Works()
    works.gate.clear()
    async with running(engine, works) as stop:
        engine.wake([MAIL])
        await until(lambda: works.under_way == [MAIL])
        stop.set()
        engine.wake([POST])
        await asyncio.sleep(0.05)
        assert works.under_way == [MAIL]
        works.gate.set()
    assert works.begun == [MAIL]
    assert works.under_way == []


async def test_a_lane_that_hangs_does_not_hold_up_the_end(engine: Engine) -> None:
    """After the grace, what still hangs is cancelled."""
    works = Works()
    works.gate.clear()
    async with running(engine, works):
        engine.wake([MAIL])
        await until(lambda: works.under_way == [MAIL])
    assert works.under_way == []


async def test_what_a_killed_process_was_working_is_worked_again(engine: Engine, kind: str, url: str) -> None:
    """Kill -9 takes its lanes with it; woken anew, as the sweep does, they are worked by whoever is there."""
    works = Works()
    with engine_process(kind, url, ["hangs"]) as killed:
        assert killed.begins() == "hangs"
    async with running(engine, works):
        engine.wake([LaneId(1, "hangs")])
        await until(lambda: works.begun == [LaneId(1, "hangs")], seconds=30)


async def test_a_handler_that_fails_ends_nothing(engine: Engine) -> None:
    """It is not supposed to; the other lanes are worked, and so is this one when it is woken again."""
    begun: list[LaneId] = []

    async def fail(lane: LaneId, _stop: asyncio.Event) -> None:
        begun.append(lane)
        if lane == MAIL:
            raise RuntimeError("a handler does not raise")

    async with running(engine, fail):
        for lane in (MAIL, POST, MAIL):
            before = len(begun)
            engine.wake([lane])
            await until(lambda before=before: len(begun) > before)  # type: ignore[misc]  # a lambda's default
    assert begun == [MAIL, POST, MAIL]
