"""A mail's DKIM signature (RFC 6376): receivers see that its domain answers for it, and that nothing was changed.

Both halves are made canonical as `relaxed`. Signed is what is on hand, the bytes as they leave, so that the signature
can never speak of another mail. There is no `t=`: the same mail has the same bytes whenever it is made.
"""

import re
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256

from channels.email.signing_key import SigningKey

SIGNED = (
    *(b"from", b"to", b"subject", b"date", b"message-id", b"reply-to", b"mime-version", b"content-type"),
    *(b"list-id", b"list-unsubscribe", b"list-unsubscribe-post"),
)
"""What a signature covers where a mail has it. RFC 8058 §4 demands it of the last two."""
_KNOWN = frozenset(SIGNED)
_END = b"\r\n"
_SPACES = re.compile(rb"  +")
"""With two to look for, and not «one or more», it is four times as fast."""
_WIDTH = 72
"""Characters of a signature in a line."""


class Signer:
    """Signs for one domain."""

    def __init__(self, domain: str, selector: str, key: SigningKey) -> None:
        """`selector` and `domain` say where the public key stands: `<selector>._domainkey.<domain>`; both are ASCII."""
        self._key = key
        self._whose = b"v=1; a=%b; c=relaxed/relaxed; d=%b;\r\n s=%b" % (
            key.algorithm,
            domain.encode("ascii"),
            selector.encode("ascii"),
        )

    def signed(self, mail: bytes) -> bytes:
        """The mail, whose lines end in CRLF, with its signature above it."""
        head, _, body = mail.partition(b"\r\n\r\n")
        fields = _fields(head)
        # Named once more than it is there: a second sender cannot be added without breaking the signature (§8.15).
        names, covered = [SIGNED[0]], []
        for name in SIGNED:
            for line in fields.get(name, ()):
                names.append(name)
                covered.append(line)
        begun, canonical = _begun(self._whose, tuple(names))
        digest = b64encode(sha256(_relaxed(body)).digest())
        signature = b64encode(self._key.sign(b"%b%b%b; b=" % (b"".join(covered), canonical, digest)))
        lines = b"\r\n ".join([signature[begin : begin + _WIDTH] for begin in range(0, len(signature), _WIDTH)])
        return b"%b%b;\r\n b=%b\r\n%b" % (begun, digest, lines, mail)


@lru_cache(maxsize=256)
def _begun(whose: bytes, names: tuple[bytes, ...]) -> tuple[bytes, bytes]:
    """The signature's own header up to the body's hash, as it leaves and made canonical: nearly all mails share it."""
    half = (len(names) + 1) // 2
    listed = b":\r\n ".join((b":".join(names[:half]), b":".join(names[half:])))
    value = b"%b;\r\n h=%b;\r\n bh=" % (whose, listed)
    return b"DKIM-Signature: " + value, b"dkim-signature:" + value.replace(b"\r\n ", b" ")


def _fields(head: bytes) -> dict[bytes, list[bytes]]:
    """The headers that are signed, made canonical (§3.4.2), by name; of several the last stands first (§5.4.2)."""
    found: dict[bytes, list[bytes]] = {}
    unfolded = _single_spaced(head.replace(b"\r\n ", b" ").replace(b"\r\n\t", b" "))
    for line in reversed(unfolded.split(_END)):
        name, _, value = line.partition(b":")
        known = name.rstrip(b" ").lower()
        if known in _KNOWN:
            found.setdefault(known, []).append(b"%b:%b\r\n" % (known, value.strip(b" ")))
    return found


def _relaxed(body: bytes) -> bytes:
    """A body made canonical (§3.4.4): single spaces, none at a line's end, and no empty lines at its own."""
    found = _single_spaced(body).replace(b" \r\n", _END)
    if found.endswith(_END) and not found.endswith(b"\r\n\r\n") and found != _END:
        return found
    ended = found.rstrip(b" \r\n")
    return ended + _END if ended else b""


def _single_spaced(data: bytes) -> bytes:
    return _SPACES.sub(b" ", data.replace(b"\t", b" "))
