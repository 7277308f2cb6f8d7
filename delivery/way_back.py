"""What names a delivery in whatever comes back of it: signed, for anybody can write a mail that looks like a bounce."""

from datetime import datetime

from storage.keyring import Keyring
from storage.tokens import BadToken, Use, read, sign

_LARGEST = 8
"""Octets of a delivery's number."""


def way_back(keyring: Keyring, delivery: int) -> str:
    """Letters and digits, 40 at most: they stand before the @ of an envelope's sender."""
    return sign(keyring, Use.BOUNCE, delivery.to_bytes((delivery.bit_length() + 7) // 8, "big"))


def delivery_named(keyring: Keyring, token: str, now: datetime) -> int | None:
    """The number of the delivery that it names; None where it was not ours."""
    try:
        content = read(keyring, Use.BOUNCE, token, now)
    except BadToken:
        return None
    return int.from_bytes(content, "big") if 0 < len(content) <= _LARGEST else None
