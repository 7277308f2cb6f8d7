"""What an import changed of some people, turned back where nobody has changed it since."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, delete, exists, insert, select, update

from audience.addresses import HOME
from audience.import_change import Change
from audience.subscriptions import topic_of
from campaigns.purpose import CONSENT
from storage.tables import address, consent, contact, contact_attribute, subscription

Values = tuple[str, ...]
_FIELDS = {"name": "el nombre", "language": "el idioma"}
_LEFT = "cambió después de traer esta lista, y se queda como está"
_SPOKE = "se suscribió o dio su consentimiento después; la dirección se queda"
_BY = {"correo": "con ese correo", "telegram": "por ese Telegram", "telefono": "con ese teléfono", HOME: "en ese lugar"}
"""How a person spoke whose address the list had brought."""


@dataclass(slots=True)
class _Person:
    fields: dict[str, str]
    attributes: dict[str, Values] = field(default_factory=dict)

    @property
    def called(self) -> str:
        return self.fields["name"] or "Una persona sin nombre"


class Reversal:
    """Some hundreds of people as they are, and as they are to be."""

    def __init__(self, connection: Connection, numbers: Collection[int]) -> None:
        """Reads them; those who were erased have nothing to turn back."""
        known = contact.c
        found = select(known.id, known.name, known.language).where(known.id.in_(numbers), known.erased_at.is_(None))
        self._people = {
            row.id: _Person({"name": row.name, "language": row.language}) for row in connection.execute(found)
        }
        has = contact_attribute.c
        values: dict[tuple[int, str], list[str]] = {}
        for row in connection.execute(select(contact_attribute).where(has.contact.in_(self._people))):
            values.setdefault((row.contact, row.name), []).append(row.value)
        for (number, name), several in values.items():
            self._people[number].attributes[name] = tuple(sorted(several))
        said = select(consent.c.contact, consent.c.key).where(consent.c.contact.in_(self._people))
        self._proven = Counter((row.contact, row.key) for row in connection.execute(said))
        """How many words stand on an address: one that has any stays."""
        self._renamed: set[int] = set()
        self._revalued: set[tuple[int, str]] = set()
        self._dropped: list[tuple[int, str, str]] = []
        self._unsaid: list[tuple[int, str, str, str, str]] = []

    def take_back(self, number: int, change: Change) -> list[str]:
        """Turn one change back; what is left as it is, in Spanish."""
        person = self._people.get(number)
        return [] if person is None else list(self._take_back(number, person, change))

    def write(self, connection: Connection) -> int:
        """Put it into the database; how many consents of the list are gone, one for each address."""
        for number in self._renamed:
            connection.execute(update(contact).where(contact.c.id == number).values(self._people[number].fields))
        has = contact_attribute.c
        for number, name in self._revalued:
            connection.execute(delete(contact_attribute).where(has.contact == number, has.name == name))
            values = self._people[number].attributes[name]
            if values:
                rows = [{"contact": number, "name": name, "value": value} for value in values]
                connection.execute(insert(contact_attribute), rows)
        gone = sum(
            _take_word_back(connection, number, key, purpose, basis, datetime.fromisoformat(at))
            for number, key, purpose, basis, at in self._unsaid
        )
        for number, kind, key in self._dropped:
            its = address.c
            connection.execute(delete(address).where(its.contact == number, its.kind == kind, its.key == key))
        return gone

    def _take_back(self, number: int, person: _Person, change: Change) -> Iterator[str]:
        for name, pair in (("name", change.name), ("language", change.language)):
            if pair is None:
                continue
            if person.fields[name] == pair[1]:
                person.fields[name] = pair[0]
                self._renamed.add(number)
            else:
                yield f"{person.called}: {_FIELDS[name]} {_LEFT}."
        for name, (before, after) in change.attributes.items():
            if person.attributes.get(name, ()) == after:
                person.attributes[name] = before
                self._revalued.add((number, name))
            else:
                yield f"{person.called}: «{name}» {_LEFT}."
        if change.consent:
            self._proven[number, change.consent[0]] -= 1
            self._unsaid.append((number, *change.consent))
        for kind, key in change.addresses:
            if self._proven[number, key] > 0:
                yield f"{person.called}: {_BY[kind]} {_SPOKE}."
            else:
                self._dropped.append((number, kind, key))


def _take_word_back(connection: Connection, number: int, key: str, purpose: str, basis: str, at: datetime) -> int:
    """A list that was brought by mistake was nobody's word: it alone goes, and what else the person said stays.

    1 where it was a yes; a no stays, too.
    """
    its = consent.c
    same = (its.contact == number, its.key == key, its.purpose == purpose, its.basis == basis, its.at == at)
    one = select(its.id).where(*same, its.given.is_(True)).order_by(its.id).limit(1)
    gone = connection.execute(delete(consent).where(its.id.in_(one))).rowcount
    topic, was = topic_of(purpose), subscription.c
    own = select(its.id).where(its.contact == number, its.key == key, its.purpose == purpose, its.given.is_(True))
    # Who has confirmed it since is subscribed by that word.
    if topic and basis == CONSENT and connection.scalar(select(~exists(own))):
        connection.execute(
            delete(subscription).where(
                was.contact == number, was.key == key, was.topic == topic, was.since == at, was.ended_at.is_(None)
            )
        )
    return gone
