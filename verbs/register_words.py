"""The register of excluded numbers in words: wanted where messages of management really go out to persons."""

from datetime import datetime
from zoneinfo import ZoneInfo

from audience.exclusions import Register
from campaigns.tenant import Tenant
from verbs.call import Call
from verbs.printed import printed
from verbs.words import shown

BRING = "Pida el archivo a la CRC y tráigalo con «{}»."


def register_lines(call: Call, tenant: Tenant, register: Register | None, now: datetime, zone: ZoneInfo) -> list[str]:
    """A warning where it is missing or old; nothing where nothing asks for it."""
    if not asks_for_register(tenant):
        return []
    bring = BRING.format(printed(call, "contacts exclude ARCHIVO"))
    if register is None:
        return [f"Atención: falta el Registro de Números Excluidos. {bring}"]
    if register.is_old(now):
        return [f"Atención: el Registro de Números Excluidos es del {shown(register.as_of, zone)[:10]}. {bring}"]
    return []


def asks_for_register(tenant: Tenant) -> bool:
    """Whether a real account sends to persons what asks for their consent."""
    return any(
        account.mode == "real" and message.purpose(account) is not None
        for campaign in tenant.campaigns.values()
        for message in campaign.messages
        for account in message.accounts
    )
