"""A stranger's mail taken apart within bounds: the library's parser knows none, and is slow at what is long or deep."""

import re
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import Compat32, Policy

DEEPEST = 40
"""Parts that hold others: the library reads them within each other, and a mail of thousands would take minutes."""
MOST_PARTS = 200
MOST_LINES = 500_000
"""A mail of 25 MB has 350,000: each takes time and room, however short it is."""
LONGEST_FIELD = 8_000
"""Characters of a header: the addresses of some hundred people."""
LONGEST_CONTENT = 2_000
"""Characters of one that says what a part is: the library looks at it often, and for the square of its length."""
LONGEST_WORDS = 1_000
"""Characters of a subject or a file's name."""
BROKEN = (
    *(MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError, ArithmeticError, RuntimeError),
)
"""What the library raises for mails that nobody meant to write."""
_HOLDS_OTHERS = re.compile(rb"boundary[*0-9\s]*=", re.IGNORECASE)


class TooMuch(ValueError):
    """The mail has more parts or lines than anybody writes."""


class _Bounded(Compat32):
    """The library's oldest way to read headers, as text alone, and of each its beginning."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Name and value of the lines of one."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[: LONGEST_CONTENT if name.lower().startswith("content-") else LONGEST_FIELD]


def bounded() -> Policy:
    """What the library is to read one mail by."""
    left = iter(range(MOST_PARTS))

    def part(policy: Policy) -> Message:
        if next(left, None) is None:
            raise TooMuch
        return Message(policy)

    return _Bounded(message_factory=part)


def parsed(data: bytes) -> Message:
    """The mail, in time that grows as its length. Raises what `BROKEN` names."""
    deep = sum(1 for _ in _HOLDS_OTHERS.finditer(data)) > DEEPEST
    if deep or max(data.count(b"\n"), data.count(b"\r")) > MOST_LINES:
        raise TooMuch
    return message_from_bytes(data, policy=bounded())


def shortened(text: bytes, longest: int) -> bytes:
    """Each line's beginning: so many octets of it."""
    return b"\n".join(line[:longest] for line in text.splitlines())


def subject(mail: Message) -> str:
    """Of a mail, decoded."""
    return decoded(str(mail["Subject"] or ""))


def decoded(told: str) -> str:
    """The beginning of a header's words (RFC 2047); as they stand there where their code is broken."""
    plain = told.replace("\r", "").replace("\n", "")[:LONGEST_WORDS]
    try:
        return str(make_header(decode_header(plain)))
    except BROKEN:
        return plain
