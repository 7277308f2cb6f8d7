"""The people that the database knows behind some addresses, and which of them a line of a list means."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from audience.contact_row import Row, fold
from audience.seen_rows import SeenRows
from storage.tables import address, contact, contact_attribute


@dataclass(slots=True)
class Known:
    """A contact with all that an import may change."""

    id: int
    name: str
    language: str
    keys: dict[str, set[str]] = field(default_factory=dict)
    """Kind of address to keys."""
    attributes: dict[str, set[str]] = field(default_factory=dict)

    def contradicts(self, row: Row) -> bool:
        """The line has an address of a kind of which this contact has others only: then it is somebody else."""
        return any(found.kind in self.keys and key not in self.keys[found.kind] for key, found in row.addresses)


class KnownPeople:
    """Contacts of one tenant behind some hundreds of keys; those with a number over `horizon` are not looked at."""

    def __init__(self, connection: Connection, tenant: int, keys: Collection[str], horizon: int) -> None:
        """Reads them at once."""
        self._by_key: dict[str, list[Known]] = {}
        self._by_id: dict[int, Known] = {}
        self._read_contacts(connection, tenant, keys, horizon)
        self._read_attributes(connection)
        for known in self._by_id.values():
            for key in set().union(*known.keys.values()):
                self._by_key.setdefault(key, []).append(known)

    def meant_by(self, row: Row, seen: SeenRows) -> Known | None:
        """The contact that the line is about; None: somebody new.

        With an address in common it is who has the same name, or no name. Else it is one whom no other line of the
        list stands for and whose addresses the line does not contradict: a name that was put right. So a family
        behind one address stays several people, and the same list again makes nobody twice.
        """
        candidates = {known.id: known for key in row.keys for known in self._by_key.get(key, ())}
        in_order = [candidates[number] for number in sorted(candidates)]
        for known in in_order:
            if row.person and fold(known.name) == row.person:
                return known
        for known in in_order:
            nameless = not row.person or not known.name
            if not seen.is_taken(known.id) and (nameless or not known.contradicts(row)):
                return known
        return None

    def _read_contacts(self, connection: Connection, tenant: int, keys: Collection[str], horizon: int) -> None:
        behind = select(address.c.contact).where(address.c.tenant == tenant, address.c.key.in_(keys))
        found = (
            select(contact.c.id, contact.c.name, contact.c.language, address.c.kind, address.c.key)
            .join(address, address.c.contact == contact.c.id)
            .where(contact.c.id.in_(behind), contact.c.id <= horizon, contact.c.erased_at.is_(None))
        )
        for number, name, language, kind, key in connection.execute(found):
            known = self._by_id.setdefault(number, Known(number, name, language))
            known.keys.setdefault(kind, set()).add(key)

    def _read_attributes(self, connection: Connection) -> None:
        found = select(contact_attribute).where(contact_attribute.c.contact.in_(self._by_id))
        for row in connection.execute(found):
            self._by_id[row.contact].attributes.setdefault(row.name, set()).add(row.value)
