"""What people have said of being written to: kept for ever, never changed, the last word counts."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, insert, select

from campaigns.purpose import CONSENT
from storage.execution import select_many
from storage.tables import address, consent, contact

TERM_OVER = "Se cumplió el plazo de conservación."
"""The source of a no that nobody said: the consent ended with what was known of the person."""


@dataclass(frozen=True, slots=True)
class Word:
    """One thing that was said, with its proof (Decreto 1074 de 2015, art. 2.2.2.25.2.5)."""

    key: str
    """Of the address for which it was said."""
    purpose: str
    """`gestion`, or `tema:` and a topic."""
    given: bool
    """False: it is taken back."""
    source: str
    """Where it was said: on which paper or page, or to whom."""
    at: datetime
    """When it was said; of paper that tells no hour, the beginning of its day."""
    notice: str = ""
    """The text that the person had read, or its sha256."""
    basis: str = CONSENT
    """`consentimiento`, `funcion-legal` or `contrato`."""


def say(connection: Connection, tenant: int, words: Iterable[tuple[int, Word]]) -> int:
    """Keep what contacts, by their number, have said; how much that is."""
    rows = [
        {
            "tenant": tenant,
            "contact": contact,
            "key": word.key,
            "purpose": word.purpose,
            "basis": word.basis,
            "given": word.given,
            "source": word.source,
            "notice": word.notice,
            "at": word.at,
        }
        for contact, word in words
    ]
    if rows:
        connection.execute(insert(consent), rows)
    return len(rows)


def last_words(
    connection: Connection, tenant: int, keys: Collection[str], purpose: str, basis: str = CONSENT
) -> Mapping[str, bool]:
    """Of some hundreds of keys, those for which something was said of a purpose: whether it was a yes.

    What ended with its term was nobody's word: as if nothing had been said.
    """
    asked = {"of": tenant, "those": list(keys), "for": purpose, "on": basis}
    return {key: bool(given) for key, given in select_many(connection, _SPOKEN, asked)}


def words_of(connection: Connection, tenant: int, keys: Collection[str]) -> tuple[Word, ...]:
    """All that was said for some addresses, in the order of time."""
    return tuple(map(_word, connection.execute(_OF_KEYS, {"of": tenant, "those": list(keys)})))


def revoke(
    connection: Connection, tenant: int, keys: Collection[str], source: str, now: datetime, purpose: str = ""
) -> list[Word]:
    """Take back the consents that stand for some addresses, all or those of one purpose; which these are.

    Said twice it changes nothing. Where nothing was ever said of `purpose`, the no is kept all the same, also of an
    address that nobody has: no list makes a yes of it later.
    """
    spoken: dict[tuple[str, str], Word] = {}
    for word in words_of(connection, tenant, keys):
        if word.basis == CONSENT:
            spoken[word.key, word.purpose] = word
    no = [
        Word(word.key, word.purpose, False, source, now)
        for word in spoken.values()
        if word.given and purpose in ("", word.purpose)
    ]
    unheard = [Word(key, purpose, False, source, now) for key in keys if purpose and (key, purpose) not in spoken]
    said = sorted((*no, *unheard), key=lambda word: (word.key, word.purpose))
    say(connection, tenant, [(speaker(connection, tenant, word.key, now), word) for word in said])
    return said


def contacts_of(connection: Connection, tenant: int, keys: Collection[str]) -> Mapping[str, int]:
    """Of some hundreds of keys, the first contact with each, by its number."""
    return dict(map(tuple, select_many(connection, _FIRST, {"of": tenant, "those": list(keys)})))


def speaker(connection: Connection, tenant: int, key: str, now: datetime) -> int:
    """Whose word it is: the contact's that has the address, or, where it is erased, of the earlier words.

    Where nobody ever had it, a contact without name and address, erased from the first: only the word is kept.
    """
    found = contacts_of(connection, tenant, [key]).get(key)
    if found is None:
        found = connection.execute(_SPOKE, {"of": tenant, "key": key}).scalar()
    if found is None:
        row = {"tenant": tenant, "created_at": now, "erased_at": now}
        found = connection.scalars(insert(contact).values(row).returning(contact.c.id)).one()
    return int(found)


def _word(row: Row[Any]) -> Word:
    return Word(row.key, row.purpose, row.given, row.source, row.at, row.notice, row.basis)


_ITS = consent.c
_THOSE: ColumnElement[bool] = (_ITS.tenant == bindparam("of")) & _ITS.key.in_(bindparam("those", expanding=True))
_RANKED = (
    select(
        _ITS.key,
        _ITS.given,
        _ITS.source,
        func.row_number().over(partition_by=_ITS.key, order_by=(_ITS.at.desc(), _ITS.id.desc())).label("back"),
    )
    .where(_THOSE, _ITS.purpose == bindparam("for"), _ITS.basis == bindparam("on"))
    .subquery()
)
_SPOKEN = select(_RANKED.c.key, _RANKED.c.given).where(
    _RANKED.c.back == 1, _RANKED.c.given | (_RANKED.c.source != TERM_OVER)
)
_OF_KEYS = select(consent).where(_THOSE).order_by(_ITS.at, _ITS.id)
_FIRST = (
    select(address.c.key, func.min(address.c.contact))
    .where(address.c.tenant == bindparam("of"), address.c.key.in_(bindparam("those", expanding=True)))
    .group_by(address.c.key)
)
_SPOKE = select(func.max(_ITS.contact)).where(_ITS.tenant == bindparam("of"), _ITS.key == bindparam("key"))
