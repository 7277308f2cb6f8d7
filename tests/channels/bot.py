"""A Telegram account as the tests open it."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from channels.message import Media
from channels.telegram import Telegram

TOKEN = "4242:AAF-canario"
CHANNEL = "@alcaldia"
PERSON = "1001"
Open = Callable[..., Telegram]


def photo(folder: Path, name: str = "cartel.png") -> Media:
    path = folder / name
    path.write_bytes(b"\x89PNG" + name.encode())
    return Media(path, name, "image/png", sha256(name.encode()).hexdigest(), path.stat().st_size, alt="Niños")
