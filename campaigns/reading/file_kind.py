"""What a file is by its first bytes; its name decides only between kinds that share them."""

from pathlib import Path

from channels.filetypes import SUFFIXES

HEAD = 4096
UNKNOWN_KIND = "application/octet-stream"
"""What stands for none of ours (RFC 2046 §4.5.1)."""
SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (4, b"ftyp", "video/mp4"),
    (0, b"BEGIN:VCALENDAR", "text/calendar"),
    (0, b"WEBVTT", "text/vtt"),
)
"""Offset, bytes, MIME type."""
BY_SUFFIX = {suffix: mime for mime, suffix in SUFFIXES.items()}
ZIPPED = frozenset({".docx", ".xlsx", ".pptx", ".odt", ".ods"})
PLAIN = frozenset({".txt", ".csv"})


def file_kind(path: Path) -> str:
    """The MIME type; empty for what is none of ours. Raises OSError."""
    with path.open("rb") as file:
        return kind_of(file.read(HEAD), path.suffix.lower())


def kind_of(head: bytes, suffix: str) -> str:
    """The same of bytes that are at hand; `suffix` in small letters."""
    for offset, signature, mime in SIGNATURES:
        if head[offset : offset + len(signature)] == signature:
            return mime
    if head.startswith(b"PK\x03\x04") and suffix in ZIPPED:
        return BY_SUFFIX[suffix]
    if suffix in PLAIN and b"\x00" not in head[:HEAD]:
        return BY_SUFFIX[suffix]
    return ""
