"""The link by which whoever sent something sees what became of it, and takes it back."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from delivery.workplace import Workplace
from storage.submissions import Submission
from storage.tokens import BadToken, Use, read, sign

LASTS = timedelta(days=730)
"""From its arrival on."""
PAGES = "/proponer/"
FOLLOW = "envio/"
_NUMBER = 8
"""Octets of a number."""


def link_token(workplace: Workplace, number: int, received_at: datetime) -> str:
    """What the link bears."""
    content = workplace.tenant_id.to_bytes(_NUMBER, "big") + number.to_bytes(_NUMBER, "big")
    return sign(workplace.keyring, Use.SUBMISSION, content, received_at + LASTS)


def link_of(workplace: Workplace, submission: Submission) -> str:
    """The whole address; empty where the municipality has no pages of the program's own."""
    desk = workplace.tenant.municipality.desk_url
    return f"{desk}{PAGES}{FOLLOW}{link_token(workplace, submission.id, submission.received_at)}" if desk else ""


def read_link(places: Mapping[int, Workplace], token: str, now: datetime) -> tuple[Workplace, int] | None:
    """Whose link it is, and the number; None: it is none of ours, or too old."""
    keyring = next((place.keyring for place in places.values()), None)
    if keyring is None:
        return None
    try:
        content = read(keyring, Use.SUBMISSION, token, now)
    except BadToken:
        return None
    place = places.get(int.from_bytes(content[:_NUMBER], "big"))
    return None if place is None else (place, int.from_bytes(content[_NUMBER:], "big"))
