"""The senders of an account: as many awake as its service's pace asks for, and none that is needed asleep."""

import asyncio
from typing import cast

import pytest

from delivery.sending.crew import LONGEST_RUN, Crew
from delivery.sending.verdict import Outgoing

MESSAGES = [cast(Outgoing, number) for number in range(64)]


class Service:
    """Takes messages one after another from each sender, once it is allowed to."""

    def __init__(self, seconds: float | None = None) -> None:
        self.open = asyncio.Event()
        self.at_once = 0
        self.most = 0
        self.taken: list[object] = []
        self.crew = Crew(self._work, lambda _: None)
        if seconds is not None:
            self.crew.took(seconds)

    async def _work(self, crew: Crew) -> None:
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        try:
            while crew.line:
                self.taken.append(crew.line.popleft())
                await self.open.wait()
        finally:
            self.at_once -= 1

    async def done(self) -> None:
        """All senders have ended."""
        self.crew.close()
        while workers := set(self.crew.workers):
            await asyncio.wait(workers)


@pytest.mark.parametrize(
    ("seconds", "most", "awake"),
    [(None, 50, 50), (0.5, 50, 50), (0.02, 50, 32), (0.001, 50, 64 // LONGEST_RUN), (0.0, 3, 3), (0.5, 1, 1)],
)
async def test_a_fast_service_keeps_few_awake(seconds: float | None, most: int, awake: int) -> None:
    """Each that is woken gets what takes it a moment; of a service that nobody knows yet all are woken."""
    service = Service(seconds)
    service.crew.put(MESSAGES, most)
    await asyncio.sleep(0)
    assert service.most == awake
    service.open.set()
    await service.done()
    assert service.taken == MESSAGES
    assert service.most <= most


async def test_whoever_is_hurried_wakes_up() -> None:
    """Where the few that are awake get no answer, the others take what waits behind them."""
    service = Service(0.001)
    service.crew.put(MESSAGES, 50)
    await asyncio.sleep(0)
    service.crew.hurry()
    await asyncio.sleep(0)
    assert service.at_once == 50
    service.open.set()
    await service.done()


async def test_senders_sleep_between_messages_and_are_the_same() -> None:
    """What comes later is sent by those who are there; a line that is closed ends them."""
    service = Service(0.001)
    service.open.set()
    for message in MESSAGES[:3]:
        service.crew.put([message], 50)
        await asyncio.sleep(0.01)
        assert len(service.crew.workers) == 1
    await service.done()
    assert service.taken == MESSAGES[:3]
    assert not service.crew.workers


async def test_a_sender_that_is_cut_off_can_still_be_told_to_end() -> None:
    """Cut and then closed, asleep or not, every one of them ends."""
    service = Service(0.5)
    service.crew.put(MESSAGES[:2], 2)
    await asyncio.sleep(0)
    service.crew.cut()
    service.crew.line.clear()
    await service.done()
    idle = Service(0.5)
    idle.open.set()
    idle.crew.put(MESSAGES[:1], 1)
    await asyncio.sleep(0.01)
    idle.crew.cut()
    await idle.done()
    assert not idle.crew.workers
