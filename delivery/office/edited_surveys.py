"""Surveys that were edited after they went out: what people are asked stays as it was, and somebody has to know."""

from sqlalchemy import Connection

from campaigns.tenant import Tenant
from channels.keys import Key
from delivery.watching.status import Waiting
from storage.surveys import OpenSurvey, surveys

EDITED = (
    "Ya salió con otra pregunta u otras opciones, y así sigue: lo que cambió en el archivo no se pregunta. Déjelo como "
    "estaba, o cancélela con «pregonero cancel {}» y haga otro mensaje."
)


def edited_surveys(connection: Connection, tenant_id: int, tenant: Tenant) -> list[Waiting]:
    """The open surveys whose question or options the files have otherwise now, the newest first."""
    found = []
    for each in surveys(connection, tenant_id):
        if each.closed_at is None and is_edited(each, tenant):
            key = str(Key(each.campaign, each.message, "", each.occurrence))
            found.append(Waiting(key, each.closes_at, EDITED.format(key)))
    return found


def is_edited(asked: OpenSurvey, tenant: Tenant) -> bool:
    """Whether the files have another question or other options now."""
    campaign = tenant.campaigns.get(asked.campaign)
    message = campaign.message(asked.message) if campaign is not None else None
    if message is None:
        # A campaign that is gone ends its survey by itself.
        return False
    entry = message.entry.survey
    return entry is None or (entry.question, tuple(entry.options)) != (asked.question, asked.options)
