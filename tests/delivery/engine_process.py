"""An engine at work in a process of its own, which a test kills, freezes and thaws."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PROGRAM = """
import asyncio
import sys
from sqlalchemy import make_url
from delivery.engines.cluster import ProcrastinateEngine, Settings
from delivery.engines.engine import LaneId, LocalEngine

async def handle(lane, stop):
    print(lane.sender, flush=True)
    if lane.sender.startswith("hangs"):
        await stop.wait()

_, kind, url, *named = sys.argv
settings = Settings(beat=0.2, stalled=1.5, rescue=0.2, poll=0.2) if kind == "quick" else Settings()
engine = LocalEngine() if kind == "local" else ProcrastinateEngine(make_url(url), settings=settings)
engine.wake([LaneId(1, name) for name in named])
asyncio.run(engine.run(handle, asyncio.Event(), 2))
"""
"""The handler of a lane whose name begins with `hangs` does not return."""


class EngineProcess:
    """What it has begun to work is read from it."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def begins(self) -> str:
        """Wait for the next lane that it begins to work."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


@contextmanager
def engine_process(kind: str, url: str, lanes: Sequence[str] = ()) -> Iterator[EngineProcess]:
    """`kind`: local, cluster, or quick: a cluster that notices everything soon. Killed at the end."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, kind, url, *lanes],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    try:
        yield EngineProcess(process)
    finally:
        process.kill()
        process.communicate()
