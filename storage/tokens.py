"""Words that only this installation can have made: what the links and addresses bear that lead back to it."""

import hmac
import re
from base64 import b32decode
from binascii import Error
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from storage.base32 import letters
from storage.keyring import Keyring, SigningKey

SIGNED = 12
"""Octets of a signature: 96 bits, which nobody guesses over a network."""
LONGEST = 400
"""Characters of what is looked at at all."""
_NEVER = 0
_MINUTE = timedelta(minutes=1)
_ENDS = 4
"""Octets of the minute at which a token ends, counted from 1970."""


_WORD = re.compile(r"(?<![a-z0-9])[a-z2-7]{8,400}(?![a-z0-9])")
"""What may be a token, or one without its signature."""


class Use(StrEnum):
    """What a token is for: it is good for nothing else."""

    UNSUBSCRIBE = "baja"
    SUBSCRIBE = "suscripcion"
    """Confirms a subscription that was asked for."""
    PREFERENCES = "preferencias"
    START = "inicio"
    """What a link into a messenger hands to its bot."""
    BOUNCE = "rebote"
    """Stands in the envelope's sender (VERP)."""
    APPROVE = "aprobar"
    RECEIVE = "recibir"
    """What is handed in for an open order."""
    RIGHTS = "derechos"
    """Shows somebody's data, and lets them be erased: for a day, from the mailbox alone."""
    SECOND_STEP = "segundo-paso"
    """A password was right; a code is still to come."""
    SUBMISSION = "envio"
    """Shows whoever sent something to the office what became of it."""
    FORM = "formulario"
    """A page that was opened may be sent, by this visitor and for a while."""
    ENTRANCE = "entrada"
    """Lets a user into the panel, once."""


class BadToken(ValueError):
    """It is not ours, or not for this; whoever guesses learns nothing more."""


class ExpiredToken(BadToken):
    """It was ours, and its time is over."""


def sign(keyring: Keyring, use: Use, content: bytes, until: datetime | None = None) -> str:
    """A token with this content, readable by anyone, in lower-case letters and digits of base32 (RFC 4648 §6).

    It fits into an address, a mail's local part and a messenger's link; whoever makes its letters large does no harm.
    `until`: aware, to the minute; None: it never ends. What it says of the tenant belongs into the content.
    """
    ends = _NEVER if until is None else max(int(until.timestamp() // 60), 1)
    body = ends.to_bytes(_ENDS, "big") + content
    return letters(body + _signature(keyring.signing_keys[-1], use, body))


def bare(keyring: Keyring, text: str) -> tuple[str, dict[str, Use]]:
    """A text whose tokens have lost their signatures, and so are good for nothing; each of those, and what it is for.

    Words that this installation did not sign stay as they are.
    """
    stripped: dict[str, Use] = {}

    def without(found: re.Match[str]) -> str:
        data = _octets(found[0])
        use = None if data is None else _use_of(keyring, data)
        if data is None or use is None:
            return found[0]
        body = letters(data[:-SIGNED])
        stripped[body] = use
        return body

    return _WORD.sub(without, text), stripped


def signed_again(keyring: Keyring, text: str, stripped: Mapping[str, Use]) -> str:
    """The text with the tokens that `bare` took the signatures from; signed by the newest key."""

    def whole(found: re.Match[str]) -> str:
        use, body = stripped.get(found[0]), _octets(found[0])
        if use is None or body is None:
            return found[0]
        return letters(body + _signature(keyring.signing_keys[-1], use, body))

    return _WORD.sub(whole, text)


def read(keyring: Keyring, use: Use, token: str, now: datetime) -> bytes:
    """The content of a token that was signed for this use; by any key that ever signed.

    Raises `BadToken`; `ExpiredToken` only where it is ours.
    """
    if not token.isascii() or len(token) > LONGEST:
        raise BadToken
    data = _octets(token.lower())
    if data is None or not _is_signed(keyring, use, data):
        raise BadToken
    body = data[:-SIGNED]
    ends = int.from_bytes(body[:_ENDS], "big")
    if ends != _NEVER and now.timestamp() >= (ends * _MINUTE).total_seconds():
        raise ExpiredToken
    return body[_ENDS:]


def _octets(told: str) -> bytes | None:
    """What letters say; None where they say nothing. Bits that say nothing must be nought: each is told in one way."""
    try:
        data = b32decode(told.upper() + "=" * (-len(told) % 8))
    except Error:
        return None
    return data if letters(data) == told else None


def _use_of(keyring: Keyring, data: bytes) -> Use | None:
    """What a token is for; None where it is none of ours."""
    return next((use for use in Use if _is_signed(keyring, use, data)), None)


def _is_signed(keyring: Keyring, use: Use, data: bytes) -> bool:
    body, signature = data[:-SIGNED], data[-SIGNED:]
    if len(body) < _ENDS:
        return False
    return any(hmac.compare_digest(_signature(key, use, body), signature) for key in keyring.signing_keys)


def _signature(key: SigningKey, use: Use, body: bytes) -> bytes:
    made = hmac.digest(key.key, b"pregonero token\0%b\0%b\0%b" % (use.value.encode(), key.id.encode(), body), sha256)
    return made[:SIGNED]
