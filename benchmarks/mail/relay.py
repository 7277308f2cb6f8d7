"""The relay that takes all: Postfix's `smtp-sink`, alone or behind a line that takes its time."""

import asyncio
import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import uvloop

ROOT = Path(__file__).parents[2]
UNPACKED = ROOT / ".postfix"
"""Where `make postfix` unpacks Debian's package, which it does not install."""
BACKLOG = 1000
DELAY = 0.02
"""Seconds of one way."""


def tool(name: str) -> list[str]:
    """How to call one of Postfix's programs. Raises FileNotFoundError."""
    if found := shutil.which(name):
        return [found]
    unpacked = UNPACKED / "usr" / "sbin" / name
    if not unpacked.exists():
        raise FileNotFoundError(f"{name} is part of Postfix: `make postfix` fetches it where apt-get is at hand")
    libraries = [UNPACKED / "usr/lib/postfix", *UNPACKED.glob("usr/lib/*-linux-gnu*")]
    return ["env", f"LD_LIBRARY_PATH={':'.join(map(str, libraries))}", str(unpacked)]


@contextlib.contextmanager
def sink() -> Iterator[int]:
    """A relay that takes every mail and keeps none; its port."""
    port = _free()
    user = ("-u", "nobody") if os.getuid() == 0 else ()
    with _running([*tool("smtp-sink"), *user, f"127.0.0.1:{port}", str(BACKLOG)], port):
        yield port


@contextlib.contextmanager
def far(port: int) -> Iterator[int]:
    """The same with 40 ms from each word to its answer; its port."""
    own = _free()
    with _running([sys.executable, "-m", "benchmarks.mail.relay", str(own), str(port)], own):
        yield own


@contextlib.contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _answers(port)
        yield
    finally:
        process.terminate()
        process.wait(10)


def _free() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _answers(port: int) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"nothing answers on port {port}")


class _Later(asyncio.Protocol):
    """One side of a connection: what it hears, the other side says a while later."""

    def __init__(self, other: asyncio.Transport | None = None, port: int = 0) -> None:
        self._other = other
        self._port = port
        self._early: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See `asyncio.Protocol`."""
        # uvloop's own kind of transport is no subclass of asyncio's.
        self._transport = cast(asyncio.Transport, transport)
        if self._other is None:
            self._opening = asyncio.ensure_future(self._open())

    async def _open(self) -> None:
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_connection(lambda: _Later(self._transport), "127.0.0.1", self._port)
        self._other = transport
        for data in self._early:
            loop.call_later(DELAY, transport.write, data)

    def data_received(self, data: bytes) -> None:
        """See `asyncio.Protocol`."""
        if self._other is None:
            self._early.append(data)
        else:
            asyncio.get_running_loop().call_later(DELAY, self._other.write, data)

    def connection_lost(self, exc: Exception | None) -> None:
        """See `asyncio.Protocol`."""
        if self._other is not None:
            asyncio.get_running_loop().call_later(DELAY, self._other.close)


async def _serve(own: int, port: int) -> None:
    server = await asyncio.get_running_loop().create_server(
        lambda: _Later(port=port), "127.0.0.1", own, backlog=BACKLOG
    )
    await server.serve_forever()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
