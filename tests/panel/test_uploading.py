"""Nobody takes all the places in which forms with pictures are read."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from panel.uploading import NoPlace, Uploads

SAME = "2001:db8:1:{:x}::7"
"""Houses of one customer."""


async def test_one_network_holds_a_few() -> None:
    """Whoever comes from another one finds a place; what is given back is there for the next."""
    uploads = Uploads(at_once=8, of_one=2, patience=0)
    async with AsyncExitStack() as held:
        for number in range(2):
            await held.enter_async_context(uploads.place(SAME.format(number)))
        with pytest.raises(NoPlace):
            await held.enter_async_context(uploads.place(SAME.format(3)))
        await held.enter_async_context(uploads.place("198.51.100.7"))
    async with uploads.place(SAME.format(3)):
        pass


async def test_there_are_no_more_than_all() -> None:
    """However many networks ask."""
    uploads = Uploads(at_once=2, of_one=2, patience=0)
    async with uploads.place("198.51.100.1"), uploads.place("198.51.100.2"):
        with pytest.raises(NoPlace):
            async with uploads.place("198.51.100.3"):
                raise AssertionError


async def test_a_class_of_a_school_waits_for_its_turn() -> None:
    """They share an address, and each is taken."""
    uploads, taken, here = Uploads(at_once=8, of_one=2), list[int](), list[int]()

    async def one(number: int) -> None:
        async with uploads.place("198.51.100.7"):
            here.append(number)
            assert len(here) <= 2
            await asyncio.sleep(0)
            here.remove(number)
            taken.append(number)

    await asyncio.gather(*map(one, range(20)))
    assert sorted(taken) == list(range(20))
