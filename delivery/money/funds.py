"""Budgets and stocks of a publication: what the configuration allows beside what the rows say is gone."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from sqlalchemy import Connection

from audience.people import count
from campaigns.account import Account
from campaigns.audience import Condition
from campaigns.tenant import Campaign, CampaignMessage, Tenant
from channels.adapter import Kind
from delivery.limits import Fund, Stock
from delivery.money.committed import committed
from delivery.publications.listing_people import how_many
from delivery.publications.orders import errands_of
from delivery.workplace import Workplace, is_manual
from storage.spending import Span, used
from storage.states import Mode
from storage.turns import take_turn

ACCOUNTS = "canales.yaml"


class Owner(Protocol):
    """Whose money it is."""

    @property
    def tenant(self) -> Tenant:
        """The municipality, as its files have it."""

    @property
    def tenant_id(self) -> int:
        """Its number in the database."""

    def mode(self, account: Account) -> Mode:
        """In which world an account spends."""


def funds_of(
    connection: Connection,
    workplace: Workplace,
    campaign: Campaign,
    message: CampaignMessage,
    account: Account,
    now: datetime,
    *,
    new: bool = True,
) -> tuple[Fund, ...]:
    """The budgets that a message on an account takes from: the account's of this year, the campaign's, its own.

    `new`: what it needs is still to be taken; False: it has begun, and what it takes is spent.
    """
    spans = budgets(workplace, campaign, message, account, now)
    if not spans:
        return ()
    needs = _units(connection, workplace, message, account) * account.cost if new and account.cost else Decimal(0)
    return tuple(fund._replace(spent=committed(connection, span), needs=needs) for fund, span in spans)


def stocks_of(
    connection: Connection, workplace: Workplace, campaign: Campaign, message: CampaignMessage, account: Account
) -> tuple[Stock, ...]:
    """The stocks that a message on an account takes from."""
    if not is_manual(account, message.entry.becomes):
        return ()
    needs = _units(connection, workplace, message, account)
    return tuple(
        stock._replace(used=used(connection, span).promised, needs=needs)
        for stock, span in stocks(workplace, campaign, message, account)
    )


def take_turn_at_funds(connection: Connection, owner: Owner) -> None:
    """Let nobody else take of a municipality's budgets and stocks before the transaction ends, where it has any.

    The first thing that a person's word does in its transaction: who waits here holds no row that another waits for.
    Daemons take the same turn at each look and sweep.
    """
    if is_limited(owner.tenant):
        take_turn(connection, owner.tenant_id)


def is_limited(tenant: Tenant) -> bool:
    """Whether there is any budget or stock at all."""
    return (
        any(account.budget is not None for account in tenant.accounts.values())
        or any(campaign.entry.budget is not None for campaign in tenant.campaigns.values())
        or any(message.entry.budget is not None for message in _messages(tenant))
        or has_stocks(tenant)
    )


def has_stocks(tenant: Tenant) -> bool:
    """Whether anything at all may run out."""
    return any(account.stock is not None for account in tenant.accounts.values()) or any(
        message.entry.stock is not None for message in _messages(tenant)
    )


def _messages(tenant: Tenant) -> Iterator[CampaignMessage]:
    return (message for campaign in tenant.campaigns.values() for message in campaign.messages)


def stocks(
    owner: Owner, campaign: Campaign | None, message: CampaignMessage | None, account: Account
) -> Sequence[tuple[Stock, Span]]:
    """Those stocks, untouched, and whose work orders take from each; without a message the account's own."""
    span = Span(owner.tenant_id, owner.mode(account))
    found: list[tuple[Stock, Span]] = []
    if account.stock is not None:
        named = Stock(account.name, f"las existencias de «{account.name}»", ACCOUNTS, account.stock, 0)
        found.append((named, span._replace(account=account.name)))
    if campaign is not None and message is not None and message.entry.stock is not None:
        number, name = f"{campaign.id}~{message.id}", f"las existencias de «{message.reference}»"
        named = Stock(number, name, _file(campaign), message.entry.stock, 0)
        found.append((named, span._replace(campaign=campaign.id, message=message.id)))
    return found


def budgets(
    owner: Owner, campaign: Campaign | None, message: CampaignMessage | None, account: Account, now: datetime
) -> Sequence[tuple[Fund, Span]]:
    """Those budgets, untouched, and what is spent of each; without a campaign the account's own of this year."""
    span = Span(owner.tenant_id, owner.mode(account))
    found: list[tuple[Fund, Span]] = []
    if account.budget is not None:
        zone = owner.tenant.municipality.zone
        since = datetime(now.astimezone(zone).year, 1, 1, tzinfo=zone)
        year = span._replace(account=account.name, since=since, until=since.replace(year=since.year + 1))
        name = f"el presupuesto de «{account.name}» para {since.year}"
        found.append((_fund(f"{account.name}~{since.year}", name, ACCOUNTS, account.budget), year))
    if campaign is not None and campaign.entry.budget is not None:
        name = f"el presupuesto de la campaña «{campaign.id}»"
        whole = span._replace(campaign=campaign.id)
        found.append((_fund(campaign.id, name, _file(campaign), campaign.entry.budget), whole))
    if campaign is not None and message is not None and message.entry.budget is not None:
        name = f"el presupuesto de «{message.reference}»"
        whole = span._replace(campaign=campaign.id, message=message.id)
        found.append((_fund(f"{campaign.id}~{message.id}", name, _file(campaign), message.entry.budget), whole))
    return found


def _fund(number: str, name: str, where: str, limit: Decimal) -> Fund:
    return Fund(number, name, where, limit, Decimal(0))


def _file(campaign: Campaign) -> str:
    return f"campanas/{campaign.file.name}"


def _units(connection: Connection, workplace: Workplace, message: CampaignMessage, account: Account) -> int:
    """How many messages, posts, spots or leaflets it is."""
    if is_manual(account, message.entry.becomes):
        persons = how_many(connection, workplace, message, account)
        errands = len(errands_of(workplace.tenant, message, account)) if persons is None else persons
        return errands * message.entry.count
    if account.kind is not Kind.DIRECT:
        return 1
    condition, purpose = workplace.tenant.condition(message) or Condition(), message.purpose(account)
    return count(connection, workplace.tenant_id, condition, account.type, message.class_, purpose)
