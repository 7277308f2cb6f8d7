"""Who is signed in: a row for each browser, found by the SHA-256 of what its cookie says."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from storage.execution import execute
from storage.tables import session, user
from storage.users import User

IDLE = timedelta(hours=10)
"""After which a session that asked for nothing is over: a day at the office, and not the night."""
LONGEST = timedelta(days=7)
"""After which any is over."""
NOTED = timedelta(minutes=5)
"""How exactly it is kept when a session was seen last: not each page is a write."""
LONGEST_BROWSER = 200


class Session(NamedTuple):
    """One browser of a user."""

    token_hash: str
    browser: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


_COLUMNS = [session.c[name] for name in Session._fields]
_FOUND = (
    select(*[user.c[name] for name in User._fields], *[column.label(f"session_{column.name}") for column in _COLUMNS])
    .join(user, session.c.user == user.c.id)
    .where(session.c.token_hash == bindparam("token"), user.c.tenant == bindparam("of"), user.c.disabled_at.is_(None))
)
_OF_USER = select(*_COLUMNS).where(session.c.user == bindparam("number")).order_by(session.c.seen_at.desc())


def hash_of(token: str) -> str:
    """What the row says of a cookie."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def open_session(connection: Connection, user_id: int, browser: str, now: datetime) -> str:
    """Sign a user in; what the cookie has to say: 256 bits that nobody guesses."""
    token = secrets.token_urlsafe(32)
    values = {
        "token_hash": hash_of(token),
        "user": user_id,
        "browser": browser[:LONGEST_BROWSER],
        "created_at": now,
        "seen_at": now,
        "expires_at": now + LONGEST,
    }
    connection.execute(insert(session).values(**values))
    return token


def find_session(connection: Connection, tenant_id: int, token: str, now: datetime) -> tuple[User, Session] | None:
    """Whose cookie it is in a municipality; None: nobody's, or its time is over, or the user comes in no more."""
    row = execute(connection, _FOUND, {"token": hash_of(token), "of": tenant_id}).one_or_none()
    if row is None:
        return None
    found = Session(*row[len(User._fields) :])
    if now >= found.expires_at or now - found.seen_at >= IDLE:
        return None
    return User(*row[: len(User._fields)]), found


def note_seen(connection: Connection, token_hash: str, now: datetime) -> None:
    """A session has asked for something."""
    connection.execute(update(session).where(session.c.token_hash == token_hash).values(seen_at=now))


def sessions_of(connection: Connection, user_id: int) -> Sequence[Session]:
    """A user's browsers, the one seen last first."""
    return [Session(*row) for row in execute(connection, _OF_USER, {"number": user_id})]


def close_session(connection: Connection, user_id: int, token_hash: str) -> None:
    """Sign one browser out."""
    connection.execute(delete(session).where(session.c.user == user_id, session.c.token_hash == token_hash))


def close_sessions(connection: Connection, user_id: int, but: str = "") -> None:
    """Sign all browsers of a user out, but one."""
    connection.execute(delete(session).where(session.c.user == user_id, session.c.token_hash != but))


def forget_sessions(connection: Connection, now: datetime) -> None:
    """Take away those that are over."""
    over = or_(session.c.expires_at <= now, session.c.seen_at <= now - IDLE)
    connection.execute(delete(session).where(over))
