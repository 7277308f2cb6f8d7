"""Fixtures that start servers and stop them when the test ends; `tests/conftest.py` gives them to every test."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.channels.service import Service
from tests.servers.certificates import Authority, Certificate
from tests.servers.imap import Imap
from tests.servers.mail import MailServer
from tests.servers.postfix import Postfix
from tests.servers.process import Server
from tests.servers.sink import Sink

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


StartService = Callable[[str], Service]
"""`start_service("bot")` → the `Service` of `tests.servers.bot_api`."""


@pytest.fixture
def start_service(start_server: StartServer, tmp_path: Path) -> StartService:
    """Starts services by their names, each with a folder of its own for its script and its journal."""

    def start(name: str) -> Service:
        folder = tmp_path / name
        folder.mkdir()
        return Service.start(start_server, f"tests.servers.{name}_api", folder)

    return start


StartPostfix = Callable[..., Postfix]
"""`start_postfix(certificate)` → a `Postfix` that wants STARTTLS; without one it takes what comes in clear."""
StartMailServer = Callable[..., MailServer]
"""`start_mail_server(tls="starttls", certificate=…)` → a `MailServer`; its arguments after the folder."""


@pytest.fixture
def start_mail_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartMailServer]:
    """Starts SMTP servers, each with a folder of its own, and stops them all after the test."""
    running: list[MailServer] = []

    def start(*arguments: str, **settings: Any) -> MailServer:
        running.append(MailServer(tmp_path_factory.mktemp("smtp"), *arguments, **settings))
        return running[-1]

    yield start
    for server in running:
        server.stop()


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """A certificate authority that nobody else trusts."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def start_postfix() -> Iterator[StartPostfix]:
    """Starts real Postfixes and stops them all after the test; where there is none, the test does not run."""
    running: list[Postfix] = []

    def start(certificate: Certificate | None = None) -> Postfix:
        running.append(Postfix.start(certificate))
        return running[-1]

    yield start
    for server in running:
        server.stop()


@pytest.fixture
def sink() -> Iterator[Sink]:
    """Postfix's `smtp-sink`; where there is none, the test does not run."""
    running = Sink()
    yield running
    running.stop()


@pytest.fixture
def mailbox() -> Iterator[Imap]:
    """A mailbox that the town reads over IMAP."""
    found = Imap()
    yield found
    found.process.stop()
