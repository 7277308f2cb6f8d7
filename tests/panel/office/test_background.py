"""What takes longer than a page may is made once, and a page never waits for it."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from panel.office.asked import Turned
from panel.office.background import CROWDED, FRESH, MOST_JOBS, Background, Seen
from pieces.refusal import CannotDraw

NOW = datetime(2027, 1, 5, 17, tzinfo=UTC)


class Slow:
    """Makes numbers, each when it is let."""

    def __init__(self) -> None:
        self.made, self.go = 0, asyncio.Event()

    async def __call__(self) -> int:
        """The next one."""
        await self.go.wait()
        self.made += 1
        return self.made


async def test_who_looks_gets_what_stands_and_it_is_made_once() -> None:
    """Nothing yet; then the first, while the second is under way."""
    slow, room = Slow(), Background[int](4, patience=0.01)
    assert await room.look("a", 1, NOW, slow) == (None, None, True)
    assert await room.look("a", 1, NOW, slow) == (None, None, True)
    slow.go.set()
    await room.settle()
    assert await room.look("a", 1, NOW, slow) == (1, NOW, False)
    slow.go.clear()
    later = NOW + timedelta(seconds=5)
    assert await room.look("a", 2, later, slow) == (1, NOW, True)
    slow.go.set()
    await room.settle()
    assert await room.look("a", 2, later, slow) == (2, later, False)


async def test_what_is_quick_is_there_at_once_and_grows_old() -> None:
    """Of the same state it is made anew after a minute, and not before."""
    slow, room = Slow(), Background[int](4)
    slow.go.set()
    assert await room.look("a", 1, NOW, slow) == (1, NOW, False)
    assert await room.look("a", 1, NOW + FRESH / 2, slow) == (1, NOW, False)
    assert await room.look("a", 1, NOW + FRESH, slow) == (2, NOW + FRESH, False)
    assert (await room.look("a", 1, NOW, slow)).made == 3, "a clock that was set back"


async def test_not_more_waits_than_memory_bears() -> None:
    """Whoever asks for one thing after the other is told to wait; what stands already is shown as it is."""
    slow, room = Slow(), Background[int](4, patience=0)
    slow.go.set()
    await room.look("a", 1, NOW, slow)
    await room.settle()
    slow.go.clear()
    for number in range(MOST_JOBS):
        await room.look(number, 1, NOW, slow)
    with pytest.raises(Turned) as told:
        await room.look("another", 1, NOW, slow)
    assert told.value is CROWDED
    assert await room.look("a", 2, NOW, slow) == (1, NOW, True)
    slow.go.set()
    await room.settle()
    await room.look("another", 1, NOW, slow)


async def test_a_municipality_waits_for_no_other_s_pile() -> None:
    """What is asked for in another one is taken, and its turn comes after the one that is being made."""
    slow, room, order = Slow(), Background[int](4, patience=0), list[str]()

    async def noted(name: str) -> int:
        order.append(name)
        return await slow()

    for number in range(MOST_JOBS):
        await room.look(("villa", number), 1, NOW, partial(noted, f"villa {number}"))
    with pytest.raises(Turned):
        await room.look(("villa", "another"), 1, NOW, slow)
    await room.look(("otra", 1), 1, NOW, partial(noted, "otra"))
    slow.go.set()
    await room.settle()
    assert order[:3] == ["villa 0", "otra", "villa 1"]


async def test_a_page_that_has_waited_waits_no_more() -> None:
    """It is being made all the same."""
    slow, room = Slow(), Background[int](4, patience=3_600)
    assert await room.look("a", 1, NOW, slow, waits=False) == (None, None, True)
    slow.go.set()
    await room.settle()
    assert await room.look("a", 1, NOW, slow, waits=False) == (1, NOW, False)


async def test_the_longest_unasked_makes_room() -> None:
    """Of three keys in a place for two the one that was asked for last but one is made anew."""
    slow, room = Slow(), Background[int](2)
    slow.go.set()
    made = [(await room.look(key, 1, NOW, slow)).made for key in ("a", "b", "a", "c", "a", "b")]
    assert made == [1, 2, 1, 3, 1, 4]


async def test_two_who_look_have_it_made_once() -> None:
    """And both get it."""
    slow, room = Slow(), Background[int](4, patience=3_600)
    both = asyncio.gather(room.look("a", 1, NOW, slow), room.look("a", 1, NOW, slow))
    slow.go.set()
    assert list(await both) == [Seen(1, NOW, busy=False)] * 2


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (CannotDraw("No se pudo leer el escudo."), 500, "No se pudo leer el escudo."),
        (OSError("disco lleno"), 503, "disco lleno"),
        (ZeroDivisionError("nadie lo previó"), 500, "imprevista (ZeroDivisionError)"),
    ],
)
async def test_what_fails_is_told_once_and_tried_again(error: Exception, code: int, said: str) -> None:
    """To whoever looks, as a page."""

    async def fail() -> int:
        raise error

    slow, room = Slow(), Background[int](4)
    slow.go.set()
    with pytest.raises(Turned) as caught:
        await room.look("a", 1, NOW, fail)
    assert caught.value.code == code
    assert said in caught.value.reason
    assert (await room.look("a", 1, NOW, slow)).made == 1
