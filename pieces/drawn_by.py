"""What a picture depends on besides its words and its brand: this room, and the versions of what draws them."""

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

PACKAGES = ("pillow", "segno", "ttf-opensans", "typst")
DRAWINGS = "drawings"


@cache
def drawn_by() -> str:
    """sha256 in hexadecimal: another one may draw the same words otherwise, and asks for a new approval."""
    return digest_of(files("pieces"))


def digest_of(room: Traversable) -> str:
    """sha256 in hexadecimal of a room's drawings and of the code that hands them their words, with `PACKAGES`."""
    code = [each for each in room.iterdir() if each.name.endswith(".py")]
    whole = hashlib.sha256()
    for source in sorted([*code, *(room / DRAWINGS).iterdir()], key=lambda each: each.name):
        whole.update(source.read_bytes())
    for name in PACKAGES:
        whole.update(f"{name} {version(name)}\n".encode())
    return whole.hexdigest()
