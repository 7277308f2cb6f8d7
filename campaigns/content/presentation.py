"""How each medium bears the footer and HTML: declared data, one line a medium."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class FooterStyle(StrEnum):
    """How the channels of attention stand in a piece."""

    FULL = "full"
    """A block of lines, with the data policy."""
    SHORT = "short"
    """One line."""
    SPOKEN = "spoken"
    """A sentence to be read aloud."""
    LINK = "link"
    """Only the link, where the text does not have it yet: nothing else fits."""
    NONE = "none"
    """The page around the text bears them."""


class HtmlStyle(StrEnum):
    """Which HTML is made from the text."""

    MAIL = "mail"
    """A whole page with inline styles."""
    FRAGMENT = "fragment"
    """Paragraphs, lists and links, without a page around them."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Presentation:
    """What a medium bears besides the text."""

    footer: FooterStyle = FooterStyle.SHORT
    html: HtmlStyle = HtmlStyle.NONE


PRESENTATIONS: Mapping[str, Presentation] = {
    "email": Presentation(FooterStyle.FULL, HtmlStyle.MAIL),
    "manual": Presentation(FooterStyle.SPOKEN),
    "sms": Presentation(FooterStyle.LINK),
    "web": Presentation(FooterStyle.NONE, HtmlStyle.FRAGMENT),
    "wordpress": Presentation(FooterStyle.FULL, HtmlStyle.FRAGMENT),
    "x": Presentation(FooterStyle.LINK),
}
"""By type of account; every other one bears the short line."""


def presentation(account_type: str) -> Presentation:
    """How accounts of a type present a message."""
    return PRESENTATIONS.get(account_type, Presentation())
