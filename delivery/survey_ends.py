"""The end of surveys: closed at their hour, and what becomes of polls whose votes nobody has told."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection

from delivery.chores import senders
from delivery.closing import GIVEN_UP_AFTER
from delivery.workplace import Workplace
from storage.polls import UntoldPoll, untold_polls
from storage.states import DeliveryState, Mode
from storage.surveys import ask_person, close_survey, still_open, void_poll

UNHEARD_AFTER = GIVEN_UP_AFTER + timedelta(days=1)
"""From the close: whoever asks the service has given up before."""
REHEARSED = "La cuenta estaba en pruebas: no salió ninguna encuesta."
NOT_OUT = "La publicación no salió: no hubo encuesta."
ACCOUNT_GONE = "La cuenta «{}» ya no está en canales.yaml o ya no está en real: no se le pueden pedir los votos."
UNHEARD = "La cuenta «{}» no ha podido pedir los votos desde que cerró la encuesta."
DOUBTFUL = "No se sabe si la publicación salió."
FAILED = frozenset({None, DeliveryState.FAILED, DeliveryState.SKIPPED})


def close_surveys(connection: Connection, workplace: Workplace, now: datetime) -> datetime | None:
    """Close every survey whose hour has come, and forget whose votes they are; when the next one's comes."""
    upcoming = None
    for each in still_open(connection, workplace.tenant_id):
        if each.closes_at > now:
            upcoming = each.closes_at
            break
        close_survey(connection, each.id, now)
    end_polls(connection, workplace, now)
    return upcoming


def end_polls(connection: Connection, place: Workplace, now: datetime) -> None:
    """Let none stand open for ever: what was never posted has no votes, what cannot be asked waits for a person.

    A poll whose account comes back is still closed and counted by its lane.
    """
    polls = untold_polls(connection, place.tenant_id)
    at_work = {name for names in senders(place).values() for name in names} if polls else set()
    for poll in polls:
        if reason := void_reason(poll, now):
            void_poll(connection, poll.publication, reason)
        elif reason := person_reason(poll, at_work, now):
            ask_person(connection, poll.publication, reason)


def void_reason(poll: UntoldPoll, now: datetime) -> str:
    """Why there are no votes, in Spanish; empty where there are, or may be."""
    if poll.mode is not Mode.REAL:
        return REHEARSED
    waits = poll.delivery not in (DeliveryState.SENT, DeliveryState.UNCERTAIN)
    if poll.delivery in FAILED or (waits and now - poll.closed_at > UNHEARD_AFTER):
        return NOT_OUT
    return ""


def person_reason(poll: UntoldPoll, at_work: Collection[str], now: datetime) -> str:
    """Why a person has to say the votes, in Spanish; empty where the account can still ask.

    `at_work`: the accounts that send for real.
    """
    late = now - poll.closed_at > UNHEARD_AFTER
    if poll.delivery is DeliveryState.UNCERTAIN:
        return DOUBTFUL if late else ""
    if poll.delivery is not DeliveryState.SENT:
        return ""
    if poll.account not in at_work:
        return ACCOUNT_GONE.format(poll.account)
    return UNHEARD.format(poll.account) if late else ""
