"""The municipalities in a database, and since when each of their messages is known."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Text, bindparam, cast, or_, select

from storage.execution import execute
from storage.tables import seen, tenant
from storage.upsert import insert

MessageKey = tuple[str, str]
"""Campaign and message."""


class Face(NamedTuple):
    """What pages for everyone tell of a municipality."""

    name: str
    """Who speaks: «Alcaldía Municipal de Segovia»."""
    zone: str
    """IANA name."""
    contact: tuple[tuple[str, str], ...] = ()
    """Name and address of each channel of attention, in printed order."""
    data_policy: str = ""
    """The address of its policy on personal data; empty: it is not known."""
    votes_per_network: int = 10
    """How many votes without a personal link one network has in each of its surveys."""


_FACE = select(tenant.c.name, tenant.c.zone, tenant.c.contact, tenant.c.data_policy, tenant.c.votes_per_network)


def tenant_id(connection: Connection, slug: str, face: Face) -> int:
    """The number of a municipality, written down where it is new; what is told of it is brought up to date."""
    values = {**face._asdict(), "contact": [list(pair) for pair in face.contact]}
    statement = insert(connection, tenant).values(slug=slug, **values)
    new, columns = statement.excluded, tenant.c
    # As text: PostgreSQL compares no JSON.
    other_contact = cast(columns.contact, Text).is_distinct_from(cast(new.contact, Text))
    plain = (each for each in values if each != "contact")
    others = (columns[name] != new[name] for name in plain)
    statement = statement.on_conflict_do_update(
        index_elements=[columns.slug],
        set_={name: new[name] for name in values},
        where=or_(*others, other_contact),
    )
    connection.execute(statement)
    return int(connection.execute(select(tenant.c.id).where(tenant.c.slug == slug)).scalar_one())


def face_of(connection: Connection, number: int) -> Face:
    """What is told of a municipality."""
    row = connection.execute(_FACE.where(tenant.c.id == number)).one()
    contact = tuple((name, address) for name, address in row.contact or ())
    return Face(row.name, row.zone, contact, row.data_policy, row.votes_per_network)


def has_tenant(connection: Connection, number: int) -> bool:
    """Whether the database knows a municipality by this number."""
    return connection.execute(select(tenant.c.id).where(tenant.c.id == number)).first() is not None


def only_face(connection: Connection) -> Face | None:
    """What is told of the one municipality that there is; None: there are several, or none."""
    numbers = connection.execute(select(tenant.c.id).limit(2)).scalars().all()
    return face_of(connection, numbers[0]) if len(numbers) == 1 else None


def find_tenant(connection: Connection, slug: str) -> int | None:
    """The number of a municipality, or None where the database does not know it."""
    return connection.execute(select(tenant.c.id).where(tenant.c.slug == slug)).scalar_one_or_none()


def first_seen(
    connection: Connection, tenant_number: int, messages: Iterable[MessageKey], now: datetime
) -> dict[MessageKey, datetime]:
    """Since when each message is known; those that are new are known since `now`. Asks once for each campaign."""
    wanted = sorted(set(messages))
    if not wanted:
        return {}
    given = {"of": tenant_number, "campaigns": sorted({campaign for campaign, _ in wanted})}
    since = _known(connection, given)
    new = [message for message in wanted if message not in since]
    if new:
        values = [
            {"tenant": tenant_number, "campaign": campaign, "message": message, "at": now} for campaign, message in new
        ]
        statement = insert(connection, seen).on_conflict_do_nothing(
            index_elements=[seen.c.tenant, seen.c.campaign, seen.c.message]
        )
        connection.execute(statement, values)
        # Asked again: another process may have been first.
        since = _known(connection, given)
    return {message: since[message] for message in wanted}


def all_seen(connection: Connection, tenant_number: int) -> dict[MessageKey, datetime]:
    """Since when each message that a daemon has read is known."""
    asked = select(seen.c.campaign, seen.c.message, seen.c.at).where(seen.c.tenant == tenant_number)
    return {(row.campaign, row.message): row.at for row in connection.execute(asked)}


_SEEN = select(seen.c.campaign, seen.c.message, seen.c.at).where(
    seen.c.tenant == bindparam("of"), seen.c.campaign.in_(bindparam("campaigns", expanding=True))
)


def _known(connection: Connection, given: dict[str, object]) -> dict[MessageKey, datetime]:
    return {(row.campaign, row.message): row.at for row in execute(connection, _SEEN, given)}
