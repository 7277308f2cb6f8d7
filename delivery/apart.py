"""A module of ours at work in a process of its own: what it takes of the machine is given back when it ends."""

import asyncio
import os
import subprocess
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple

BEAT = 30.0
"""Seconds between two words to others that it is still at work."""
ENDING = 5.0
"""Seconds that it has to end in, once it is told to."""
NOT_FOR_IT = ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID")
"""Of the environment: whoever started the daemon wants to hear of the daemon alone."""


Said = tuple[bytes, bytes]
"""What a process has said in the end, on its standard output and on that of errors."""


class Worker(NamedTuple):
    """One at work."""

    process: Process
    said: "asyncio.Task[Said]"

    async def heard(self, stop: asyncio.Event, beat: Callable[[], Awaitable[None]] | None = None) -> Said | None:
        """The same once it has; None: whoever waits is to end before.

        `beat` is done twice a minute while it works.
        """
        stopping = asyncio.create_task(stop.wait())
        try:
            while not self.said.done() and not stop.is_set():
                await asyncio.wait({self.said, stopping}, timeout=BEAT, return_when=asyncio.FIRST_COMPLETED)
                if beat is not None:
                    await beat()
        finally:
            stopping.cancel()
        return self.said.result() if self.said.done() else None


@asynccontextmanager
async def at_work(module: str, told: bytes) -> AsyncIterator[Worker]:
    """A process, told by its standard input what to do, that is gone afterwards. Raises OSError where none begins."""
    words = (sys.executable, "-m", module)
    process = await asyncio.create_subprocess_exec(*words, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=_environment())
    worker = Worker(process, asyncio.create_task(process.communicate(told)))
    try:
        yield worker
    finally:
        await _end(worker)


def begin_attended(module: str) -> subprocess.Popen[bytes]:
    """The same for a thread that attends to it, and no event loop. Raises OSError.

    It ends by itself once its standard input does, as when whoever began it is gone.
    """
    pipe = subprocess.PIPE
    words = (sys.executable, "-m", module)
    return subprocess.Popen(words, stdin=pipe, stdout=subprocess.DEVNULL, stderr=pipe, env=_environment())  # noqa: S603 - of ours


def _environment() -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if name not in NOT_FOR_IT}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    return environment


async def _end(worker: Worker) -> None:
    """It takes away what it has half made; one that does not come to an end, or whose caller is hurried, is killed.

    Whoever is cancelled while this waits is so once the process is gone: none is left to whoever closes the loop.
    """
    if worker.process.returncode is not None and worker.said.done():
        return
    if worker.process.returncode is None:
        worker.process.terminate()
    ending, hurried = asyncio.create_task(_ended(worker)), False
    while not ending.done():
        try:
            await asyncio.wait({ending})
        except asyncio.CancelledError:
            hurried = True
            _kill(worker.process)
    if hurried:
        raise asyncio.CancelledError


async def _ended(worker: Worker) -> None:
    done, _ = await asyncio.wait({worker.said}, timeout=ENDING)
    if not done:
        _kill(worker.process)
        await asyncio.wait({worker.said})


def _kill(process: Process) -> None:
    # It may have ended a moment before.
    with suppress(ProcessLookupError):
        process.kill()
