"""A user's own posts as X tells them, compared with a text as it was posted."""

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from channels.x.weight import plain

_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_LAST_SLASH = re.compile(r"/(?=\s|$)")
_SPACES = re.compile(r"\s+")


class Unreadable(Exception):
    """X answered something that is no timeline."""


def posts(answer: object) -> Iterator[tuple[str, str]]:
    """Number and text of each post of one page, its addresses as they were written. Raises Unreadable."""
    if not isinstance(answer, dict) or not isinstance(answer.get("meta"), dict):
        raise Unreadable
    found = answer.get("data", [])
    if not isinstance(found, list):
        raise Unreadable
    for each in found:
        if not isinstance(each, dict) or not isinstance(each.get("id"), str) or not isinstance(each.get("text"), str):
            raise Unreadable
        yield each["id"], _written(each)


def next_page(answer: Mapping[str, Any]) -> str | None:
    """What asks for the next page; None: it was the last."""
    token = answer["meta"].get("next_token")
    return token if isinstance(token, str) and token else None


def same(one: str, other: str) -> bool:
    """Whether two texts are one post: X shortens addresses, adds one for each image, and escapes signs of HTML."""
    return _bare(one) == _bare(other)


def _written(post: Mapping[str, Any]) -> str:
    """The text with t.co's addresses undone; that of an image was never written."""
    text = html.unescape(post["text"])
    entities = post.get("entities")
    urls = entities.get("urls", []) if isinstance(entities, dict) else []
    for each in urls if isinstance(urls, list) else []:
        if isinstance(each, dict) and isinstance(each.get("url"), str):
            long = "" if each.get("media_key") else each.get("expanded_url")
            text = text.replace(each["url"], long if isinstance(long, str) else each["url"])
    return str(text)


def _bare(text: str) -> str:
    text = _SCHEME.sub("", unicodedata.normalize("NFC", plain(text)))
    return _SPACES.sub(" ", _LAST_SLASH.sub("", text)).strip().casefold()
