"""Cards: the picture of a message for which nobody designed one, drawn from its event and frozen like any other."""

import hashlib
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection

from campaigns.account import Account
from campaigns.calendar import of_message
from campaigns.content import Content, FrozenFile, freeze, public_link
from campaigns.content.announcing import announce
from campaigns.content.look import look
from campaigns.templates import TemplateError
from campaigns.tenant import Campaign, CampaignMessage, Tenant
from channels.adapter import Kind
from pieces.drawing import JPEG, PNG, Order, draw
from pieces.form import Form
from pieces.refusal import CannotDraw
from storage.files import put_file

CARDS = {
    "email": Form.LANDSCAPE,
    "facebook": Form.SQUARE,
    "instagram": Form.PORTRAIT,
    "x": Form.LANDSCAPE,
}
"""Which card each type of account shows whole; every other one takes the square."""
MOST = 16
"""Cards that are kept at hand, some 100 KB each: a message's accounts ask for the same ones within moments."""


def card_form(account: Account) -> Form:
    """The card that an account shows whole."""
    return CARDS.get(account.type, Form.SQUARE)


def bears_card(message: CampaignMessage, account: Account) -> bool:
    """Whether the message goes out on the account with a card that is drawn for it."""
    if message.entry.piece is None or message.entry.becomes or account.kind is Kind.MANUAL:
        return False
    return shows_pictures(account)


def shows_pictures(account: Account) -> bool:
    """Whether an account's messages may bear a card."""
    return bool({PNG, JPEG} & set(account.profile.media.types))


def card_order(tenant: Tenant, message: CampaignMessage, account: Account, content: Content) -> Order:
    """What is to be drawn for one account. Raises `TemplateError` where its words cannot be finished."""
    said = announce(content, content.subject or message.entry.subject or "")
    brand = look(tenant.municipality.brand, tenant.folder)
    return Order(card_form(account), said, brand, jpeg=PNG not in account.profile.media.types)


@lru_cache(maxsize=MOST)
def card(order: Order) -> bytes:
    """The picture. Raises `CannotDraw`."""
    [made] = draw([order])
    if made.refusal:
        raise CannotDraw(made.refusal)
    return made.data


def picture(tenant: Tenant, message: CampaignMessage, account: Account, content: Content) -> tuple[FrozenFile, bytes]:
    """The card as a message bears it, and its bytes. Raises `CannotDraw`, `TemplateError`."""
    order = card_order(tenant, message, account, content)
    data = card(order)
    digest = hashlib.sha256(data).hexdigest()
    return FrozenFile(digest, order.name, order.mime, len(data), alt=order.said.summary), data


def prepare_cards(tenant: Tenant, campaign: Campaign, since: datetime, until: datetime) -> None:
    """Draw what is due between two moments before any transaction waits for it; a refusal is told when it is frozen."""
    for message in campaign.messages:
        accounts = [account for account in message.accounts if bears_card(message, account)]
        for occurrence in of_message(tenant, campaign, message, since, until) if accounts else ():
            files = {name: FrozenFile("", name, "", 0) for name in message.files}
            link = public_link(tenant, message, occurrence.name, occurrence.slot.occurrence)
            for account in accounts:
                with suppress(CannotDraw, TemplateError):
                    at, slot = occurrence.slot.local or until, occurrence.slot.occurrence
                    content = freeze(tenant, message, account, at, link, files, occurrence=slot)
                    picture(tenant, message, account, content)


def with_card(
    connection: Connection,
    folder: Path,
    tenant: Tenant,
    message: CampaignMessage,
    account: Account,
    content: Content,
    now: datetime,
) -> Content:
    """The content with its card, whose bytes are kept under `folder`; without one the content as it is.

    Raises `CannotDraw`, `TemplateError`, OSError.
    """
    if not bears_card(message, account):
        return content
    shown, data = picture(tenant, message, account, content)
    put_file(connection, folder, data, shown.name, shown.mime, now)
    return replace(content, images=(*content.images, shown))
