"""Who may come into the panel of a municipality: one row for each person, with a role and what proves who it is."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, insert, select, update

from storage.execution import execute
from storage.tables import user


class User(NamedTuple):
    """One row."""

    id: int
    tenant: int
    person: str
    """The slug of a person or a contributor of `municipio.yaml`."""
    role: str
    password_hash: str | None
    totp_secret: str | None
    """Sealed; None: no second factor."""
    totp_step: int | None
    """The last step whose code was taken."""
    created_at: datetime
    disabled_at: datetime | None


_COLUMNS = [user.c[name] for name in User._fields]
_ALL = select(*_COLUMNS).where(user.c.tenant == bindparam("of")).order_by(user.c.person)
_ONE = select(*_COLUMNS).where(user.c.id == bindparam("number"))
_NAMED = select(*_COLUMNS).where(user.c.tenant == bindparam("of"), user.c.person == bindparam("name"))
_COUNT = select(func.count()).where(user.c.tenant == bindparam("of"))


def users_of(connection: Connection, tenant_id: int) -> Sequence[User]:
    """All of a municipality, also those that come in no more, by name."""
    return [User(*row) for row in execute(connection, _ALL, {"of": tenant_id})]


def user_by_id(connection: Connection, number: int) -> User | None:
    """The user with a number."""
    row = execute(connection, _ONE, {"number": number}).one_or_none()
    return None if row is None else User(*row)


def user_named(connection: Connection, tenant_id: int, person: str) -> User | None:
    """The user that a person is; None: the person has never been let in."""
    row = execute(connection, _NAMED, {"of": tenant_id, "name": person}).one_or_none()
    return None if row is None else User(*row)


def has_users(connection: Connection, tenant_id: int) -> bool:
    """Whether anybody has ever been let in."""
    return bool(execute(connection, _COUNT, {"of": tenant_id}).scalar_one())


def add_user(connection: Connection, tenant_id: int, person: str, role: str, now: datetime) -> int:
    """Let a person in; the number. Raises IntegrityError where the person is one already."""
    values = {"tenant": tenant_id, "person": person, "role": role, "created_at": now}
    return int(connection.execute(insert(user).values(**values).returning(user.c.id)).scalar_one())


def change_user(connection: Connection, number: int, **values: object) -> None:
    """Write some of a user's columns."""
    connection.execute(update(user).where(user.c.id == number).values(**values))


def take_step(connection: Connection, number: int, step: int) -> bool:
    """Whether the code of a step is the user's first of this step or a later one: none is taken twice."""
    first = user.c.totp_step.is_(None) | (user.c.totp_step < step)
    changed = connection.execute(update(user).where(user.c.id == number, first).values(totp_step=step))
    return changed.rowcount == 1
