"""An engine that is watched: what waits its turn is no stop, what is woken in vain is one."""

import asyncio

from delivery.engines.engine import LaneId, LocalEngine
from delivery.engines.watched_engine import WatchedEngine
from tests.delivery.test_rounds import Ticks

FIRST, SECOND, THIRD = LaneId(1, "a"), LaneId(1, "b"), LaneId(1, "c")


async def test_a_lane_that_nobody_begins_is_seen() -> None:
    """The engine hands nothing out: the wait grows until it does, however often the lane is woken."""
    ticks, stop = Ticks(), asyncio.Event()
    engine = WatchedEngine(LocalEngine(), ticks)
    assert engine.waits() == 0
    engine.wake([FIRST])
    ticks.now += 30
    engine.wake([FIRST])
    ticks.now += 60
    assert engine.waits() == 90

    async def handler(lane: LaneId, stop: asyncio.Event) -> None:
        stop.set()

    await engine.run(handler, stop, 1)
    assert engine.waits() == 0


async def test_what_waits_its_turn_is_no_stop() -> None:
    """As many lanes are under way as there is room for: a third waits for one to end, for hours if need be."""
    ticks, stop, begun, end = Ticks(), asyncio.Event(), asyncio.Queue[LaneId](), asyncio.Event()
    engine = WatchedEngine(LocalEngine(), ticks)

    async def handler(lane: LaneId, stop: asyncio.Event) -> None:
        begun.put_nowait(lane)
        await end.wait()

    engine.wake([FIRST, SECOND, THIRD])
    working = asyncio.create_task(engine.run(handler, stop, 2))
    assert {await begun.get(), await begun.get()} == {FIRST, SECOND}
    ticks.now += 7200
    assert engine.waits() == 0
    end.set()
    assert await begun.get() == THIRD
    stop.set()
    await working


async def test_a_lane_woken_under_way_is_no_stop() -> None:
    """The sweep wakes it every few seconds for as long as its mailing lasts."""
    ticks, stop, begun = Ticks(), asyncio.Event(), asyncio.Event()
    engine = WatchedEngine(LocalEngine(), ticks)

    async def handler(lane: LaneId, stop: asyncio.Event) -> None:
        begun.set()
        await stop.wait()

    engine.wake([FIRST])
    working = asyncio.create_task(engine.run(handler, stop, 4))
    await begun.wait()
    engine.wake([FIRST])
    ticks.now += 3600
    assert engine.waits() == 0
    stop.set()
    await working
