"""Bells that wake the daemon, and those that a jump of the clock would have silenced."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from delivery.daemon.bells import Bells
from tests.delivery.desk import PATIENCE, HandClock


@pytest.fixture
async def bells() -> AsyncIterator[Bells]:
    """At work in this test's loop."""
    ringing = Bells()
    ringing.start()
    yield ringing
    ringing.stop()


class Ear:
    """Hears each ring."""

    def __init__(self) -> None:
        self.heard = 0
        self.ringing = asyncio.Event()

    async def __call__(self) -> None:
        self.heard += 1
        self.ringing.set()


def in_(**time: float) -> datetime:
    """So much later by the machine's clock, which is APScheduler's."""
    return datetime.now(UTC) + timedelta(**time)


async def test_a_bell_rings_once_at_its_hour(bells: Bells) -> None:
    """It rings when its hour has come, and not again."""
    ear = Ear()
    bells.set("agua", in_(seconds=0.2), ear)
    await asyncio.wait_for(ear.ringing.wait(), PATIENCE)
    await asyncio.sleep(0.1)
    await bells.ring_due(in_(hours=1))
    assert ear.heard == 1


async def test_a_bell_of_the_same_name_is_moved(bells: Bells) -> None:
    """Set anew it rings at the new hour only."""
    first, second = Ear(), Ear()
    bells.set("agua", in_(seconds=0.2), first)
    bells.set("agua", in_(seconds=0.3), second)
    await asyncio.wait_for(second.ringing.wait(), PATIENCE)
    assert (first.heard, second.heard) == (0, 1)


async def test_an_hour_that_is_over_rings_at_once(bells: Bells) -> None:
    """However late, it rings."""
    ear = Ear()
    bells.set("agua", in_(days=-3), ear)
    await asyncio.wait_for(ear.ringing.wait(), PATIENCE)
    assert ear.heard == 1


async def test_what_a_clock_set_forward_skipped_is_rung(bells: Bells) -> None:
    """APScheduler's timer runs on by the old time; whoever looks at the clock rings what is due, once."""
    ear, later = Ear(), Ear()
    bells.set("agua", in_(minutes=50), ear)
    bells.set("luz", in_(minutes=70), later)
    for _ in range(2):
        await bells.ring_due(in_(hours=1))
    assert (ear.heard, later.heard) == (1, 0)


async def test_a_bell_may_set_itself_anew_while_it_rings(bells: Bells) -> None:
    """A campaign's bell sets its next hour when it rings."""
    ear = Ear()

    async def ring() -> None:
        await ear()
        bells.set("agua", in_(minutes=30), ear)

    bells.set("agua", in_(minutes=10), ring)
    await bells.ring_due(in_(minutes=20))
    await bells.ring_due(in_(minutes=40))
    assert ear.heard == 2


async def test_a_bell_that_fails_hinders_no_other(bells: Bells, caplog: pytest.LogCaptureFixture) -> None:
    """Each is told for itself, and who is due beside it or later is rung."""

    async def fail() -> None:
        raise RuntimeError("mal")

    ear, later = Ear(), Ear()
    for name in ("a", "b"):
        bells.set(name, in_(seconds=0.1), fail)
    bells.set("c", in_(seconds=0.1), ear)
    bells.set("d", in_(seconds=0.3), later)
    async with asyncio.timeout(PATIENCE):
        await ear.ringing.wait()
        await later.ringing.wait()
    assert [record.message for record in caplog.records] == ["what was due could not be looked at"] * 2


async def test_cleared_bells_are_silent(bells: Bells) -> None:
    """A reload takes every bell down."""
    ear = Ear()
    bells.set("agua", in_(seconds=0.1), ear)
    bells.clear()
    await asyncio.sleep(0.3)
    await bells.ring_due(in_(hours=1))
    assert ear.heard == 0


async def test_a_clock_set_back_rings_what_was_set_under_the_later_hour(bells: Bells) -> None:
    """What comes next was asked at an hour that was a mistake: it is asked again, once."""
    ear = Ear()
    bells.set("agua", in_(hours=30), ear)
    await bells.ring_due(in_(seconds=-10))
    assert ear.heard == 0
    for _ in range(2):
        await bells.ring_due(in_(days=-1))
    assert ear.heard == 1


async def test_hours_are_those_of_the_clock_that_was_given() -> None:
    """By a clock that is years ahead a bell rings after the time that this clock says, no sooner and no later."""
    clock, ear = HandClock(datetime(2031, 1, 1, tzinfo=UTC)), Ear()
    bells = Bells(clock)
    bells.start()
    try:
        bells.set("agua", clock.now() + timedelta(seconds=0.3), ear)
        await asyncio.sleep(0.1)
        assert ear.heard == 0
        await asyncio.wait_for(ear.ringing.wait(), PATIENCE)
    finally:
        bells.stop()
