"""The end of surveys: closed at their hour, and what becomes of polls whose votes nobody has told."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection

from campaigns.account import Account
from channels.keys import Key
from delivery.chores.chores import senders
from delivery.chores.closing import CLOSE, GIVEN_UP_AFTER
from delivery.workplace import Workplace
from storage.account_chores import hasten_chores
from storage.audit import append
from storage.polls import UntoldPoll, posts_of_survey, untold_polls
from storage.states import DeliveryState, Mode
from storage.surveys import ask_person, close_survey, note_missing, still_open, survey_of, void_poll

UNHEARD_AFTER = GIVEN_UP_AFTER + timedelta(days=1)
"""From the close: whoever asks the service has given up before."""
GRACE = timedelta(hours=1)
"""How long a campaign may be out of the files before its survey is called off."""
CAMPAIGN_GONE = "Su campaña ya no está en los archivos."
REHEARSED = "La cuenta estaba en pruebas: no salió ninguna encuesta."
NOT_OUT = "La publicación no salió: no hubo encuesta."
ACCOUNT_GONE = "La cuenta «{}» ya no está en canales.yaml o ya no está en real: no se le pueden pedir los votos."
UNHEARD = "La cuenta «{}» no ha podido pedir los votos desde que cerró la encuesta."
DOUBTFUL = "No se sabe si la publicación salió."
FAILED = frozenset({None, DeliveryState.FAILED, DeliveryState.SKIPPED})


def close_surveys(connection: Connection, workplace: Workplace, now: datetime) -> datetime | None:
    """Close every survey whose hour has come, and forget whose votes they are; when the next one is looked at.

    One whose campaign has been out of the files for `GRACE` is called off: no edit in haste ends what cannot be opened
    again.
    """
    upcoming: list[datetime] = []
    for each in still_open(connection, workplace.tenant_id):
        missing = None if each.campaign in workplace.tenant.campaigns else each.missing_since or now
        if missing != each.missing_since:
            note_missing(connection, each.id, missing)
        if each.closes_at <= now:
            close_survey(connection, each.id, now)
        elif missing is not None and now - missing >= GRACE:
            call_off(connection, workplace, each.id, CAMPAIGN_GONE, now)
        else:
            upcoming.append(each.closes_at if missing is None else min(each.closes_at, missing + GRACE))
    end_polls(connection, workplace, now)
    return min(upcoming, default=None)


def call_off(connection: Connection, workplace: Workplace, number: int, reason: str, now: datetime) -> bool:
    """Close a survey before its hour, marked as cancelled; polls that close at our word alone are closed now.

    `reason` is Spanish. False: it was closed before.
    """
    posts = posts_of_survey(connection, number)
    if not close_survey(connection, number, now, reason):
        return False
    ours = [post.delivery for post in posts if not closes_itself(workplace.tenant.accounts.get(post.account))]
    hasten_chores(connection, workplace.tenant_id, CLOSE, ours, now)
    return True


def end_by_word(connection: Connection, workplace: Workplace, key: Key, actor: str, now: datetime, reason: str) -> bool:
    """Call off the survey of what a key without an account names. False: none is open."""
    if key.account:
        return False
    asked = survey_of(connection, workplace.tenant_id, key.campaign, key.message, key.occurrence)
    if asked is None or not call_off(connection, workplace, asked.id, reason, now):
        return False
    append(connection, workplace.tenant_id, actor, "cancel", str(key), {"survey": asked.code}, now)
    return True


def closes_itself(account: Account | None) -> bool:
    """Whether the service ends its polls by itself, at the hour with which they were posted."""
    rule = account.profile.poll if account is not None else None
    return rule is not None and rule.closes_itself


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
