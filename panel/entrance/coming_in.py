"""How somebody comes in, step by step: a password, a code, a link. Rows alone; it knows no HTTP."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from delivery.workplace import Workplace
from panel.entrance.letters import mail_link
from panel.entrance.people import is_known, name_of_user, slug_of
from panel.entrance.roles import Role
from panel.entrance.second_factor import step_of, unseal
from panel.entrance.throttle import Attempt, attempt_of, came_in, failed, is_let
from storage.audit import append
from storage.sessions import close_sessions, forget_sessions, open_session
from storage.sign_in_attempts import forget_attempts
from storage.tokens import Use, read, sign
from storage.turns import take_turn
from storage.user_links import Link, Purpose, find_link, forget_links, make_link, use_link
from storage.users import User, add_user, change_user, has_users, take_step, user_by_id, user_named

STEP_LASTS = timedelta(minutes=5)
"""Between the password and the code."""
_ID = 8
"""Octets of a user's number."""
ATTEMPTS_KEPT = timedelta(days=1)


class Way(StrEnum):
    """By what somebody came in, as the audit keeps it."""

    PASSWORD = "password"  # noqa: S105 - a word, no password
    LINK = "link"
    DIRECTORY = "directory"
    """OpenID Connect."""


@dataclass(frozen=True, slots=True)
class Knock:
    """Somebody who typed a name."""

    attempt: Attempt
    admitted: bool
    """False: too many have failed, and nothing is looked at."""
    user: User | None
    """None: there is none of this name, or none that comes in."""


def knock(connection: Connection, place: Workplace, typed: str, address: str, now: datetime) -> Knock:
    """Who it is, and whether one more attempt is looked at. `address`: where the request comes from."""
    slug = slug_of(place.tenant, typed)
    attempt = attempt_of(place.keyring, place.tenant_id, slug, address)
    user = user_named(connection, place.tenant_id, slug)
    here = user is not None and user.disabled_at is None and is_known(place.tenant, user.person)
    return Knock(attempt, is_let(connection, attempt, now), user if here else None)


def refuse(connection: Connection, attempt: Attempt, now: datetime) -> None:
    """It was wrong."""
    failed(connection, attempt, now)


def step_token(place: Workplace, user: User, way: Way, now: datetime) -> str:
    """What a browser brings along from the first step to the code."""
    told = user.id.to_bytes(_ID, "big") + way.value.encode()
    return sign(place.keyring, Use.SECOND_STEP, told, now + STEP_LASTS)


def user_of_step(connection: Connection, place: Workplace, token: str, now: datetime) -> tuple[User, Way] | None:
    """Who was let through the first step a moment ago, and by what."""
    try:
        told = read(place.keyring, Use.SECOND_STEP, token, now)
        number, way = int.from_bytes(told[:_ID], "big"), Way(told[_ID:].decode())
    except ValueError:
        return None
    user = user_by_id(connection, number)
    if user is None or user.tenant != place.tenant_id or user.disabled_at is not None:
        return None
    return (user, way) if is_known(place.tenant, user.person) else None


def check_code(connection: Connection, place: Workplace, user: User, code: str, now: datetime) -> bool:
    """Whether a code is the user's, and was not taken before."""
    secret = unseal(place.keyring, user.totp_secret or "", now)
    step = None if secret is None else step_of(secret, code, now)
    return step is not None and take_step(connection, user.id, step)


def sign_in(
    connection: Connection, place: Workplace, user: User, attempt: Attempt | None, way: Way, browser: str, now: datetime
) -> str:
    """Open a session with a new token; what is over is cleared away on the way."""
    if attempt is not None:
        came_in(connection, attempt)
    forget_sessions(connection, now)
    forget_links(connection, now)
    forget_attempts(connection, now - ATTEMPTS_KEPT)
    append(connection, place.tenant_id, user.person, "sign_in", user.person, {"by": way.value}, now)
    return open_session(connection, user.id, browser, now)


def send_link(connection: Connection, place: Workplace, user: User, now: datetime) -> bool:
    """Mail a link that signs in; whether it was."""
    token = make_link(connection, place.keyring, place.tenant_id, user.id, Purpose.SIGN_IN, now)
    return mail_link(connection, place, user, token, Purpose.SIGN_IN, now)


def first_link(connection: Connection, place: Workplace, now: datetime) -> str | None:
    """The token that makes the first user; None: there is one already."""
    if has_users(connection, place.tenant_id):
        return None
    return make_link(connection, place.keyring, place.tenant_id, None, Purpose.FIRST, now)


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that is good: what its page asks for."""

    link: Link
    user: User | None
    """None: whoever comes first says who they are."""
    chooses: bool
    """A password is chosen."""


def open_link(connection: Connection, place: Workplace, token: str, now: datetime) -> Opened | None:
    """What a link leads to; None: it is not ours, or its time is over, or it was used."""
    link = find_link(connection, place.keyring, place.tenant_id, token, now)
    if link is None:
        return None
    if link.purpose is Purpose.FIRST:
        return None if has_users(connection, place.tenant_id) else Opened(link, None, chooses=True)
    user = user_by_id(connection, link.user or 0)
    if user is None or user.disabled_at is not None or not is_known(place.tenant, user.person):
        return None
    return Opened(link, user, chooses=link.purpose is not Purpose.SIGN_IN)


def use(
    connection: Connection, place: Workplace, token: str, person: str, password_hash: str | None, now: datetime
) -> User | None:
    """Take a link: the user whose it is, with the password that was chosen; None where another was faster.

    `person`: who the first user says to be.
    """
    take_turn(connection, place.tenant_id)
    opened = open_link(connection, place, token, now)
    if opened is None or (opened.chooses and password_hash is None) or not use_link(connection, opened.link, now):
        return None
    who = opened.user.person if opened.user is not None else person
    number = opened.user.id if opened.user is not None else _first(connection, place, person, now)
    if opened.chooses:
        change_user(connection, number, password_hash=password_hash)
        close_sessions(connection, number)
        append(connection, place.tenant_id, who, "choose_password", "", {}, now)
    return user_by_id(connection, number)


def names_of(place: Workplace, slug: str) -> tuple[str, ...]:
    """Names that no password is made of."""
    return (slug, name_of_user(place.tenant, slug), place.tenant.municipality.name, place.tenant.slug)


def _first(connection: Connection, place: Workplace, person: str, now: datetime) -> int:
    role = Role.ADMINISTRATOR.value
    append(connection, place.tenant_id, person, "add_user", person, {"role": role}, now)
    return add_user(connection, place.tenant_id, person, role, now)
