"""Whether a message to persons has anybody to go to."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from audience.addresses import KIND_OF_CHANNEL, AddressKind
from audience.people import is_empty
from campaigns.account import Account
from campaigns.audience import Condition
from campaigns.tenant import CampaignMessage, Tenant
from channels.adapter import Kind
from delivery.workplace import Workplace
from storage.permissions import BARRIERS

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
    number, class_, purpose = workplace.tenant_id, message.class_, message.purpose(account)
    if not is_empty(connection, number, condition, account.type, class_, purpose):
        return ""
    barred = purpose is not None and not is_empty(connection, number, condition, account.type, class_)
    return missing(workplace.tenant, message, account, barred=barred)


def missing(tenant: Tenant, message: CampaignMessage, account: Account, *, barred: bool) -> str:
    """«nadie con Telegram está suscrito a «Noticias»»: what a person has to have, and by what they would belong.

    `barred`: who has it may not be written to.
    """
    reached = REACHED_BY[KIND_OF_CHANNEL[account.type]]
    allowed = " que haya dado su consentimiento" if barred else ""
    audience, subscription = tenant.audiences[message.audience], message.entry.subscription
    if subscription is not None:
        names = " ni a ".join(f"«{_topic(tenant, slug)}»" for slug in subscription.topics)
        return f"nadie {reached}{allowed} está suscrito a {names}"
    if audience.condition is not None and audience.condition != Condition():
        return f"nadie {reached}{allowed} cumple la condición del público «{audience.name}»"
    return f"el público «{audience.name}» no tiene a nadie {reached}{allowed}"


def _topic(tenant: Tenant, slug: str) -> str:
    topic = tenant.municipality.topics.get(slug)
    return topic.name if topic is not None else slug


def told_served(served: int, message: CampaignMessage) -> str:
    """«A 35 les llega «comerciantes» en lugar de este.»; empty where it gives way to nobody."""
    if not served:
        return ""
    names = " o ".join(f"«{name}»" for name in message.spares)
    them = "A 1 le" if served == 1 else f"A {served} les"
    return f"{them} llega {names} en lugar de este."


def told_homes(homes: int, addresses: int) -> str:
    """«412 hogares con 1030 direcciones: un mensaje a cada hogar.»."""
    if not addresses:
        return ""
    many = "1 hogar" if homes == 1 else f"{homes} hogares"
    which = "1 dirección" if addresses == 1 else f"{addresses} direcciones"
    return f"{many} con {which}: un mensaje a cada hogar."


def told_unknown(columns: Sequence[str]) -> str:
    """«Su público pregunta por la columna «barrios», y ninguna lista la trae.»; empty where each is in some list."""
    if not columns:
        return ""
    names = " y ".join(f"«{name}»" for name in columns)
    which, them = ("la columna", "la trae") if len(columns) == 1 else ("las columnas", "las trae")
    return f"Su público pregunta por {which} {names}, y ninguna lista {them}."


def told_barred(reached: int, barred: Mapping[str, int]) -> str:
    """«412 de 500: 88 sin consentimiento»; empty where nobody is barred."""
    if not barred:
        return ""
    why = ", ".join(f"{barred[each.code]} {each.name}" for each in BARRIERS if each.code in barred)
    return f"{reached} de {reached + sum(barred.values())}: {why}."
