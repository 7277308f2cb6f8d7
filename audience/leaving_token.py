"""What the link of one message bears, by which its recipient leaves: whose it is, and which list it is of."""

from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from storage.keyring import Keyring
from storage.tokens import BadToken, Use, read, sign

SHORT_KEY = 10
"""Octets of a key that a short token bears: 80 bits, which no two addresses share."""
_CLASSES = ("", "servicio", "gestion", "interna", "emergencia")
"""By their numbers in tokens that were sent: what is added comes last."""
_CLASS, _SHORT, _TRIAL = 0x0F, 0x10, 0x20
_TENANT, _KEY, _TOPIC = 3, 32, 4


class Leaver(NamedTuple):
    """Who may leave what. No address is in it, and whoever reads the token learns none."""

    tenant: int
    key: str
    """The recipient's, in hexadecimal; of a short token its first digits."""
    class_: str = ""
    """What is left is a class of messages; empty: it is topics."""
    topics: frozenset[bytes] = frozenset()
    """What is left: the marks of topics."""
    trial: bool = False
    """The message was finished in a rehearsal or by an account in `pruebas`: nobody leaves by it."""


def topic_mark(topic: str) -> bytes:
    """What stands for a topic in a token: as long for every name, so that many fit."""
    return sha256(topic.encode()).digest()[:_TOPIC]


def leaving_token(keyring: Keyring, leaver: Leaver, *, short: bool = False) -> str:
    """The token; it never ends, since old messages are read too. `short`: for what pays for each letter.

    One HMAC, whatever it says.
    """
    return sign(keyring, Use.UNSUBSCRIBE, packed(leaver, short=short))


def read_leaving_token(keyring: Keyring, token: str, now: datetime) -> Leaver:
    """Whose it is. Raises `BadToken`."""
    return unpacked(read(keyring, Use.UNSUBSCRIBE, token, now))


def packed(leaver: Leaver, *, short: bool = False) -> bytes:
    """In octets."""
    flags = _CLASSES.index(leaver.class_) | (_SHORT if short else 0) | (_TRIAL if leaver.trial else 0)
    key = bytes.fromhex(leaver.key)[: SHORT_KEY if short else _KEY]
    return b"%c%b%b%b" % (flags, leaver.tenant.to_bytes(_TENANT, "big"), key, b"".join(sorted(leaver.topics)))


def unpacked(content: bytes) -> Leaver:
    """From octets that were signed. Raises `BadToken` for what an earlier or later version may have meant by them."""
    if len(content) <= _TENANT + 1 or content[0] & _CLASS >= len(_CLASSES):
        raise BadToken
    flags, key_ends = content[0], 1 + _TENANT + (SHORT_KEY if content[0] & _SHORT else _KEY)
    marks = content[key_ends:]
    if len(content) < key_ends or len(marks) % _TOPIC:
        raise BadToken
    return Leaver(
        tenant=int.from_bytes(content[1 : 1 + _TENANT], "big"),
        key=content[1 + _TENANT : key_ends].hex(),
        class_=_CLASSES[flags & _CLASS],
        topics=frozenset(marks[begin : begin + _TOPIC] for begin in range(0, len(marks), _TOPIC)),
        trial=bool(flags & _TRIAL),
    )
