"""One chore of an account's lane, with what it is about; and what each kind of chore has to be able to do."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from campaigns.account import Account
from channels.adapter import Adapter
from delivery.workplace import Workplace


@dataclass(frozen=True, slots=True)
class AccountAssignment:
    """A chore that is being done, of whatever kind."""

    chore: int
    kind: str
    slot: str
    """Which of its times it is."""
    tries: int
    """How often it was tried in vain."""
    account: Account
    key: str
    """What it is about, as logs name it: a publication's `campaign/message/account@occurrence`, or the account."""
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Assignment(AccountAssignment):
    """One about what was sent."""

    delivery: int
    publication: int
    remote_id: str
    """The service's own name for what was sent."""
    destination: str
    sent_at: datetime


Keep = Callable[[Connection, Workplace, datetime], None]
"""Writes into the rows what a chore brought, in the transaction that ends it; handed the moment of its answer."""
Do = Callable[[Adapter, Assignment], Awaitable[Keep]]
"""Calls the service once. Raises `Unavailable`: tried again; `Rejected`: it has failed, and is told once."""
DoForAccount = Callable[[Adapter, AccountAssignment], Awaitable[Keep]]
"""The same for what is about the account."""
Ready = Callable[[Connection, Workplace, Account, datetime], datetime | None]
"""When a chore of this kind may be done on an account, where that is later than now."""


def always(_connection: Connection, _place: Workplace, _account: Account, _now: datetime) -> None:
    """Nothing but the account's own pace limits it."""


class ChoreKind(NamedTuple):
    """What is done for a word in `chore.kind`. To do it twice must do no harm: a crash lets it be done again."""

    do: Do
    ready: Ready = always


class AccountChoreKind(NamedTuple):
    """What is done for a word in `chore.kind` that is about an account: it sends nothing and takes of no quota.

    To do it twice must do no harm.
    """

    do: DoForAccount
    ready: Ready = always
