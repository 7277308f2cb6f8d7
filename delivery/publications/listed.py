"""The lists that say to whom a message goes, as the rows have them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from audience.people_lists import brought
from campaigns.account import Account
from campaigns.audience import Condition
from campaigns.tenant import CampaignMessage
from channels.adapter import Kind
from delivery.old_lists import KeptList, kept_lists, named_by
from delivery.publications.occurring import EMERGENCY, URGENT
from delivery.workplace import Workplace


def lists_of(
    connection: Connection, workplace: Workplace, message: CampaignMessage, account: Account
) -> tuple[KeptList, ...]:
    """Those that others keep; none in a rehearsal, which supposes that what others owe comes in time."""
    if workplace.simulated or not workplace.tenant.municipality.lists:
        return ()
    return named_by(workplace.tenant, message, account, brought(connection, workplace.tenant_id))


def why_not_yet(connection: Connection, workplace: Workplace, row: Row[Any], now: datetime) -> str:
    """Why nobody may go on with a publication that had begun: a list by which it goes is too old. In Spanish; empty:
    one may. An emergency goes on, and what corrects a message goes to whoever got it.
    """
    passes = row.corrects is not None or (row.class_ == EMERGENCY and row.priority == URGENT)
    if workplace.simulated or passes or row.kind != Kind.DIRECT.value:
        return ""
    named = Condition.model_validate(row.condition or {}).lists
    if not named:
        return ""
    known = kept_lists(workplace.tenant.municipality, brought(connection, workplace.tenant_id))
    return next((known[slug].told for slug in named if slug in known and known[slug].is_old(now)), "")
