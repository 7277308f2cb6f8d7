"""Polls of services: closed at their survey's hour by the account's lane, and counted as the service tells them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from channels.adapter import Adapter
from channels.capabilities import ClosesPolls
from channels.message import NotSent, Rejected
from delivery.chores.assignment import Assignment, ChoreKind, Keep
from delivery.publications.derived import WITHDRAW
from delivery.workplace import Workplace
from storage.account_chores import add_account_chore, drop_chores
from storage.polls import posted_polls, withdrawn_polls
from storage.surveys import ask_person, count_poll, void_poll

CLOSE = "close"
GIVEN_UP_AFTER = timedelta(days=7)
"""From a survey's close: who asks the service in vain for so long sends a person to look."""
UNABLE = "Este servicio no dice los votos de sus encuestas."
UNNUMBERED = "El servicio no dejó el número de la publicación: no se le pueden pedir los votos."
WITHDRAWN = "La publicación se retiró antes de que cerrara la encuesta, y sus votos con ella."


def arrange_closes(connection: Connection, place: Workplace, deliveries: Sequence[int]) -> None:
    """Polls among what has just gone out are closed at their survey's hour; one just taken back has no votes to tell.

    The hour is the chore's slot, so that what is done for a poll knows since when it is closed.
    """
    for poll in posted_polls(connection, deliveries):
        if poll.remote_id is None:
            ask_person(connection, poll.publication, UNNUMBERED)
            continue
        slot = poll.closes_at.isoformat()
        add_account_chore(connection, place.tenant_id, CLOSE, poll.delivery, poll.account, slot, poll.closes_at)
    for taken in withdrawn_polls(connection, deliveries, WITHDRAW):
        drop_chores(connection, place.tenant_id, CLOSE, [taken.delivery], WITHDRAWN)
        void_poll(connection, taken.publication, WITHDRAWN)


async def close(adapter: Adapter, assignment: Assignment) -> Keep:
    """Close one poll and count it. Raises `Unavailable`; what the service never tells is asked of a person."""
    if not isinstance(adapter, ClosesPolls):
        return _asking(assignment, UNABLE)
    try:
        told = await adapter.close_poll(assignment.remote_id, assignment.destination)
    except NotSent as problem:
        closed_at = datetime.fromisoformat(assignment.slot)
        if isinstance(problem, Rejected) or assignment.asked_at - closed_at > GIVEN_UP_AFTER:
            return _asking(assignment, problem.reason)
        raise

    def keep(connection: Connection, _place: Workplace, now: datetime) -> None:
        count_poll(connection, assignment.publication, told.options, told.voters, now)

    return keep


def _asking(assignment: Assignment, reason: str) -> Keep:
    def keep(connection: Connection, _place: Workplace, _now: datetime) -> None:
        ask_person(connection, assignment.publication, reason)

    return keep


CLOSES = ChoreKind(close)
