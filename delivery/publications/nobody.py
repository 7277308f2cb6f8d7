"""Whether a message to persons has anybody to go to."""

from collections.abc import Mapping

from sqlalchemy import Connection

from audience.addresses import KIND_OF_CHANNEL, AddressKind
from audience.people import is_empty
from campaigns.account import Account
from campaigns.audience import Condition
from campaigns.tenant import CampaignMessage, Tenant
from channels.adapter import Kind
from delivery.workplace import Workplace

REACHED_BY: Mapping[AddressKind, str] = {
    "correo": "con dirección de correo",
    "telegram": "con Telegram",
    "telefono": "con teléfono",
}


def nobody(connection: Connection, workplace: Workplace, message: CampaignMessage, account: Account) -> str:
    """Who is missing, in Spanish; empty where somebody would get it, and for posts and tasks."""
    if account.kind is not Kind.DIRECT or message.entry.becomes:
        return ""
    condition = workplace.tenant.condition(message) or Condition()
    if not is_empty(connection, workplace.tenant_id, condition, account.type, message.class_):
        return ""
    return missing(workplace.tenant, message, account)


def missing(tenant: Tenant, message: CampaignMessage, account: Account) -> str:
    """«el público «Ribera» no tiene a nadie con Telegram»."""
    reached = REACHED_BY[KIND_OF_CHANNEL[account.type]]
    return f"el público «{tenant.audiences[message.audience].name}» no tiene a nadie {reached}"
