"""A server module that runs in a process of its own, so that a test can kill its client and still ask the server.

One process that has imported what servers need copies itself for each of them: hundreds start in a run of the tests.
"""

import multiprocessing
import os
import runpy
import select
import sys
import tempfile
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import IO, Self

ROOT = Path(__file__).parents[2]
STARTING = 120.0
"""Seconds within which a server says its port."""
STOPPING = 5.0
"""Seconds that a server has to end by itself before it is killed."""
IMPORTED = ("aiosmtpd.smtp", "dns.message", "oauthlib.oauth1.rfc5849.signature", "tests.servers.graph", __name__)
"""What the servers import; no server itself, for each runs as its process's main module."""

_starting = multiprocessing.get_context("forkserver")
_starting.set_forkserver_preload(list(IMPORTED))


class Server:
    """One running server. Its module prints `PORT n` once it listens, and nothing else on standard output."""

    def __init__(self, process: BaseProcess, output: Connection, errors: IO[str], port: int) -> None:
        self.process = process
        self.port = port
        self._output = output
        self._errors = errors

    @classmethod
    def start(cls, module: str, *arguments: str | Path) -> Self:
        """Runs `module` with `arguments` as `python -m` does, and waits until it listens.

        Raises RuntimeError with what the server wrote on standard error where it ends, or says nothing in time.
        """
        errors = tempfile.NamedTemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed by stop()
        output, its_output = _starting.Pipe(duplex=False)
        command = [module, *map(str, arguments)]
        process = _starting.Process(target=_run, args=(command, its_output, errors.name), daemon=True)
        process.start()
        its_output.close()
        ready, _, _ = select.select([output], [], [], STARTING)
        line = os.read(output.fileno(), 100).decode() if ready else ""
        server = cls(process, output, errors, int(line.removeprefix("PORT ")) if line.startswith("PORT ") else 0)
        if not server.port:
            said = server.stop()
            raise RuntimeError(f"{module} did not start: {line!r}\n{said}")
        return server

    def stop(self) -> str:
        """Ends the process and returns what it wrote on standard error; a second call returns nothing."""
        if self._errors.closed:
            return ""
        self.process.terminate()
        self.process.join(STOPPING)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()
        self._output.close()
        self._errors.seek(0)
        said = self._errors.read()
        self._errors.close()
        return said


def _run(command: list[str], output: Connection, errors: str) -> None:
    """Be the server."""
    os.chdir(ROOT)
    os.dup2(output.fileno(), sys.stdout.fileno())
    os.dup2(os.open(errors, os.O_WRONLY), sys.stderr.fileno())
    output.close()
    sys.argv = command
    runpy.run_module(command[0], run_name="__main__", alter_sys=True)
