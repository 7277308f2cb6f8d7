"""A person has looked for what people said before a restore lost it: what waited for that goes on."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from delivery.lost_words import MARK
from delivery.money.funds import take_turn_at_funds
from delivery.office.office import Outcome, Refused, key_of
from delivery.publishing.review import review
from delivery.workplace import Workplace
from storage.audit import append
from storage.standing_orders import OrderKind, lift_orders
from storage.states import PublicationState
from storage.tables import publication

NOTHING = "No hay mensajes detenidos por una copia que se recuperó: salen a su hora."

_HELD = select(publication.c.id).where(
    publication.c.tenant == bindparam("of"),
    publication.c.state == PublicationState.WAITING.value,
    publication.c.depends_on == MARK,
)
_THESE = (
    select(publication).where(publication.c.id.in_(bindparam("numbers", expanding=True))).order_by(publication.c.id)
)


def release_after_restore(
    connection: Connection, workplace: Workplace, reason: str, actor: str, now: datetime
) -> list[Outcome]:
    """Let messages go to persons again; what waits within its tolerance goes out, the rest is missed. Returns these.

    `reason`: where was looked; it stands in the audit with who said so. Raises `Refused` where nothing is held back.
    """
    take_turn_at_funds(connection, workplace)
    if not lift_orders(connection, workplace.tenant_id, OrderKind.LOST_WORDS, "", actor, now):
        raise Refused(NOTHING)
    append(connection, workplace.tenant_id, actor, "release_after_restore", "", {"reason": reason}, now)
    held = list(connection.execute(_HELD, {"of": workplace.tenant_id}).scalars())
    review(connection, workplace, now)
    return [Outcome(key_of(row), row.state) for row in connection.execute(_THESE, {"numbers": held})]
