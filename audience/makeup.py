"""Of what a public is made: how many persons, by what they are reached, and who falls out and why."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, func, not_, or_, select

from audience.addresses import KINDS
from audience.recipients import members
from audience.suppression import EVERYWHERE
from audience.unreached import arrives, permitted, refuses
from campaigns.audience import Condition
from campaigns.purpose import MANAGEMENT
from storage.columns import Identity
from storage.tables import address, contact


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
    """Counted in one walk over those who belong."""
    number, of = contact.c.id, bindparam("of", type_=Identity)
    refusing = refuses(number, of, "")
    reached = [arrives(number, kind, EVERYWHERE) for kind in KINDS]
    counted = (
        *(and_(not_(refusing), each) for each in reached),
        and_(not_(refusing), not_(or_(*reached))),
        refusing,
        and_(not_(refusing), not_(permitted(number, MANAGEMENT))),
    )
    belongs = members(condition, of_all=True).with_only_columns(address.c.contact)
    asked = select(func.count(), *map(_sum, counted)).where(number.in_(belongs), contact.c.tenant == of)
    row = connection.execute(asked, {"of": tenant}).one()
    persons, mail, telegram, telephone, nowhere, wants_nothing, without = (int(each) for each in row)
    return Makeup(persons, mail, telegram, telephone, nowhere, wants_nothing, without)


def _sum(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
