"""What members do with their own account: another password, a second factor, sessions closed. Rows alone."""

from datetime import datetime

from sqlalchemy import Connection

from delivery.workplace import Workplace
from panel.entrance.second_factor import seal, step_of
from storage.audit import append
from storage.sessions import close_session, close_sessions
from storage.users import User, change_user


def change_password(connection: Connection, user: User, kept: str, session: str, now: datetime) -> None:
    """Another password; other browsers are signed out. `session`: the hash of the one that stays."""
    change_user(connection, user.id, password_hash=kept)
    close_sessions(connection, user.id, but=session)
    append(connection, user.tenant, user.person, "choose_password", "", {}, now)


def add_second_factor(
    connection: Connection, place: Workplace, user: User, secret: str, code: str, session: str, now: datetime
) -> bool:
    """Ask for codes from now on; False where this one is none of the secret's: then nothing changes."""
    step = step_of(secret, code, now)
    if step is None:
        return False
    change_user(connection, user.id, totp_secret=seal(place.keyring, secret, now), totp_step=step)
    close_sessions(connection, user.id, but=session)
    append(connection, user.tenant, user.person, "add_second_factor", "", {}, now)
    return True


def remove_second_factor(connection: Connection, user: User, now: datetime) -> None:
    """Ask for no codes any more."""
    change_user(connection, user.id, totp_secret=None, totp_step=None)
    append(connection, user.tenant, user.person, "remove_second_factor", "", {}, now)


def sign_out(connection: Connection, user: User, session: str, now: datetime) -> None:
    """Close one browser's session."""
    close_session(connection, user.id, session)
    append(connection, user.tenant, user.person, "sign_out", user.person, {}, now)
