"""Values that a public asks for and nobody has: a word that the lists write otherwise finds nobody, and is told."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select

from audience.conditions import as_kept
from campaigns.audience import Condition
from storage.execution import execute
from storage.folding import fold_value, folded
from storage.tables import contact, contact_attribute

SHOWN = 8
"""How many of the values that there are, are named."""
MOST_STEPS = 200
"""How many are looked at for that, those of other municipalities too."""

_ITS = contact_attribute.c
_VALUE = folded(_ITS.value)
_NEXT = select(func.min(_VALUE)).where(_ITS.name == bindparam("name"), bindparam("after") < _VALUE)
_OURS = (
    select(_ITS.value)
    .join(contact, contact.c.id == _ITS.contact)
    .where(_ITS.name == bindparam("name"), bindparam("value") == _VALUE, contact.c.tenant == bindparam("of"))
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Unmatched:
    """One value of a condition."""

    column: str
    value: str
    present: tuple[str, ...]
    """Some of the values that the column has, in their order; empty: no list brings the column."""


def unmatched(connection: Connection, tenant: int, condition: Condition) -> tuple[Unmatched, ...]:
    """The values that somebody should have and nobody does, each once, also among alternatives.

    What somebody should not have is none of them: that nobody has it is as good.
    """
    asked = dict.fromkeys(_asked(condition))
    return tuple(
        Unmatched(column, value, tuple(_present(connection, tenant, column)))
        for column, value in asked
        if _ours(connection, tenant, column, fold_value(as_kept(value))) is None
    )


def _asked(condition: Condition) -> Iterator[tuple[str, str]]:
    for column, values in condition.having.items():
        yield from ((column, value) for value in values)
    for alternative in condition.any_of:
        yield from _asked(alternative)


def _ours(connection: Connection, tenant: int, column: str, value: str) -> str | None:
    """How somebody of this municipality has it; None: nobody has it."""
    found = execute(connection, _OURS, {"name": column, "value": value, "of": tenant}).scalar_one_or_none()
    return None if found is None else str(found)


def _present(connection: Connection, tenant: int, column: str) -> Iterator[str]:
    """Found from one value to the next: nothing reads a million rows for a few words."""
    after, told = "", 0
    for _ in range(MOST_STEPS):
        value = execute(connection, _NEXT, {"name": column, "after": after}).scalar_one()
        if value is None or told == SHOWN:
            return
        ours = _ours(connection, tenant, column, value)
        if ours is not None:
            told += 1
            yield ours
        after = value
