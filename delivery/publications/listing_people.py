"""The persons of a public whom no account of a message reaches: on which order they stand, and how many they are."""

from sqlalchemy import Connection

from audience.unreached import Unreached, count_unreached
from campaigns.account import Account
from campaigns.audience import Condition
from campaigns.tenant import CampaignMessage, Tenant
from channels.adapter import Kind
from delivery.workplace import Workplace

REACHED_BY = {"email": "correo", "telegram": "Telegram", "whatsapp": "WhatsApp", "sms": "SMS", "webhook": "mensaje"}
"""The kind of account in Spanish, after «por»."""


def unreached_by(tenant: Tenant, message: CampaignMessage, account: Account) -> Unreached | None:
    """Who stands on an account's orders; None: nobody, it asks for work that is about no persons.

    Who has a telephone is called where the message has an account for that, and visited where it has none.
    """
    if not account.lists_people or message.entry.becomes:
        return None
    channels = sorted({each.type for each in message.accounts if each.kind is Kind.DIRECT})
    called = any(each.lists_people and each.calls for each in message.accounts)
    condition = tenant.condition(message) or Condition()
    telephone = account.calls if called else None
    return Unreached(condition, tuple(channels), message.class_, message.consent, telephone)


def how_many(connection: Connection, workplace: Workplace, message: CampaignMessage, account: Account) -> int | None:
    """How many persons these are now; None: it is about none."""
    who = unreached_by(workplace.tenant, message, account)
    return None if who is None else count_unreached(connection, workplace.tenant_id, who)


def told_listed(message: CampaignMessage, account: Account, number: int) -> str:
    """«23 personas que no se alcanzan por correo ni Telegram.», for the plan and the order's sheet."""
    types = dict.fromkeys(each.type for each in message.accounts if each.kind is Kind.DIRECT)
    others = " ni ".join(REACHED_BY[each] for each in types)
    who = "1 persona" if number == 1 else f"{number} personas"
    if not others:
        return f"{who} del público."
    if not number:
        return "A todos les llega por otro medio: no hay lista."
    reached = "no se alcanza" if number == 1 else "no se alcanzan"
    return f"{who} que {reached} por {others}."
