"""The daemon as an operator runs it: a process of its own, that a test signals and kills."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).parents[2]
STARTING = 120.0
PATIENCE = 120.0
"""Seconds in which something comes to pass also on a machine that has much else to do; longer, and it never will."""
READY = "en marcha"


class Daemon:
    """`python scheduler.py` on a folder; it has caught up with the calendar when `start` returns."""

    def __init__(self, process: "subprocess.Popen[bytes]", said: Path, errors: Path) -> None:
        self.process = process
        self._said = said
        self._errors = errors

    @classmethod
    def spawn(
        cls,
        config: Path,
        url: str,
        var: Path,
        environment: Mapping[str, str] | None = None,
        wrapper: Sequence[str] = (),
        words: Sequence[str] = (),
    ) -> Self:
        """Begin to run it, by default without a panel. Its log goes to `var/../daemon.log`, one run after the other."""
        errors = var.parent / "daemon.log"
        said = var.parent / "daemon.out"
        with errors.open("a") as log, said.open("w") as out:
            process = subprocess.Popen(
                [*wrapper, sys.executable, "scheduler.py", "-c", str(config), "--db", url, *(words or ["--no-panel"])],
                cwd=ROOT,
                env={**os.environ, "PREGONERO_VAR": str(var), **(environment or {})},
                stdout=out,
                stderr=log,
            )
        return cls(process, said, errors)

    @classmethod
    def start(
        cls,
        config: Path,
        url: str,
        var: Path,
        environment: Mapping[str, str] | None = None,
        wrapper: Sequence[str] = (),
        words: Sequence[str] = (),
    ) -> Self:
        """Run it and wait until it says that it is ready."""
        daemon = cls.spawn(config, url, var, environment, wrapper, words)
        daemon.ready()
        return daemon

    def ready(self) -> None:
        """Wait until it says so."""
        until = time.monotonic() + STARTING
        while READY not in self._said.read_text("utf-8"):
            if time.monotonic() > until or self.process.poll() is not None:
                raise AssertionError(f"the daemon did not start:\n{self.log()}")
            time.sleep(0.02)

    def kill(self) -> None:
        """As the machine does when the power goes."""
        self.process.kill()
        self.process.wait()

    def stop(self, within: float = 60.0) -> int:
        """Ask it to end, as an operator does, and return its exit code. Kills it and fails where it takes longer."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(within)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"it did not end within {within} s:\n{self.log()}") from None
        return self.process.returncode

    def said(self) -> str:
        """All that it told its operator on standard output."""
        return self._said.read_text("utf-8")

    def log(self) -> str:
        """All that was logged, by earlier runs too."""
        return self._errors.read_text("utf-8")

    def events(self, name: str) -> list[dict[str, Any]]:
        """The log's lines about one event."""
        lines = [json.loads(line) for line in self.log().splitlines() if line.startswith("{")]
        return [line for line in lines if line["event"] == name]


@contextmanager
def running(
    config: Path,
    url: str,
    var: Path,
    environment: Mapping[str, str] | None = None,
    wrapper: Sequence[str] = (),
    words: Sequence[str] = (),
) -> Iterator[Daemon]:
    """A daemon for the length of a block; it is killed if the block leaves it running."""
    daemon = Daemon.start(config, url, var, environment, wrapper, words)
    try:
        yield daemon
    finally:
        if daemon.process.poll() is None:
            daemon.kill()


def wait_until(met: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    """Ask again and again, until it is met. Raises AssertionError with `what` was waited for."""
    until = time.monotonic() + seconds
    while not met():
        if time.monotonic() > until:
            raise AssertionError(f"in vain: {what}")
        time.sleep(0.05)
