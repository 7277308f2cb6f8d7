"""What a service tells of a message, taken into the rows: once, by the message's own key."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from campaigns.account import Account
from channels.message import Rejected, Scope, Unavailable
from channels.news import Became, Fate
from delivery.keys import BadKey, answer_number, parse_key
from delivery.news.unreached import Refusal, set_aside
from delivery.retry import decide
from delivery.workplace import Workplace
from logs import Log
from storage.events import LONGEST_NAME, note_event, was_told
from storage.ledger import told_failed, told_sent, told_unsent
from storage.replies import answered_person, told_reply
from storage.states import DeliveryState, Mode
from storage.tables import delivery, publication

log = Log(__name__)

ARRIVED = (Fate.DELIVERED.value, Fate.READ.value)
MOST = 8
"""Attempts of which the service says afterwards that they failed, before it is believed; some three hours of them."""
UNTOLD = "El servicio no pudo entregarlo y no dice por qué."


def take_in_fate(connection: Connection, workplace: Workplace, account: Account, became: Became, now: datetime) -> bool:
    """Keep it where it is new and about a message of ours, and settle what it proves; whether it was new."""
    if (answer := answer_number(became.key)) is not None:
        return _take_in_answers(connection, workplace, account, became, answer, now)
    found = _delivery(connection, workplace, account, became.key)
    if found is None:
        return False
    number, key, fate, failure = found.id, found.recipient_key, became.fate.value, became.failure
    if not _is_new(connection, workplace, account, became, key, number, now):
        return False
    if became.fate is not Fate.FAILED:
        moved = told_sent(connection, number, became.message, became.at or now, now)
    elif found.remote_id not in (None, became.message) or was_told(connection, number, ARRIVED, became.message):
        # Of an earlier attempt, after another has gone out, or of what the person has: it says nothing of that.
        moved = False
    elif isinstance(failure, Unavailable):
        moved = _put_back(connection, found, failure, now)
    else:
        code, reason = (failure.code, failure.reason) if failure is not None else ("", UNTOLD)
        moved = told_failed(connection, number, code, reason, now)
        if isinstance(failure, Rejected):
            refusal = Refusal(number, key, account.name, account.type, failure)
            set_aside(connection, workplace, refusal, became.at or now)
    if moved:
        log.info("a service told of a message", account=account.name, delivery=number, fate=fate)
    return True


def _take_in_answers(
    connection: Connection, workplace: Workplace, account: Account, became: Became, number: int, now: datetime
) -> bool:
    """What became of an answer to somebody's word: it is never sent again, for it answers once."""
    key = answered_person(connection, workplace.tenant_id, account.sender, number)
    if key is None or not _is_new(connection, workplace, account, became, key, None, now):
        return False
    why = None
    if became.fate is Fate.FAILED:
        why = became.failure.reason if became.failure is not None else UNTOLD
    if told_reply(connection, number, why, now) and why is not None:
        log.warning("an answer did not arrive", account=account.name, reason=why)
    return True


def _is_new(
    connection: Connection,
    workplace: Workplace,
    account: Account,
    became: Became,
    key: str,
    delivery_id: int | None,
    now: datetime,
) -> bool:
    """Keep the news; False where it is kept already."""
    told = {"at": became.at.isoformat() if became.at is not None else "", "message": became.message}
    told |= {"code": became.failure.code} if became.failure is not None else {}
    its = (account.name, became.remote_id[:LONGEST_NAME], became.fate.value, told, now)
    return note_event(connection, workplace.tenant_id, *its, key=key, delivery_id=delivery_id) is not None


def _put_back(connection: Connection, row: Row[*tuple[Any, ...]], failure: Unavailable, now: datetime) -> bool:
    """It surely was not delivered, and would be later, as if the service had answered so at once; until it expires.

    Nobody is written to without end: what the service took and dropped so often has failed.
    """
    if failure.scope is Scope.RECIPIENT and row.attempts >= MOST:
        return told_failed(connection, row.id, failure.code, failure.reason, now)
    decision = decide(
        failure,
        attempts=row.attempts,
        lane_failures=0,
        now=now,
        expires_at=row.expires_at,
        at_least_once=False,
        jitter=0.5,
    )
    if decision.to is not DeliveryState.PENDING:
        return told_failed(connection, row.id, failure.code, failure.reason, now)
    return told_unsent(connection, row.id, failure.code, failure.reason, decision.not_before, now)


def _delivery(connection: Connection, workplace: Workplace, account: Account, key: str) -> Row[*tuple[Any, ...]] | None:
    """The delivery whose message bore this key through this credential."""
    name, _, recipient = key.rpartition("/")
    try:
        its = parse_key(name)
    except BadKey:
        return None
    columns = publication.c
    asked = (
        select(
            delivery.c.id,
            delivery.c.recipient_key,
            delivery.c.remote_id,
            delivery.c.attempts,
            columns.expires_at,
        )
        .join(publication, columns.id == delivery.c.publication)
        .where(columns.tenant == workplace.tenant_id, columns.campaign == its.campaign, columns.message == its.message)
        .where(columns.account == its.account, columns.occurrence == its.occurrence)
        .where(columns.sender == account.sender, columns.mode == Mode.REAL.value, delivery.c.recipient_key == recipient)
    )
    found: Row[*tuple[Any, ...]] | None = connection.execute(asked).one_or_none()
    return found
