"""Who comes in, said by whoever administers: invite, change a role, shut out, let in again. Rows alone."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from delivery.workplace import Workplace
from panel.entrance.letters import mail_link
from panel.entrance.people import is_known
from panel.entrance.roles import Role
from storage.audit import append
from storage.sessions import close_sessions
from storage.turns import take_turn
from storage.user_links import Purpose, make_link
from storage.users import User, add_user, change_user, user_by_id, user_named, users_of


class Wrong(StrEnum):
    """Why nothing was changed, in Spanish."""

    UNKNOWN = "Esa persona no está en «municipio.yaml». Agréguela allí primero."
    TWICE = "Esa persona ya es usuario."
    LAST = "Es el único administrador: nombre otro antes."
    GONE = "Ese usuario ya no está."
    ROLE = "Ese rol no existe."
    CONTRIBUTOR = "Una veeduría o Junta entra como contribuyente, y solo ellas."


def invite(connection: Connection, place: Workplace, person: str, role: str, actor: str, now: datetime) -> User | Wrong:
    """Make a user of somebody whom the files know."""
    take_turn(connection, place.tenant_id)
    if not is_known(place.tenant, person):
        return Wrong.UNKNOWN
    wrong = _unfit(place, person, role)
    if wrong is not None:
        return wrong
    if user_named(connection, place.tenant_id, person) is not None:
        return Wrong.TWICE
    number = add_user(connection, place.tenant_id, person, role, now)
    append(connection, place.tenant_id, actor, "add_user", person, {"role": role}, now)
    found = user_by_id(connection, number)
    return found if found is not None else Wrong.GONE


def give_link(connection: Connection, place: Workplace, user: User, actor: str, now: datetime) -> tuple[str, bool]:
    """A link by which a user chooses a password: what it says, and whether it was mailed."""
    purpose = Purpose.RESET if user.password_hash else Purpose.INVITATION
    token = make_link(connection, place.keyring, place.tenant_id, user.id, purpose, now)
    mailed = mail_link(connection, place, user, token, purpose, now)
    append(connection, place.tenant_id, actor, "give_link", user.person, {"for": purpose.value}, now)
    return token, mailed


def change_role(
    connection: Connection, place: Workplace, number: int, role: str, actor: str, now: datetime
) -> Wrong | None:
    """Another role; None: it is so now."""
    take_turn(connection, place.tenant_id)
    user = _mine(connection, place, number)
    if user is None:
        return Wrong.GONE
    wrong = _unfit(place, user.person, role)
    if wrong is None and role != Role.ADMINISTRATOR and _is_last(connection, place, user):
        wrong = Wrong.LAST
    if wrong is not None or user.role == role:
        return wrong
    change_user(connection, number, role=role)
    append(connection, place.tenant_id, actor, "change_role", user.person, {"from": user.role, "to": role}, now)
    return None


def shut_out(connection: Connection, place: Workplace, number: int, actor: str, now: datetime) -> Wrong | None:
    """Sign a user out everywhere and for good; None: it is so now."""
    take_turn(connection, place.tenant_id)
    user = _mine(connection, place, number)
    if user is None:
        return Wrong.GONE
    if _is_last(connection, place, user):
        return Wrong.LAST
    change_user(connection, number, disabled_at=now)
    close_sessions(connection, number)
    append(connection, place.tenant_id, actor, "shut_out", user.person, {}, now)
    return None


def let_in(connection: Connection, place: Workplace, number: int, actor: str, now: datetime) -> Wrong | None:
    """Let a user in again, who chooses another password: the old one may be why."""
    user = _mine(connection, place, number)
    if user is None:
        return Wrong.GONE
    if user.disabled_at is None:
        return None
    change_user(connection, number, disabled_at=None, password_hash=None)
    append(connection, place.tenant_id, actor, "let_in", user.person, {}, now)
    return None


def take_factor(connection: Connection, place: Workplace, number: int, actor: str, now: datetime) -> Wrong | None:
    """Take a user's second factor away: the telephone is lost."""
    user = _mine(connection, place, number)
    if user is None:
        return Wrong.GONE
    change_user(connection, number, totp_secret=None, totp_step=None)
    close_sessions(connection, number)
    append(connection, place.tenant_id, actor, "remove_second_factor", user.person, {}, now)
    return None


def _mine(connection: Connection, place: Workplace, number: int) -> User | None:
    user = user_by_id(connection, number)
    return user if user is not None and user.tenant == place.tenant_id else None


def _is_last(connection: Connection, place: Workplace, user: User) -> bool:
    """Whether nobody else administers, of those who come in."""
    others = [
        each
        for each in users_of(connection, place.tenant_id)
        if each.id != user.id and not each.disabled_at and is_known(place.tenant, each.person)
    ]
    return user.role == Role.ADMINISTRATOR and not any(each.role == Role.ADMINISTRATOR for each in others)


def _unfit(place: Workplace, person: str, role: str) -> Wrong | None:
    if role not in list(Role):
        return Wrong.ROLE
    contributes = person in place.tenant.municipality.contributors
    return Wrong.CONTRIBUTOR if contributes != (role == Role.CONTRIBUTOR) else None
