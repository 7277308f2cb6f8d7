"""What a daemon does in the background: each work by itself, until it is told to stop."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from delivery.daemon.background import Background, Work
from delivery.faults import Faults
from delivery.told import Told
from storage.errors import StorageError
from tests.delivery.desk import HandClock

LONG = 3600.0
"""Seconds that no test waits."""
Look = Callable[[asyncio.Event], Awaitable[None]]


async def rounds(stop: asyncio.Event, *works: Work) -> None:
    """Until it is told to stop."""
    clock = HandClock(datetime(2027, 1, 5, tzinfo=UTC))
    await asyncio.gather(*Background(works, Faults(), clock, Told()).rounds(stop))


async def test_the_first_look_comes_at_once_or_after_a_while() -> None:
    """As the work wants it; who stops waits for neither."""
    stop, looked = asyncio.Event(), list[str]()

    def looks(name: str) -> Look:
        async def look(stop: asyncio.Event) -> None:
            looked.append(name)
            stop.set()

        return look

    await rounds(stop, Work("a", LONG, looks("a"), "…"), Work("b", LONG, looks("b"), "…", at_once=True))
    assert looked == ["b"]


@pytest.mark.parametrize("error", [OSError("disk"), StorageError("locked")])
async def test_what_is_in_trouble_is_looked_after_again_and_holds_up_no_other(error: Exception) -> None:
    """A full disk passes; a work that never ends keeps the others from nothing."""
    stop, tries = asyncio.Event(), list[int]()

    async def endless(stop: asyncio.Event) -> None:
        await stop.wait()

    async def troubled(stop: asyncio.Event) -> None:
        tries.append(1)
        if len(tries) < 3:
            raise error
        stop.set()

    await rounds(stop, Work("a", LONG, endless, "…", at_once=True), Work("b", 0.001, troubled, "…"))
    assert len(tries) == 3


async def test_a_mistake_of_ours_rests_and_ends_nothing() -> None:
    """It is not tried again at each look: the log would be full of it."""
    stop, tries = asyncio.Event(), list[int]()

    async def broken(_stop: asyncio.Event) -> None:
        tries.append(1)
        raise ZeroDivisionError

    async def patient(stop: asyncio.Event) -> None:
        tries.append(0)
        if tries.count(0) == 5:
            stop.set()

    await rounds(stop, Work("a", 0.001, broken, "…", at_once=True), Work("b", 0.001, patient, "…"))
    assert tries.count(1) == 1
