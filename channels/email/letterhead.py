"""What the mails of one publication have alike: sender, answers, date; written once and kept."""

from hashlib import sha256

from channels.email import headers
from channels.email.mailbox import Mailbox, mailbox
from channels.email.parts import Multipart, TextEncoder
from channels.message import Message


class Letterhead:
    """One publication's. What it has written before never changes what it writes, only how soon."""

    def __init__(self, publication: str) -> None:
        """`publication`: its key."""
        self.mixed, self.alternative, self.related = (
            Multipart(subtype, _boundary(publication, number))
            for number, subtype in enumerate(("mixed", "alternative", "related"), start=1)
        )
        self.text = TextEncoder("plain")
        self.html = TextEncoder("html")
        self._kept: tuple[object, tuple[bytes, bytes, bytes]] = (None, (b"", b"", b""))

    def lines(self, message: Message, sender: Mailbox, answered: str) -> tuple[bytes, bytes, bytes]:
        """Who writes, where answers go, and the headers that follow the recipient's own. Raises ValueError.

        `answered`: where answers go, as `mailbox` reads it.
        """
        told = (sender, answered, message.written_at)
        known, lines = self._kept
        if told != known:
            dated = headers.date(message.written_at) + headers.LANGUAGE
            lines = headers.address("From", sender), headers.address("Reply-To", mailbox(answered)), dated
            self._kept = told, lines
        writer, answers, dated = lines
        leaves = headers.unsubscribe(answered, message.leaving) if message.leaving is not None else b""
        added = headers.added(message.headers, leaves)
        return writer, answers, b"%b%b%b" % (dated, added, headers.VERSION)


def _boundary(publication: str, number: int) -> bytes:
    """RFC 2046 §5.1.1: in no part's own text. A `=` before hexadecimal that no encoder makes keeps it apart."""
    return f"={digest(publication)}.{number}=".encode("ascii")


def digest(key: str) -> str:
    """128 bits in hexadecimal: an identity for what has `key`."""
    return sha256(key.encode()).hexdigest()[:32]
