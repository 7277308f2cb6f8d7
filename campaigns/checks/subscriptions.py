"""`suscripcion` of a message, and topics that publics name: they exist, and somebody can be written to."""

from campaigns.account import Account
from campaigns.assembly.base import Base
from campaigns.assembly.findings import Findings
from campaigns.audience import Condition
from campaigns.campaign import MessageEntry
from campaigns.reading.files import ACCOUNTS, MUNICIPALITY
from campaigns.reading.tree import Location
from campaigns.subscriptions import MAIL
from channels.adapter import Kind

TOPIC = "el tema"


def check_subscription(
    findings: Findings, here: tuple[str | int, ...], entry: MessageEntry, accounts: tuple[Account, ...], base: Base
) -> None:
    """Notes topics that nobody can subscribe to, and accounts that write to no person."""
    if entry.subscription is None:
        return
    _topics(findings, (*here, "suscripcion", "temas"), entry.subscription.topics, base)
    for account in accounts:
        if account.kind is Kind.BROADCAST:
            said = f"«{account.name}» publica para todos, y un mensaje con «suscripcion» va a los suscritos"
            hint = "quite ese canal, o publique en él con otro mensaje"
            findings.add((*here, "suscripcion"), said, hint)


def check_confirming(findings: Findings, base: Base) -> None:
    """Notes an account that cannot write to a mail address that nobody knows yet."""
    name, here = base.municipality.subscriptions.account, ("suscripciones", "cuenta")
    if name is None:
        return
    account = base.accounts.get(name)
    if account is None:
        findings.unknown(here, "el canal", name, base.account_names, ACCOUNTS)
    elif account.type != MAIL:
        said = f"«{name}» no es de correo, y la suscripción se confirma por correo"
        findings.add(here, said, f"escriba una cuenta de {ACCOUNTS} con «tipo: email»")


def check_topics(findings: Findings, here: tuple[str | int, ...], condition: Condition, base: Base) -> None:
    """Notes topics of a public's condition that are not there."""
    _topics(findings, (*here, "suscritos"), condition.subscribed or (), base)
    for position, alternative in enumerate(condition.any_of):
        check_topics(findings, (*here, "alguna", position), alternative, base)


def _topics(findings: Findings, location: Location, topics: tuple[str, ...], base: Base) -> None:
    for position, topic in enumerate(topics):
        findings.unknown((*location, position), TOPIC, topic, base.municipality.topics, MUNICIPALITY)
