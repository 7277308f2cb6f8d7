"""To how many one message goes now, on each of its accounts: what the plan says of it, counted for it alone."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sqlalchemy import Connection

from audience.columns import unknown_columns
from campaigns.tenant import Campaign, CampaignMessage, Tenant
from delivery.planning.known import Known, read_counted
from delivery.planning.prospect import Route, prospect_of


def routes_of(connection: Connection, tenant: Tenant, number: int, message: CampaignMessage) -> Mapping[str, Route]:
    """By account. Each person of its public is counted, and of those of messages that go before it: no other's."""
    alone = _alone(tenant, message)
    known = Known(
        **read_counted(connection, alone, number)._asdict(),
        missing_columns=unknown_columns(connection, number, alone),
    )
    return {each.account.name: each for each in prospect_of(alone, known, message).routes}


def _alone(tenant: Tenant, message: CampaignMessage) -> Tenant:
    """The municipality as if it had only this message, and those before which it gives way."""
    campaign = tenant.campaigns[message.campaign]
    messages = tuple({each.id: each for each in _with_spared(campaign, message)}.values())
    return replace(
        tenant,
        accounts={account.name: account for each in messages for account in each.accounts},
        audiences={each.audience: tenant.audiences[each.audience] for each in messages},
        campaigns={campaign.id: replace(campaign, messages=messages)},
    )


def _with_spared(campaign: Campaign, message: CampaignMessage) -> Iterator[CampaignMessage]:
    yield message
    for name in message.spares:
        if (spared := campaign.message(name)) is not None:
            yield from _with_spared(campaign, spared)
