"""How long one whole call may take: no server holds an account for ever by sending a byte now and then."""

SLOWEST = 50_000
"""Bytes a second of a poor line; a file may take as long as it needs at that speed."""


def whole(connect: float, write: float, read: float, size: int = 0) -> float:
    """Seconds from the first byte of a call to the last of its answer. `size`: the bytes that are handed over."""
    return connect + write + read + size / SLOWEST
