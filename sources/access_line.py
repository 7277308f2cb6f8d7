"""One line of a web server's log, in the formats `common` and `combined` of Apache and nginx. Pure."""

import re
from calendar import timegm
from functools import lru_cache
from typing import NamedTuple

_LINE = re.compile(
    rb'(\S+) [^\[]*\[([^\]]{20,32})\] "((?:[^"\\]|\\.)*)" (\d{3}) (?:\d+|-)'
    rb'(?: "(?:[^"\\]|\\.)*" "((?:[^"\\]|\\.)*)")?'
)
_MINUTE = re.compile(rb"(\d{2})/([A-Z][a-z]{2})/(\d{4}):(\d{2}):(\d{2})")
_MONTHS = {
    name: place
    for place, name in enumerate(
        (b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"), start=1
    )
}
_PAGE_ENDINGS = (b".html", b".htm", b".php", b".aspx", b".asp", b".jsp", b".xhtml")
_SEEN = (b"200", b"304")


class Line(NamedTuple):
    """A request."""

    moment: int
    """Seconds since 1970, UTC."""
    address: bytes
    """Of whoever asked: kept nowhere."""
    path: bytes
    """Of a page that was shown, without what stands behind `?`; empty: no page, or none that was shown."""
    agent: bytes | None
    """None: the format `common` has none."""


def parse(line: bytes) -> Line | None:
    """None where it is no line of these formats."""
    found = _LINE.match(line)
    if found is None:
        return None
    address, when, request, status, agent = found.groups()
    moment = moment_of(when)
    if moment is None:
        return None
    return Line(moment, address, _page(request) if status in _SEEN else b"", agent)


def moment_of(when: bytes) -> int | None:
    """`05/Jan/2027:10:15:30 -0500` in seconds since 1970; None where it is no moment."""
    minute = _minute(when[:17], when[20:])
    seconds = when[18:20]
    return None if minute is None or not seconds.isdigit() else minute + int(seconds)


@lru_cache(maxsize=4_000)
def _minute(when: bytes, zone: bytes) -> int | None:
    found, offset = _MINUTE.fullmatch(when), zone.strip()
    if found is None or found[2] not in _MONTHS or len(offset) != 5 or not offset[1:].isdigit():
        return None
    day, month, year, hour, minute = int(found[1]), _MONTHS[found[2]], int(found[3]), int(found[4]), int(found[5])
    if not (1 <= day <= 31 and hour < 24 and minute < 60 and year >= 1970):
        return None
    away = (int(offset[1:3]) * 60 + int(offset[3:5])) * 60
    return timegm((year, month, day, hour, minute, 0)) - (-away if offset[:1] == b"-" else away)


def _page(request: bytes) -> bytes:
    """`GET /noticias/?pagina=2 HTTP/1.1` is the page `/noticias/`; pictures and scripts are none."""
    words = request.split(b" ")
    if len(words) != 3 or words[0] != b"GET":
        return b""
    path = words[1].partition(b"?")[0]
    name = path.rpartition(b"/")[2]
    return path if b"." not in name or name.lower().endswith(_PAGE_ENDINGS) else b""
