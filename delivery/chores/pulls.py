"""Figures of posts: asked of the service at certain ages, by the account's lane, and kept as it told them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from campaigns.account import Account
from channels.adapter import Adapter
from channels.capabilities import Measures
from channels.message import NotSent, Rejected
from delivery.chores.assignment import Assignment, ChoreKind, Keep
from delivery.publications.derived import WITHDRAW
from delivery.workplace import Workplace
from sources.ages import is_over, next_pull
from storage.account_chores import add_account_chore, drop_chores
from storage.readings import add_reading, room_for_reading
from storage.states import DeliveryState, Mode
from storage.tables import delivery, publication

PULL = "pull"
DAY = timedelta(days=1)
WITHDRAWN = "Se retiró: no se le piden más cifras."


def arrange_pulls(connection: Connection, place: Workplace, deliveries: Sequence[int], now: datetime) -> None:
    """What has just gone out is asked for its figures later, and what was just taken back no more.

    Posts of messages alone, under their own name at the service: not corrections, reminders nor messages to persons.
    """
    if not any(account.ages for account in place.tenant.accounts.values()):
        return
    its, columns = delivery.c, publication.c
    asked = (
        select(its.id, its.sent_at, columns.account, columns.message, columns.act, columns.corrects)
        .join(publication, columns.id == its.publication)
        .where(its.id.in_(deliveries), its.state == DeliveryState.SENT.value, its.remote_id.is_not(None))
        .where(its.sent_at.is_not(None), columns.mode == Mode.REAL.value)
        .order_by(its.id)
    )
    for row in connection.execute(asked).all():
        account = place.tenant.accounts.get(row.account)
        if row.act == WITHDRAW:
            source = connection.execute(select(its.id).where(its.publication == row.corrects)).scalars()
            drop_chores(connection, place.tenant_id, PULL, list(source), WITHDRAWN)
        elif account is not None and "~" not in row.message:
            arrange_next(connection, place, account, row.id, row.sent_at, now)


def arrange_next(
    connection: Connection, place: Workplace, account: Account, number: int, sent_at: datetime, now: datetime
) -> None:
    """Write down when a delivery is asked for its figures next, if it is."""
    pull = next_pull(account.ages, sent_at, now)
    if pull is not None:
        add_account_chore(connection, place.tenant_id, PULL, number, account.name, pull.slot, pull.due_at)


async def ask(adapter: Adapter, assignment: Assignment) -> Keep:
    """Ask for the figures of one post. Raises `Rejected` where it is no more or too old, `Unavailable`."""
    account = assignment.account
    if not account.ages:
        raise Rejected("La cuenta dice «medir: no»: no se le piden más cifras.")
    if not isinstance(adapter, Measures):
        raise Rejected("Este servicio no dice cifras.")
    try:
        told = await adapter.measure(assignment.remote_id, assignment.destination)
    except NotSent as problem:
        if is_over(account.ages, assignment.sent_at, assignment.asked_at):
            raise Rejected(problem.reason, code=problem.code) from problem
        raise
    figures, untold = {metric.value: value for metric, value in told.items()}, adapter.metrics() - told.keys()

    def keep(connection: Connection, place: Workplace, now: datetime) -> None:
        asked, number = assignment.asked_at, assignment.delivery
        add_reading(connection, place.tenant_id, assignment.publication, number, asked, figures, untold)
        arrange_next(connection, place, account, number, assignment.sent_at, max(asked, now))

    return keep


def ready(connection: Connection, place: Workplace, account: Account, now: datetime) -> datetime | None:
    """When the account's readings of a day leave room for another: services count them, and some charge for them."""
    return room_for_reading(connection, place.tenant_id, account.name, account.pace.readings, DAY, now)


PULLS = ChoreKind(ask, ready)
