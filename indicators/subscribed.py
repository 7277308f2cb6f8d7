"""Who is subscribed when a period ends, counted from what people said: each address once, however many its topics."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from audience.subscriptions import CONSENT, purpose_of, topic_of
from campaigns.indicator import SUBSCRIBER_MEDIA, SUBSCRIBERS
from campaigns.tenant import Tenant
from storage.tables import address, consent, contact

MEDIA: Mapping[str, str] = dict(zip(("correo", "telegram", "telefono"), SUBSCRIBER_MEDIA, strict=True))
"""By the kind of address."""


@dataclass(frozen=True, slots=True)
class Subscribed:
    """Addresses that are subscribed to the same topics by the same means."""

    medium: str
    topics: frozenset[str]
    addresses: int


@dataclass(frozen=True, slots=True)
class Movement:
    """One topic by one means over a period: addresses."""

    topic: str
    medium: str
    before: int
    came: int
    left: int

    @property
    def after(self) -> int:
        """When the period ends."""
        return self.before + self.came - self.left


def read_subscribed(connection: Connection, tenant: int, until: datetime) -> tuple[Subscribed, ...]:
    """Who is subscribed at `until`, by what was said before it.

    What is said later changes nothing of it, nor does whoever is erased later: a closed period keeps its figure.
    """
    words = _subscribed(tenant, until).subquery()
    topics = func.aggregate_strings(words.c.purpose, " ").label("topics")
    each = select(words.c.kind, topics).group_by(words.c.key, words.c.kind).subquery()
    found: Counter[tuple[str, frozenset[str]]] = Counter()
    alike = select(each.c.kind, each.c.topics, func.count()).group_by(each.c.kind, each.c.topics)
    for row in connection.execute(alike):
        found[MEDIA[row[0]], frozenset(map(topic_of, row[1].split()))] += row[2]
    ordered = sorted(found.items(), key=lambda item: (item[0][0], sorted(item[0][1])))
    return tuple(Subscribed(medium, of, count) for (medium, of), count in ordered)


def are_counted(tenant: Tenant) -> bool:
    """An indicator counts them: else nobody looks at what each person has said."""
    return any(each.counts == SUBSCRIBERS for each in tenant.indicators.values())


def read_movements(connection: Connection, tenant: int, since: datetime, until: datetime) -> tuple[Movement, ...]:
    """Topic by topic: who was subscribed at `since`, who came and who left until `until`.

    Who left and came back within the period did neither.
    """
    first, last = _subscribed(tenant, since).subquery(), _subscribed(tenant, until).subquery()
    same = (first.c.key == last.c.key) & (first.c.purpose == last.c.purpose)
    before, after = _by_topic(connection, select(first)), _by_topic(connection, select(last))
    both = _by_topic(connection, select(last).join(first, same))
    return tuple(
        Movement(topic, medium, before[topic, medium], after[topic, medium] - stayed, before[topic, medium] - stayed)
        for topic, medium in sorted({*before, *after})
        for stayed in [both[topic, medium]]
    )


def passes(row: Subscribed, topics: Collection[str], media: Collection[str]) -> bool:
    """The addresses are subscribed to one of these topics by one of these means; empty: to any, by any."""
    return (not topics or not row.topics.isdisjoint(topics)) and (not media or row.medium in media)


def _by_topic(connection: Connection, words: Select[Any]) -> Counter[tuple[str, str]]:
    told = words.subquery()
    counted = select(told.c.purpose, told.c.kind, func.count()).group_by(told.c.purpose, told.c.kind)
    return Counter({(topic_of(row[0]), MEDIA[row[1]]): row[2] for row in connection.execute(counted)})


def _subscribed(tenant: int, until: datetime) -> Select[Any]:
    """Key, purpose and kind of address of each topic of each address of which the last word before `until` is a yes."""
    its = consent.c
    turn = func.row_number().over(partition_by=(its.key, its.purpose), order_by=(its.at.desc(), its.id.desc()))
    spoken = (its.tenant == tenant, its.purpose.startswith(purpose_of("")), its.basis == CONSENT, its.at < until)
    words = select(its.key, its.purpose, its.given, turn.label("back")).where(*spoken).subquery()
    known = or_(contact.c.erased_at.is_(None), contact.c.erased_at >= until)
    # An erased contact keeps its address's kind and key, and counts in the periods before.
    living = (
        select(address.c.key, func.min(address.c.kind).label("kind"))
        .join(contact, contact.c.id == address.c.contact)
        .where(address.c.tenant == tenant, known)
        .group_by(address.c.key)
        .subquery()
    )
    last = (words.c.back == 1, words.c.given)
    return select(words.c.key, words.c.purpose, living.c.kind).join(living, living.c.key == words.c.key).where(*last)
