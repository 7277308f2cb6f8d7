"""Fixtures that start servers and stop them when the test ends; `tests/conftest.py` gives them to every test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.servers.process import Server

StartServer = Callable[..., Server]
"""`start_server("tests.servers.smtp", "--journal", path)` → a `Server` that listens at `127.0.0.1:server.port`."""


@pytest.fixture
def start_server() -> Iterator[StartServer]:
    """Starts server modules in processes of their own and stops them all after the test."""
    running: list[Server] = []

    def start(module: str, *arguments: str | Path) -> Server:
        running.append(Server.start(module, *arguments))
        return running[-1]

    yield start
    for server in running:
        server.stop()
