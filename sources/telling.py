"""What is asked of a source of figures, and how it says that it has none. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple, Protocol
from urllib.parse import quote, quote_plus
from zoneinfo import ZoneInfo

LONGEST_DETAIL = 200
"""Characters of what a service says, as far as they are shown."""
LONGEST_REASON = 600
LONGEST_NAME = 40
"""Characters of a name that stands in somebody else's document."""


class Span(NamedTuple):
    """Days of which one figure is wanted: a day, a week or a month."""

    first: date
    last: date
    """Both are in it."""


class NoFigure(Exception):
    """There is none now; the text is Spanish and says what to do."""

    def __init__(self, reason: str, *, needs_person: bool = False, retry_after: timedelta | None = None) -> None:
        """`needs_person`: it will not heal by itself. `retry_after`: what the service asks for.

        What others wrote may be in the reason: of it is kept what people read, and nothing that a terminal obeys.
        """
        self.reason = _readable(reason)
        super().__init__(self.reason)
        self.needs_person = needs_person
        self.retry_after = retry_after


class Source(Protocol):
    """Where figures come from. It is asked on a thread, keeps nothing and knows no database."""

    @property
    def where(self) -> str:
        """In Spanish, for the note of each figure: «Matomo (https://…, sitio 3)». No secret."""

    @property
    def most(self) -> int:
        """Of how many spans it may be asked at once, the last ones; 1: it tells what is now, nothing of the past."""

    @property
    def settles(self) -> int:
        """How many spans back it may still say something else; none where what is written stays."""

    def figures(self, spans: Sequence[Span], zone: ZoneInfo) -> Mapping[Span, float]:
        """The figure of each span that it has whole; spans come in order, `zone` says when a day is over.

        Raises `NoFigure` where it has none of them.
        """


def shown(text: str, secret: str = "") -> str:
    """What a service said, in one line and without the secret, also as it is written in an address."""
    for each in sorted({secret, quote(secret, safe=""), quote_plus(secret)} - {""}, key=len, reverse=True):
        text = text.replace(each, "…")
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_DETAIL else f"{line[: LONGEST_DETAIL - 1]}…"


def named(name: object) -> str:
    """A name out of somebody else's document, as far as it is shown."""
    words = _readable(str(name))
    return words if len(words) <= LONGEST_NAME else f"{words[: LONGEST_NAME - 1]}…"


def without_question(address: str) -> str:
    """A web address without what stands behind `?`: people put keys there, and reports are read by everyone."""
    path, mark, _ = address.partition("?")
    return f"{path}?…" if mark else path


def _readable(text: str) -> str:
    """Without signs that nobody sees, which turn a line around or command a terminal."""
    words = "".join(letter if letter.isprintable() else " " for letter in text)
    return words if len(words) <= LONGEST_REASON else f"{words[: LONGEST_REASON - 1]}…"


def days_words(span: Span) -> str:
    """«2027-01-05», or «2027-01-01 a 2027-01-31»."""
    return f"{span.first}" if span.first == span.last else f"{span.first} a {span.last}"
