"""Of what a public is made: how many persons, by what they are reached, and who falls out and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, case, func, literal, select

from audience.addresses import KINDS
from audience.recipients import members
from audience.suppression import EVERYWHERE
from audience.unreached import arrives, permitted, refuses
from campaigns.audience import Condition
from campaigns.purpose import MANAGEMENT
from storage.columns import Identity
from storage.tables import address, contact

_REFUSES, _MAY = 1, 2
_HAS = {kind: 4 << place for place, kind in enumerate(KINDS)}
"""The bits by which answers of a person are told."""


@dataclass(frozen=True, slots=True)
class Makeup:
    """Persons, each once: a public of two addresses is one person here, and may be two messages."""

    persons: int
    mail: int
    """Of those who refuse nothing: who has a live mail address; who has several kinds is in each."""
    telegram: int
    telephone: int
    nowhere: int
    """Who refuses nothing, and has none of these."""
    refusing: int
    """Who wants nothing at all."""
    without_consent: int
    """Who refuses nothing, and gets nothing of class `gestion`: no consent, or the register of excluded numbers."""


def makeup(connection: Connection, tenant: int, condition: Condition) -> Makeup:
    """Counted in one walk over those who belong, by all answers of a person together: each is asked for once."""
    number, of = contact.c.id, bindparam("of", type_=Identity)
    asked = {
        _REFUSES: refuses(number, of, ""),
        _MAY: permitted(number, MANAGEMENT),
        **{bit: arrives(number, kind, EVERYWHERE) for kind, bit in _HAS.items()},
    }
    answers = sum((case((answer, bit), else_=0) for bit, answer in asked.items()), literal(0))
    belongs = members(condition, of_all=True).with_only_columns(address.c.contact)
    each = select(answers.label("answers")).where(number.in_(belongs), contact.c.tenant == of).subquery()
    rows = connection.execute(
        select(each.c.answers, func.count().label("people")).group_by(each.c.answers), {"of": tenant}
    )
    counts: dict[int, int] = {row.answers: row.people for row in rows}
    willing = {code: count for code, count in counts.items() if not code & _REFUSES}
    persons, left = sum(counts.values()), sum(willing.values())
    mail, telegram, telephone = (_sum(willing, bit) for bit in _HAS.values())
    nowhere = left - _sum(willing, sum(_HAS.values()))
    return Makeup(persons, mail, telegram, telephone, nowhere, persons - left, left - _sum(willing, _MAY))


def _sum(counts: Mapping[int, int], bits: int) -> int:
    """Of those with some of these answers."""
    return sum(count for code, count in counts.items() if code & bits)
