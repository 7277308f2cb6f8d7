"""What names a delivery in whatever comes back of it: signed, for anybody can write a mail that looks like a bounce."""

from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from storage.keyring import Keyring
from storage.tokens import BadToken, Use, read, sign

_LARGEST = 8
"""Octets of a delivery's number."""
_MARK = 3
"""Octets of what tells its recipient from whoever has the number after a copy was taken back."""


class Named(NamedTuple):
    """A delivery that somebody names."""

    number: int
    mark: bytes

    def is_to(self, recipient_key: str) -> bool:
        """Whether it went to that recipient: numbers are given again after a copy was taken back."""
        return self.mark == _mark(recipient_key)


def way_back(keyring: Keyring, delivery: int, recipient_key: str) -> str:
    """Letters and digits, 44 at most: they stand before the @ of an envelope's sender."""
    number = delivery.to_bytes((delivery.bit_length() + 7) // 8, "big")
    return sign(keyring, Use.BOUNCE, _mark(recipient_key) + number)


def delivery_named(keyring: Keyring, token: str, now: datetime) -> Named | None:
    """The delivery that it names; None where it was not ours."""
    try:
        content = read(keyring, Use.BOUNCE, token, now)
    except BadToken:
        return None
    mark, number = content[:_MARK], content[_MARK:]
    return Named(int.from_bytes(number, "big"), mark) if 0 < len(number) <= _LARGEST else None


def _mark(recipient_key: str) -> bytes:
    return sha256(recipient_key.encode()).digest()[:_MARK]
