"""A person leaves a list, or everything, and may come back where it was a slip: rows alone, by the recipient's key."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, delete, exists, func, select

from audience.leaving_token import Leaver, topic_mark
from audience.subscriptions import Proof, resume, topics_of, unsubscribe
from audience.suppression import EVERYWHERE, OPTED_OUT, UNREACHED, opt_out, take_off
from channels.adapter import Kind
from storage.subscribed import OWN_WORDS
from storage.tables import address, contact, delivery, publication, subscription, suppression

WHOLE_KEY = 64
"""Hexadecimal digits of a recipient's key."""


class Standing(StrEnum):
    """What somebody with a link gets now."""

    LISTED = "listed"
    """What the link is of."""
    LEFT = "left"
    """Other messages, but not those."""
    SILENT = "silent"
    """Nothing."""


class Stand(NamedTuple):
    """What somebody gets, since when, and whether by the own word."""

    standing: Standing
    since: datetime | None = None
    """When it was said; None while all comes."""
    own_word: bool = False
    again: bool = False
    """A topic that is confirmed later comes all the same."""


def find(connection: Connection, leaver: Leaver) -> Leaver | None:
    """The leaver with a whole key; None where a short one is of nobody that is known any more."""
    if len(leaver.key) == WHOLE_KEY:
        return leaver
    its, sent = address.c, delivery.c.recipient_key
    # Hexadecimal digits come before `g`.
    among = (its.tenant == leaver.tenant, its.key >= leaver.key, its.key < f"{leaver.key}g")
    found = connection.scalars(select(its.key).where(*among).distinct().limit(2)).all()
    if not found:
        # Nobody has the address any more; whoever got a message there may leave all the same.
        direct = (publication.c.tenant == leaver.tenant, publication.c.kind == Kind.DIRECT.value)
        mine = select(sent).join(publication, publication.c.id == delivery.c.publication).where(*direct)
        got = mine.where(sent >= leaver.key, sent < f"{leaver.key}g")
        found = connection.scalars(got.distinct().limit(2)).all()
    return leaver._replace(key=found[0]) if len(found) == 1 else None


def stand(connection: Connection, leaver: Leaver) -> Stand:
    """What somebody with a link gets now."""
    silent = _word(connection, leaver, "")
    if silent is not None and not _subscribed_since(connection, leaver, silent):
        return _since_last_left(connection, leaver, silent)
    if not leaver.class_:
        return _topics_left(connection, leaver) or Stand(Standing.LISTED)
    left = _word(connection, leaver, leaver.class_)
    return Stand(Standing.LISTED) if left is None or _subscribed_since(connection, leaver, left) else left


def leave(connection: Connection, leaver: Leaver, evidence: str, now: datetime) -> None:
    """From `now` on nothing more comes of what the link is of; said twice, the first word stays.

    Unless a topic was confirmed between the two: what had come of the class since then is wanted no more either.
    A class is left at all addresses that are this person's alone, as everything is: else the next one gets the message.
    """
    if leaver.class_:
        for key in all_keys(connection, leaver.tenant, leaver.key):
            _opt_out(connection, leaver.tenant, key, leaver.class_, evidence, now)
    else:
        wanted = topics_of(connection, leaver.tenant, leaver.key)
        left = {topic for topic in wanted if topic_mark(topic) in leaver.topics}
        unsubscribe(connection, leaver.tenant, leaver.key, left, Proof(evidence), now)


def leave_all(connection: Connection, leaver: Leaver, evidence: str, now: datetime) -> None:
    """From `now` on nothing more comes, by whatever we write, at all addresses that are this person's alone."""
    for key in all_keys(connection, leaver.tenant, leaver.key):
        _opt_out(connection, leaver.tenant, key, "", evidence, now)
        unsubscribe(connection, leaver.tenant, key, None, Proof(evidence), now)


def come_back(connection: Connection, leaver: Leaver, said_at: datetime, evidence: str, now: datetime) -> None:
    """Take back what was said by this person at `said_at`, and nothing that was said before or after it."""
    its, keys = suppression.c, all_keys(connection, leaver.tenant, leaver.key)
    said = (its.tenant == leaver.tenant, its.key.in_(keys), its.reason == OPTED_OUT, its.since == said_at)
    connection.execute(delete(suppression).where(*said))
    for key in keys:
        resume(connection, leaver.tenant, key, said_at, Proof(evidence), now)


