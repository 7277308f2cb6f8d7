"""A few connections shared by all messages of a lane."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from channels.email.session import Session
from channels.message import NotSent, Unavailable

IDLE_SECONDS = 45.0
"""How long an unused connection is kept: less than the minutes after which relays and routers drop it in silence."""


class Pool:
    """At most `size` sessions at once; the unused ones wait a while for the next message."""

    def __init__(self, size: int, create: Callable[[], Awaitable[Session]], idle_seconds: float = IDLE_SECONDS) -> None:
        """`create` makes a session that is not open yet."""
        self._create = create
        self._idle_seconds = idle_seconds
        self._room = asyncio.Semaphore(size)
        self._idle: dict[Session, asyncio.TimerHandle] = {}
        self._trial = asyncio.Lock()
        self._proven = False
        self._refused: NotSent | None = None

    @asynccontextmanager
    async def session(self) -> AsyncIterator[Session]:
        """An open session. It comes back to the pool unless there is any doubt about it. Raises `Unavailable`."""
        known = self._refused
        async with self._room:
            session = self._unused() or await self._fresh(known)
            whole = False
            try:
                yield session
                whole = True
            finally:
                if whole:
                    self._keep(session)
                else:
                    session.abort()

    async def close(self) -> None:
        """Says goodbye on every unused connection."""
        while session := self._unused():
            session.leave()

    async def _fresh(self, known: NotSent | None) -> Session:
        """A session just opened. Raises `Unavailable`.

        Until one was opened, and again after a refusal that a person must mend, one goes first, and its failure is that
        of all who asked when only `known` had failed: a wrong password said by each of them may lock the account.
        """
        async with self._trial:
            if self._refused is not None and self._refused is not known:
                raise self._refused
            if not self._proven:
                return await self._opened()
        return await self._opened()

    async def _opened(self) -> Session:
        session = await self._create()
        try:
            await session.open()
        except Unavailable as refused:
            if refused.needs_person or not self._proven:
                self._proven, self._refused = False, refused
            raise
        except asyncio.CancelledError:
            session.abort()
            raise
        self._proven, self._refused = True, None
        return session

    def _unused(self) -> Session | None:
        while self._idle:
            session, timer = self._idle.popitem()
            timer.cancel()
            if session.usable:
                return session
            session.leave()
        return None

    def _keep(self, session: Session) -> None:
        if session.usable:
            timer = asyncio.get_running_loop().call_later(self._idle_seconds, self._expire, session)
            self._idle[session] = timer
        else:
            session.leave()

    def _expire(self, session: Session) -> None:
        del self._idle[session]
        session.leave()
