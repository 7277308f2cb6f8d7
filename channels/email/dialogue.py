"""What is said over an open connection, and the answers in their order (RFC 5321 §4.2)."""

import asyncio
from collections import deque
from collections.abc import Container, Sequence
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
        if not all(answer.code in codes for answer, codes in zip(self._answers, expected, strict=False)):
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
            alarm = loop.call_later(seconds, self._expire)
            try:
                await self._waiter
            finally:
                alarm.cancel()
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
            self._lines.append(line)
            if line[3:4] != b"-":
                self._answers.append(_read(self._lines))
                self._lines = []
        if len(self._rest) + sum(map(len, self._lines)) > LONGEST:
            self._transport.abort()
        if self._answers:
            self._wake(None)

    def eof_received(self) -> bool:
        """See `asyncio.Protocol`: the other side says no more, so that this one closes too."""
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """See `asyncio.Protocol`."""
        self._closed = True
        self._wake(aiosmtplib.SMTPServerDisconnected(str(exc or "the connection was closed")))

    def _expire(self) -> None:
        self._wake(aiosmtplib.SMTPReadTimeoutError("no answer in time"))

    def _wake(self, error: Exception | None) -> None:
        if self._waiter is None or self._waiter.done():
            return
        if error is None:
            self._waiter.set_result(None)
        else:
            self._waiter.set_exception(error)


def _read(lines: list[bytes]) -> Answer:
    code = lines[-1][:3]
    return Answer(int(code) if len(code) == 3 and code.isdigit() else UNREADABLE, tuple(lines))
