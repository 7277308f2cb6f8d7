"""Web addresses in a post as twitter-text 3 finds them (https://github.com/twitter/twitter-text, Apache 2.0).

Its patterns are built anew here so that they take time in proportion to the text: labels and their number are bounded
as DNS bounds them (RFC 1035 §2.3.4), and what stands beyond that is in doubt.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from channels.x.tops import SURE

_SPACES = "\\t-\\r \u0085\u00a0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_OUTSIDE = (
    f"!'#%&()*+,\\\\./:;<=>?@\\[\\]^{{|}}~${_SPACES}\u202a-\u202e\u061c\u200e\u200f\u2066-\u2069\ufffe\ufeff\uffff"
)
_LATIN = (
    "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289\u028b"
    "\u02bb\u0300-\u036f\u1e00-\u1eff"
)
_LETTER = f"0-9a-zA-Z{_LATIN}\u0400-\u04ff"
_PATH = f"{_LETTER}!*';:=+,.$/%#\\[\\]\\-\u2013_~@|&"
_BALANCED = rf"\((?:[{_PATH}]++|[{_PATH}]*+\([{_PATH}]++\)[{_PATH}]*+)\)"
_QUERY = r"(?:\?[0-9a-zA-Z!?*'@();:&=+$/%#\[\]\-_.,~|]*[0-9a-zA-Z\-_&=#/])?"
_LABEL = rf"[^{_OUTSIDE}_-][^{_OUTSIDE}]{{0,62}}+(?<![_-])\."
_TOP = "[a-zA-Z]{2,}(?=[^0-9a-zA-Z@+-]|\\Z)|[xX][nN]--[0-9a-zA-Z-]+|[\u0370-\u1dff\u3040-\ud7ff]"
_MOST_LABELS = 9
_LONGEST_LABEL = 63

RUN = re.compile(f"[{_SPACES}]?[^{_SPACES}]+")
"""What stands between spaces, with the one before it: no address reaches beyond it."""
POSSIBLE = re.compile(rf"\.(?:{_TOP})")
"""Where an address may have its domain's end: there are no more addresses than of these."""
_LONG = re.compile(rf"([^{_OUTSIDE}]++)\.")
_ADDRESS = re.compile(
    # A word that no dot follows is passed over at once: looked at from each of its letters, it would take its square.
    rf"[^{_OUTSIDE}]++(?![.:])|"
    r"(?:(?P<before>[^0-9A-Za-z@＠$#＃\ufffe\ufeff\uffff])|^)"
    rf"(?P<scheme>[hH][tT][tT][pP][sS]?://)?(?P<domain>(?:{_LABEL}){{1,{_MOST_LABELS}}}(?P<top>{_TOP}))"
    rf"(?::[0-9]+)?(?P<path>/(?:(?:[{_PATH}]|{_BALANCED})*[{_LETTER}=_#/+-])?(?:{_BALANCED})*)?"
    rf"{_QUERY}"
)
_LINKED = re.compile(rf"(?:[0-9a-zA-Z{_LATIN}-]+\.)+[0-9a-zA-Z-]+\Z")
"""Of a domain without `https://` X takes what is written in Latin letters."""
_FOREIGN = re.compile(f"[^0-9a-zA-Z{_LATIN}-]")
_NOT_BEFORE = ("-", "_", ".", "/")
"""After one of these X leaves a domain without `https://` alone, with all that follows it."""
_SHORTENED = re.compile(rf"[hH][tT][tT][pP][sS]?://[tT]\.[cC][oO]/(?P<slug>[0-9a-zA-Z]+){_QUERY}")
_LONGEST_SLUG = 40


class Address(NamedTuple):
    """What may be an address, in one run of a text."""

    start: int
    """Where X's address begins."""
    end: int
    """Where it ends."""
    taken: int
    """Up to where X looks for no other one."""
    linked: bool | None
    """False: X leaves it as text. None: that cannot be known."""


def addresses(run: str) -> tuple[list[Address], int]:
    """All of them in their order, and up to where they are known: beyond it, any `POSSIBLE` may be one."""
    found: list[Address] = []
    known = 0
    longest = [word.end(1) for word in _LONG.finditer(run) if len(word[1]) > _LONGEST_LABEL]
    for match in _ADDRESS.finditer(run):
        if match["domain"] is None:
            continue
        beyond = any(known < end <= match.end("domain") for end in longest)
        if beyond or match["top"].lower() not in SURE or _in_parts(match):
            return found, known
        found.append(_with_scheme(match) if match["scheme"] else _bare(match))
        known = found[-1].taken
    return found, known if any(known < end for end in longest) else len(run)


def _with_scheme(match: re.Match[str]) -> Address:
    """An address that X has shortened already ends where its short form does."""
    start = match.start("scheme")
    short = _SHORTENED.match(match.string, start, match.end())
    if short is not None:
        return Address(start, short.end(), match.end(), len(short["slug"]) <= _LONGEST_SLUG)
    return Address(start, match.end(), match.end(), True if _encodes(match["domain"]) else None)


def _bare(match: re.Match[str]) -> Address:
    """Of an address without `https://`, a query or a port alone stays outside."""
    end = match.end() if match["path"] else match.end("domain")
    linked = _LINKED.search(match["domain"])
    if match["before"] in _NOT_BEFORE or linked is None:
        return Address(match.start("domain"), end, match.end(), linked=False)
    start = match.start("domain") + linked.start()
    return Address(start, end, match.end(), True if _encodes(match["domain"]) else None)


def _in_parts(match: re.Match[str]) -> bool:
    """X may find more labels than are looked for, or some of the domain to be an address by itself."""
    labels = match["domain"].split(".")
    foreign = not match["scheme"] and any(map(_FOREIGN.search, labels[1:]))
    return foreign or "_" in labels[-2] or len(labels) > _MOST_LABELS


@lru_cache(maxsize=1_024)
def _encodes(domain: str) -> bool:
    if domain.isascii():
        return True
    try:
        domain.encode("idna")
    except UnicodeError:
        return False
    return True
