"""The parts of a mail's body, each with its own headers, and what holds several together (RFC 2045, RFC 2046)."""

import re
from binascii import b2a_qp
from email.message import EmailMessage
from email.policy import SMTP
from functools import lru_cache
from itertools import groupby

from channels.email.headers import one_line
from channels.message import Media

FOLDED = SMTP.clone(cte_type="7bit", max_line_length=76)
"""Of files: encoded lines have 76 characters at most (RFC 2045 §6.7)."""
_KIND = b'Content-Type: text/%b; charset="utf-8"\r\n'
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n?|\n")
_LONG_LINE = re.compile(r"[^\n]{77}")
CALENDAR = "text/calendar"
_METHOD = re.compile(rb"^METHOD:([A-Z]+)\r?$", re.MULTILINE)
LESSONS = 8
"""Texts from which an encoder learns what they have alike."""
WORTH = 40
"""Characters from which lines are worth looking for."""


class TextEncoder:
    """Encodes texts of one kind, one after another, and keeps encoded what they had alike: most lines of a publication.

    What it has seen never changes what it makes of a text, only how soon.
    """

    def __init__(self, subtype: str) -> None:
        """`subtype`: `plain` or `html`."""
        self._plain = b"%bContent-Transfer-Encoding: 7bit\r\n\r\n" % (_KIND % subtype.encode("ascii"))
        self._coded = b"%bContent-Transfer-Encoding: quoted-printable\r\n\r\n" % (_KIND % subtype.encode("ascii"))
        self._alike: tuple[tuple[str, bytes], ...] = ()
        """Whole lines that the last texts had in this order, and their encoded form."""
        self._last = ""
        self._lessons = LESSONS

    def part(self, text: str) -> bytes:
        """The text with its line ends as CRLF: as it is where it fits in short lines of ASCII, else quoted-printable.

        Raises ValueError for a control character.
        """
        lines = _LINE_END.sub("\n", text) if "\r" in text else text
        if not lines.endswith("\n"):
            lines += "\n"
        if lines.isascii() and not _LONG_LINE.search(lines):
            _printable(lines)
            return self._plain + lines.replace("\n", "\r\n").encode()
        return self._quoted(lines)

    def _quoted(self, lines: str) -> bytes:
        pieces = [self._coded]
        at, missed = 0, not self._alike
        for words, encoded in self._alike:
            begin = _line_of(words, lines, at)
            if begin < 0:
                missed = True
                continue
            if begin > at:
                pieces.append(_quoted(lines[at:begin]))
            pieces.append(encoded)
            at = begin + len(words)
        if at < len(lines):
            pieces.append(_quoted(lines[at:]))
        if missed and self._lessons:
            self._learn(lines)
        return b"".join(pieces)

    def _learn(self, lines: str) -> None:
        """Keep what this text has alike with those before it."""
        before = "".join(words for words, _ in self._alike) or self._last
        self._alike = tuple((words, _quoted(words)) for words in _common(before, lines))
        self._last = lines
        self._lessons -= 1


def _line_of(words: str, lines: str, at: int) -> int:
    """Where whole lines stand, from a line on; -1: nowhere. Mostly they are next, or behind one line of a person."""
    if lines.startswith(words, at):
        return at
    second = lines.find("\n", at) + 1
    if second and lines.startswith(words, second):
        return second
    found = lines.find("\n" + words, at)
    return found + 1 if found >= 0 else -1


def _common(before: str, now: str) -> list[str]:
    """The runs of lines of `now` of which each stands in `before` too."""
    known = set(before.split("\n"))
    runs = groupby(now.removesuffix("\n").split("\n"), known.__contains__)
    found = ["".join(f"{line}\n" for line in run) for alike, run in runs if alike]
    return [run for run in found if len(run) >= WORTH]


def _quoted(lines: str) -> bytes:
    """Whole lines (RFC 2045 §6.7)."""
    _printable(lines)
    if " \n" in lines or "\t\n" in lines:
        # In several lines at once `b2a_qp` writes a blank at the end of one past the 76th column.
        ended = (b2a_qp(line.encode(), istext=True) + b"\n" for line in lines.removesuffix("\n").split("\n"))
        return b"".join(ended).replace(b"\n", b"\r\n")
    return b2a_qp(lines.encode(), istext=True).replace(b"\n", b"\r\n")


def _printable(text: str) -> None:
    if found := _UNPRINTABLE.search(text):
        raise ValueError(f"el texto contiene el carácter de control U+{ord(found[0]):04X}")


class Multipart:
    """Several parts as one, each given with its headers."""

    def __init__(self, subtype: str, boundary: bytes) -> None:
        """`boundary` stands in none of the parts (RFC 2046 §5.1.1)."""
        kind = b'Content-Type: multipart/%b; boundary="%b"\r\n\r\n' % (subtype.encode("ascii"), boundary)
        self._begins = b"%b--%b\r\n" % (kind, boundary)
        self._between = b"\r\n--%b\r\n" % boundary
        self._ends = b"\r\n--%b--\r\n" % boundary

    def part(self, *parts: bytes) -> bytes:
        """The parts with the headers of what holds them."""
        return b"%b%b%b" % (self._begins, self._between.join(parts), self._ends)


@lru_cache(maxsize=10)
def encoded_file(media: Media, identifier: str = "") -> bytes:
    """A file in base64, kept for the other mails of its publication; frozen bytes never change under their path.

    `identifier`: the Content-ID by which the HTML shows it; without one it is an attachment. Raises OSError, and
    ValueError for a name that would add a header.
    """
    kind, _, subtype = media.mime.partition("/")
    name = one_line(media.name, "un archivo")
    part = EmailMessage(policy=FOLDED)
    data = media.path.read_bytes()
    params = _of_calendar(data) if media.mime == CALENDAR else None
    if identifier:
        part.set_content(data, kind, subtype, filename=name, disposition="inline", cid=f"<{identifier}>")
    else:
        part.set_content(data, kind, subtype, filename=name, disposition="attachment", params=params)
    del part["MIME-Version"]
    return part.as_bytes()


def _of_calendar(data: bytes) -> dict[str, str]:
    """What a calendar asks to be done with it is said of its part too, and alike (RFC 6047 §2.4)."""
    method = _METHOD.search(data)
    return {"charset": "utf-8"} | ({"method": method[1].decode("ascii")} if method else {})
