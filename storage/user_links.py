"""Links that let a person into the panel, each once: the first of all, an invitation, a sign-in, a new password."""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from storage.execution import execute
from storage.keyring import Keyring
from storage.tables import user_link
from storage.tokens import BadToken, Use, read, sign


class Purpose(StrEnum):
    """What a link is for."""

    FIRST = "first"
    """Makes the first user, who administers."""
    INVITATION = "invitation"
    """Chooses the first password."""
    RESET = "reset"
    """Chooses another one."""
    SIGN_IN = "sign_in"
    """Signs in without one."""


LASTING = {
    Purpose.FIRST: timedelta(days=1),
    Purpose.INVITATION: timedelta(days=7),
    Purpose.RESET: timedelta(hours=1),
    Purpose.SIGN_IN: timedelta(minutes=30),
}
"""How long each is good."""
_RANDOM = 18
"""Octets that nobody guesses."""


class Link(NamedTuple):
    """One that is good now."""

    id: int
    user: int | None
    """None: the one that makes the first user."""
    purpose: Purpose


_FOUND = select(user_link.c.id, user_link.c.user, user_link.c.purpose).where(
    user_link.c.tenant == bindparam("of"),
    user_link.c.token_hash == bindparam("token"),
    user_link.c.used_at.is_(None),
    user_link.c.expires_at > bindparam("moment", type_=user_link.c.expires_at.type),
)


def make_link(
    connection: Connection, keyring: Keyring, tenant_id: int, user_id: int | None, purpose: Purpose, now: datetime
) -> str:
    """What the link says; earlier ones of the same user and purpose are good no more.

    It is signed: a letter keeps what is random of it, which lets nobody in without the keys.
    """
    same = user_link.c.user.is_(None) if user_id is None else user_link.c.user == user_id
    mine = (user_link.c.tenant == tenant_id) & same & (user_link.c.purpose == purpose.value)
    connection.execute(delete(user_link).where(mine))
    random = secrets.token_bytes(_RANDOM)
    values = {"tenant": tenant_id, "user": user_id, "purpose": purpose.value, "token_hash": _hash(random)}
    connection.execute(insert(user_link).values(**values, created_at=now, expires_at=now + LASTING[purpose]))
    return sign(keyring, Use.ENTRANCE, random)


def find_link(connection: Connection, keyring: Keyring, tenant_id: int, token: str, now: datetime) -> Link | None:
    """The link with this token, where it is ours, is good and was not used."""
    try:
        random = read(keyring, Use.ENTRANCE, token, now)
    except BadToken:
        return None
    row = execute(connection, _FOUND, {"of": tenant_id, "token": _hash(random), "moment": now}).one_or_none()
    return None if row is None else Link(row.id, row.user, Purpose(row.purpose))


def use_link(connection: Connection, link: Link, now: datetime) -> bool:
    """Whether it was still good: of two who open it at once one comes in."""
    unused = (user_link.c.id == link.id) & user_link.c.used_at.is_(None)
    return connection.execute(update(user_link).where(unused).values(used_at=now)).rowcount == 1


def forget_links(connection: Connection, now: datetime) -> None:
    """Take away those whose time is over."""
    connection.execute(delete(user_link).where(user_link.c.expires_at <= now))


def _hash(random: bytes) -> str:
    """What the row says of a link."""
    return sha256(random).hexdigest()
