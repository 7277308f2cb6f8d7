"""The parts of a mail's body, each with its own headers, and what holds several together (RFC 2045, RFC 2046)."""

import re
from binascii import b2a_qp
from collections.abc import Iterable
from email.message import EmailMessage
from email.policy import SMTP
from functools import lru_cache

from channels.email.headers import one_line
from channels.message import Media

FOLDED = SMTP.clone(cte_type="7bit", max_line_length=76)
"""Of files: encoded lines have 76 characters at most (RFC 2045 §6.7)."""
_KIND = b'Content-Type: text/%b; charset="utf-8"\r\n'
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n?|\n")
_LONG_LINE = re.compile(r"[^\n]{77}")


def encoded_text(text: str, subtype: str) -> bytes:
    """A text with its line ends as CRLF: as it is where it fits in short lines of ASCII, else quoted-printable.

    Raises ValueError for a control character.
    """
    lines = _LINE_END.sub("\n", text) if "\r" in text else text
    kind = _KIND % subtype.encode("ascii")
    if lines.isascii() and not _LONG_LINE.search(lines):
        _printable(lines)
        ended = lines if lines.endswith("\n") else f"{lines}\n"
        return b"%bContent-Transfer-Encoding: 7bit\r\n\r\n%b" % (kind, ended.replace("\n", "\r\n").encode())
    quoted = b"\r\n".join(list(map(_quoted, lines.removesuffix("\n").split("\n"))))
    return b"%bContent-Transfer-Encoding: quoted-printable\r\n\r\n%b\r\n" % (kind, quoted)


@lru_cache(maxsize=4096)
def _quoted(line: str) -> bytes:
    """One line, kept: most lines of a publication's mails are the same for all (RFC 2045 §6.7)."""
    _printable(line)
    return b2a_qp(line.encode(), istext=True).replace(b"\n", b"\r\n")


def _printable(text: str) -> None:
    if found := _UNPRINTABLE.search(text):
        raise ValueError(f"el texto contiene el carácter de control U+{ord(found[0]):04X}")


def joined(subtype: str, boundary: bytes, parts: Iterable[bytes]) -> bytes:
    """Several parts as one, each given with its headers."""
    lines = b"".join(b"--%b\r\n%b\r\n" % (boundary, part) for part in parts)
    kind = b'Content-Type: multipart/%b; boundary="%b"\r\n\r\n' % (subtype.encode("ascii"), boundary)
    return b"%b%b--%b--\r\n" % (kind, lines, boundary)


@lru_cache(maxsize=10)
def encoded_file(media: Media, identifier: str = "") -> bytes:
    """A file in base64, kept for the other mails of its publication; frozen bytes never change under their path.

    `identifier`: the Content-ID by which the HTML shows it; without one it is an attachment. Raises OSError, and
    ValueError for a name that would add a header.
    """
    kind, _, subtype = media.mime.partition("/")
    name = one_line(media.name, "un archivo")
    part = EmailMessage(policy=FOLDED)
    if identifier:
        part.set_content(
            media.path.read_bytes(), kind, subtype, filename=name, disposition="inline", cid=f"<{identifier}>"
        )
    else:
        part.set_content(media.path.read_bytes(), kind, subtype, filename=name, disposition="attachment")
    del part["MIME-Version"]
    return part.as_bytes()