def readmit(connection: Connection, tenant: int, keys: Collection[str]) -> frozenset[str]:
    """A word to the staff, who can prove it: what the person had refused, or seemed dead, is so no more; which keys.

    A complaint, and what the person has told a service, end otherwise. A consent to publicity that stood before the
    refusal does not stand up again.
    """
    its = suppression.c
    return take_off(
        connection, [its.tenant == tenant, its.key.in_(sorted(keys)), its.reason.in_((OPTED_OUT, *UNREACHED))]
    )


def _word(connection: Connection, leaver: Leaver, class_: str) -> Stand | None:
    """Since when nothing of a class comes, or nothing at all; None: it does."""
    its = suppression.c
    asked = select(its.since, its.reason).where(
        its.tenant == leaver.tenant, its.key == leaver.key, its.channel == EVERYWHERE, its.class_ == class_
    )
    row = connection.execute(asked).first()
    if row is None or row.reason in UNREACHED:
        # Whoever has opened the link has got the message: the address is none that nothing arrives at.
        return None
    standing = Standing.LEFT if class_ else Standing.SILENT
    return Stand(standing, row.since, own_word=row.reason == OPTED_OUT, again=row.reason in OWN_WORDS)


def _subscribed_since(connection: Connection, leaver: Leaver, word: Stand) -> bool:
    """Topics come again, though that word stands for all else: there is something to leave."""
    its = subscription.c
    running = (its.tenant == leaver.tenant, its.key == leaver.key, its.ended_at.is_(None), its.since > word.since)
    return word.again and bool(connection.scalar(select(exists().where(*running))))


def _since_last_left(connection: Connection, leaver: Leaver, silent: Stand) -> Stand:
    """Who subscribed after «nothing more» and left again has said so then: it is that word which may be a slip."""
    its = subscription.c
    asked = select(func.max(its.ended_at)).where(its.tenant == leaver.tenant, its.key == leaver.key)
    last = connection.scalar(asked) if silent.again else None
    if last is None or silent.since is None or last <= silent.since:
        return silent
    return silent._replace(since=last, own_word=True)


def _topics_left(connection: Connection, leaver: Leaver) -> Stand | None:
    its = subscription.c
    asked = select(its.topic, its.ended_at).where(its.tenant == leaver.tenant, its.key == leaver.key)
    rows = [row for row in connection.execute(asked) if topic_mark(row.topic) in leaver.topics]
    if any(row.ended_at is None for row in rows):
        return None
    return Stand(Standing.LEFT, max((row.ended_at for row in rows), default=None), own_word=True)


def _opt_out(connection: Connection, tenant: int, key: str, class_: str, evidence: str, now: datetime) -> None:
    its, was = suppression.c, subscription.c
    said = (its.tenant == tenant, its.key == key, its.channel == EVERYWHERE, its.class_ == class_)
    topical = exists().where(was.tenant == tenant, was.key == key, was.ended_at.is_(None), was.since > its.since)
    stands = [*said, its.reason == OPTED_OUT, *([~topical] if class_ else [])]
    if not connection.scalar(select(exists().where(*stands))):
        opt_out(connection, tenant, key, evidence, now, class_)


def all_keys(connection: Connection, tenant: int, key: str) -> list[str]:
    """The one, and of a person who is alone behind it the others that are no one else's, too.

    A house that shares a mail is not silenced by whoever reads it first on anything but that mail.
    """
    its = address.c
    living = contact.c.erased_at.is_(None)
    asked = select(its.contact).join(contact, contact.c.id == its.contact).where(its.tenant == tenant, living)
    behind = connection.scalars(asked.where(its.key == key).distinct()).all()
    if len(behind) != 1:
        return [key]
    owned = select(its.key).where(its.tenant == tenant, its.contact == behind[0])
    shared = asked.with_only_columns(its.key).where(its.key.in_(owned), its.contact != behind[0])
    return [key, *sorted({*connection.scalars(owned)} - {*connection.scalars(shared), key})]
