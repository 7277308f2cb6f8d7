"""One person forgotten: what the database knows of them goes, what proves that it was so stays, by key alone."""

import json
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, Table, cast, delete, literal, select, update

from audience.addresses import HOME
from audience.suppression import suppress_erased
from audience.whose import Holder, addresses_kept, holders
from storage.alone import PEOPLE, in_turn
from storage.states import ReplyState
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

BLANK = "(dirección borrada)"
"""What stands in the answers of services where the address was."""

_COUNTRY = "57"
_TELEPHONE = re.compile(r"\+\d{7,15}")
_BETWEEN = r"[\s().-]*"
"""What may stand between the digits of a telephone."""
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
    evidence = Blank([*texts, *filter(None, (person.name,))]).clean(evidence)
    for table in _told_of(contact):
        connection.execute(delete(table).where(table.c.contact == person.contact))
    connection.execute(update(address).where(its).values(address=None))
    gone = {"name": "", "language": "es", "erased_at": now}
    connection.execute(update(contact).where(contact.c.id == person.contact).values(gone))
    others = holders(connection, tenant, person.keys)
    alone = sorted(person.keys - {key for each in others for key in each.keys})
    if not alone:
        return Erased((), 0, (), evidence)
    if barred:
        for key in alone:
            suppress_erased(connection, tenant, key, evidence, now)
    _forget_keys(connection, tenant, alone)
    return Erased(tuple(alone), *_forget_messages(connection, tenant, alone, texts), evidence)


def _told_of(one: Table) -> Iterator[Table]:
    """Tables whose rows are about a contact and prove nothing."""
    for table in metadata.sorted_tables[::-1]:
        column = table.columns.get("contact")
        if column is not None and table not in _PROOF and any(column.references(key) for key in one.primary_key):
            yield table


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


def _forms(text: str) -> Iterator[str]:
    """The patterns by which an address is found.

    A telephone is written with or without its sign and country, and in groups; a mail's domain as letters or in ASCII.
    """
    if _TELEPHONE.fullmatch(text):
        country, digits = (_COUNTRY, text[3:]) if text.startswith(f"+{_COUNTRY}") else ("", text[1:])
        yield rf"(?<!\d)(?:(?:\+|00)?[\s(]*{country}{_BETWEEN})?{_BETWEEN.join(digits)}(?!\d)"
        return
    yield re.escape(text)
    name, at, domain = text.rpartition("@")
    for spell in (_ascii, _letters) if at else ():
        with suppress(UnicodeError):
            if (other := spell(domain)) != domain:
                yield re.escape(f"{name}@{other}")


def _ascii(domain: str) -> str:
    return domain.encode("idna").decode()


def _letters(domain: str) -> str:
    return domain.encode().decode("idna")


class Blank:
    """Takes addresses out of texts, in whatever case and form a service wrote them."""

    def __init__(self, texts: Collection[str]) -> None:
        """`texts`: the addresses."""
        forms = [form for text in sorted(texts, key=len, reverse=True) for form in _forms(text)]
        self._texts = re.compile("|".join(forms), re.IGNORECASE) if forms else None

    def __bool__(self) -> bool:
        """Whether there is anything to take out."""
        return self._texts is not None

    def clean(self, text: str) -> str:
        """The text without them."""
        return self._texts.sub(BLANK, text) if self._texts is not None else text

    def out(self, connection: Connection, table: Table, columns: Collection[str], where: ColumnElement[bool]) -> None:
        """Take them out of some columns of some rows."""
        for row in connection.execute(select(table).where(where)).mappings().all():
            values = {name: self._cleaned(row[name]) for name in columns}
            changed = {name: value for name, value in values.items() if value != row[name]}
            if changed:
                connection.execute(update(table).where(table.c.id == row["id"]).values(changed))

    def _cleaned(self, value: Any) -> Any:  # noqa: ANN401 - a text, what JSON has made of one, or nothing
        if value is None or isinstance(value, str):
            return value and self.clean(value)
        return json.loads(self.clean(json.dumps(value, ensure_ascii=False)))
