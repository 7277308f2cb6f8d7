"""An X account as the tests open it."""

from collections.abc import Callable
from pathlib import Path

from channels.message import Media
from channels.x import X
from tests.servers.x_api import ACCESS_SECRET, ACCESS_TOKEN, API_KEY, API_SECRET

KEYS = {
    "clave-api": API_KEY,
    "secreto-api": API_SECRET,
    "token-acceso": ACCESS_TOKEN,
    "secreto-acceso": ACCESS_SECRET,
}
Open = Callable[..., X]


def photo(folder: Path, name: str = "cartel.png") -> Media:
    path = folder / name
    path.write_bytes(b"\x89PNG" + name.encode())
    return Media(path, name, "image/png", "ab" * 32, path.stat().st_size, alt="Niños")


async def forget(_token: str) -> None:
    """The process is not cut off in this test."""
