"""One mail, ready to leave: its envelope and its bytes as they go over the line."""

import re
from dataclasses import dataclass
from hashlib import sha256

from channels.email.mailbox import Mailbox
from channels.message import Message

_DOT = re.compile(rb"\n\.")
_BITE = 2047
"""Bytes that are hashed at once: with more, `hashlib` lets another thread run, which takes longer than the hash."""


@dataclass(slots=True, eq=False)
class Letter:
    """A mail on its way through a connection."""

    message: Message
    sender: Mailbox
    """The envelope's: what cannot be delivered comes back to it."""
    recipient: Mailbox
    body: bytes
    """The mail's bytes, before their dots are doubled."""
    identity: str
    """Its Message-ID."""
    moved: bool = False
    """It was taken from a connection that the relay had closed, before anything of it was said."""
    left: bool = False
    """Its body is on the way: only an answer can tell whether the relay has it."""

    @property
    def digest(self) -> str:
        """sha256 of the mail, in hexadecimal."""
        hashed = sha256()
        for begin in range(0, len(self.body), _BITE):
            hashed.update(self.body[begin : begin + _BITE])
        return hashed.hexdigest()

    @property
    def stuffed(self) -> bytes:
        """The body with its dots doubled and its end marked (RFC 5321 §4.5.2); its lines end in CRLF already."""
        ended = self.body if self.body.endswith(b"\r\n") else self.body + b"\r\n"
        if ended.startswith(b"."):
            ended = b"." + ended
        # Most mails have none, and an expression finds that out in half the time of `in`.
        return (ended.replace(b"\r\n.", b"\r\n..") if _DOT.search(ended) else ended) + b".\r\n"
