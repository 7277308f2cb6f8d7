"""What budgets and stocks will let through of a plan: each row in turn takes from them, as the gate will see it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import Connection

from campaigns.account import Account
from campaigns.tenant import Campaign, CampaignMessage, Tenant
from channels.adapter import Kind
from delivery.alert_orders import emergency_of
from delivery.limits import Fund, Stock
from delivery.money.committed import committed
from delivery.money.funds import budgets, is_limited, stocks
from delivery.planned import GOES_OUT, Decision, Planned
from delivery.workplace import is_manual
from storage.spending import Span, used
from storage.standing_orders import StandingOrder
from storage.states import NOT_BEGUN, Mode

TO_COME = frozenset(str(each) for each in (*GOES_OUT, *NOT_BEGUN))
"""Decisions and states of what takes of a budget and has not yet."""


class Owner(NamedTuple):
    """A municipality beside its rows, in the modes of its accounts."""

    tenant: Tenant
    tenant_id: int

    def mode(self, account: Account) -> Mode:
        """As its file has it."""
        return Mode(account.mode)


@dataclass(frozen=True, slots=True)
class Gone:
    """What rows have taken of each budget and stock; nothing where there are no rows."""

    tenant_id: int = 0
    pesos: Mapping[Span, Decimal] = field(default_factory=dict)
    units: Mapping[Span, int] = field(default_factory=dict)


NOTHING_GONE = Gone()


class Limited(NamedTuple):
    """Everything that limits a municipality in a stretch of time, each once, the accounts' own first."""

    budgets: dict[Span, Fund]
    stocks: dict[Span, Stock]


class Afforded(NamedTuple):
    """A plan beside its money."""

    rows: list[Planned]
    pesos: Mapping[Span, Decimal]
    """What the rows ask of each budget, whether it suffices or not."""
    units: Mapping[Span, int]
    """The same of each stock."""


def limits_of(owner: Owner, since: datetime, until: datetime) -> Limited:
    """All budgets, an account's for each year from `since` to `until`, and all stocks."""
    found = Limited({}, {})
    if not is_limited(owner.tenant):
        return found
    local = owner.tenant.municipality.zone
    years = range(since.astimezone(local).year, until.astimezone(local).year + 1)
    moments = [datetime(year, 7, 1, tzinfo=local) for year in years]
    for campaign, message, account in _bearers(owner.tenant):
        for moment in moments:
            found.budgets.update((span, fund) for fund, span in budgets(owner, campaign, message, account, moment))
        if is_manual(account, message.entry.becomes if message is not None else ""):
            found.stocks.update((span, stock) for stock, span in stocks(owner, campaign, message, account))
    return found


def _bearers(tenant: Tenant) -> Iterator[tuple[Campaign | None, CampaignMessage | None, Account]]:
    """Each account, then each message on each account that may bear it."""
    for account in tenant.accounts.values():
        yield None, None, account
    for campaign in tenant.campaigns.values():
        for message in campaign.messages:
            for account in message.accounts:
                yield campaign, message, account


def read_gone(connection: Connection, owner: Owner, since: datetime, until: datetime) -> Gone:
    """What is gone of all of them; nothing is read where there are none."""
    found = limits_of(owner, since, until)
    return Gone(
        owner.tenant_id,
        {span: committed(connection, span) for span in found.budgets},
        {span: used(connection, span).promised for span in found.stocks},
    )


def afford(
    tenant: Tenant,
    gone: Gone,
    alerts: Mapping[str, tuple[StandingOrder, ...]],
    rows: Iterable[Planned],
    now: datetime,
    besides: Collection[str] = (),
) -> Afforded:
    """Let each row take what it needs, in the order given. Pure.

    `besides`: keys of what is asked for too, though it does not go out by itself.

    What finds too little in a budget waits for more and takes nothing; what finds a stock used up does not go out. A
    row that has something else to wait for keeps its decision, and tells of the money beside it.
    """
    owner = Owner(tenant, gone.tenant_id)
    purse = _Purse(owner, gone)
    found = []
    for row in rows:
        campaign = tenant.campaigns.get(row.campaign)
        message = campaign.message(row.message) if campaign is not None else None
        account = tenant.accounts.get(row.account)
        if campaign is None or message is None or account is None or not _asks(row, besides):
            found.append(row)
            continue
        urgent = bool(emergency_of(alerts.get(message.reference, ()), row.key.rpartition("@")[2]))
        at = max(row.local or row.nominal or now, now)
        found.append(purse.pay(row, _Bearer(campaign, message, account), at, urgent=urgent))
    return Afforded(found, purse.asked_pesos, purse.asked_units)


