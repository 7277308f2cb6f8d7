"""A service tells later what stops an account: its lanes rest as if a send had been answered so."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, select

from campaigns.account import Account
from channels.message import Scope, Unavailable
from channels.news import Became, Fate, News
from delivery.accounts.books import Books
from delivery.pace import PaceState
from delivery.retry import decide
from delivery.workplace import Workplace
from storage.events import is_kept
from storage.ledger import take_lanes_away
from storage.tables import lane

RECENT = timedelta(minutes=15)
"""What a service tells later than this of an account may have been mended meanwhile: only the message is put back."""


def rest_if_told(
    connection: Connection, workplace: Workplace, account: Account, news: Sequence[News], now: datetime
) -> None:
    """Let the credential's lanes rest if some of the news says that the account cannot send.

    What is told again after a person has mended it stops nothing. Asked before the news is taken in: lanes are locked
    before publications, as whoever works them does it.
    """
    failures = [
        each.failure
        for each in news
        if isinstance(each, Became)
        and _stops(each, now)
        and not is_kept(connection, workplace.tenant_id, account.name, each.remote_id)
    ]
    if not failures:
        return
    stands = _standing(connection, workplace.tenant_id, account.sender)
    books = Books(account.sender, 0, PaceState(), stands.failures or 0)
    books.rests_until = stands.paused_until if stands.paused_until and stands.paused_until > now else None
    books.needs_person = bool(stands.waits)
    for failure in failures:
        assert failure is not None
        decision = decide(
            failure,
            attempts=0,
            lane_failures=books.failures,
            now=now,
            expires_at=None,
            at_least_once=False,
            jitter=0.5,
        )
        books.note(decision, failure)
    take_lanes_away(connection, workplace.tenant_id, account.sender, books.rest)


def _stops(became: Became, now: datetime) -> bool:
    failure = became.failure
    if became.fate is not Fate.FAILED or not isinstance(failure, Unavailable) or failure.scope is Scope.RECIPIENT:
        return False
    return became.at is None or now - became.at < RECENT


def _standing(connection: Connection, tenant_id: int, sender: str) -> Row[Any]:
    """Of all lanes of a credential: the longest rest, the most failures, and how many wait for a person."""
    waiting = func.count().filter(lane.c.needs_person)
    asked = select(func.max(lane.c.paused_until).label("paused_until"), func.max(lane.c.failures).label("failures"))
    mine = (lane.c.tenant == tenant_id) & (lane.c.sender == sender)
    return connection.execute(asked.add_columns(waiting.label("waits")).where(mine)).one()
