"""A class of messages that a person stops and opens again: what runs is paused, and goes on by itself at the end."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, select

from delivery.money.funds import take_turn_at_funds
from delivery.office.office import Found, Outcome, Refused, key_of
from delivery.publications.waiting import STOPPED
from delivery.publishing.review import review
from delivery.suspensions import MARK, Suspension, mark_of, read_suspensions, standing
from delivery.workplace import Workplace
from storage.ledger import Cause, move_publication
from storage.standing_orders import OrderKind, give_order, lift_orders
from storage.states import PublicationState
from storage.tables import publication

NOTICES = ("%~recordatorio-%", "%~espera-%")
"""What the program tells the staff is no message of their class."""
ANOTHER = "No se reabrió nada: alguien los suspendió otra vez mientras usted miraba. Revise y confirme otra vez."

_STOPPED = select(publication).where(STOPPED)
RUNNING = (
    (publication.c.tenant == bindparam("of"))
    & (publication.c.state == PublicationState.RUNNING.value)
    & (publication.c.sender != "")
    & (publication.c.class_ == bindparam("class"))
    & and_(*(publication.c.message.not_like(words) for words in NOTICES))
)
"""What goes out of a `class` on the accounts of the tenant `of`, and is paused when it is suspended."""
_RUNNING = select(publication).where(RUNNING)
_WAITING = select(publication.c.id).where(
    publication.c.tenant == bindparam("of"),
    publication.c.state == PublicationState.WAITING.value,
    publication.c.depends_on == bindparam("mark"),
)
_THESE = (
    select(publication).where(publication.c.id.in_(bindparam("numbers", expanding=True))).order_by(publication.c.id)
)


def suspend(
    connection: Connection,
    workplace: Workplace,
    class_: str,
    until: datetime | None,
    reason: str,
    actor: str,
    now: datetime,
) -> list[Outcome]:
    """Let no message of a class go out from now on; what runs on accounts is paused at once, and is returned.

    What falls due meanwhile waits within its tolerance and is missed after it. Tasks that were handed out are people's.
    """
    give_order(connection, workplace.tenant_id, OrderKind.SUSPEND, class_, actor, reason, now, until)
    order = standing(_of_class(connection, workplace, class_), now)
    assert order is not None
    told = f"{order.told} Sigue sola cuando se reabran."
    rows = connection.execute(_RUNNING, {"of": workplace.tenant_id, "class": class_}).all()
    for row in rows:
        to, cause = PublicationState.PAUSED, Cause.PAUSE
        move_publication(connection, row.id, to, cause, now, told, depends_on=mark_of(class_))
    return _outcomes(connection, [row.id for row in rows])


def unsuspend(
    connection: Connection,
    workplace: Workplace,
    class_: str,
    actor: str,
    now: datetime,
    shown: Collection[int] | None = None,
) -> list[Outcome]:
    """Open a class again: what was paused goes on, what waits within its tolerance goes out, the rest is missed.

    `shown`: the orders that somebody was shown before (`StandingOrder.id`), so that an old page does not end what was
    ordered since; None: whichever stand.

    Returns what waited. Raises `Refused` where the class is not suspended, or stands still by another order.
    """
    take_turn_at_funds(connection, workplace)
    lifted = lift_orders(connection, workplace.tenant_id, OrderKind.SUSPEND, class_, actor, now)
    if not lifted:
        raise Refused(f"Los mensajes de clase «{class_}» no están suspendidos.")
    if shown is not None and not {order.id for order in lifted} <= set(shown):
        raise Refused(ANOTHER)
    asked = {"of": workplace.tenant_id, "mark": mark_of(class_)}
    waited = list(connection.execute(_WAITING, asked).scalars())
    waited += [row.id for row in _stopped(connection, workplace) if row.depends_on == mark_of(class_)]
    take_up(connection, workplace, now)
    review(connection, workplace, now)
    return _outcomes(connection, waited)


def take_up(connection: Connection, workplace: Workplace, now: datetime) -> datetime | None:
    """Let go on what was stopped by suspensions that are over; when the next one is, None: nobody has said.

    It goes on at its pace and until it expires, as after any interruption.
    """
    suspensions = read_suspensions(connection, workplace.tenant_id, workplace.tenant.municipality.zone)
    ends: list[datetime] = []
    for row in _stopped(connection, workplace):
        order = standing(suspensions.get(row.depends_on.removeprefix(MARK), ()), now)
        if order is None:
            move_publication(connection, row.id, PublicationState.RUNNING, Cause.RESUME, now, depends_on=None)
        elif order.until is not None:
            ends.append(order.until)
    return min(ends, default=None)


def _stopped(connection: Connection, workplace: Workplace) -> list[Found]:
    """What a person paused while it waited has nothing that could go on, though its row names the class."""
    rows = connection.execute(_STOPPED, {"of": workplace.tenant_id})
    # Asked of the rows, SQLite would look for it through all that ever began.
    return [row for row in rows if row.started_at is not None]


def _of_class(connection: Connection, workplace: Workplace, class_: str) -> Iterable[Suspension]:
    zone = workplace.tenant.municipality.zone
    return read_suspensions(connection, workplace.tenant_id, zone).get(class_, ())


def _outcomes(connection: Connection, numbers: Collection[int]) -> list[Outcome]:
    rows = connection.execute(_THESE, {"numbers": list(numbers)})
    return [Outcome(key_of(row), row.state) for row in rows]
