"""The headers of a mail as they leave: ASCII in one line, all else as encoded words (RFC 2047)."""

import re
from binascii import b2a_base64
from collections.abc import Iterable
from datetime import datetime
from email.headerregistry import Address
from email.utils import format_datetime
from functools import lru_cache
from urllib.parse import quote

from channels.email.mailbox import CONTROL, Mailbox, mailbox
from channels.message import Leaving

ONE_CLICK = "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
LANGUAGE = b"Content-Language: es-CO\r\n"
VERSION = b"MIME-Version: 1.0\r\n"
OWN = frozenset(
    (
        *("bcc", "cc", "date", "from", "message-id", "reply-to", "return-path", "sender", "subject", "to"),
        *("content-disposition", "content-id", "content-language", "content-transfer-encoding", "content-type"),
        *("dkim-signature", "mime-version", "received"),
    )
)
"""Headers that are made here: `Message.headers` may not carry them."""
LONGEST_LINE = 998
"""Octets in a line without its CRLF (RFC 5322 §2.1.1)."""
LONGEST_BARE = 900
"""Characters that go in one line as they are; what is longer is parted into encoded words."""
PLAIN = "!$'*+"
"""What stands for itself before the @ of a `mailto:`, besides letters, digits and `-._~`."""
_WORD = 45
"""Octets that an encoded word holds: 60 characters of base64, between 12 others."""
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def address(name: str, box: Mailbox) -> bytes:
    """`From`, `To` or `Reply-To`. An address with accents stays as it is (RFC 6532): its relay has SMTPUTF8."""
    if not box.name:
        return f"{name}: {box.address}\r\n".encode()
    return _named(name, box)


@lru_cache(maxsize=256)
def _named(name: str, box: Mailbox) -> bytes:
    shown = one_line(box.name, "un nombre")
    if _bare(shown):
        # With quotes where the name needs them (RFC 5322 §3.2.4).
        return f"{name}: {Address(shown, addr_spec='a@b')}".encode().replace(b"<a@b>", f"<{box.address}>\r\n".encode())
    return b"%b: %b\r\n <%b>\r\n" % (name.encode("ascii"), _words(name, shown), box.address.encode())


@lru_cache(maxsize=256)
def subject(text: str) -> bytes:
    """The subject, kept: all mails of a publication mostly share it. Raises ValueError."""
    line = one_line(text, "el asunto")
    return b"Subject: %b\r\n" % (line.encode("ascii") if _bare(line) else _words("Subject", line))


@lru_cache(maxsize=256)
def date(moment: datetime) -> bytes:
    """The Date of an aware moment."""
    return f"Date: {format_datetime(moment)}\r\n".encode("ascii")


def unsubscribe(reply_to: str, leaving: Leaving) -> bytes:
    """The list, and how to leave it (RFC 2919, RFC 2369): by one click, or by a mail to whoever reads the answers.

    Each in one line, never folded: parted, who reads it could not click. The click is a POST to the page (RFC 8058),
    where it is of `https`; the mail's subject bears the recipient's token. Raises ValueError.
    """
    by_mail = f"<{_by_mail(reply_to)}%20{leaving.token}>"
    page = f"<{leaving.page}>, " if leaving.page else ""
    post = ONE_CLICK if leaving.page.startswith("https://") else ""
    line = f"List-Unsubscribe: {page}{by_mail}"
    if len(line) > LONGEST_LINE:
        raise ValueError(f"el encabezado «List-Unsubscribe» tiene más de {LONGEST_LINE} caracteres")
    return f"List-Id: <{leaving.list_id}>\r\n{line}\r\n{post}".encode("ascii")


@lru_cache(maxsize=256)
def _by_mail(reply_to: str) -> str:
    """What would mean something else in an address of this kind (RFC 6068 §2), and all that is not ASCII, is coded."""
    box = mailbox(reply_to)
    return f"mailto:{quote(box.local, safe=PLAIN)}@{box.domain}?subject=Baja"


def added(headers: Iterable[tuple[str, str]], unsubscribing: bytes = b"") -> bytes:
    """What a message brings besides, each in one line however long, so that List-Unsubscribe is not torn apart.

    `unsubscribing` stands where it brings no List-Unsubscribe of its own. Raises ValueError for what is made here,
    what is no header, and what would add another.
    """
    lines = []
    # Asks automatic answerers to keep silent (RFC 3834 §5); persons can still answer.
    silent = b"Auto-Submitted: auto-generated\r\n"
    for name, value in headers:
        lower = _free(name)
        if len(name) + len(value) > LONGEST_LINE - 2:
            raise ValueError(f"el encabezado «{name}» tiene más de {LONGEST_LINE} caracteres")
        line = one_line(value, f"el encabezado «{name}»")
        words = line.encode("ascii") if line.isascii() else _words(name, line)
        lines.append(b"%b: %b\r\n" % (name.encode("ascii"), words))
        if lower == "auto-submitted":
            silent = b""
        elif lower == "list-unsubscribe":
            unsubscribing = b""
    return b"".join((*lines, silent, unsubscribing))


@lru_cache(maxsize=64)
def _free(name: str) -> str:
    """The name of a header that may be added, in lower case. Raises ValueError."""
    if not _TOKEN.fullmatch(name) or name.lower() in OWN:
        raise ValueError(f"el encabezado «{name}» no se puede añadir")
    return name.lower()


def one_line(text: str, what: str) -> str:
    """The text itself. Raises ValueError where it would not stay in its line."""
    # Whatever ends a line is unprintable too.
    if not text.isprintable() and (CONTROL.search(text) or len(text.splitlines()) > 1):
        raise ValueError(f"{what} contiene saltos de línea o caracteres de control")
    return text


def _bare(text: str) -> bool:
    """It may stand as it is: in ASCII, and not to be taken for encoded words."""
    return text.isascii() and "=?" not in text and len(text) <= LONGEST_BARE


def _words(name: str, text: str) -> bytes:
    """Encoded words in base64, each in a line of at most 75 characters and of whole characters (RFC 2047 §2 and §5)."""
    data = text.encode()
    words: list[bytes] = []
    begin, room = 0, _WORD - (len(name) + 2) // 4 * 3 - 3
    while len(data) - begin > room:
        end = begin + room
        while data[end] & 0xC0 == 0x80:
            end -= 1
        words.append(_word(data[begin:end]))
        begin, room = end, _WORD
    words.append(_word(data[begin:]))
    return b"\r\n ".join(words)


def _word(piece: bytes) -> bytes:
    return b"=?utf-8?b?%b?=" % b2a_base64(piece, newline=False)
