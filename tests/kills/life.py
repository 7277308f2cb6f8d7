"""One life of a daemon, from its start to its end, as the harness sees it."""

import json
import os
import select
import signal
import subprocess
import sys
from typing import Any, Self

from tests.story.daemon import ROOT

STARTING = 120.0
"""Seconds in which the nursery has to be ready, and a life to begin or to end."""


class Nursery:
    """The process that makes daemons (`tests.kills.nursery`)."""

    def __init__(self) -> None:
        """It is ready when this returns."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.kills.nursery"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.hears()

    def tell(self, line: str) -> None:
        """One line of its input."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n".encode())
        self._process.stdin.flush()

    def hears(self, seconds: float = STARTING) -> dict[str, int]:
        """Its next answer. Raises TimeoutError."""
        found = self.answer(seconds)
        if found is None:
            raise TimeoutError("the nursery does not answer")
        return found

    def answer(self, seconds: float) -> dict[str, int] | None:
        """Its next answer, or None where there is none within so many seconds."""
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], seconds)
        if not ready:
            return None
        line = self._process.stdout.readline()
        assert line, "the nursery is gone"
        found: dict[str, int] = json.loads(line)
        return found

    def stop(self) -> None:
        """No more lives."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(STARTING)
        self._process.stdout.close()


class Life:
    """A daemon that is about to begin: it waits until it is let go."""

    def __init__(self, nursery: Nursery, life: dict[str, Any]) -> None:
        """`life` as the nursery takes it."""
        self._nursery = nursery
        nursery.tell(json.dumps(life))
        self.pid = nursery.hears()["pid"]

    def begin(self) -> Self:
        """Let it go."""
        self._nursery.tell("")
        return self

    def ended(self, within: float) -> dict[str, int] | None:
        """How it ended, or None where it lives on after so many seconds."""
        return self._nursery.answer(within)

    def kill(self, after: float) -> dict[str, int]:
        """Kill it after so many seconds, unless it ended before."""
        found = self.ended(after)
        if found is None:
            os.kill(self.pid, signal.SIGKILL)
            found = self._nursery.hears()
        return found

    def stop(self) -> dict[str, int]:
        """Ask it to end, as an operator does. Fails where it does not within ten seconds."""
        os.kill(self.pid, signal.SIGTERM)
        found = self.ended(10)
        if found is None:
            os.kill(self.pid, signal.SIGKILL)
            self._nursery.hears()
            raise AssertionError("it did not end")
        return found
