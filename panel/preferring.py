"""One visit to a person's own page: which topics, in which language, or nothing more. Rows alone; it knows no HTTP."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select, update

from audience.dossier import dossier
from audience.leaving import leave_all
from audience.leaving_token import Leaver
from audience.subscriptions import Proof, add_notice, subscribe, topics_heard, unsubscribe
from audience.suppression import is_suppressed
from audience.whose import addresses_kept, holders_or_kept
from campaigns.language import language_name
from campaigns.moment import Moment
from campaigns.subscribing import confirming_account, notice_of, offered_topics
from campaigns.topic import Topic
from delivery.workplace import Workplace
from storage.keyring import Keyring
from storage.tables import address, contact
from storage.tokens import BadToken, ExpiredToken, Use, read, sign

PAGE = "preferencias/"
_TENANT, _KEY = 4, 32
"""Octets of a municipality's number and of an address's key."""
UNTOLD = frozenset({"name", "addresses", "attributes", "list", "changes", "signups", "submissions"})
"""Parts of a dossier that whoever has a link is not told."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose page it is."""

    place: Workplace
    key: str
    """Of the address."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody sent."""

    topics: Collection[str] = ()
    language: str = ""
    nothing_more: bool = False


@dataclass(frozen=True, slots=True)
class Preferences:
    """All that the page shows."""

    topics: Mapping[str, Topic]
    """Those that are offered, and those that the person has."""
    chosen: frozenset[str]
    languages: Mapping[str, str]
    """By code; of which there is a choice."""
    language: str
    silent: bool
    """Nothing at all comes but what is subscribed to."""
    changed: bool = False
    asked: bool = False
    """The link to all that is known has just been sent to the mailbox."""
    can_ask: bool = False
    """There is a mailbox, and an account that writes to it."""


def preferences_token(keyring: Keyring, tenant: int, key: str) -> str:
    """The link to a person's own page: it never ends, since old messages are read too."""
    return sign(keyring, Use.PREFERENCES, tenant.to_bytes(_TENANT, "big") + bytes.fromhex(key))


def token_of(owner: Owner, use: Use, until: datetime) -> str:
    """Another link of the same owner, that ends."""
    content = owner.place.tenant_id.to_bytes(_TENANT, "big") + bytes.fromhex(owner.key)
    return sign(owner.place.keyring, use, content, until)


def owner_of(places: Mapping[int, Workplace], token: str, now: datetime, use: Use = Use.PREFERENCES) -> Owner | None:
    """Whose link it is; None: it is none of ours. Raises `ExpiredToken`."""
    keyring = next((place.keyring for place in places.values()), None)
    if keyring is None:
        return None
    try:
        content = read(keyring, use, token, now)
    except ExpiredToken:
        raise
    except BadToken:
        return None
    place = places.get(int.from_bytes(content[:_TENANT], "big"))
    return Owner(place, content[_TENANT:].hex()) if place is not None and len(content) == _TENANT + _KEY else None


def preferences(connection: Connection, owner: Owner, *, changed: bool = False) -> Preferences:
    """As they stand."""
    tenant = owner.place.tenant
    chosen = topics_heard(connection, owner.place.tenant_id, owner.key, _classes(owner.place))
    shown = {slug: topic for slug, topic in tenant.municipality.topics.items() if slug in chosen}
    known = connection.scalars(_people(owner).with_only_columns(contact.c.language)).first() or "es"
    codes = {"es", known, *spoken(owner.place)}
    return Preferences(
        topics={**offered_topics(tenant), **shown},
        chosen=chosen,
        languages={code: _called(code) for code in sorted(codes, key=lambda code: (code != "es", code))},
        language=known,
        silent=is_suppressed(connection, owner.place.tenant_id, "email", owner.key),
        changed=changed,
        can_ask=bool(mailbox(connection, owner)) and confirming_account(tenant) is not None,
    )


def _called(code: str) -> str:
    """A language as a choice has it: what has no name of ours is shown by its code."""
    name = language_name(code)
    return name if name == code else name.capitalize()


def prefer(connection: Connection, owner: Owner, wish: Wish, origin: str, now: datetime) -> Preferences:
    """Do what somebody sent from their own page; each word is kept. The connection may write."""
    number, before = owner.place.tenant_id, preferences(connection, owner)
    told = f"Página de preferencias, {Moment(now.astimezone(owner.place.tenant.municipality.zone))}, desde {origin}"
    if wish.nothing_more:
        leave_all(connection, Leaver(number, owner.key), told, now)
        return preferences(connection, owner, changed=True)
    wanted = frozenset(wish.topics) & before.topics.keys()
    unsubscribe(connection, number, owner.key, before.chosen - wanted, Proof(told), now)
    person = connection.scalars(_people(owner).with_only_columns(contact.c.id)).first()
    begins = [topic for topic in before.topics if topic in wanted - before.chosen]
    if begins and person is not None:
        notice = add_notice(connection, number, notice_of(owner.place.tenant), now)
        subscribe(connection, number, person, owner.key, begins, Proof(told, notice), now)
    if wish.language in before.languages and wish.language != before.language:
        ours = contact.c.id.in_(_people(owner).with_only_columns(contact.c.id).order_by(None))
        connection.execute(update(contact).where(ours).values(language=wish.language))
    return preferences(connection, owner, changed=True)


def known(connection: Connection, owner: Owner) -> str:
    """What is known of the address, in JSON: consents, topics, what is not sent there, and each message.

    Not the person's other addresses, nor what a list says of them: whoever was handed the link learns none of it.
    """
    found: dict[str, object] = {}
    for holder in holders_or_kept(connection, owner.place.tenant_id, [owner.key])[:1]:
        told = dossier(connection, owner.place.tenant_id, replace(holder, keys=frozenset({owner.key})))
        found = {name: value for name, value in told.items() if name not in UNTOLD}
    return json.dumps(found, ensure_ascii=False, indent=2, default=str)


def mailbox(connection: Connection, owner: Owner) -> str:
    """The mail address that it is the page of; empty where it is another kind, or erased."""
    its = address.c
    asked = select(its.address).where(its.tenant == owner.place.tenant_id, its.key == owner.key, its.kind == "correo")
    if found := connection.scalars(asked.where(its.address.is_not(None)).order_by(its.id)).first():
        return str(found)
    # The list that brought it was taken back: what is kept of it can be asked for and erased all the same.
    kept = addresses_kept(connection, owner.place.tenant_id, [owner.key]).get(owner.key, frozenset())
    return next((each for each in sorted(kept) if "@" in each[1:]), "")


def _people(owner: Owner) -> Select[Any]:
    its = address.c
    behind = (its.tenant == owner.place.tenant_id, its.key == owner.key, contact.c.erased_at.is_(None))
    return select(contact.c.id).join(address, its.contact == contact.c.id).where(*behind).order_by(contact.c.id)


def _classes(place: Workplace) -> Mapping[str, frozenset[str]]:
    """Of which classes the messages of each topic are."""
    found: dict[str, set[str]] = {}
    for campaign in place.tenant.campaigns.values():
        for message in campaign.messages:
            for topic in message.entry.subscription.topics if message.entry.subscription is not None else ():
                found.setdefault(topic, set()).add(message.class_)
    return {topic: frozenset(classes) for topic, classes in found.items()}


def spoken(place: Workplace) -> set[str]:
    """In which languages something is written."""
    campaigns = place.tenant.campaigns.values()
    return {code for campaign in campaigns for message in campaign.messages for code in message.languages}
