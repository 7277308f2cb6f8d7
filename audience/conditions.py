"""A public's condition as SQL, and as the JSON that is frozen into a publication."""

import unicodedata

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select, true

from audience.people_lists import standing_batch
from campaigns.audience import Condition
from storage.columns import Identity
from storage.folding import equal_folded
from storage.tables import contact_attribute, list_member, subscription

Frozen = dict[str, object]
"""A condition as JSON keeps it, under the Spanish words of `publicos.yaml`."""


def freeze(condition: Condition) -> Frozen:
    """As it is kept in `publication.condition`: editing `publicos.yaml` cannot change a sending under way."""
    return condition.model_dump(mode="json", by_alias=True)


def thaw(frozen: Frozen) -> Condition:
    """What `freeze` kept. Raises pydantic's ValidationError for anything else."""
    return Condition.model_validate(frozen)


def holds(
    condition: Condition, contact: ColumnElement[int], key: ColumnElement[str], *, of_all: bool = False
) -> ColumnElement[bool]:
    """True for the contacts, by their number, who belong under the address with this key. An empty one is everybody.

    Whoever has subscribed a mail address is no subscriber under a telephone. Values are compared without case and
    accents, once both are written as `as_kept` does. Parameter, where it names a list: `of`, the tenant's number.

    `of_all`: asked of everybody at once, for SQLite to begin with those who have the value. Left out, each is asked
    by himself, as a statement wants that goes through some people only, or ends with the first.
    """
    has = _is_among if of_all else _has
    parts = [has(contact, name, values) for name, values in condition.having.items()]
    parts += [~_has(contact, name, values) for name, values in condition.lacking.items()]
    if condition.subscribed is not None:
        parts.append(_subscribed(contact, key, condition.subscribed))
    if condition.listed is not None:
        parts.append(_stands_in(contact, condition.listed))
    if condition.any_of:
        parts.append(or_(*(holds(alternative, contact, key) for alternative in condition.any_of)))
    return and_(true(), *parts)


def as_kept(value: str) -> str:
    """A value of an attribute as its row has it: in NFC, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", value).split())


def _subscribed(contact: ColumnElement[int], key: ColumnElement[str], topics: tuple[str, ...]) -> ColumnElement[bool]:
    its = subscription.c
    running = (its.contact == contact, its.key == key, its.topic.in_(topics), its.ended_at.is_(None))
    return exists(select(1).where(*running))


def _stands_in(contact: ColumnElement[int], name: str) -> ColumnElement[bool]:
    batch = standing_batch(bindparam("of", type_=Identity), name).scalar_subquery()
    its = list_member.c
    return exists(select(1).where(its.contact == contact, its.batch == batch)).correlate_except(list_member)


def _has(contact: ColumnElement[int], name: str, values: tuple[str, ...]) -> ColumnElement[bool]:
    return exists(select(1).where(contact_attribute.c.contact == contact, *_valued(name, values)))


def _is_among(contact: ColumnElement[int], name: str, values: tuple[str, ...]) -> ColumnElement[bool]:
    return contact.in_(select(contact_attribute.c.contact).where(*_valued(name, values)))


def _valued(name: str, values: tuple[str, ...]) -> tuple[ColumnElement[bool], ...]:
    its = contact_attribute.c
    return its.name == name, equal_folded(its.value, [as_kept(value) for value in values])
