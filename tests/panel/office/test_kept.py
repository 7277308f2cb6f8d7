"""What takes long is made beside the page, once for all who ask, and kept for a while."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from panel.office.kept import Held, Kept

NOW = datetime(2027, 1, 5, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def test_it_is_made_once_for_as_long_as_it_is_fresh() -> None:
    """Then anew; a clock that was set back makes it anew, too."""
    kept, made = Kept[int](MINUTE, 2), []

    async def make() -> int:
        made.append(1)
        return len(made)

    moments = (NOW, NOW + MINUTE / 2, NOW + MINUTE, NOW)
    assert [(await kept.get("a", moment, make)).value for moment in moments] == [1, 1, 2, 3]


async def test_a_page_does_not_wait_for_what_is_slow() -> None:
    """It gets nothing at first, then what there was; two who ask have it made once."""
    kept, go, made = Kept[int](MINUTE, 2, patience=0.0), asyncio.Event(), []

    async def make() -> int:
        made.append(1)
        await go.wait()
        return len(made)

    both = await asyncio.gather(kept.get("a", NOW, make), kept.get("a", NOW, make))
    assert list(both) == [Held(None, None, True)] * 2
    go.set()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert await kept.get("a", NOW, make) == Held(1, NOW)
    go.clear()
    assert await kept.get("a", NOW + MINUTE, make) == Held(1, NOW, True)


async def test_the_longest_unasked_makes_room() -> None:
    """Of three keys in a place for two the first is made anew."""
    kept, made = Kept[str](MINUTE, 2), []

    for key in ("a", "b", "a", "c", "a", "b"):

        async def make(key: str = key) -> str:
            made.append(key)
            return key

        await kept.get(key, NOW, make)
    assert made == ["a", "b", "c", "b"]


async def test_what_fails_is_told_and_made_again() -> None:
    """The next who asks is not told of the old fault."""
    kept, faults = Kept[int](MINUTE, 2), [OSError("lleno")]

    async def make() -> int:
        if faults:
            raise faults.pop()
        return 1

    with pytest.raises(OSError, match="lleno"):
        await kept.get("a", NOW, make)
    assert (await kept.get("a", NOW, make)).value == 1
