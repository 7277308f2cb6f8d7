"""Many small commits made one."""

import asyncio

import pytest

from delivery.group import GroupCommit


class Ledger:
    """Commits what it is handed, as slowly as the test wants, and keeps the groups."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.open = asyncio.Event()
        self.open.set()

    async def commit(self, items: list[int]) -> list[str]:
        """Each item's own answer."""
        await self.open.wait()
        self.groups.append(items)
        if 13 in items:
            raise OSError("no")
        return [f"ok {item}" for item in items]


async def test_each_submitter_gets_its_own_answer() -> None:
    """What is committed together is answered one by one, in its place."""
    ledger = Ledger()
    group: GroupCommit[int, str] = GroupCommit(ledger.commit)
    assert await asyncio.gather(*(group.submit(number) for number in range(5))) == [f"ok {n}" for n in range(5)]
    assert ledger.groups == [[0, 1, 2, 3, 4]]


async def test_what_comes_during_a_commit_goes_into_the_next() -> None:
    """A commit under way takes nobody in; all who wait meanwhile share the next one."""
    ledger = Ledger()
    ledger.open.clear()
    group: GroupCommit[int, str] = GroupCommit(ledger.commit)
    first = asyncio.create_task(group.submit(1))
    await asyncio.sleep(0.01)
    others = [asyncio.create_task(group.submit(number)) for number in (2, 3)]
    await asyncio.sleep(0.01)
    ledger.open.set()
    await asyncio.gather(first, *others)
    assert ledger.groups == [[1], [2, 3]]


async def test_a_failure_is_told_to_all_of_its_group_and_to_nobody_else() -> None:
    """Whoever was in the failed commit gets its error; the next one is not touched by it."""
    ledger = Ledger()
    group: GroupCommit[int, str] = GroupCommit(ledger.commit)
    failed = await asyncio.gather(group.submit(13), group.submit(1), return_exceptions=True)
    assert [type(error) for error in failed] == [OSError, OSError]
    assert await group.submit(2) == "ok 2"


async def test_one_who_no_longer_waits_disturbs_nobody() -> None:
    """A submitter that was cancelled leaves the others their answers."""
    ledger = Ledger()
    ledger.open.clear()
    group: GroupCommit[int, str] = GroupCommit(ledger.commit)
    gone = asyncio.create_task(group.submit(1))
    stays = asyncio.create_task(group.submit(2))
    await asyncio.sleep(0.01)
    gone.cancel()
    ledger.open.set()
    assert await stays == "ok 2"
    with pytest.raises(asyncio.CancelledError):
        await gone
