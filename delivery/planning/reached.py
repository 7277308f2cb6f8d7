"""How many people the messages of a calendar reach, by the rows of now: by public, type of account and message."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection

from audience.addresses import KIND_OF_CHANNEL
from audience.people import (
    Reach,
    count,
    count_barred,
    count_homes,
    count_languages,
    count_refusing,
    count_served,
    reads_another,
)
from audience.suppression import refused_classes
from audience.unreached import count_unreached
from campaigns.account import Account
from campaigns.audience import Condition
from campaigns.tenant import CampaignMessage, Tenant
from channels.adapter import Kind
from delivery.publications.listing_people import unreached_by


def people(connection: Connection, tenant: Tenant, number: int) -> dict[tuple[str, str], int]:
    """Each public is counted for each type of account that writes to persons."""
    types = {account.type for account in tenant.accounts.values()} & KIND_OF_CHANNEL.keys()
    return {
        (public, kind): count(connection, number, condition, kind)
        for public, condition in _conditions(tenant).items()
        for kind in types
    }


def _conditions(tenant: Tenant) -> dict[str, Condition]:
    """Of each public that is written to person by person."""
    found = {slug: audience.condition for slug, audience in tenant.audiences.items()}
    for campaign in tenant.campaigns.values():
        topical = (message for message in campaign.messages if message.entry.subscription is not None)
        found |= {public_of(message): tenant.condition(message) for message in topical}
    return {public: condition for public, condition in found.items() if condition is not None}


def refusing(
    connection: Connection, tenant: Tenant, number: int, people: Iterable[tuple[str, str]]
) -> dict[tuple[str, str, str], int]:
    """Counted only where somebody wants none of a class: hardly anyone does, and a public may be a million."""
    classes = sorted(refused_classes(connection, number))
    conditions = _conditions(tenant)
    return {
        (public, kind, class_): count_refusing(connection, number, conditions[public], kind, class_)
        for public, kind in people
        for class_ in classes
    }


def barred(connection: Connection, tenant: Tenant, number: int) -> dict[tuple[str, str], Mapping[str, int]]:
    """Asked only of publics to which messages go that ask for a consent."""
    asking = {
        (message.audience, account.type, message.class_, purpose)
        for campaign in tenant.campaigns.values()
        for message in campaign.messages
        for account in message.accounts
        if (purpose := message.purpose(account)) is not None
    }
    return {
        (slug, kind): count_barred(connection, number, condition, kind, class_, purpose)
        for slug, kind, class_, purpose in sorted(asking)
        if (condition := tenant.audiences[slug].condition) is not None
    }


def served(connection: Connection, tenant: Tenant, number: int) -> dict[tuple[str, str], int]:
    """Asked only of messages before which others go."""
    return {
        (message.reference, account.name): count_served(connection, number, mine)
        for campaign in tenant.campaigns.values()
        for message in campaign.messages
        for account, mine in _reaches(tenant, message)
        if mine.instead
    }


def homes(connection: Connection, tenant: Tenant, number: int) -> dict[tuple[str, str], int]:
    """Each household on the first of the message's accounts that reaches it, unless another message does before."""
    found: dict[tuple[str, str], int] = {}
    for campaign in tenant.campaigns.values():
        for message in campaign.messages:
            before: list[Reach] = []
            for account, mine in _reaches(tenant, message) if message.entry.per_household else ():
                found[message.reference, account.name] = count_homes(connection, number, mine, before)
                before.append(mine)
    return found


def untranslated(connection: Connection, tenant: Tenant, number: int) -> dict[tuple[str, str], Mapping[str, int]]:
    """Nobody is counted where all read Spanish; each public once."""
    found: dict[tuple[str, str], Mapping[str, int]] = {}
    counted: dict[str, Mapping[str, int]] = {}
    for campaign in tenant.campaigns.values() if reads_another(connection, number) else ():
        for message in campaign.messages:
            for account, mine in _reaches(tenant, message):
                key = repr(mine)
                if key not in counted:
                    counted[key] = count_languages(connection, number, mine)
                missing = {code: many for code, many in counted[key].items() if code not in message.languages}
                if missing:
                    found[message.reference, account.name] = missing
    return found


def _reaches(tenant: Tenant, message: CampaignMessage) -> Iterator[tuple[Account, Reach]]:
    campaign, condition = tenant.campaigns[message.campaign], tenant.condition(message)
    spared = [each for name in message.spares if (each := campaign.message(name)) is not None]
    instead = tuple(reach for each in spared for _, reach in _reaches(tenant, each))
    for account in message.accounts:
        if condition is not None and account.kind is Kind.DIRECT and not message.entry.becomes:
            yield account, Reach(condition, account.type, message.class_, message.purpose(account), instead)


def unreached(connection: Connection, tenant: Tenant, number: int) -> dict[tuple[str, str], int]:
    """Each public is counted once, however many messages go to it in the same way."""
    counted: dict[str, int] = {}
    found: dict[tuple[str, str], int] = {}
    for campaign in tenant.campaigns.values():
        for message in campaign.messages:
            for account in message.accounts:
                who = unreached_by(tenant, message, account)
                if who is None:
                    continue
                if (spelt := repr(who)) not in counted:
                    counted[spelt] = count_unreached(connection, number, who)
                found[message.reference, account.name] = counted[spelt]
    return found


def public_of(message: CampaignMessage) -> str:
    """What its recipients are counted under: the public, and the topics of what goes to subscribers."""
    topics = message.entry.subscription.topics if message.entry.subscription is not None else ()
    return " ".join((message.audience, *topics))
