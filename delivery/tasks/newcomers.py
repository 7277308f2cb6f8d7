"""A delegate who came after a duty of all delegates was asked for is asked too: once, by a key of his own.

The key is his slug, and since when he holds the post where the file says so: another person in the same post is another
delegate. Who was asked with the others, or before under that key, is not asked again.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, or_, select

from campaigns.account import Account
from campaigns.content import Content
from campaigns.debtors import DELEGATES, debtors
from campaigns.tenant import Campaign, CampaignMessage
from delivery.publications.draft import draft
from delivery.publications.due import at_once
from delivery.publications.orders import write_orders
from delivery.publishing.freeze import ChangedFile, MissingFile, frozen
from delivery.workplace import Workplace
from logs import Log
from storage.ledger import add_publication
from storage.states import PublicationState
from storage.tables import delivery, publication
from storage.written import NEWCOMER

log = Log(__name__)

_ASKED = (PublicationState.RUNNING, PublicationState.DONE, PublicationState.DONE_WITH_ERRORS)


def ask_newcomers(connection: Connection, workplace: Workplace, now: datetime) -> int:
    """Write the orders of delegates who have none, of every duty that was asked for once; how many these are."""
    made = 0
    for campaign, message, account in _once(workplace):
        asked = _keys(connection, workplace, message, account)
        if asked is None or message.entry.duty is None:
            continue
        for each in debtors(workplace.tenant.municipality, message.entry.duty.of):
            if f"orden:{each.slug}" not in asked:
                made += _ask(connection, workplace, campaign, message, account, each.slug, now)
    return made


def _once(workplace: Workplace) -> Iterator[tuple[Campaign, CampaignMessage, Account]]:
    """Duties of all delegates that do not come again by themselves."""
    for campaign in workplace.tenant.campaigns.values():
        for message in campaign.messages:
            duty = message.entry.duty
            if duty is not None and DELEGATES in duty.of and not message.rule.recurring:
                yield from ((campaign, message, account) for account in message.accounts)


def _keys(
    connection: Connection, workplace: Workplace, message: CampaignMessage, account: Account
) -> frozenset[str] | None:
    """Who was asked; None where nobody was yet."""
    own = publication.c.message == message.id
    found = connection.execute(
        select(delivery.c.recipient_key, publication.c.message)
        .join(publication, publication.c.id == delivery.c.publication)
        .where(publication.c.tenant == workplace.tenant_id, publication.c.campaign == message.campaign)
        .where(or_(own, publication.c.message.like(f"{message.id}{NEWCOMER}%")))
        .where(publication.c.account == account.name, publication.c.state.in_([state.value for state in _ASKED]))
    ).all()
    begun = any(row.message == message.id for row in found)
    return frozenset(row.recipient_key for row in found) if begun else None


def _ask(
    connection: Connection,
    workplace: Workplace,
    campaign: Campaign,
    message: CampaignMessage,
    account: Account,
    slug: str,
    now: datetime,
) -> int:
    occurrence = at_once(campaign, message, now)
    try:
        columns = draft(workplace, occurrence, account, now) | frozen(connection, workplace, occurrence, account, now)
    except (ChangedFile, MissingFile) as error:
        log.error("a new delegate cannot be asked", message=message.reference, reason=str(error))
        return 0
    named = {"message": f"{message.id}{NEWCOMER}{slug}", "state": PublicationState.RUNNING.value, "planned_at": now}
    number = add_publication(connection, **(columns | named), reason="Llegó un delegado nuevo.")
    if number is None:
        return 0
    content = Content.from_json(columns["content"])
    write_orders(connection, workplace, occurrence, account, number, content, now, only=frozenset({slug}))
    return 1
