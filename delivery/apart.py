"""A module of ours at work in a process of its own: what it takes of the machine is given back when it ends."""

import asyncio
import os
import subprocess
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress

ENDING = 5.0
"""Seconds that it has to end in, once it is told to."""
NOT_FOR_IT = ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID")
"""Of the environment: whoever started the daemon wants to hear of the daemon alone."""


async def begin(module: str) -> Process:
    """The process, told by its standard input what to do. Raises OSError where none can be begun."""
    words = (sys.executable, "-m", module)
    return await asyncio.create_subprocess_exec(*words, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=_environment())


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


async def end(process: Process, speaking: "asyncio.Task[tuple[bytes, bytes]]") -> None:
    """It takes away what it has half made; one that does not come to an end, or whose caller is hurried, is killed.

    Whoever is cancelled while this waits is so once the process is gone: none is left to whoever closes the loop.
    """
    if process.returncode is not None:
        return
    process.terminate()
    ending, hurried = asyncio.create_task(_ended(process, speaking)), False
    while not ending.done():
        try:
            await asyncio.wait({ending})
        except asyncio.CancelledError:
            hurried = True
            _kill(process)
    if hurried:
        raise asyncio.CancelledError


async def _ended(process: Process, speaking: "asyncio.Task[tuple[bytes, bytes]]") -> None:
    done, _ = await asyncio.wait({speaking}, timeout=ENDING)
    if not done:
        _kill(process)
        await asyncio.wait({speaking})


def _kill(process: Process) -> None:
    # It may have ended a moment before.
    with suppress(ProcessLookupError):
        process.kill()
