"""What is said over an open connection, and the answers in their order (RFC 5321 §4.2)."""

import asyncio
from collections import deque
from collections.abc import Container, Sequence
from functools import lru_cache
from typing import NamedTuple

import aiosmtplib

LONGEST = 65_536
"""Bytes of one answer: a server that never ends its line is not talked to any more."""
UNREADABLE = -1
"""The code of what is no answer."""


class Answer(NamedTuple):
    """One reply of the server."""

    code: int
    lines: tuple[bytes, ...]

    @property
    def text(self) -> str:
        """All its lines, without their codes where it has one."""
        if self.code == UNREADABLE:
            return b"\n".join(self.lines).decode("utf-8", "replace")
        return "\n".join(line[4:].decode("utf-8", "replace").rstrip("\r") for line in self.lines)


class Dialogue(asyncio.Protocol):
    """Takes over a transport that is protected and identified; several commands may be said before their answers."""

    def __init__(self, transport: asyncio.Transport) -> None:
        """`transport` belongs to this from here on."""
        self._transport = transport
        self._rest = b""
        self._lines: list[bytes] = []
        self._answers: deque[Answer] = deque()
        self._waiter: asyncio.Future[None] | None = None
        self._until = 0.0
        """By the loop's clock: when the answer that is waited for is due."""
        self._alarm: asyncio.TimerHandle | None = None
        self._closed = False
        transport.set_protocol(self)

    @property
    def open(self) -> bool:
        """Connected, and with no answer that nobody asked for, such as the 421 of a server that is about to close."""
        return not (self._closed or self._answers or self._transport.is_closing())

    def say(self, words: bytes) -> None:
        """Write, without waiting for an answer. Raises `SMTPServerDisconnected`."""
        if self._closed or self._transport.is_closing():
            raise aiosmtplib.SMTPServerDisconnected("the connection is closed")
        self._transport.write(words)

    def take(self, expected: Sequence[Container[int]]) -> bool:
        """Whether the answers that are next, as many as expected, are here and as expected; they are taken then."""
        if len(self._answers) < len(expected):
            return False
        for answer, codes in zip(self._answers, expected, strict=False):
            if answer.code not in codes:
                return False
        for _ in expected:
            self._answers.popleft()
        return True

    async def answer(self, seconds: float) -> Answer:
        """The next answer. Raises `SMTPReadTimeoutError` after so many seconds, `SMTPServerDisconnected`."""
        if not self._answers:
            if self._closed:
                raise aiosmtplib.SMTPServerDisconnected("the connection was closed")
            loop = asyncio.get_running_loop()
            self._waiter = loop.create_future()
            self._until = loop.time() + seconds
            if self._alarm is None or self._until < self._alarm.when():
                self._set_alarm(loop)
            try:
                await self._waiter
            finally:
                self._waiter = None
        return self._answers.popleft()

    def leave(self) -> None:
        """Say goodbye without waiting for the answer, and close."""
        if not (self._closed or self._transport.is_closing()):
            self._transport.write(b"QUIT\r\n")
        self._transport.close()

    def abort(self) -> None:
        """Drop the connection at once."""
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """See `asyncio.Protocol`."""
        *lines, self._rest = (self._rest + data if self._rest else data).split(b"\n")
        for line in lines:
            if line[3:4] == b"-":
                self._lines.append(line)
            elif self._lines:
                self._answers.append(_read((*self._lines, line)))
                self._lines = []
            else:
                self._answers.append(_read((line,)))
        if (self._rest or self._lines) and len(self._rest) + sum(map(len, self._lines)) > LONGEST:
            self._transport.abort()
        if self._answers:
            self._wake(None)

    def eof_received(self) -> bool:
        """See `asyncio.Protocol`: the other side says no more, so that this one closes too."""
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """See `asyncio.Protocol`."""
        self._closed = True
        if self._alarm is not None:
            self._alarm.cancel()
        self._wake(aiosmtplib.SMTPServerDisconnected(str(exc or "the connection was closed")))

    def _set_alarm(self, loop: asyncio.AbstractEventLoop) -> None:
        """One for many answers: nearly all come in time, and an alarm set for each costs as much as reading it."""
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = loop.call_at(self._until, self._expire, loop)

    def _expire(self, loop: asyncio.AbstractEventLoop) -> None:
        self._alarm = None
        if self._waiter is None:
            return
        if loop.time() < self._until:
            self._set_alarm(loop)
        else:
            self._wake(aiosmtplib.SMTPReadTimeoutError("no answer in time"))

    def _wake(self, error: Exception | None) -> None:
        if self._waiter is None or self._waiter.done():
            return
        if error is None:
            self._waiter.set_result(None)
        else:
            self._waiter.set_exception(error)


@lru_cache(maxsize=64)
def _read(lines: tuple[bytes, ...]) -> Answer:
    """One answer, kept: a server says most things in the same words each time."""
    code = lines[-1][:3]
    return Answer(int(code) if len(code) == 3 and code.isdigit() else UNREADABLE, lines)
