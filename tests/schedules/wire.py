"""Sockets that are none: a transport whose far side is a mail relay in memory."""

import asyncio
from collections.abc import Callable
from typing import Any, Protocol, cast


class FarSide(Protocol):
    """Who is spoken to."""

    def greet(self) -> None:
        """The connection is there."""

    def receive(self, data: bytes) -> None:
        """Bytes have come, in any pieces."""

    def leave(self) -> None:
        """The near side is gone."""


class Wire(asyncio.Transport):
    """The near side of a connection. What is written arrives at once; what comes back takes the time that it takes."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        protocol: asyncio.BaseProtocol,
        far: "Callable[[Wire], FarSide]",
        through: Callable[[bytes], int],
    ) -> None:
        """`through`: how many of the bytes that are written get through; it may end the process after that."""
        super().__init__()
        self._loop = loop
        self._protocol = protocol
        self._through = through
        self._closing = False
        self._lost = False
        self._quiet_until = 0.0
        self._far = far(self)

    def begin(self) -> None:
        """Both sides know of each other."""
        cast(asyncio.Protocol, self._protocol).connection_made(self)
        self._far.greet()

    def answer(self, words: bytes, after: float) -> None:
        """The far side says something, which arrives after so many seconds, and not before what it said earlier."""
        self._loop.call_at(self._in_turn(after), self._arrive, words)

    def hang_up(self, after: float) -> None:
        """The far side closes, once all that it said has arrived."""
        self._loop.call_at(self._in_turn(after), self._lose)

    def write(self, data: Any) -> None:
        """See `asyncio.WriteTransport`."""
        if self._closing:
            return
        told = bytes(data)
        passed = self._through(told)
        self._far.receive(told[:passed])
        if passed < len(told):
            self._closing = True
            self._far.leave()

    def close(self) -> None:
        """See `asyncio.BaseTransport`."""
        if not self._closing:
            self._closing = True
            self._far.leave()
            self._loop.call_soon(self._lose)

    def abort(self) -> None:
        """See `asyncio.WriteTransport`."""
        self.close()

    def is_closing(self) -> bool:
        """See `asyncio.BaseTransport`."""
        return self._closing

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        """See `asyncio.BaseTransport`."""
        self._protocol = protocol

    def get_protocol(self) -> asyncio.BaseProtocol:
        """See `asyncio.BaseTransport`."""
        return self._protocol

    def _in_turn(self, after: float) -> float:
        """A moment after that of everything earlier: timers of one moment have no order."""
        self._quiet_until = max(self._quiet_until + 1e-6, self._loop.time() + after)
        return self._quiet_until

    def _arrive(self, words: bytes) -> None:
        if not self._closing:
            cast(asyncio.Protocol, self._protocol).data_received(words)

    def _lose(self) -> None:
        if not self._lost:
            self._closing = self._lost = True
            self._far.leave()
            self._protocol.connection_lost(None)
