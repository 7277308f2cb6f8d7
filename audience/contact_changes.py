"""What an import writes: new contacts, and the differences of those that are known."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, update

from audience.contact_row import Row
from audience.known_people import Known
from storage.tables import address, contact, contact_attribute

Values = dict[str, object]

_FORGET = delete(contact_attribute).where(
    contact_attribute.c.contact == bindparam("of"), contact_attribute.c.name == bindparam("called")
)


@dataclass(slots=True)
class ContactChanges:
    """The changes of one piece of a list, gathered first, written together."""

    tenant: int
    created: list[Row] = field(default_factory=list)
    contacts: dict[int, Values] = field(default_factory=dict)
    addresses: list[Values] = field(default_factory=list)
    attributes: dict[tuple[int, str], frozenset[str]] = field(default_factory=dict)
    """(contact, attribute) to the values that it has from now on."""

    def create(self, row: Row) -> None:
        """Somebody new."""
        self.created.append(row)

    def update(self, known: Known, row: Row) -> bool:
        """What the line fills in replaces what is known; what it leaves empty stays. False: nothing differs.

        `known` is then as the line says, for a later line about the same person.
        """
        before = replace(known)
        known.name = row.name or known.name
        known.language = row.language or known.language
        missing = list(self._address_rows(known.id, row, set().union(*known.keys.values())))
        changed = {name for name, values in row.attributes.items() if values != known.attributes.get(name, set())}
        if renamed := known != before:
            self.contacts[known.id] = {"name": known.name, "language": known.language}
        for key, found in row.addresses:
            known.keys.setdefault(found.kind, set()).add(key)
        for name in changed:
            known.attributes[name] = set(row.attributes[name])
            self.attributes[known.id, name] = row.attributes[name]
        self.addresses += missing
        return bool(renamed or missing or changed)

    def write(self, connection: Connection, batch: int, now: datetime) -> None:
        """Put it all into the database."""
        if replaced := [{"of": number, "called": name} for number, name in self.attributes]:
            connection.execute(_FORGET, replaced)
        for number, values in self.contacts.items():
            connection.execute(update(contact).where(contact.c.id == number).values(values))
        self._write_created(connection, batch, now)
        if self.addresses:
            connection.execute(insert(address), self.addresses)
        rows = [
            {"contact": number, "name": name, "value": value}
            for (number, name), values in self.attributes.items()
            for value in sorted(values)
        ]
        if rows:
            connection.execute(insert(contact_attribute), rows)

    def _write_created(self, connection: Connection, batch: int, now: datetime) -> None:
        if not self.created:
            return
        fixed: Values = {"tenant": self.tenant, "batch": batch, "created_at": now}
        rows = [{**fixed, "name": row.name, "language": row.language or "es"} for row in self.created]
        numbered = insert(contact).returning(contact.c.id, sort_by_parameter_order=True)
        for number, row in zip(connection.scalars(numbered, rows), self.created, strict=True):
            self.addresses += self._address_rows(number, row, set())
            self.attributes |= {(number, name): values for name, values in row.attributes.items()}

    def _address_rows(self, number: int, row: Row, held: set[str]) -> Iterable[Values]:
        for key, found in row.addresses:
            if key not in held:
                yield {"tenant": self.tenant, "contact": number, "kind": found.kind, "address": found.text, "key": key}
