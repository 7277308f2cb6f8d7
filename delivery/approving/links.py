"""The link by which one person says a word on one content: made for a request's row, and led back to it."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection

from delivery.approving.questions import AHEAD
from delivery.workplace import Workplace
from storage.approval_requests import Request, request
from storage.keyring import Keyring
from storage.tokens import BadToken, Use, read, sign

PATH = "/aprobar/"
"""Under the municipality's `ventanilla`."""
_NUMBER = 8
"""Octets of a request's number."""
_BOUND = 10
"""Octets of what its row says: after an older copy was put back, another row may have the number."""


def link(workplace: Workplace, one: Request, now: datetime) -> str | None:
    """Where the person of a request decides; None where the municipality has no pages of its own."""
    desk = workplace.tenant.municipality.desk_url
    if desk is None:
        return None
    content = one.id.to_bytes(_NUMBER, "big") + _bound(one)
    return f"{desk}{PATH}{sign(workplace.keyring, Use.APPROVE, content, now + AHEAD)}"


def request_of(connection: Connection, keyring: Keyring, token: str, now: datetime) -> Request:
    """The request that a link leads to. Raises `BadToken`, and `ExpiredToken` where it was ours."""
    content = read(keyring, Use.APPROVE, token, now)
    found = request(connection, int.from_bytes(content[:_NUMBER], "big"))
    if found is None or content[_NUMBER:] != _bound(found):
        raise BadToken
    return found


def _bound(one: Request) -> bytes:
    said = "\0".join((str(one.tenant), one.campaign, one.message, one.digest, one.approver, one.person))
    return sha256(said.encode()).digest()[:_BOUND]
