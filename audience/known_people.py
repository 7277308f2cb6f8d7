"""The people that the database knows behind some addresses, and which of them a line of a list means."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from audience.contact_row import Row
from audience.plain_text import fold, shown
from audience.seen_rows import SeenRows
from storage.bulk import given, source, types
from storage.execution import select_many
from storage.tables import address, contact, contact_attribute

_KEYS = types(address, ("key",))
_NUMBERS = types(contact, ("id",))


@dataclass(slots=True)
class Known:
    """A contact with all that an import may change."""

    id: int
    name: str
    language: str
    keys: dict[str, set[str]] = field(default_factory=dict)
    """Kind of address to keys."""
    attributes: dict[str, set[str]] = field(default_factory=dict)
    own_name: bool = False
    """The person wrote it, and no list changes it."""

    def contradicts(self, row: Row) -> bool:
        """The line has an address of a kind of which this contact has others only: then it is somebody else."""
        return any(found.kind in self.keys and key not in self.keys[found.kind] for key, found in row.addresses)


def renaming(known: Known, row: Row) -> str:
    """In Spanish, what becomes of a name that the line has otherwise; empty where it has the same, or one has none."""
    if not row.person or not known.name or fold(known.name) == row.person:
        return ""
    if known.own_name:
        return f"nombre: la persona se suscribió como «{shown(known.name)}», y así queda: no pasa a «{shown(row.name)}»"
    return f"nombre: «{shown(known.name)}» pasa a «{shown(row.name)}»"


class KnownPeople:
    """Contacts of one tenant behind some thousands of keys; those that an import made itself are not looked at."""

    def __init__(self, connection: Connection, tenant: int, keys: Collection[str], horizon: int) -> None:
        """Reads them at once: contacts with numbers up to `horizon`, which the import found when it began."""
        self._by_key: dict[str, list[Known]] = {}
        self._by_id: dict[int, Known] = {}
        if not keys or not horizon:
            return
        self._read_contacts(connection, tenant, keys, horizon)
        if self._by_id:
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
        if not self._by_key:
            return None
        candidates = {known.id: known for key in row.known_by for known in self._by_key.get(key, ())}
        in_order = [candidates[number] for number in sorted(candidates)]
        for known in in_order:
            if row.person and fold(known.name) == row.person:
                return known
        for known in in_order:
            nameless = not row.person or not known.name
            if not seen.is_taken(known.id) and (nameless or not known.contradicts(row)):
                return known
        return None

    def has(self, row: Row) -> bool:
        """Whether somebody of the line's name is known by one of its addresses."""
        names = {fold(known.name) for key in row.keys for known in self._by_key.get(key, ())}
        return row.person != "" and row.person in names

    def _read_contacts(self, connection: Connection, tenant: int, keys: Collection[str], horizon: int) -> None:
        asked = given(connection.dialect, _KEYS, [(key,) for key in keys]) | {"of": tenant, "horizon": horizon}
        found = select_many(connection, _behind(connection.dialect.name), asked)
        for number, name, language, own_name, kind, key in found:
            known = self._by_id.setdefault(number, Known(number, name, language, own_name=bool(own_name)))
            known.keys.setdefault(kind, set()).add(key)

    def _read_attributes(self, connection: Connection) -> None:
        asked = given(connection.dialect, _NUMBERS, [(number,) for number in self._by_id])
        for number, name, value in select_many(connection, _attributes(connection.dialect.name), asked):
            self._by_id[number].attributes.setdefault(name, set()).add(value)


@lru_cache(maxsize=2)
def _behind(dialect: str) -> Select[Any]:
    """Who has one of the keys that are given, with all addresses; built once for each dialect."""
    hit = address.alias("hit")
    those = (
        select(hit.c.contact)
        .where(hit.c.tenant == bindparam("of"), hit.c.key.in_(select(source(_KEYS, dialect)["key"])))
        .scalar_subquery()
    )
    return (
        select(contact.c.id, contact.c.name, contact.c.language, contact.c.own_name, address.c.kind, address.c.key)
        .join(address, address.c.contact == contact.c.id)
        .where(contact.c.id.in_(those), contact.c.id <= bindparam("horizon"), contact.c.erased_at.is_(None))
    )


@lru_cache(maxsize=2)
def _attributes(dialect: str) -> Select[Any]:
    has = contact_attribute.c
    return select(has.contact, has.name, has.value).where(has.contact.in_(select(source(_NUMBERS, dialect)["id"])))
