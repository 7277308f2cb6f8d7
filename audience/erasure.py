"""One person forgotten: what the database knows of them goes, what proves that it was so stays, by key alone."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, String, Table, cast, delete, literal, select, update

from audience.addresses import HOME
from audience.blanking import Blank
from audience.consents import TERM_OVER
from audience.suppression import suppress_erased
from audience.whose import Holder, addresses_kept, holders
from storage.states import ReplyState
from storage.submissions import forget_submissions, submissions_by_key
from storage.tables import (
    address,
    attempt,
    consent,
    contact,
    delivery,
    event,
    lane,
    metadata,
    publication,
    reply,
    suppression,
)
from storage.turns import PEOPLE, in_turn

_PROOF = (address, consent)
"""Tables of contacts that keep the key, and who has consented to what."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What is gone."""

    keys: tuple[str, ...]
    """Of the addresses that are nobody's now; the key stays where there was an address."""
    deliveries: int
    """Messages of which the address is not known any more."""
    files: tuple[str, ...]
    """Where finished messages to them lie that were kept in `pruebas`."""
    pictures: tuple[str, ...] = ()
    """SHA-256 of pictures that they sent and nothing shows: their bytes are to go."""
    evidence: str = ""
    """Why, as it is kept: without the name and the addresses, which people write into a reason."""


def erase(
    connection: Connection, tenant: int, person: Holder, evidence: str, now: datetime, *, barred: bool = True
) -> Erased:
    """Forget a person: name, attributes, subscriptions, addresses, and whatever else names them.

    An address that somebody else has too stays theirs. `barred`: no list brings the addresses back, and whatever is
    under way to them does not leave. What was consented to, and that something was sent, stays by key.
    """
    in_turn(connection, PEOPLE)
    its = address.c.contact == person.contact
    # No service was ever told where somebody lives, and «centro» is many things.
    told = select(address.c.address).where(its, address.c.kind != HOME)
    theirs = {text for text in connection.scalars(told) if text}
    # An import may have added an address since the person was looked for.
    person = replace(person, keys=person.keys.union(connection.scalars(select(address.c.key).where(its))))
    texts = theirs.union(*addresses_kept(connection, tenant, person.keys).values())
    # An import may have changed the name, too; who is forgotten by term is named by nothing but their number.
    names = {person.name, *connection.scalars(select(contact.c.name).where(contact.c.id == person.contact))}
    evidence = Blank(texts, names).clean(evidence)
    _forget_words(connection, tenant, person, texts, names)
    for table in _told_of(contact):
        connection.execute(delete(table).where(table.c.contact == person.contact))
    connection.execute(update(address).where(its).values(address=None))
    gone = {"name": "", "language": "es", "erased_at": now}
    connection.execute(update(contact).where(contact.c.id == person.contact).values(gone))
    others = holders(connection, tenant, person.keys)
    alone = sorted(person.keys - {key for each in others for key in each.keys})
    if not alone:
        return Erased((), 0, (), evidence=evidence)
    if barred:
        for key in alone:
            suppress_erased(connection, tenant, key, evidence, now)
    pictures = forget_submissions(connection, submissions_by_key(connection, tenant, alone), now)
    _forget_keys(connection, tenant, alone)
    count, files = _forget_messages(connection, tenant, alone, texts)
    return Erased(tuple(alone), count, files, pictures, evidence)


def files_kept(connection: Connection, tenant: int, keys: Collection[str]) -> list[str]:
    """Where finished messages to these addresses lie, or lay; what else a message became has its address there, too."""
    its = delivery.c
    mine = its.publication.in_(select(publication.c.id).where(publication.c.tenant == tenant))
    return list(
        connection.scalars(select(its.url).where(mine, its.recipient_key.in_(list(keys)), its.url.is_not(None)))
    )


def _told_of(one: Table) -> Iterator[Table]:
    """Tables whose rows are about a contact and prove nothing."""
    for table in metadata.sorted_tables[::-1]:
        column = table.columns.get("contact")
        if column is not None and table not in _PROOF and any(column.references(key) for key in one.primary_key):
            yield table


def _forget_words(
    connection: Connection, tenant: int, person: Holder, texts: Collection[str], names: Collection[str]
) -> None:
    """What staff and lists wrote of where something was said: that it was, stays."""
    its, theirs = consent.c, suppression.c
    said = (its.tenant == tenant) & ((its.contact == person.contact) | its.key.in_(person.keys))
    Blank(texts, names).out(connection, consent, ("source",), said & (its.source != TERM_OVER))
    Blank((), names).out(
        connection, suppression, ("evidence",), (theirs.tenant == tenant) & theirs.key.in_(person.keys)
    )


def _forget_keys(connection: Connection, tenant: int, keys: Collection[str]) -> None:
    """What waits under a key with its address: an answer to be sent, a subscription that was not confirmed."""
    for table in metadata.sorted_tables:
        if table is address or not {"tenant", "key", "address"} <= set(table.columns.keys()):
            continue
        those = (table.c.tenant == tenant) & table.c.key.in_(keys)
        if table is reply:
            open_ = reply.c.state == ReplyState.PENDING.value
            connection.execute(update(reply).where(those, open_).values(state=ReplyState.FAILED.value))
        if table.c.address.nullable:
            connection.execute(update(table).where(those).values(address=None))
        else:
            connection.execute(delete(table).where(those))


def _forget_messages(
    connection: Connection, tenant: int, keys: Collection[str], texts: Collection[str]
) -> tuple[int, tuple[str, ...]]:
    """How many messages there were, and the files of those that were kept. Answers of services often say to whom."""
    mine = select(publication.c.id).where(publication.c.tenant == tenant)
    those = delivery.c.publication.in_(mine) & delivery.c.recipient_key.in_(keys)
    rows = connection.execute(select(delivery.c.id, delivery.c.url).where(those)).all()
    numbers = [row.id for row in rows]
    # A number that WhatsApp gives a message spells the telephone, in base64.
    its = {"address": None, "resumption": None, "remote_id": None}
    connection.execute(update(delivery).where(delivery.c.id.in_(numbers)).values(its))
    heard = (event.c.tenant == tenant) & (event.c.key.in_(keys) | event.c.delivery.in_(numbers))
    connection.execute(update(event).where(heard).values(payload={}))
    nameless = literal("borrado:") + cast(event.c.id, String)
    connection.execute(update(event).where(heard, event.c.remote_id.contains("wamid.")).values(remote_id=nameless))
    blank = Blank(texts)
    if blank:
        blank.out(connection, event, ("remote_id",), heard)
        blank.out(connection, delivery, ("error_text", "url"), delivery.c.id.in_(numbers))
        blank.out(connection, attempt, ("text",), attempt.c.delivery.in_(numbers))
        blank.out(connection, reply, ("error_text",), (reply.c.tenant == tenant) & reply.c.key.in_(keys))
        blank.out(
            connection, suppression, ("evidence",), (suppression.c.tenant == tenant) & suppression.c.key.in_(keys)
        )
        blank.out(connection, lane, ("last_error",), lane.c.tenant == tenant)
    return len(numbers), tuple(row.url for row in rows if row.url)
