"""Which duty a message requires: its own word, else its campaign's, else what is required of all that is published."""

from collections.abc import Iterable

from campaigns.account import Account
from campaigns.campaign import CampaignEntry, MessageEntry
from channels.adapter import Kind

NONE = "no"
"""In `requiere`: no duty, whatever is required above."""
EMERGENCY = "emergencia"


def required_of(
    of_all: str | None, campaign: CampaignEntry, message: MessageEntry, accounts: Iterable[Account]
) -> tuple[str, bool]:
    """`campaign/message` of the duty, empty for none; and whether it is one for all that is published.

    `of_all`: what the municipality requires.
    """
    if message.requires is not None:
        return _whole(message.requires, campaign), False
    return required_above(of_all, campaign) if _is_published(campaign, message, accounts) else ("", False)


def required_above(of_all: str | None, campaign: CampaignEntry) -> tuple[str, bool]:
    """The same of what is published in a campaign without being a message of its file."""
    above = campaign.requires or of_all
    found = "" if above is None else _whole(above, campaign)
    return found, found != ""


def _is_published(campaign: CampaignEntry, message: MessageEntry, accounts: Iterable[Account]) -> bool:
    """Whether it is seen by everyone: no letter, no task, and no alert, which waits for nobody."""
    if message.becomes or (message.class_ or campaign.class_) == EMERGENCY:
        return False
    return any(account.kind is Kind.BROADCAST for account in accounts)


def _whole(name: str, campaign: CampaignEntry) -> str:
    if name == NONE:
        return ""
    return name if "/" in name else f"{campaign.id}/{name}"
