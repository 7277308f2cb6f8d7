"""How wide and high a JPEG is, from its own header: no picture is decoded for it (ITU-T T.81, B.2.2)."""

from pathlib import Path
from typing import BinaryIO, NamedTuple

_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_START, _EXIF = 0xD8, 0xE1
MOST_SEGMENTS = 200
"""Before the header of the frame; a picture has a dozen."""


class PictureSize(NamedTuple):
    """Pixels, as they are stored."""

    width: int
    height: int
    may_be_turned: bool
    """It says of itself how it is to be held: a viewer may show it turned."""


def picture_size(path: Path) -> PictureSize | None:
    """None: it is no JPEG, or none that can be read. Raises OSError."""
    with path.open("rb") as file:
        return size_in(file)


def size_in(file: BinaryIO) -> PictureSize | None:
    """The same of what is open, from where it stands."""
    turned = False
    if file.read(2) != bytes((0xFF, _START)):
        return None
    for _ in range(MOST_SEGMENTS):
        head = file.read(4)
        if len(head) < 4 or head[0] != 0xFF:
            return None
        marker, length = head[1], int.from_bytes(head[2:])
        if marker in _FRAMES:
            frame = file.read(5)
            height, width = int.from_bytes(frame[1:3]), int.from_bytes(frame[3:5])
            return PictureSize(width, height, turned) if width and height else None
        turned = turned or marker == _EXIF
        file.seek(length - 2, 1)
    return None
