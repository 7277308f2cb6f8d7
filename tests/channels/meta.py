"""Accounts at the servers of Meta's services."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from channels.message import Media
from tests.channels.service import Service
from tests.servers.graph import SECRET, TOKEN

Open = Callable[..., Any]
KEYS = {"token": TOKEN, "secreto-app": SECRET}


def picture(folder: Path, name: str = "cartel.jpg") -> Media:
    """A picture that is there."""
    path = folder / name
    path.write_bytes(b"\xff\xd8\xff" + name.encode())
    digest = f"{sum(name.encode()):064x}"
    return Media(path, name, "image/jpeg", digest, path.stat().st_size, alt="Niños")


def paths(service: Service) -> list[str]:
    """What was asked, in turn: `POST /1020/feed`."""
    return [f"{call['method']} {call['path'].removeprefix('/v26.0')}" for call in service.calls()]


class Memory:
    """Keeps the last token, as a delivery's row does."""

    def __init__(self) -> None:
        self.token: str | None = None
        self.times = 0

    def __call__(self, token: str) -> Awaitable[None]:
        """Keeps it."""
        self.token = token
        self.times += 1
        return _done()


async def _done() -> None:
    """Nothing is waited for."""
