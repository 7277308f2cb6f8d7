"""Who opens a page that is open to everyone, and the mark by which a form is known to come from that page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from delivery.sending.ballots import HOUSE, network_of
from delivery.workplace import Workplace
from storage.tokens import BadToken, Use, read, sign

FORM_LASTS = timedelta(hours=2)
"""How long a page that was opened may be sent."""
_SHORT = 8
"""Octets of a digest."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks."""

    address: str
    browser: str


class Flooded(Exception):
    """So much is sent that none of it is taken for now."""


def form_token(place: Workplace, page: bytes, visitor: Visitor, now: datetime) -> str:
    """What only this visitor's form bears: no other site can make a browser send one, without a cookie."""
    return sign(place.keyring, Use.FORM, _visit(place, page, visitor), now + FORM_LASTS)


def is_own_form(place: Workplace, page: bytes, form: str, visitor: Visitor, now: datetime) -> bool:
    """Whether a form bears it."""
    try:
        return read(place.keyring, Use.FORM, form, now) == _visit(place, page, visitor)
    except BadToken:
        return False


def _visit(place: Workplace, page: bytes, visitor: Visitor) -> bytes:
    told = f"{network_of(visitor.address, HOUSE)}\0{visitor.browser}".encode("utf-8", "replace")
    return page + b"\0%d\0%b" % (place.tenant_id, sha256(told).digest()[:_SHORT])
