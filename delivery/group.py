"""Many small commits made one: what arrives while a commit is under way goes into the next."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class GroupCommit(Generic[Item, Answer]):
    """Collects items and commits them together; each submitter gets its own answer, or the commit's error."""

    def __init__(self, commit: Callable[[list[Item]], Awaitable[list[Answer]]]) -> None:
        """`commit` answers in the order of its items."""
        self._commit = commit
        self._waiting: list[tuple[Item, asyncio.Future[Answer]]] = []
        self._task: asyncio.Task[None] | None = None

    async def submit(self, item: Item) -> Answer:
        """Return when the item is durably committed. Raises what the commit raised."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        return await future

    async def _run(self) -> None:
        await asyncio.sleep(0)
        while self._waiting:
            group, self._waiting = self._waiting, []
            # The submitters get the error: here it is only carried over to them, whatever it is.
            [outcome] = await asyncio.gather(self._commit([item for item, _ in group]), return_exceptions=True)
            for position, (_, future) in enumerate(group):
                if future.done():
                    continue
                if isinstance(outcome, BaseException):
                    future.set_exception(outcome)
                else:
                    future.set_result(outcome[position])
        self._task = None
