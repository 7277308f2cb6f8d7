"""Subscriptions that were asked for on a page: rows until somebody confirms them from the mailbox, a week at most."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from audience.addresses import Address, normalise
from audience.mailboxes import domains_of, mailbox_of
from audience.subscribers import subscriber
from audience.subscriptions import Proof, subscribe
from storage.tables import delivery, publication, signup

LASTS = timedelta(days=7)
"""How long it can be confirmed, and for how long an address is kept that nobody has confirmed."""
MOST = 3
"""Mails that one mailbox is sent within `WITHIN`: nobody can be flooded by whoever knows the address."""
WITHIN = timedelta(days=1)
FLOOD = 500
"""How many may be asked for in a municipality within an hour: more are not citizens, or not only."""
CEILING = 2 * FLOOD
"""How many are taken within an hour at all."""
FEW = 3
"""How many a network may have asked for that is let in beyond `FLOOD`: who asked most is refused first."""
HOUR = timedelta(hours=1)
STEP = 500
"""How many are forgotten in one transaction."""
CAMPAIGN, MESSAGE = "pregonero", "suscripcion~confirmacion"
"""Under which the mails stand that ask for the confirmation; their occurrence is that of the row."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to get."""

    address: Address
    key: str
    name: str
    topics: Sequence[str]
    language: str
    notice: str
    """The digest of the text that was agreed to."""
    origin: str
    """The address in the network that it came from."""


@dataclass(frozen=True, slots=True)
class Signup:
    """One that was asked for."""

    id: int
    tenant: int
    key: str
    address: str
    name: str
    language: str
    topics: tuple[str, ...]
    notice: str
    origin: str
    asked_at: datetime
    confirmed_at: datetime | None


def occurrence_of(number: int, asked_at: datetime) -> str:
    """Names a row's mail: by its moment too, for SQLite gives the last row's number anew once that is forgotten."""
    return f"{number}-{asked_at.astimezone(UTC):%Y%m%dT%H%M%S%f}"


def recent_origins(connection: Connection, tenant: int, now: datetime) -> list[str]:
    """Where in the network each came from that was asked for within an hour."""
    its = signup.c
    return list(connection.scalars(select(its.origin).where(its.tenant == tenant, its.asked_at > now - HOUR)))


def is_flooded(networks: Sequence[str], own: str) -> bool:
    """Whether one more of the network `own` is too much beside those that were asked for within an hour.

    A neighbour gets through where others ask for more than a town does.
    """
    if len(networks) < FLOOD:
        return False
    return len(networks) >= CEILING or networks.count(own) >= FEW


def ask(connection: Connection, tenant: int, asked: Asked, now: datetime) -> int | None:
    """Write it down; its number. None: the mailbox has been asked often enough today."""
    its = signup.c
    if _asked_today(connection, tenant, asked.address, now) >= MOST:
        return None
    row = {"tenant": tenant, "key": asked.key, "address": asked.address.text, "name": asked.name}
    row |= {"language": asked.language, "topics": list(asked.topics), "notice": asked.notice}
    made = insert(signup).values(row | {"origin": asked.origin, "asked_at": now}).returning(its.id)
    return int(connection.scalars(made).one())


def _asked_today(connection: Connection, tenant: int, address: Address, now: datetime) -> int:
    """How often the mailbox behind an address was asked within `WITHIN`, under whatever spelling."""
    its, mailbox = signup.c, mailbox_of(address.normalised)
    written = func.lower(its.address)
    # Dots may stand anywhere but before the first letter; and SQLite makes ASCII alone small.
    local = mailbox[0] if len(domains_of(mailbox)) > 1 else mailbox.rpartition("@")[0]
    begins = local if local.isascii() else ""
    domains = {*domains_of(mailbox), address.text.rpartition("@")[2].lower()}
    like = select(its.address).where(
        its.tenant == tenant,
        its.asked_at > now - WITHIN,
        written.startswith(begins, autoescape=True),
        or_(*[written.endswith(f"@{domain}", autoescape=True) for domain in sorted(domains)]),
    )
    return sum(mailbox_of(normalise("correo", each)) == mailbox for each in connection.scalars(like))


def find(connection: Connection, number: int, key: str, now: datetime) -> Signup | None:
    """One that can still be confirmed, or was; None: there is none, or it is too old.

    `key`: how that of its address begins, for numbers are given again: after a copy was taken back, or on SQLite.
    """
    asked = select(signup).where(signup.c.id == number, signup.c.asked_at > now - LASTS)
    row = connection.execute(asked.where(signup.c.key.startswith(key, autoescape=True))).one_or_none()
    return None if row is None else Signup(**{**row._mapping, "topics": tuple(row.topics)})


def confirm(connection: Connection, found: Signup, proof: Proof, now: datetime) -> bool:
    """The mailbox has answered: its topics begin. False: it had before, and what was left since stays left."""
    ours = (signup.c.id == found.id, signup.c.confirmed_at.is_(None))
    if not connection.execute(update(signup).where(*ours).values(confirmed_at=now)).rowcount:
        return False
    it = (found.tenant, "correo", found.address, found.key, found.name, found.language)
    person = subscriber(connection, *it, now)
    subscribe(connection, found.tenant, person, found.key, found.topics, proof, now)
    return True


def purge(connection: Connection, tenant: int, now: datetime) -> datetime | None:
    """Forget what is older than a week, and the addresses to which its mails went; when there is more to forget.

    What was confirmed stands in contacts, subscriptions and consents by then.
    """
    its = signup.c
    ours = (its.tenant == tenant, its.asked_at <= now - LASTS)
    old = select(its.id, its.asked_at).where(*ours).order_by(its.asked_at).limit(STEP)
    if rows := connection.execute(old).all():
        mails = select(publication.c.id).where(
            publication.c.tenant == tenant,
            publication.c.campaign == CAMPAIGN,
            publication.c.message == MESSAGE,
            publication.c.occurrence.in_([occurrence_of(row.id, row.asked_at) for row in rows]),
        )
        connection.execute(update(delivery).where(delivery.c.publication.in_(mails)).values(address=None))
        connection.execute(delete(signup).where(its.id.in_([row.id for row in rows])))
    first = connection.scalar(select(func.min(its.asked_at)).where(its.tenant == tenant))
    return None if first is None else max(first + LASTS, now)
