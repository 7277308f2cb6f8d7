"""A foot or a sender that is another than when messages were approved: told once for all of them, part by part."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from campaigns.calendar import of_message
from campaigns.tenant import Campaign, CampaignMessage, Tenant
from delivery.publications.approved_under import since_approved
from storage.approvals import Approval, all_decisions

AHEAD = timedelta(days=400)
"""How far ahead it is looked whether a message is still to go out."""


def identity_lines(connection: Connection, tenant_id: int, tenant: Tenant, now: datetime) -> list[str]:
    """What changed, and how many messages that are to come go out with it, in Spanish; nothing where none does."""
    words, of_part = all_decisions(connection, tenant_id), dict[str, set[str]]()
    for campaign in tenant.campaigns.values() if words else ():
        for message in campaign.messages:
            for told in _changed(tenant, campaign, message, words, now):
                of_part.setdefault(told, set()).add(message.reference)
    return [f"Cambió desde que se aprobó, {_how_many(found)}: {told}." for told, found in of_part.items()]


def _changed(
    tenant: Tenant,
    campaign: Campaign,
    message: CampaignMessage,
    words: Mapping[str, Sequence[Approval]],
    now: datetime,
) -> list[str]:
    said = words.get(message.digest, ())
    parts = [part.told for account in message.accounts for part in since_approved(tenant, message, account, said)]
    if not parts or next(iter(of_message(tenant, campaign, message, now, now + AHEAD)), None) is None:
        return []
    return list(dict.fromkeys(parts))


def _how_many(messages: set[str]) -> str:
    if len(messages) == 1:
        return f"y «{min(messages)}» sale así, sin aprobarlo otra vez"
    return f"y {len(messages)} mensajes salen así, sin aprobarlos otra vez"
