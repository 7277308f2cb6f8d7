"""A page's own posts as Facebook tells them, compared with a text as it was posted."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from channels.graph.answer import identifier, rows, text


def posts(answer: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Number and text of each post of one page of answers; one that shows only pictures has none. Raises `Failed`."""
    for each in rows(answer):
        yield identifier(each), text(each, "message")


def same(one: str, other: str) -> bool:
    """Whether two texts are one post: Facebook may change spaces and breaks, and the form of accents."""
    return _bare(one) == _bare(other)


def address(number: str) -> str:
    """Where a post can be seen: Facebook leads on from `page_post` to wherever it stands."""
    return f"https://www.facebook.com/{number}"


def _bare(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
