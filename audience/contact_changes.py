"""What an import writes: new contacts, and the differences of those that are known."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection, Delete, delete, select, tuple_

from audience.consent_list import ConsentList
from audience.contact_row import Row
from audience.import_change import Change
from audience.known_people import Known
from audience.people_lists import write_members
from storage.bulk import given, insert_many, source, types, update_many
from storage.execution import execute
from storage.numbers import reserve
from storage.tables import address, contact, contact_attribute, import_change, import_mention

_ATTRIBUTE = ("contact", "name", "value")
_REPLACED = types(contact_attribute, ("contact", "name"))
_ADDRESS = ("tenant", "contact", "kind", "address", "key")
_CONTACT = ("id", "tenant", "name", "language", "batch", "created_at")

Values = tuple[object, ...]


@dataclass(slots=True)
class ContactChanges:
    """The changes of one piece of a list, gathered first, written together."""

    tenant: int
    listed: bool = False
    """The list is one that others keep: who stands in it is written down."""
    created: list[Row] = field(default_factory=list)
    renamed: dict[int, Values] = field(default_factory=dict)
    """Contact to its number, name and language from now on."""
    addresses: list[Values] = field(default_factory=list)
    attributes: dict[tuple[int, str], frozenset[str]] = field(default_factory=dict)
    """(contact, attribute) to the values that it has from now on."""
    told: list[tuple[int, Change]] = field(default_factory=list)
    """What becomes of whom, in order: it is kept, to be taken back."""
    mentioned: set[int] = field(default_factory=set)
    """Those whom the database had and the list names."""
    consents: ConsentList = field(default_factory=ConsentList)

    def create(self, row: Row) -> None:
        """Somebody new."""
        self.created.append(row)

    def update(self, known: Known, row: Row) -> bool:
        """What the line fills in replaces what is known; what it leaves empty stays, and so does a name of the person's
        own. False: nothing differs.

        `known` is then as the line says, for a later line about the same person.
        """
        held = set().union(*known.keys.values())
        renamed = row.name and row.name != known.name and not (known.own_name and known.name)
        change = Change(
            name=(known.name, row.name) if renamed else None,
            language=(known.language, row.language) if row.language and row.language != known.language else None,
            addresses=tuple((found.kind, key) for key, found in row.addresses if key not in held),
            attributes={
                name: (tuple(sorted(known.attributes.get(name, ()))), tuple(sorted(values)))
                for name, values in row.attributes.items()
                if values != known.attributes.get(name, set())
            },
        )
        if not change:
            return False
        self._apply(change, known, row)
        self.told.append((known.id, change))
        return True

    def write(self, connection: Connection, batch: int, now: datetime, above: int) -> None:
        """Put it all into the database; new contacts have numbers over `above`."""
        if replaced := list(self.attributes):
            dialect = connection.dialect
            execute(connection, _forgetting(dialect.name), given(dialect, _REPLACED, replaced))
        update_many(connection, contact, ("id", "name", "language"), list(self.renamed.values()))
        attributes = [(number, name, value) for (number, name), values in self.attributes.items() for value in values]
        members = set(self.mentioned)
        if self.created:
            numbers = reserve(connection, contact, len(self.created), above)
            insert_many(connection, contact, _CONTACT, list(self._contacts(numbers, batch, now)))
            for number, row in zip(numbers, self.created, strict=True):
                self.addresses += self._address_rows(number, row, ())
                attributes += [(number, name, value) for name, values in row.attributes.items() for value in values]
            members.update(numbers)
        insert_many(connection, address, _ADDRESS, self.addresses)
        insert_many(connection, contact_attribute, _ATTRIBUTE, attributes)
        kept = [(batch, number, change.as_text()) for number, change in self.told]
        insert_many(connection, import_change, ("batch", "contact", "what"), kept)
        if self.listed:
            write_members(connection, batch, members)
        if self.mentioned:
            told = json.dumps(sorted(self.mentioned))
            insert_many(connection, import_mention, ("batch", "contacts"), [(batch, told)])
        said = [
            (batch, number, Change(consent=(word.key, word.purpose, word.basis, word.at.isoformat())).as_text())
            for number, word in self.consents.write(connection, self.tenant)
            if word.given
        ]
        insert_many(connection, import_change, ("batch", "contact", "what"), said)

    def _apply(self, change: Change, known: Known, row: Row) -> None:
        self.addresses += self._address_rows(known.id, row, {key for keys in known.keys.values() for key in keys})
        for kind, key in change.addresses:
            known.keys.setdefault(kind, set()).add(key)
        for name in change.attributes:
            known.attributes[name] = set(row.attributes[name])
            self.attributes[known.id, name] = row.attributes[name]
        if change.name or change.language:
            known.name = change.name[1] if change.name else known.name
            known.language = row.language or known.language
            self.renamed[known.id] = (known.id, known.name, known.language)

    def _contacts(self, numbers: Iterable[int], batch: int, now: datetime) -> Iterable[Values]:
        for number, row in zip(numbers, self.created, strict=True):
            yield number, self.tenant, row.name, row.language or "es", batch, now

    def _address_rows(self, number: int, row: Row, held: Iterable[str]) -> Iterable[Values]:
        for key, found in row.addresses:
            if key not in held:
                yield self.tenant, number, found.kind, found.text, key


@lru_cache(maxsize=2)
def _forgetting(dialect: str) -> Delete:
    """The statement that deletes all values of the attributes that are given; built once for each dialect."""
    rows = source(_REPLACED, dialect)
    pair = tuple_(contact_attribute.c.contact, contact_attribute.c.name)
    return delete(contact_attribute).where(pair.in_(select(rows["contact"], rows["name"])))