def _asks(row: Planned, besides: Collection[str]) -> bool:
    return str(row.decision) in TO_COME or row.key in besides


class _Bearer(NamedTuple):
    """A message on one of its accounts."""

    campaign: Campaign
    message: CampaignMessage
    account: Account

    def units(self, row: Planned) -> int:
        """How many messages, posts, spots or leaflets a row of the plan is."""
        if row.kind == Kind.MANUAL.value:
            return row.recipients * self.message.entry.count
        return row.recipients if row.kind == Kind.DIRECT.value else 1


class _Purse:
    """Every budget and stock while the rows of a plan pass by."""

    def __init__(self, owner: Owner, gone: Gone) -> None:
        self._owner, self._gone = owner, gone
        self._pesos: dict[Span, Decimal] = defaultdict(Decimal)
        self._units: dict[Span, int] = defaultdict(int)
        self.asked_pesos: dict[Span, Decimal] = defaultdict(Decimal)
        self.asked_units: dict[Span, int] = defaultdict(int)

    def pay(self, row: Planned, bearer: _Bearer, at: datetime, *, urgent: bool) -> Planned:
        """The row as its money lets it be; what goes out has then taken what it needs."""
        units = bearer.units(row)
        money, goods = self._limits(row, bearer, at, units)
        for span, fund in money.items():
            self.asked_pesos[span] += fund.needs
        for span in goods:
            self.asked_units[span] += units
        empty = next(((span, each) for span, each in goods.items() if not each.left), None)
        short = None if urgent else next(((span, each) for span, each in money.items() if each.short), None)
        if empty is not None:
            span, stock = empty
            return _beside(row, stock.name, stock.told if not self._units[span] else stock.foretold, Decision.LATE)
        if short is not None:
            span, fund = short
            return _beside(row, fund.name, fund.told if not self._pesos[span] else fund.foretold, Decision.WAIT)
        if scarce := [(span, each) for span, each in goods.items() if each.lacks]:
            span, stock = max(scarce, key=lambda each: each[1].lacks)
            told = stock.told_of_rest if not self._units[span] else stock.foretold_of_rest
            row = _beside(row, stock.name, told, Decision.SEND)
        # Of what is nearly used up a row gets what there is, and costs as much.
        had = min([units, *(stock.left for stock in goods.values())])
        for span in money:
            self._pesos[span] += had * bearer.account.cost
        for span in goods:
            self._units[span] += had
        return row

    def _limits(
        self, row: Planned, bearer: _Bearer, at: datetime, units: int
    ) -> tuple[dict[Span, Fund], dict[Span, Stock]]:
        """What the row takes from, as it will stand then."""
        campaign, message, account = bearer
        needs = units * account.cost
        money = {
            span: fund._replace(spent=self._gone.pesos.get(span, Decimal(0)) + self._pesos[span], needs=needs)
            for fund, span in budgets(self._owner, campaign, message, account, at)
        }
        if row.kind != Kind.MANUAL.value:
            return money, {}
        goods = {
            span: stock._replace(used=self._gone.units.get(span, 0) + self._units[span], needs=units)
            for stock, span in stocks(self._owner, campaign, message, account)
        }
        return money, goods


def _beside(row: Planned, name: str, told: str, decision: Decision) -> Planned:
    """A row that would have gone out stands as is decided; any other tells of it after its own reason, once."""
    if name in row.reason:
        return row
    told = f"{row.reason} {told}".strip()
    if row.decision != Decision.SEND:
        return row._replace(reason=told)
    return row._replace(decision=decision, reason=told, local=None if decision is Decision.WAIT else row.local)
