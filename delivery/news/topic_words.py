"""Topics that a person names to an account, or brings along in a link, and what becomes of the subscriptions."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection

from audience.addresses import KIND_OF_CHANNEL
from audience.subscribers import subscriber
from audience.subscriptions import Proof, add_notice, subscribe, unsubscribe
from campaigns.account import Account
from campaigns.subscribing import offered_topics
from campaigns.subscriptions import chat_notice
from campaigns.tenant import Tenant
from campaigns.topic import Topic
from channels.adapter import Kind
from channels.capabilities import Intake
from channels.news import ALL, Spoke, Word
from channels.telegram.options import TelegramOptions
from delivery.accounts.intakes import intake
from delivery.workplace import Workplace

LINK = "temas"
"""What a link of Telegram brings along: alone for all topics, or followed by some: `temas_noticias_eventos`."""
_BETWEEN = re.compile(r"[,;/]+|\s+[yYeE]\s+|\s+")


def link_of(topics: Collection[str] = ()) -> str:
    """What stands behind `?start=` in a link that subscribes to topics; none: to all."""
    return "_".join((LINK, *topics))


def chat_links(tenant: Tenant) -> tuple[str, ...]:
    """Links by which people subscribe in a chat, one for each bot whose name staff have written and that hears them."""
    bots = [
        account.options.bot.removeprefix("@")
        for account in tenant.accounts.values()
        if isinstance(account.options, TelegramOptions)
        and account.options.bot
        and account.kind is Kind.DIRECT
        and intake(account) is not Intake.NONE
    ]
    return tuple(f"https://t.me/{bot}?start={link_of()}" for bot in dict.fromkeys(bots))


def topics_meant(workplace: Workplace, spoke: Spoke) -> tuple[str, ...]:
    """The topics that somebody speaks of, all of which there are; none: it is about something else."""
    offered = offered_topics(workplace.tenant)
    if spoke.source:
        head, *named = spoke.source.split("_")
        wanted = tuple(named) or tuple(offered) if head == LINK else ()
        return wanted if all(topic in offered for topic in wanted) else ()
    if not spoke.topics:
        return ()
    if fold(spoke.topics) in (ALL, "todo", "todos los temas"):
        return tuple(offered)
    return _named(spoke.topics, offered)


def obey_topics(
    connection: Connection,
    workplace: Workplace,
    account: Account,
    spoke: Spoke,
    key: str,
    topics: Collection[str],
    now: datetime,
) -> None:
    """Subscribe whoever says so to an account, or end it; each word is kept, never what it was said with."""
    at, tenant, its = spoke.at or now, workplace.tenant_id, workplace.tenant.municipality
    if spoke.word is Word.QUIT:
        unsubscribe(connection, tenant, key, topics, Proof(f"Escribió BAJA a la cuenta {account.name}."), at)
        return
    how = "Abrió el enlace de suscripción de" if spoke.source else "Escribió ALTA a"
    notice = add_notice(connection, tenant, chat_notice(its.body, str(its.data_policy)), now)
    kind = KIND_OF_CHANNEL[account.type]
    person = subscriber(connection, tenant, kind, spoke.person, key, "", "es", now)
    subscribe(connection, tenant, person, key, topics, Proof(f"{how} la cuenta {account.name}.", notice), at)


def fold(text: str) -> str:
    """Without case and accents, for comparing."""
    plain = unicodedata.normalize("NFD", text.casefold())
    return " ".join("".join(each for each in plain if not unicodedata.combining(each)).split())


def _named(text: str, offered: Mapping[str, Topic]) -> tuple[str, ...]:
    """«noticias y eventos», by their slugs or names; none where any of it is no topic: then it is free speech."""
    by_name = {fold(slug.replace("-", " ")): slug for slug in offered}
    by_name |= {fold(slug): slug for slug in offered} | {fold(topic.name): slug for slug, topic in offered.items()}
    whole = by_name.get(fold(text))
    if whole is not None:
        return (whole,)
    parts = [fold(part) for part in _BETWEEN.split(text) if part]
    found = [by_name.get(part, "") for part in parts]
    return tuple(dict.fromkeys(found)) if found and all(found) else ()
