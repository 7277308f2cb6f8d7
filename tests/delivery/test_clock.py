"""The clocks of delivery."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from delivery.clock import Clock, JumpingClock, SystemClock, run_jumping

START = datetime(2027, 1, 12, 13, 0, tzinfo=UTC)


def test_a_year_of_sleeping_takes_no_time() -> None:
    """The virtual clock jumps to the earliest sleeper whenever all wait; sleepers wake in the order of their hours."""
    clock, woken = JumpingClock(START), list[tuple[str, datetime]]()

    async def sleeper(name: str, days: float) -> None:
        await clock.sleep_until(START + timedelta(days=days))
        woken.append((name, clock.now()))

    async def main() -> None:
        await asyncio.gather(sleeper("b", 365), sleeper("a", 1), sleeper("c", 400))

    run_jumping(clock, main)
    assert woken == [(name, START + timedelta(days=days)) for name, days in (("a", 1), ("b", 365), ("c", 400))]


def test_work_that_goes_on_holds_the_virtual_clock() -> None:
    """As long as anything is ready to run, no time passes."""
    clock, seen = JumpingClock(START), set[datetime]()

    async def worker() -> None:
        for _ in range(100):
            seen.add(clock.now())
            await asyncio.sleep(0)

    async def main() -> None:
        await asyncio.gather(worker(), clock.sleep_until(START + timedelta(hours=1)))

    run_jumping(clock, main)
    assert seen == {START}
    assert clock.now() == START + timedelta(hours=1)


def test_a_sleeper_that_was_cancelled_moves_no_clock() -> None:
    """Nobody is waited for who no longer waits."""
    clock = JumpingClock(START)

    async def main() -> None:
        sleeper = asyncio.create_task(clock.sleep_until(START + timedelta(days=9)))
        await asyncio.sleep(0)
        sleeper.cancel()
        await clock.sleep_until(START + timedelta(minutes=1))

    run_jumping(clock, main)
    assert clock.now() == START + timedelta(minutes=1)


@pytest.mark.parametrize("clock", [SystemClock(), JumpingClock(START)], ids=["system", "jumping"])
async def test_what_is_past_is_not_waited_for(clock: Clock) -> None:
    """Sleeping until a moment that is over returns at once."""
    await asyncio.wait_for(clock.sleep_until(clock.now() - timedelta(hours=1)), 30)


def test_clocks_tell_aware_moments_in_utc() -> None:
    """No clock of ours tells a naive time."""
    for clock in (SystemClock(), JumpingClock(START.astimezone())):
        assert clock.now().tzinfo is UTC


async def test_nobody_sleeps_longer_for_a_clock_that_was_set_back() -> None:
    """Set back by a day, whoever slept for a moment wakes within a nap and looks at the clock again."""

    class SetClock(SystemClock):
        back = timedelta(0)

        def now(self) -> datetime:
            return super().now() - self.back

    clock = SetClock()
    sleeper = asyncio.create_task(clock.sleep_until(clock.now() + timedelta(seconds=0.2)))
    await asyncio.sleep(0.05)
    clock.back = timedelta(days=1)
    await asyncio.wait_for(sleeper, 30)
