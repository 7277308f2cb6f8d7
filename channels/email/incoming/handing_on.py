"""A person's mail that came to the mailbox of returns, handed on to whoever reads the answers (RFC 5322 §3.6.6)."""

from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256

from channels.email.mailbox import Mailbox

MARK = b"X-Pregonero-Resent: yes"
"""What says that a mail went through here before: handed on once more, it would go round for ever."""


def went_through(mail: bytes) -> bool:
    """Whether it was handed on once already."""
    head = mail.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return any(line.strip().lower() == MARK.lower() for line in head.split(b"\n"))


def resent(mail: bytes, sender: Mailbox, to: Mailbox, now: datetime) -> bytes:
    """The mail as it came, below who hands it on, to whom and when. `now` is aware."""
    lines = mail.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    if lines[0].startswith(b"From "):
        # What some mail servers write before a mail that they hand to a program is no header.
        del lines[0]
    name = sha256(mail).hexdigest()[:32]
    above = (
        f"Resent-From: {sender.address}",
        f"Resent-To: {to.address}",
        f"Resent-Date: {format_datetime(now)}",
        f"Resent-Message-ID: <{name}@{sender.domain}>",
    )
    return b"\r\n".join([*(line.encode() for line in above), MARK, *lines])
