"""A person lifts what repeats: it goes out no more, and what of it was still going out is cancelled."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from campaigns.articles import the
from campaigns.debtors import name_of
from delivery.office.office import Found, Outcome, Refused, Unknown, key_of
from delivery.workplace import Workplace
from storage.ledger import Cause, move_publication
from storage.standing_orders import OrderKind, StandingOrder, lift_orders, standing_orders
from storage.states import OPEN_PUBLICATION, PublicationState
from storage.tables import publication
from storage.turns import take_turn

_OF_ORDER = (
    select(publication)
    .where(
        publication.c.tenant == bindparam("of"),
        publication.c.campaign == bindparam("in"),
        publication.c.message == bindparam("by"),
        publication.c.occurrence.like(bindparam("names")),
    )
    .order_by(publication.c.id)
)
_GOES_OUT = frozenset(OPEN_PUBLICATION) - {PublicationState.MISSED}
ANOTHER = "No se levantó nada: se está repitiendo otra alerta, que usted no había visto. Revise y confirme otra vez."


class Unseen(Refused):
    """An order stands by now that whoever ends all of them was not shown."""


def repeating(connection: Connection, workplace: Workplace, now: datetime) -> list[StandingOrder]:
    """The orders of alerts that repeat at `now`, oldest first; each one's scope is its `campaign/message`."""
    return [each for each in standing_orders(connection, workplace.tenant_id, now) if each.kind is OrderKind.ALERT]


def still_going(connection: Connection, workplace: Workplace, order: StandingOrder) -> int:
    """How many publications of an order are not over: lifted, they are cancelled."""
    return sum(row.state in _GOES_OUT for row in _rows(connection, workplace, order))


def lift(
    connection: Connection,
    workplace: Workplace,
    campaign: str,
    actor: str,
    now: datetime,
    shown: Collection[int] | None = None,
) -> list[Outcome]:
    """End all repeated alerts of a campaign; returns what was cancelled, or what went out last where nothing was.

    `shown`: the orders that somebody was shown before (`StandingOrder.id`), so that an old page does not end what
    began since; None: whichever stand.

    Raises `Unknown` where there is no such campaign, `Refused` where it repeats nothing now, `Unseen`.
    """
    # No daemon publishes the alert's next time while it is being lifted.
    take_turn(connection, workplace.tenant_id)
    alerts = repeating(connection, workplace, now)
    standing = [order for order in alerts if order.scope.partition("/")[0] == campaign]
    if not standing and campaign not in workplace.tenant.campaigns:
        raise Unknown(f"No hay ninguna campaña «{campaign}» en la configuración.")
    if not standing:
        raise Refused(f"La campaña «{campaign}» no tiene ninguna alerta que se esté repitiendo.")
    if shown is not None and not {order.id for order in standing} <= set(shown):
        raise Unseen(ANOTHER)
    found: list[Outcome] = []
    for order in standing:
        lift_orders(connection, workplace.tenant_id, OrderKind.ALERT, order.scope, actor, now)
        found += _end(connection, workplace, order, actor, now)
    return found


def _end(
    connection: Connection, workplace: Workplace, order: StandingOrder, actor: str, now: datetime
) -> list[Outcome]:
    rows = _rows(connection, workplace, order)
    open_rows = [row for row in rows if row.state in _GOES_OUT]
    reason = f"Levantó la alerta {the(name_of(workplace.tenant.municipality, actor))}."
    for row in open_rows:
        move_publication(connection, row.id, PublicationState.CANCELLED, Cause.CANCEL, now, reason)
    if open_rows:
        return [Outcome(key_of(row), PublicationState.CANCELLED.value) for row in open_rows]
    return [Outcome(key_of(row), row.state) for row in rows if row.occurrence == rows[-1].occurrence]


def _rows(connection: Connection, workplace: Workplace, order: StandingOrder) -> Sequence[Found]:
    campaign, _, message = order.scope.partition("/")
    asked = {"of": workplace.tenant_id, "in": campaign, "by": message, "names": f"o{order.number}.%"}
    return connection.execute(_OF_ORDER, asked).all()
