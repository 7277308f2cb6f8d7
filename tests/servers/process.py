"""A server module that runs in a process of its own, so that a test can kill its client and still ask the server."""

import select
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Self

ROOT = Path(__file__).parents[2]
STARTING = 120.0
"""Seconds within which a server says its port."""
STOPPING = 5.0
"""Seconds that a server has to end by itself before it is killed."""


class Server:
    """One running server. Its module prints `PORT n` once it listens, and nothing else on standard output."""

    def __init__(self, process: "subprocess.Popen[str]", errors: IO[str], port: int) -> None:
        self.process = process
        self.port = port
        self._errors = errors

    @classmethod
    def start(cls, module: str, *arguments: str | Path) -> Self:
        """Runs `python -m module arguments…` and waits until it listens.

        Raises RuntimeError with what the server wrote on standard error where it ends, or says nothing in time.
        """
        errors = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed by stop()
        process = subprocess.Popen(
            [sys.executable, "-m", module, *map(str, arguments)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        assert process.stdout is not None
        ready, _, _ = select.select([process.stdout], [], [], STARTING)
        line = process.stdout.readline() if ready else ""
        server = cls(process, errors, int(line.removeprefix("PORT ")) if line.startswith("PORT ") else 0)
        if not server.port:
            said = server.stop()
            raise RuntimeError(f"{module} did not start: {line!r}\n{said}")
        return server

    def stop(self) -> str:
        """Ends the process and returns what it wrote on standard error; a second call returns nothing."""
        if self._errors.closed:
            return ""
        self.process.terminate()
        try:
            self.process.wait(STOPPING)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()
        self._errors.seek(0)
        said = self._errors.read()
        self._errors.close()
        return said
