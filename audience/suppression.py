"""Who must get nothing more: by key, so that it outlives the contact and no import brings anyone back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    bindparam,
    case,
    delete,
    exists,
    literal,
    select,
)

from audience.addresses import shares_addresses
from audience.consents import Word, say, speaker, words_of
from audience.subscriptions import Proof, unsubscribe
from campaigns.purpose import CONSENT, MANAGEMENT
from storage import subscribed
from storage.bulk import given, source, types
from storage.execution import execute, select_many
from storage.tables import subscription, suppression
from storage.upsert import insert

OPTED_OUT = subscribed.OPTED_OUT
"""The person wants no more."""
GONE = "gone"
"""Nothing arrives there any more."""
BOUNCED = "rebote"
"""Mails to it come back."""
COMPLAINED = "queja"
"""The person told the own mail service that a message was unwanted."""
UNREACHED = (GONE, BOUNCED)
"""What ends as soon as something arrives there, or the person says so."""
DECLINED = "publicidad"
"""The person has told the service that publicity is unwanted."""
PUBLICITY = "gestion"
"""The class of messages that a service takes for publicity: what the administration tells of itself."""
EVERYWHERE = ""

_KEYS = types(suppression, ("key",))
_REFUSING = select(suppression.c.key).where(
    suppression.c.tenant == bindparam("of"),
    suppression.c.key.in_(bindparam("those", expanding=True)),
    suppression.c.channel == EVERYWHERE,
    suppression.c.class_ == bindparam("named"),
    suppression.c.reason.not_in(UNREACHED),
)
_ONE = (suppression.c.tenant, suppression.c.key, suppression.c.channel, suppression.c.class_)


@dataclass(frozen=True, slots=True)
class Suppressed:
    """One address, by its key, that gets nothing more."""

    key: str
    reason: str
    """`baja`, `rebote`, `queja`, `direccion-muerta` …: a short word for counting."""
    evidence: str
    """What shows it: the answer of the server, the id of the request."""
    since: datetime
    channel: str = EVERYWHERE
    """The kind of account by which nothing is sent there; empty: by none."""
    of_class: str = ""
    """The class of messages that is not sent there; empty: all."""


def suppress(
    connection: Connection,
    tenant: int,
    key: str,
    reason: str,
    evidence: str,
    now: datetime,
    *,
    channel: str = EVERYWHERE,
    of_class: str = "",
) -> bool:
    """From `now` on the address with this key gets nothing, or nothing of a class, by any account or one kind of it.

    False: it was so already, and the first reason stays.
    """
    row = _row(tenant, key, reason, evidence, now) | {"channel": channel, "class_": of_class}
    added = connection.execute(
        insert(connection, suppression)
        .values(row)
        .on_conflict_do_nothing(index_elements=_ONE)
        .returning(suppression.c.id)
    )
    return added.first() is not None


def suppress_erased(connection: Connection, tenant: int, key: str, evidence: str, now: datetime) -> None:
    """The person is forgotten: of whatever was set down before, this takes the place. Said twice, the first stays."""
    its = suppression.c
    row = _row(tenant, key, subscribed.ERASED, evidence, now) | {"channel": EVERYWHERE, "class_": ""}
    connection.execute(
        insert(connection, suppression)
        .values(row)
        .on_conflict_do_update(
            index_elements=_ONE,
            set_={"reason": subscribed.ERASED, "evidence": evidence, "since": now},
            where=its.reason != subscribed.ERASED,
        )
    )


def suppress_gone(connection: Connection, tenant: int, channel: str, key: str, evidence: str, now: datetime) -> bool:
    """Nothing arrives there by this kind of account; what else writes to the address still does.

    A telephone that has no WhatsApp gets text messages. False: it was so already.
    """
    where = channel if shares_addresses(channel) else EVERYWHERE
    return suppress(connection, tenant, key, GONE, evidence, now, channel=where)


def opt_out(
    connection: Connection, tenant: int, key: str, evidence: str, said_at: datetime, of_class: str = ""
) -> None:
    """The person wants no more, or no more of a class, by whatever we write; said twice, the later word counts.

    Who wants no more at all is subscribed to nothing any more. It takes the place of `gone` and `rebote`,
    which end by themselves as soon as something arrives.
    """
    its = suppression.c
    later = case((its.since < said_at, literal(said_at, its.since.type)), else_=its.since)
    row = _row(tenant, key, OPTED_OUT, evidence, said_at) | {"channel": EVERYWHERE, "class_": of_class}
    connection.execute(
        insert(connection, suppression)
        .values(row)
        .on_conflict_do_update(
            index_elements=_ONE,
            set_={"reason": OPTED_OUT, "evidence": evidence, "since": later},
            where=its.reason.in_(UNREACHED) | ((its.reason == OPTED_OUT) & (its.since < said_at)),
        )
    )
    if not of_class:
        unsubscribe(connection, tenant, key, None, Proof(evidence), said_at)


def lift(
    connection: Connection,
    tenant: int,
    channel: str,
    keys: Collection[str],
    reasons: Collection[str],
    said_at: datetime,
    *,
    publicity: bool = False,
) -> int:
    """A person's word by an account of this kind: what is set down for one of `reasons` is so no more. Of how many.

    `publicity`: it says that this is wanted again, too.
    What the person has said later is unwanted stays so, in whatever order the two are heard.
    """
    its = suppression.c
    those = its.key.in_(sorted(keys)) & its.reason.in_(sorted(reasons)) & its.channel.in_(sorted({EVERYWHERE, channel}))
    earlier = its.reason.not_in((OPTED_OUT, DECLINED)) | (its.since <= said_at)
    lifted = take_off(connection, [its.tenant == tenant, those, earlier], publicity=publicity)
    return len(lifted)


def take_off(
    connection: Connection, where: Collection[ColumnElement[bool]], *, publicity: bool = False
) -> frozenset[str]:
    """What is set down under these conditions is so no more; of which keys.

    `publicity`: the word says that it is wanted again, too. Else whoever had refused it has to consent to it anew: a
    yes from before the refusal does not stand up again.
    """
    rows = connection.execute(delete(suppression).where(*where).returning(suppression)).all()
    for row in rows:
        if publicity or row.reason not in (OPTED_OUT, DECLINED) or row.class_ not in ("", PUBLICITY):
            continue
        spoken = [word for word in words_of(connection, row.tenant, [row.key]) if word.purpose == MANAGEMENT]
        last = next((word for word in reversed(spoken) if word.basis == CONSENT), None)
        if last is not None and last.given and last.at <= row.since:
            no = Word(row.key, MANAGEMENT, False, row.evidence, row.since)
            say(connection, row.tenant, [(speaker(connection, row.tenant, row.key, row.since), no)])
    return frozenset(row.key for row in rows)


def refuses(connection: Connection, tenant: int, keys: Collection[str], class_: str) -> bool:
    """Whether something keeps messages of a class from one of these addresses, by some account or by all."""
    its = suppression.c
    asked = (its.tenant == tenant, its.key.in_(sorted(keys)), its.class_.in_(("", class_)))
    return bool(connection.scalar(select(exists().where(*asked))))


def is_suppressed(connection: Connection, tenant: int, channel: str, key: str, besides: Collection[str] = ()) -> bool:
    """The address with this key gets nothing by this kind of account; for another reason than those of `besides`."""
    reason = suppression.c.reason.not_in(tuple(besides))
    return bool(connection.scalar(select(exists().where(*_silent(tenant, channel), suppression.c.key == key, reason))))


def suppressed(
    tenant: int, channel: str, key: ColumnElement[str], class_: str = "", topics: Collection[str] = ()
) -> ColumnElement[bool]:
    """The same as a condition inside a larger query; `class_`: of this class of messages, whatever else comes there.

    `topics`: of what goes to their subscribers, to whom a topic that was confirmed later than «no more» comes again.
    """
    silent = [*_silent(tenant, channel, class_), suppression.c.key == key]
    if topics:
        silent.append(~_wanted_again(topics))
    return exists(select(1).where(*silent))


def refuses_class(tenant: int, channel: str, key: ColumnElement[str], class_: str) -> ColumnElement[bool]:
    """The address with this key gets none of one class by this kind of account, though others come there."""
    its = suppression.c
    wanted = (its.tenant == tenant, its.channel.in_(sorted({EVERYWHERE, channel})), its.class_ == class_)
    return key.in_(select(its.key).where(*wanted)) & ~suppressed(tenant, channel, key)


def refused_classes(connection: Connection, tenant: int) -> frozenset[str]:
    """The classes of messages of which somebody wants none, without those who want nothing at all."""
    its = suppression.c
    asked = select(its.class_).where(its.tenant == tenant, its.class_ != "").distinct()
    return frozenset(connection.scalars(asked))


def refusing(connection: Connection, tenant: int, keys: Collection[str], class_: str) -> frozenset[str]:
    """At which of some hundreds of keys somebody has refused a class of messages, by whatever they come."""
    asked = {"of": tenant, "those": list(keys), "named": class_}
    return frozenset(row.key for row in select_many(connection, _REFUSING, asked))


def suppressed_among(connection: Connection, tenant: int, keys: Collection[str]) -> Mapping[str, str]:
    """Which of some thousands of keys get nothing by any account, each with its reason."""
    if not keys:
        return {}
    dialect = connection.dialect
    asked = given(dialect, _KEYS, [(key,) for key in keys]) | {"of": tenant}
    return dict(map(tuple, execute(connection, _among(dialect.name), asked)))


@lru_cache(maxsize=2)
def _among(dialect: str) -> Select[Any]:
    those = select(source(_KEYS, dialect)["key"])
    its = suppression.c
    return select(its.key, its.reason).where(*_silent(bindparam("of"), EVERYWHERE), its.key.in_(those))


def suppressions(connection: Connection, tenant: int) -> tuple[Suppressed, ...]:
    """All of them, the latest last."""
    return _listed(connection, suppression.c.tenant == tenant)


def suppressions_of(connection: Connection, tenant: int, keys: Collection[str]) -> tuple[Suppressed, ...]:
    """Those on some addresses, the latest last."""
    return _listed(connection, (suppression.c.tenant == tenant) & suppression.c.key.in_(sorted(keys)))


def _listed(connection: Connection, where: ColumnElement[bool]) -> tuple[Suppressed, ...]:
    listed = select(suppression).where(where).order_by(suppression.c.since, suppression.c.id)
    return tuple(
        Suppressed(row.key, row.reason, row.evidence, row.since, row.channel, row.class_)
        for row in connection.execute(listed)
    )


def _wanted_again(topics: Collection[str]) -> ColumnElement[bool]:
    its, since = subscription.c, suppression.c.since
    running = (its.tenant == suppression.c.tenant, its.key == suppression.c.key, its.ended_at.is_(None))
    later = exists().where(*running, its.topic.in_(sorted(topics)), its.since > since).correlate(suppression)
    return suppression.c.reason.in_(subscribed.OWN_WORDS) & later


def _silent(tenant: int | BindParameter[int], channel: str, class_: str = "") -> tuple[ColumnElement[bool], ...]:
    """What ends all messages by a kind of account, or those of a class; the word on another class ends neither."""
    its = suppression.c
    return (
        its.tenant == tenant,
        its.channel.in_(sorted({EVERYWHERE, channel})),
        its.class_.in_(sorted({"", class_})),
    )


def _row(tenant: int, key: str, reason: str, evidence: str, since: datetime) -> dict[str, object]:
    return {"tenant": tenant, "key": key, "reason": reason, "evidence": evidence, "since": since}
