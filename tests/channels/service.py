"""A scripted HTTP service as a test uses it: its address, the faults it shall have and the calls it got."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from channels.adapter import Surroundings
from channels.message import Media, Message, NotSent
from tests.servers.process import Server


@dataclass(frozen=True, slots=True)
class Service:
    """One running server with its script and its journal."""

    server: Server
    script: Path
    journal: Path
    scheme: str = "http"

    @classmethod
    def start(cls, start_server: Callable[..., Server], module: str, folder: Path, *arguments: str | Path) -> "Service":
        """Starts `module`; it speaks TLS where `arguments` name a certificate."""
        script, journal = folder / "script", folder / "journal"
        script.touch()
        journal.touch()
        server = start_server(module, "--script", script, "--journal", journal, *arguments)
        return cls(server, script, journal, "https" if "--certificate" in arguments else "http")

    @property
    def address(self) -> str:
        """What an account's `servidor` names."""
        return f"{self.scheme}://127.0.0.1:{self.server.port}"

    def then(self, *faults: str) -> None:
        """The next calls meet these faults, one each."""
        with self.script.open("a") as file:
            file.writelines(f"{fault}\n" for fault in faults)

    def calls(self) -> list[dict[str, Any]]:
        """The calls whose body the server read whole."""
        return [json.loads(line) for line in self.journal.read_text("utf-8").splitlines()]


def surroundings(folder: Path, target: str = "") -> Surroundings:
    """Those of an account named `cuenta`."""
    return Surroundings(folder, "cuenta", target, "https://municipio.gov.co", "municipio.gov.co")


def message(text: str, destination: str, media: tuple[Media, ...] = ()) -> Message:
    """A finished message."""
    written = datetime(2027, 1, 5, 13, 0, tzinfo=UTC)
    return Message("c/m/cuenta@1", "clave", destination, written, text, media=media)


async def remember(token: str) -> None:
    """None of these channels has anything to resume."""
    raise AssertionError(token)


async def failure(sending: Awaitable[object]) -> NotSent:
    """The outcome of a send that must not go well."""
    try:
        sent = await sending
    except NotSent as outcome:
        return outcome
    raise AssertionError(f"it was sent: {sent}")
