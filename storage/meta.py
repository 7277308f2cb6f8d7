"""Facts on the database itself, by name."""

from functools import cache

from sqlalchemy import Connection, Insert, bindparam, select

from storage.execution import execute
from storage.tables import meta
from storage.upsert import insert_into

ADDRESS_KEY = "address_key_fingerprint"
LAST_AUDIT = "last_audit_hash"
SIMULATION = "simulation"
"""Present where the database holds a simulation or a demonstration, which its reports then count."""
LAST_NOW = "last_now"
"""The last virtual moment of a simulation, in ISO 8601."""
HANDING = "handing_until"
"""Until when whoever draws the papers of tasks is believed to be at it, in ISO 8601, UTC; empty: nobody is."""
RESTORATIONS = "restorations"
"""Each copy that was put back: when it was made, and when it was restored."""


def get(connection: Connection, name: str) -> str | None:
    """The fact's value, or None where it was never put."""
    value: str | None = execute(connection, _GET, {"of": name}).scalar_one_or_none()
    return value


def put(connection: Connection, name: str, value: str) -> None:
    """Set a fact, whether or not it was there."""
    execute(connection, _putting(connection.dialect.name), {"name": name, "value": value})


def claim(connection: Connection, name: str, value: str, over: str) -> bool:
    """Set a fact where it is not there or sorts before `over`; False where it does not: of several one succeeds."""
    asked = {"name": name, "value": value, "over": over}
    return execute(connection, _claiming(connection.dialect.name), asked).first() is not None


_GET = select(meta.c.value).where(meta.c.name == bindparam("of"))


@cache
def _putting(dialect: str) -> Insert:
    statement = insert_into(dialect, meta)
    return statement.on_conflict_do_update(index_elements=[meta.c.name], set_={"value": statement.excluded.value})


@cache
def _claiming(dialect: str) -> Insert:
    statement = insert_into(dialect, meta).values(name=bindparam("name"), value=bindparam("value"))
    return statement.on_conflict_do_update(
        index_elements=[meta.c.name],
        set_={"value": statement.excluded.value},
        where=meta.c.value < bindparam("over"),
    ).returning(meta.c.name)
