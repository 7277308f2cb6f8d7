"""How many pixels a picture says that it has, from its own header: nothing of it is decoded, however it is packed.

PNG: https://www.w3.org/TR/png-3/#11IHDR. GIF: GIF89a §18. HEIC: ISO/IEC 23008-12 §6.5.3, `ispe` of each tile and of the
whole. WebP: https://developers.google.com/speed/webp/docs/riff_container.
"""

from collections.abc import Callable, Mapping
from typing import BinaryIO

from campaigns.reading.picture_size import size_in

HEAD = 1 << 16
"""Octets in which a HEIC says it."""
_ISPE = 16
"""Octets of that box from its name on: name, version, width and height."""
_LOSSY, _LOSSLESS, _EXTENDED = b"VP8 ", b"VP8L", b"VP8X"


def pixels_in(file: BinaryIO, mime: str) -> int | None:
    """Of a file that stands at its beginning. None: it is no picture of a known kind, or its header is broken."""
    if mime == "image/jpeg":
        size = size_in(file)
        return size.width * size.height if size is not None else None
    read = _READERS.get(mime)
    return (read(file.read(HEAD)) or None) if read is not None else None


def _png(head: bytes) -> int:
    return _big(head[16:20]) * _big(head[20:24]) if head[12:16] == b"IHDR" else 0


def _gif(head: bytes) -> int:
    return _little(head[6:8]) * _little(head[8:10])


def _webp(head: bytes) -> int:
    kind = head[12:16]
    if kind == _LOSSY:
        return (_little(head[26:28]) & 0x3FFF) * (_little(head[28:30]) & 0x3FFF)
    if kind == _LOSSLESS and len(head) >= 25:
        packed = _little(head[21:25])
        return ((packed & 0x3FFF) + 1) * ((packed >> 14 & 0x3FFF) + 1)
    if kind == _EXTENDED and len(head) >= 30:
        return (_little(head[24:27]) + 1) * (_little(head[27:30]) + 1)
    return 0


def _heic(head: bytes) -> int:
    found, at = 0, head.find(b"ispe")
    while at >= 0:
        found = max(found, _big(head[at + 8 : at + 12]) * _big(head[at + 12 : at + _ISPE]))
        at = head.find(b"ispe", at + 4)
    return found


def _big(octets: bytes) -> int:
    return int.from_bytes(octets, "big")


def _little(octets: bytes) -> int:
    return int.from_bytes(octets, "little")


_READERS: Mapping[str, Callable[[bytes], int]] = {
    "image/png": _png,
    "image/gif": _gif,
    "image/webp": _webp,
    "image/heic": _heic,
}
