"""Cards that cannot be drawn, told while the files are read: not at the hour at which they would go out."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from campaigns.assembly.base_files import open_document
from campaigns.content import FrozenFile, freeze, public_link
from campaigns.problem import Problem
from campaigns.reading.files import CAMPAIGNS, Files
from campaigns.tenant import Campaign, Tenant
from delivery.planning.preview import next_occurrence
from delivery.publications.cards import bears_card, card_order
from pieces.drawing import Order, draw


class Asked(NamedTuple):
    """A card of one account, and the message that it belongs to."""

    tenant: Tenant
    campaign: Campaign
    position: int
    order: Order


def card_problems(tenants: Iterable[Tenant], now: datetime) -> list[Problem]:
    """What is wrong with the cards of the next occurrences, all drawn by one process; each message is told once.

    Raises `CannotDraw` where nothing can be drawn at all, `TemplateError`.
    """
    asked = [each for tenant in tenants for each in _asked(tenant, now)]
    found: dict[tuple[str, str, int], Problem] = {}
    for each, made in zip(asked, draw([each.order for each in asked]), strict=True):
        if made.refusal:
            key = (each.tenant.slug, each.campaign.id, each.position)
            found.setdefault(key, _problem(each, made.refusal))
    return sorted(found.values())


def _asked(tenant: Tenant, now: datetime) -> Iterator[Asked]:
    for campaign in tenant.campaigns.values():
        for position, message in enumerate(campaign.messages):
            accounts = [account for account in message.accounts if bears_card(message, account)]
            if not accounts:
                continue
            occurrence = next_occurrence(tenant, campaign, message, now)
            link = public_link(tenant, message, occurrence.name, occurrence.slot.occurrence)
            files = {name: FrozenFile("", name, "", 0) for name in message.files}
            at, slot = occurrence.slot.local or now, occurrence.slot.occurrence
            for account in accounts:
                content = freeze(tenant, message, account, at, link, files, occurrence=slot)
                yield Asked(tenant, campaign, position, card_order(tenant, message, account, content))


def _problem(each: Asked, refusal: str) -> Problem:
    said, _, hint = refusal.partition(". ")
    location = ("mensajes", each.position, "pieza")
    document, _ = open_document(Files(each.tenant.folder), f"{CAMPAIGNS}/{each.campaign.file.name}")
    words = f"la tarjeta no se puede dibujar: {said[:1].lower()}{said[1:].rstrip('.')}"
    if document is None:
        return Problem(each.campaign.file, 1, 1, "", words, hint)
    return document.problem(location, words, hint)
