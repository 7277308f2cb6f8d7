"""What mail servers send back in a form of their own. Loads flufl.bounce, which knows many of them."""

from email.message import Message

from flufl.bounce import all_failures

from channels.email.incoming.parsing import shortened
from channels.email.incoming.report import Told
from channels.email.incoming.statuses import STATUS, verdict
from channels.news import Back

LONGEST = 20_000
"""Characters of a mail's texts in which a server's words are looked for: they stand before the mail that came back."""
LONGEST_LINE = 300
"""Octets of a line: the library reads each with a hundred patterns that take the square of its length."""


def told_by(mail: Message) -> Told | None:
    """What it says; None: it is no bounce of any known form.

    Where its text has neither a code nor known words it counts as one that may pass, however sure its form is.
    """
    _shorten(mail)
    later, never = all_failures(mail)
    if not (later or never):
        return None
    words = _text(mail)
    if not never:
        return Told(Back.SOFT, words=_around(words))
    found = STATUS.search(words)
    code = found[1] if found else ""
    return Told(verdict(code, words) or Back.SOFT, code, _around(words))


def _shorten(mail: Message) -> None:
    """Leave of its texts, decoded, what is looked at."""
    left = LONGEST
    for part in mail.walk():
        data = part.get_payload(decode=True)
        if isinstance(data, bytes):
            short = shortened(data[:left], LONGEST_LINE)
            left -= len(short)
            del part["Content-Transfer-Encoding"]
            part.set_payload(short.decode("ascii", "surrogateescape"))


def _text(mail: Message) -> str:
    """The words of its first text; what follows may be the mail that came back, with words of our own."""
    for part in mail.walk():
        if part.get_content_type() == "text/plain":
            data = part.get_payload(decode=True)
            text = data.decode("utf-8", "replace") if isinstance(data, bytes) else ""
            return (
                text.partition("\nReceived:")[0]
                .partition("--- Below this line")[0]
                .partition("------ This is a copy")[0]
            )
    return ""


def _around(words: str) -> str:
    """The line with the code, which says more than the greeting; else the first."""
    lines = [line for line in words.splitlines() if line.strip()]
    return next((line for line in lines if STATUS.search(line)), lines[0] if lines else "")
