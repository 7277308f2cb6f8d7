"""Who wants what, and the proof of it: a subscription for each topic and address, a consent row for each word."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, exists, func, select, update
from sqlalchemy import insert as adding

from storage.subscribed import OPTED_OUT
from storage.tables import consent, privacy_notice, subscription, suppression
from storage.upsert import insert

CONSENT = "consentimiento"
"""The legal basis of every subscription: articles 6 and 9 of Ley 1581 de 2012."""
OF_TOPIC = "tema:"
"""How the purpose of a consent to one topic begins."""
SHORT = 8
"""How many digits of its digest a text is called by."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that somebody wanted it, or wants it no more."""

    source: str
    """In Spanish: by what, from where, when it was asked for."""
    notice: str = ""
    """The digest of the words that the person agreed to."""


def purpose_of(topic: str) -> str:
    """What a consent to a topic is kept under."""
    return f"{OF_TOPIC}{topic}"


def version_of(notice: str) -> str:
    """What a text is called where people read it, and by which its row is found."""
    return _digest(notice)[:SHORT]


def notices_of(connection: Connection, tenant: int, digests: Collection[str]) -> Mapping[str, str]:
    """The texts that people had read when they agreed, by the digest that consents have of them."""
    its = privacy_notice.c
    asked = select(its.digest, its.text).where(its.tenant == tenant, its.digest.in_(sorted(set(digests))))
    return dict(map(tuple, connection.execute(asked.order_by(its.id))))


def topic_of(purpose: str) -> str:
    """The topic that a consent is to; empty where it is to none."""
    kind, _, topic = purpose.partition(":")
    return topic if kind == "tema" else ""


def add_notice(connection: Connection, tenant: int, text: str, now: datetime) -> str:
    """Keep the words that people agree to, each text once; its digest."""
    digest = _digest(text)
    row = {"tenant": tenant, "digest": digest, "text": text, "since": now}
    connection.execute(insert(connection, privacy_notice).values(row).on_conflict_do_nothing())
    return digest


def subscribe(
    connection: Connection, tenant: int, person: int, key: str, topics: Collection[str], proof: Proof, now: datetime
) -> None:
    """From `now` on a contact is subscribed to topics under the address with this key; each word is kept.

    One that runs goes on since its own beginning, unless the person has wanted nothing more since then. What was ended
    after `now` stays so, in whatever order the two are heard.
    """
    its = subscription.c
    for topic in dict.fromkeys(topics):
        row = {"tenant": tenant, "contact": person, "key": key, "topic": topic, "since": now}
        connection.execute(
            insert(connection, subscription)
            .values(row)
            .on_conflict_do_update(
                index_elements=(its.contact, its.key, its.topic),
                set_={"since": now, "ended_at": None},
                where=(its.ended_at <= now)
                | (its.ended_at.is_(None) & _opted_out_between(tenant, key, its.since, now)),
            )
        )
        _consent(connection, tenant, person, key, topic, proof, now, given=True)


def unsubscribe(
    connection: Connection, tenant: int, key: str, topics: Collection[str] | None, proof: Proof, said_at: datetime
) -> tuple[str, ...]:
    """End topics of an address, or all of them (`None`), and keep that word; those that ended.

    What was confirmed after `said_at` goes on, in whatever order the two are heard.
    """
    its = subscription.c
    ours = [its.tenant == tenant, its.key == key, its.ended_at.is_(None), its.since <= said_at]
    if topics is not None:
        ours.append(its.topic.in_(sorted(topics)))
    ended = connection.execute(
        update(subscription).where(*ours).values(ended_at=said_at).returning(its.contact, its.topic)
    )
    gone = sorted((row.topic, row.contact) for row in ended)
    for topic, person in gone:
        _consent(connection, tenant, person, key, topic, proof, said_at, given=False)
    return tuple(dict.fromkeys(topic for topic, _ in gone))


def resume(
    connection: Connection, tenant: int, key: str, ended_at: datetime, proof: Proof, now: datetime
) -> tuple[str, ...]:
    """What of an address ended at that moment goes on since its own beginning, and this word is kept too; which topics.

    For who ended it by mistake: whoever was away longer confirms anew.
    """
    its = subscription.c
    ended = (its.tenant == tenant, its.key == key, its.ended_at == ended_at)
    again = update(subscription).where(*ended).values(ended_at=None).returning(its.contact, its.topic)
    back = sorted((row.topic, row.contact) for row in connection.execute(again))
    for topic, person in back:
        _consent(connection, tenant, person, key, topic, proof, now, given=True)
    return tuple(dict.fromkeys(topic for topic, _ in back))


def topics_of(connection: Connection, tenant: int, key: str) -> frozenset[str]:
    """The topics that an address is subscribed to."""
    its = subscription.c
    running = (its.tenant == tenant, its.key == key, its.ended_at.is_(None))
    return frozenset(connection.scalars(select(its.topic).where(*running)))


def topics_heard(
    connection: Connection, tenant: int, key: str, classes: Mapping[str, frozenset[str]]
) -> frozenset[str]:
    """The same without those of which nothing comes, since all classes of their messages were refused later.

    `classes`: of each topic.
    """
    its, word = subscription.c, suppression.c
    running = (its.tenant == tenant, its.key == key, its.ended_at.is_(None))
    since = connection.execute(select(its.topic, func.max(its.since)).where(*running).group_by(its.topic)).all()
    said = (word.tenant == tenant, word.key == key, word.reason == OPTED_OUT, word.class_ != "")
    refused = {row.class_: row.since for row in connection.execute(select(word.class_, word.since).where(*said))}
    return frozenset(
        topic
        for topic, moment in since
        if not (of := classes.get(topic)) or any(each not in refused or refused[each] < moment for each in of)
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _opted_out_between(tenant: int, key: str, since: ColumnElement[datetime], until: datetime) -> ColumnElement[bool]:
    its = suppression.c
    said = (its.tenant == tenant, its.key == key, its.reason == OPTED_OUT)
    return exists().where(*said, its.since >= since, its.since <= until)


def _consent(
    connection: Connection, tenant: int, person: int, key: str, topic: str, proof: Proof, now: datetime, *, given: bool
) -> None:
    row = {"tenant": tenant, "contact": person, "key": key, "purpose": purpose_of(topic), "basis": CONSENT}
    row |= {"given": given, "source": proof.source, "notice": proof.notice, "at": now}
    connection.execute(adding(consent).values(row))
