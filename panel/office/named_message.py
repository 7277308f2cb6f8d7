"""The campaign or message that an address names, and where its page lies."""

from urllib.parse import quote

from campaigns.tenant import Campaign, CampaignMessage
from panel.office.asked import NOT_THERE, Asked

MESSAGE = "campanas/{campaign}/mensajes/{message}"
"""The address of a message's page, of which others begin."""


def campaign_named(asked: Asked) -> Campaign:
    """Raises `Turned` where there is none."""
    found = asked.tenant.campaigns.get(asked.request.path_params["campaign"])
    if found is None:
        raise NOT_THERE
    return found


def message_named(asked: Asked) -> CampaignMessage:
    """Raises `Turned` where there is none."""
    found = campaign_named(asked).message(asked.request.path_params["message"])
    if found is None:
        raise NOT_THERE
    return found


def path_of(message: CampaignMessage) -> str:
    """Its page's, within the office."""
    return f"campanas/{quote(message.campaign)}/mensajes/{quote(message.id)}"
