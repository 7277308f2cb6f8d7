"""Every budget and stock of a municipality: what is gone of it, and what the calendar still asks of it this year."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection

from campaigns.account import Account
from campaigns.tenant import Campaign, CampaignMessage, Tenant
from channels.adapter import Kind
from delivery.funds import budgets, stocks
from delivery.known import read_known
from delivery.planned import GOES_OUT, Planned
from delivery.planning import plan
from delivery.workplace import is_manual
from storage.spending import Span, spent, used
from storage.states import NOT_BEGUN, Mode

TO_COME = frozenset(str(each) for each in (*GOES_OUT, *NOT_BEGUN))
"""Decisions and states of what takes of a budget and has not yet."""


class Unit(StrEnum):
    """What is counted."""

    PESOS = "pesos"
    UNITS = "units"
    """Spots, leaflets: what people hand out or carry out."""


class Allowance(NamedTuple):
    """One budget or stock."""

    name: str
    """In Spanish: «el presupuesto de «emisora» para 2027»."""
    where: str
    """The file in which it is written."""
    unit: Unit
    mode: Mode
    """The world in which it is spent: tests spend nothing of what is real."""
    limit: Decimal
    spent: Decimal
    """What went out, or surely will."""
    foreseen: Decimal
    """What the calendar still brings until this year ends, if nothing changes."""

    @property
    def percent(self) -> int | None:
        """Of the limit, how much is gone, rounded down; None: the limit is nought."""
        return int(self.spent / self.limit * 100) if self.limit else None

    @property
    def suffices(self) -> bool:
        """Whether what is foreseen can be paid for."""
        return self.spent + self.foreseen <= self.limit


class Owner(NamedTuple):
    """A municipality beside its rows, in the modes of its accounts."""

    tenant: Tenant
    tenant_id: int

    def mode(self, account: Account) -> Mode:
        """As its file has it."""
        return Mode(account.mode)


@dataclass(slots=True)
class _Found:
    """One that is being added up."""

    name: str
    where: str
    unit: Unit
    limit: Decimal
    span: Span
    foreseen: Decimal = field(default=Decimal(0))


_Takers = dict[tuple[str, Mode], _Found]


def allowances(connection: Connection, owner: Owner, now: datetime) -> list[Allowance]:
    """All of them, those of accounts first, as the files name them; nothing is read where there are none."""
    found: _Takers = {}
    for account in owner.tenant.accounts.values():
        _note(found, owner, None, None, account, now)
    for campaign, message, account in _all(owner.tenant):
        _note(found, owner, campaign, message, account, now)
    if found:
        _foresee(connection, owner, found, now)
    return [_allowance(connection, each) for each in found.values()]


def _all(tenant: Tenant) -> list[tuple[Campaign, CampaignMessage, Account]]:
    """Each message on each account that may bear it."""
    return [
        (campaign, message, account)
        for campaign in tenant.campaigns.values()
        for message in campaign.messages
        for account in message.accounts
    ]


def _note(
    found: _Takers,
    owner: Owner,
    campaign: Campaign | None,
    message: CampaignMessage | None,
    account: Account,
    now: datetime,
) -> list[_Found]:
    """Those that a message on an account takes from, each known once."""
    taken = []
    for fund, span in budgets(owner, campaign, message, account, now):
        made = _Found(fund.name, fund.where, Unit.PESOS, fund.limit, span)
        taken.append(found.setdefault((fund.name, span.mode), made))
    if is_manual(account, message.entry.becomes if message is not None else ""):
        for stock, span in stocks(owner, campaign, message, account):
            made = _Found(stock.name, stock.where, Unit.UNITS, Decimal(stock.limit), span)
            taken.append(found.setdefault((stock.name, span.mode), made))
    return taken


def _foresee(connection: Connection, owner: Owner, found: _Takers, now: datetime) -> None:
    """Put what the calendar still brings this year on each."""
    tenant = owner.tenant
    local = now.astimezone(tenant.municipality.zone)
    ends = local.replace(year=local.year + 1, month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    known = read_known(connection, tenant, local, ends)
    for row in plan(tenant, known, local, ends, local):
        campaign = tenant.campaigns.get(row.campaign)
        message = campaign.message(row.message) if campaign is not None else None
        account = tenant.accounts.get(row.account)
        if campaign is None or message is None or account is None or str(row.decision) not in TO_COME:
            continue
        units = _units(row, message)
        for taken in _note(found, owner, campaign, message, account, now):
            taken.foreseen += units * (account.cost if taken.unit is Unit.PESOS else 1)


def _units(row: Planned, message: CampaignMessage) -> int:
    """How many messages, posts, spots or leaflets a row of the plan is."""
    if row.kind == Kind.MANUAL.value:
        return row.recipients * message.entry.count
    return row.recipients if row.kind == Kind.DIRECT.value else 1


def _allowance(connection: Connection, each: _Found) -> Allowance:
    gone = spent(connection, each.span) if each.unit is Unit.PESOS else Decimal(used(connection, each.span).promised)
    return Allowance(each.name, each.where, each.unit, each.span.mode, each.limit, gone, each.foreseen)
